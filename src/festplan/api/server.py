"""The server that Festplan runs in: it stops at once, although streams are open."""

from __future__ import annotations

import socket

import uvicorn

from festplan.api.door import Door


class Server(uvicorn.Server):
    """Uvicorn, which ends the event streams before it waits for connections to close.

    It is made from a `uvicorn.Config` whose application is that of `create_app`.
    """

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends the streams, then stops as uvicorn does; readers come back where they were."""
        door = getattr(getattr(self.config.app, "state", None), "door", None)
        if isinstance(door, Door):
            door.streams.close()
        await super().shutdown(sockets)
