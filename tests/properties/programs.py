"""Random graphs and random programs of host commands, for the engine's laws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from festplan.domain.brief import CARDS
from festplan.domain.reading import Facts, Reading
from tests.properties.small_world import FACTS, Spec, words

COUNTS = st.integers(1, 4)
THEMES = st.lists(
    st.sampled_from(["jungle", "space", "attic"]), min_size=1, max_size=2, unique=True
)
CITIES = st.sampled_from(["Austin", "Boston", "Grandmaville"])


@st.composite
def specs(draw: st.DrawFn) -> list[Spec]:
    """One to seven agents; each may read any that come before it, the last two may only follow."""
    size = draw(st.integers(1, 7))
    found: list[Spec] = []
    for number in range(size):
        upstream = tuple(s.name for s in found if draw(st.booleans()))
        follows = number > 0 and draw(st.booleans())
        found.append(
            Spec(
                name=f"agent_{number}",
                category=None if follows else draw(st.sampled_from(CARDS)),
                upstream=upstream,
                moduli=tuple(draw(st.integers(1, 3)) for _ in upstream),
                reads=tuple(draw(st.lists(st.sampled_from(FACTS), max_size=2, unique=True))),
                settles=draw(st.none() | st.sampled_from(FACTS)),
                gathers=draw(st.booleans()),
            )
        )
    return found


@st.composite
def readings(draw: st.DrawFn, residues: Sequence[str] = ("", "", "", "near the old mill")) -> str:
    """A text with the facts, wishes and left-over words of one input."""
    facts = Facts()
    if draw(st.booleans()):
        facts["guests"] = draw(COUNTS)
    if draw(st.booleans()):
        facts["kids"] = draw(COUNTS)
    if draw(st.booleans()):
        facts["theme"] = draw(THEMES)
    if draw(st.booleans()):
        facts["city"] = draw(CITIES)
    categories = tuple(draw(st.lists(st.sampled_from(CARDS), max_size=3, unique=True)))
    return words(
        Reading(
            "",
            categories,
            facts=facts,
            residue=draw(st.sampled_from(residues)),
            wishes=tuple(c for c in categories if draw(st.booleans())),
            declined=tuple(draw(st.lists(st.sampled_from(CARDS), max_size=1)))
            if draw(st.integers(0, 9)) == 0
            else (),
        )
    )


def secret_readings(secrets: Sequence[str]) -> st.SearchStrategy[list[str]]:
    """Texts of a host, most of them with something left over that is nobody else's business."""
    return st.lists(readings(residues=["", *secrets]), min_size=2, max_size=4)


def commands() -> st.SearchStrategy[tuple[Any, ...]]:
    """One command: which inputs or versions it means is drawn as a place among those there are."""
    place = st.integers(0, 7)
    texts = st.lists(readings(), max_size=2)
    return st.one_of(
        st.tuples(
            st.just("edit"),
            texts,
            st.lists(st.tuples(place, readings()), max_size=1),
            st.lists(place, max_size=2),
        ),
        st.tuples(st.just("edit"), texts, st.just([]), st.just([])),
        st.tuples(st.just("correct"), st.sampled_from(["guests", "kids"]), COUNTS),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
        st.tuples(st.just("restore"), place),
        st.tuples(st.just("fork"), place),
        st.tuples(st.just("switch"), place),
        st.tuples(st.sampled_from(["save", "resume", "close"])),
        st.tuples(st.just("catalogue"), place, st.integers(0, 2)),
        st.tuples(st.just("new"), texts),
    )


programs = st.lists(commands(), min_size=1, max_size=12)
