"""A share of a world: the hosts that one process plays, and what came of them.

The parts of all shares add up to the world (`worlds`). Both are JSON between processes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from time import process_time
from typing import NamedTuple

from festplan.bootstrap import open_service
from festplan.models.extraction import INSTRUCTIONS, MOST_OUTPUT_TOKENS, SCHEMA
from festplan.models.framing import asking
from festplan.ports.models import Usage
from festplan.proof.simulation.baseline import Document
from festplan.proof.simulation.hosts import TODAY, Host, hosts
from festplan.proof.simulation.playing import (
    Clock,
    Played,
    Playing,
    Remembering,
    Tell,
    folded,
    opened,
    settings,
)
from festplan.proof.simulation.provider import LADDER, SMALL, Models, Served, routed
from festplan.proof.simulation.recording import Asked, Recording, Searched
from festplan.proof.simulation.tallies import Judged, judged
from festplan.service.context import Festplan

LADDERS = {"rules": "", "combined": LADDER, "rules_off": f"rules=none,{LADDER}"}
"""What each kind of world asks; beside them there is the document's."""
DOCUMENT = "document"
MOST_AWAY = 200
ONE_AWAY_OF = 10
"""Every tenth party asks over HTTP, up to 200 of them."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A world: its kind (one of `LADDERS`, or the document's), its parties, where it lives.

    `template` is a database with a catalogue and no party; it is copied into `folder`.
    """

    kind: str
    parties: int
    seed: int
    exponent: float
    template: str
    folder: str


@dataclass(frozen=True, slots=True)
class Share:
    """The hosts of a world that follow one another from part `place` of `of` parts, from 0."""

    spec: Spec
    place: int = 0
    of: int = 1

    def hosts(self) -> list[Host]:
        """The hosts of this share."""
        spec = self.spec
        first, end = (spec.parties * place // self.of for place in (self.place, self.place + 1))
        return list(hosts(range(first, end), spec.seed, spec.exponent))

    @property
    def file(self) -> Path:
        """Where a process of its own leaves what came of it."""
        return Path(self.spec.folder) / f"part-{self.place}.json"


class SearchedFor(NamedTuple):
    """What an agent searched for to answer a view."""

    agent: str
    view: str
    searched: Searched


@dataclass(slots=True)
class Part:
    """What came of a share.

    `reading` is the usage of an API call that reads each new text, by the text; `over_http` counts
    the calls that went over HTTP.
    """

    judged: list[Judged]
    served: list[Served]
    played: list[Played] = field(default_factory=list[Played])
    asks: dict[str, Asked] = field(default_factory=dict[str, Asked])
    searches: list[SearchedFor] = field(default_factory=list[SearchedFor])
    reading: dict[str, Usage] = field(default_factory=dict[str, Usage])
    over_http: int = 0
    cpu_seconds: float = 0.0


def quiet(_done: int) -> None:
    """Tells nobody."""


async def play(share: Share, tell: Tell = quiet, models: Models | None = None) -> Part:
    """Plays the share on the world's database, which is there; `models` answer in place of the
    usual ones."""
    began = process_time()
    wanted = _document if share.spec.kind == DOCUMENT else _played
    part = await wanted(share, tell, models or Models())
    part.cpu_seconds = process_time() - began
    return part


def _away(parties: int) -> range:
    """The numbers of the parties that ask over HTTP."""
    return range(0, parties, max(ONE_AWAY_OF, -(-parties // MOST_AWAY)))


async def _played(share: Share, tell: Tell, models: Models) -> Part:
    spec, everybody = share.spec, share.hosts()
    recording, clock, seen = Recording(Models()), Clock(spec.seed), list[Judged]()
    wanted = settings(Path(spec.folder), LADDERS[spec.kind])
    async with (
        routed(models) as provider,
        opened(wanted, provider, recording, clock) as festplan,
    ):
        await _read_ahead(festplan, everybody)
        away = _away(spec.parties)
        playing = Playing(festplan, clock, recording, away, tell, partial(judged, seen))
        played = await playing.play(everybody)
    searches = [SearchedFor(*asked, found) for asked, found in recording.searches.items()]
    reading = await _reading(played)
    return Part(seen, models.served, played, recording.asks, searches, reading, provider.sent)


async def _document(share: Share, tell: Tell, models: Models) -> Part:
    """The document's plans."""
    everybody, seen = share.hosts(), list[Judged]()
    async with open_service(settings(Path(share.spec.folder), "")) as opened_:
        festplan = replace(opened_, read=Remembering(opened_.read))
        await _read_ahead(festplan, everybody)
        document = Document(festplan, models)
        for done, host in enumerate(everybody, start=1):
            party = await folded(festplan, host, f"scope-{host.number}")
            judged(seen, host, await document.plan(party))
            tell(done)
    return Part(seen, models.served)


async def _read_ahead(festplan: Festplan, everybody: Sequence[Host]) -> None:
    assert isinstance(festplan.read, Remembering)
    await festplan.read.ahead((text for host in everybody for text in host.first), TODAY)


async def _reading(played: Iterable[Played]) -> dict[str, Usage]:
    """The tokens with which the small model would read each text that was said."""
    model = Models()
    texts = dict.fromkeys(text for party in played for run in party.runs for text in run.texts)
    return {text: await _read(model, text) for text in texts}


async def _read(model: Models, text: str) -> Usage:
    asked = asking(
        SMALL,
        INSTRUCTIONS,
        {"text": text, "today": TODAY.isoformat()},
        SCHEMA,
        max_output_tokens=MOST_OUTPUT_TOKENS,
        timeout_seconds=0,
    )
    usage = (await model.ask(asked)).usage
    assert usage is not None
    return usage
