"""What comes out of Redis is what went in for that very key, or nothing."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.cache.entry import MOST_BYTES, Entry, NotAnEntry, pack, unpack
from festplan.engine.fingerprint import content, digest
from festplan.ports.answers import StoredAnswer

NAME, OTHER = digest(b"a question"), digest(b"another question")
BODY = {"theme": "jungle", "é": [1, 2.5, None, True]}
ENTRY = Entry(StoredAnswer(NAME, digest(content(BODY)), "small", "5ec4e7", 1200), BODY)


def test_an_entry_comes_back_as_it_was_but_for_whose_it_was() -> None:
    answer, body = unpack(NAME, pack(ENTRY))
    assert body == BODY
    assert answer == StoredAnswer(NAME, digest(content(BODY)), "small", "", 1200)


def test_whose_party_it_was_made_for_is_not_written() -> None:
    assert b"5ec4e7" not in pack(ENTRY)


def rehashed(**changes: Any) -> bytes:
    fields = {name: value for name, value in json.loads(pack(ENTRY)).items() if name != "hash"}
    fields |= changes
    return content({**fields, "hash": digest(content(fields))})


REFUSED = {
    "another schema": rehashed(schema=2),
    "another key": rehashed(fingerprint=OTHER),
    "another body": rehashed(body={"theme": "space"}),
    "a list for a body": rehashed(body=[], result=digest(b"[]")),
    "a cost below nothing": rehashed(cost_microdollars=-1),
    "a cost that is true": rehashed(cost_microdollars=True),
    "no tier": rehashed(tier=None),
    "another cost": pack(ENTRY).replace(b"1200", b"1201"),
    "cut off": pack(ENTRY)[:-1],
    "null": b"null",
    "a list": b"[]",
    "nothing in it": b"{}",
    "empty": b"",
    "deep": b"[" * 100_000,
    "not a number": b'{"hash":"x","schema":NaN}',
    "half a character": b'{"hash":"x","schema":"\\ud800"}',
    "too long": b" " * (MOST_BYTES + 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_was_not_written_for_that_key_is_refused(name: str) -> None:
    with pytest.raises(NotAnEntry):
        unpack(NAME, REFUSED[name])


def test_an_entry_under_another_key_is_refused() -> None:
    with pytest.raises(NotAnEntry):
        unpack(OTHER, pack(ENTRY))


@given(st.binary(max_size=200))
def test_no_bytes_do_worse_than_to_be_refused(data: bytes) -> None:
    with pytest.raises(NotAnEntry):
        unpack(NAME, data)


@given(st.integers(0, len(pack(ENTRY)) - 1), st.integers(0, 255))
def test_no_changed_byte_changes_an_answer(place: int, byte: int) -> None:
    data = bytearray(pack(ENTRY))
    data[place] = byte
    with suppress(NotAnEntry):
        assert unpack(NAME, bytes(data)) == unpack(NAME, pack(ENTRY))
