"""What can go wrong with Redis while hosts work: each fault is done to a real server."""

from __future__ import annotations

import json
from collections.abc import Callable

from festplan.engine.fingerprint import content, digest
from tests.redis_server import RedisServer

Fault = Callable[[RedisServer, int, int], None]
"""Does its harm before edit number so of so many."""

FAULTS: dict[str, Fault] = {}


def fault(harm: Fault) -> Fault:
    """Names the function as a fault."""
    FAULTS[harm.__name__] = harm
    return harm


@fault
def it_is_stopped_and_comes_back_empty(server: RedisServer, edit: int, edits: int) -> None:
    if edit == edits // 3:
        server.stop()
    if edit == 2 * edits // 3:
        server.start()


@fault
def it_is_flushed(server: RedisServer, edit: int, edits: int) -> None:  # noqa: ARG001
    if edit % 3 == 0:
        server.ask("FLUSHALL")


@fault
def it_hangs_and_goes_on(server: RedisServer, edit: int, edits: int) -> None:
    if edit == edits // 3:
        server.hang()
    if edit == 2 * edits // 3:
        server.go_on()


@fault
def it_is_full(server: RedisServer, edit: int, edits: int) -> None:  # noqa: ARG001
    if edit == 0:
        server.ask("CONFIG", "SET", "maxmemory-policy", "noeviction")
        server.ask("CONFIG", "SET", "maxmemory", 1)


@fault
def it_takes_two_seconds(server: RedisServer, edit: int, edits: int) -> None:
    if edit % max(3, edits // 5) == 0:
        server.ask("CLIENT", "PAUSE", 2000)


@fault
def its_values_are_lists(server: RedisServer, edit: int, edits: int) -> None:  # noqa: ARG001
    if edit == 0:
        for key in server.everything():
            server.ask("DEL", key)
            server.ask("LPUSH", key, "x")


@fault
def its_values_are_cut_off(server: RedisServer, edit: int, edits: int) -> None:  # noqa: ARG001
    _changed(server, edit, lambda _, value: value[: len(value) // 2])


@fault
def its_values_are_another_text(server: RedisServer, edit: int, edits: int) -> None:  # noqa: ARG001
    _changed(server, edit, lambda _, value: value.replace(b'"tier":"rules"', b'"tier":"large"'))


@fault
def its_values_are_each_others(server: RedisServer, edit: int, edits: int) -> None:  # noqa: ARG001
    if edit == 0:
        held = server.everything()
        values = list(held.values())
        for key, value in zip(held, [*values[1:], values[0]], strict=True):
            server.ask("SET", key, value)


@fault
def its_values_hold_another_body(server: RedisServer, edit: int, edits: int) -> None:  # noqa: ARG001
    """The hash is right again, and only the address of the body tells."""
    _changed(server, edit, lambda _, value: _rehashed(value, body={"lie": True}))


@fault
def its_values_are_of_an_old_schema(server: RedisServer, edit: int, edits: int) -> None:  # noqa: ARG001
    _changed(server, edit, lambda _, value: _rehashed(value, schema=0))


@fault
def its_values_are_no_json(server: RedisServer, edit: int, edits: int) -> None:  # noqa: ARG001
    endings = (b"", b"[" * 100_000, b'{"a":NaN}', b"\x80\x04]\x94.", b"null", b'"\\ud800"', b"{}")
    _changed(server, edit, lambda place, _: endings[place % len(endings)])


def _changed(server: RedisServer, edit: int, change: Callable[[int, bytes], bytes]) -> None:
    if edit == 0:
        for place, (key, value) in enumerate(sorted(server.everything().items())):
            server.ask("SET", key, change(place, value))


def _rehashed(value: bytes, **changes: object) -> bytes:
    fields = json.loads(value) | changes
    fields.pop("hash")
    return content({**fields, "hash": digest(content(fields))})
