"""From finds to facts: several finds of one fact become its one value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any, cast

from festplan.domain.reading import Facts
from festplan.domain.vocabulary import SERVICES, THEMES
from festplan.understanding.childhood import kids_ages
from festplan.understanding.days import WEEKDAYS
from festplan.understanding.finds import Find
from festplan.understanding.purposes import budgets

_LISTS = ("theme", "services", "flavours", "cuisine", "drinks", "venue_kind", "access")
_SCALARS = (
    "age", "honoree", "occasion", "service_style", "setting", "city", "area",
    "duration_hours", "guests_max", "guests_min",
)  # fmt: skip
_REPLACEABLE = ("theme", "flavours", "cuisine", "drinks", "venue_kind")
_EXCLUDABLE = (*_LISTS, "service_style", "setting", "city", "area")


def facts_of(text: str, finds: list[Find]) -> tuple[Facts, list[str]]:
    """The facts that the finds state, and the questions that they leave."""
    said: dict[str, list[Find]] = {}
    for find in finds:
        if find.fact:
            said.setdefault(find.fact, []).append(find)
    facts: dict[str, Any] = {}
    asked: list[str] = [f.value for f in finds if f.rank == "open"]
    _plain_facts(text, said, facts)
    asked += _which_city(text, said)
    asked += _heads(text, said, facts)
    if ages := kids_ages(text, cast(Facts, facts)):
        facts["kids_ages"] = ages
    _diets(said, facts)
    _cake(said, facts)
    sums = budgets(text, finds)
    if sums:
        facts["budget"] = sums[0] if len(sums) == 1 else sums
    _times(text, said, facts)
    asked += _dates(text, said, facts)
    said.setdefault("exclude", []).extend(find for find in finds if _unwanted_thing(find))
    _excluded(said, facts)
    return cast(Facts, facts), asked


def replaced(text: str, finds: list[Find], facts: Facts) -> tuple[str, ...]:
    """The list facts whose earlier words this text takes the place of."""
    swapped = {
        find.fact for find in finds if find.denied == "replaced" and find.fact in _REPLACEABLE
    }
    instead = bool(re.search(r"\binstead\b(?! of)", text))
    anew = bool(_NEW_THEME.search(text)) and "theme" in facts
    anew_facts = {"theme"} if anew or "theme" in swapped else set[str]()
    anew_facts |= {"drinks"} if _only(text, finds, "drinks") else set[str]()
    return tuple(f for f in _REPLACEABLE if f in facts and (instead or f in anew_facts))


def _only(text: str, finds: list[Find], fact: str) -> bool:
    """Whether the text wants these words of a fact and no others: "just beer and wine"."""
    wanted = [find for find in finds if find.fact == fact and not find.denied]
    if not wanted:
        return False
    before, after = text[: wanted[0].start], text[wanted[-1].end :]
    return bool(_ONLY_BEFORE.search(before[-24:]) or _ONLY_AFTER.match(after))


_ONLY_BEFORE = re.compile(
    r"\b(?:just|only|nothing but|limit(?:ed)? to|keep it to|stick to) (?:the |some )?$"
)
_ONLY_AFTER = re.compile(
    r" ?,? (?:only|and nothing else|and that's (?:it|all)|is (?:all|enough)|will do)\b"
)


def _unwanted_thing(find: Find) -> bool:
    return find.rank == "cue" and not find.fact and find.kept and find.denied == "not"


_NEW_THEME = re.compile(
    r"\b(?:change|switch|make|update|set)(?:d|ing)? (?:the |our |my )?theme\b|\bnew theme\b|"
    r"\btheme (?:is now|should now be|changed to)\b"
)


def _wanted(said: dict[str, list[Find]], fact: str) -> list[Find]:
    return [find for find in said.get(fact, ()) if not find.denied]


def _plain_facts(text: str, said: dict[str, list[Find]], facts: dict[str, Any]) -> None:
    for fact in _LISTS:
        words = {find.value for find in _wanted(said, fact)} - _taken_back(said.get(fact, ()))
        if words:
            facts[fact] = sorted(words)
    for fact in _SCALARS:
        wanted = _wanted(said, fact)
        if wanted and not (fact == "city" and _either(text, wanted)):
            facts[fact] = wanted[-1].value
    for find in said.get("drinks", ()):
        if find.denied and find.value == "alcohol":
            facts["drinks"] = sorted({*facts.get("drinks", ()), "no alcohol"})


def _either(text: str, finds: list[Find]) -> bool:
    """Whether the last two are alternatives: "Leeds or Bradford"."""
    return len(finds) > 1 and text[finds[-2].end : finds[-1].start].strip() == "or"


def _which_city(text: str, said: dict[str, list[Find]]) -> list[str]:
    wanted = _wanted(said, "city")
    if not _either(text, wanted):
        return []
    return [f"Which city is it: {wanted[-2].value} or {wanted[-1].value}?"]


def _taken_back(finds: Iterable[Find]) -> set[str]:
    """Words denied after, or elsewhere than, they are named: "kids have seen enough magicians"."""
    last: dict[str, Find] = {}
    for find in finds:
        if find.denied or find.value not in last:
            last[find.value] = find
    return {word for word, find in last.items() if find.denied == "not"}


def _heads(text: str, said: dict[str, list[Find]], facts: dict[str, Any]) -> list[str]:
    for fact in ("guests", "kids", "adults"):
        wanted = _wanted(said, fact)
        if wanted:
            facts[fact] = _together(text, wanted) if fact != "guests" else _surest(wanted)
    ranges = _wanted(said, "guests_range")
    if ranges:
        facts["guests_min"], facts["guests_max"] = sorted(ranges[-1].value)
    if facts.get("guests", 0) and facts["guests"] < max(
        facts.get("kids", 0), facts.get("adults", 0)
    ):
        del facts["guests"]
        return ["How many guests are there in all?"]
    return []


UNSURE = 0.8
"""Confidence below which a head count gives way to a surer one of the same text."""


def _surest(finds: list[Find]) -> int:
    """The last head count; one that was only guessed at ("set for 220") gives way to a surer."""
    sure = [find for find in finds if find.confidence >= UNSURE]
    return int((sure or finds)[-1].value)


def _together(text: str, finds: list[Find]) -> int:
    """Counts that are listed together ("10 boys and 12 girls") add up; otherwise the last holds."""
    total = int(finds[0].value)
    for before, find in pairwise(finds):
        between = text[before.end : find.start]
        added = re.fullmatch(r" ?(?:,|and|&|\+|plus|, and) ?", between)
        total = total + int(find.value) if added else int(find.value)
    return total


def _diets(said: dict[str, list[Find]], facts: dict[str, Any]) -> None:
    diets: dict[str, int | None] = {}
    for find in said.get("diet", ()):
        name, count, exclude = find.value
        if find.denied and not exclude:
            facts.setdefault("exclude", []).append(name)
            continue
        if diets.get(name) is None or (count or 0) > 1:
            diets[name] = diets.get(name) if count is None else count
        if exclude:
            facts.setdefault("exclude", []).append(exclude)
    if diets:
        facts["diet"] = dict(sorted(diets.items()))


def _cake(said: dict[str, list[Find]], facts: dict[str, Any]) -> None:
    form: dict[str, Any] = {}
    for find in _wanted(said, "cake_form"):
        if find.value.get("tiers") != 1 or "tiers" not in form:
            form.update(find.value)
    if form:
        facts["cake_form"] = form


def _times(text: str, said: dict[str, list[Find]], facts: dict[str, Any]) -> None:
    """The first exact time, a corrected one instead; a part of the day only where none is exact."""
    wanted = _wanted(said, "time")
    exact = [find for find in wanted if ":" in find.value]
    if exact:
        corrected = _CORRECTED.search(text[exact[0].end : exact[-1].end])
        facts["time"] = exact[-1 if corrected else 0].value
    elif wanted:
        facts["time"] = wanted[0].value
    for find in _wanted(said, "span"):
        facts.update(find.value)


def _dates(text: str, said: dict[str, list[Find]], facts: dict[str, Any]) -> list[str]:
    wanted = _firm(text, _wanted(said, "date"))
    days = list(dict.fromkeys(find.value[0] for find in wanted))
    asked = [find.value[1] for find in wanted if find.value[1]]
    if not days:
        unwanted = [text[f.start : f.end] for f in said.get("date", ()) if f.denied == "not"]
        facts.setdefault("exclude", []).extend(word.removeprefix("on ") for word in unwanted)
        return asked
    first, last = wanted[0], wanted[-1]
    if len(days) == 1 or _CORRECTED.search(text[first.end : last.end]):
        facts["date"] = days[-1]
    elif re.search(r"\bor\b", text[first.end : last.start]):
        asked.append(f"Which date is it: {' or '.join(days)}?")
    else:
        facts["date"] = days[0]
        asked.append(f"Is the party on {' or '.join(days)}?")
    return asked


def _firm(text: str, wanted: list[Find]) -> list[Find]:
    """Without bare weekdays that fit another date: "sat night, 20th feb" names one day."""
    bare = {f.start for f in wanted if text[f.start : f.end].strip(". ") in WEEKDAYS}
    full = {f.value[0] for f in wanted if f.start not in bare}
    if len(full) == 1 and not _CORRECTED.search(text):
        return [f for f in wanted if f.start not in bare]
    weekdays = {date.fromisoformat(day).weekday() for day in full}
    return [f for f in wanted if f.start not in bare or _weekday(f) not in weekdays]


def _weekday(find: Find) -> int:
    return date.fromisoformat(find.value[0]).weekday()


_CORRECTED = re.compile(
    r"\b(?:oops|meant|sorry|actually|moved|changed?|correction|rather|no,? wait|wait,? no|instead|"
    r"now|scratch|make (?:it|that)|but|i mean)\b|[a-z\d],? (?:no|nope|nah),? (?:on |the |it's )?$"
)


def _excluded(said: dict[str, list[Find]], facts: dict[str, Any]) -> None:
    words: list[str] = list(facts.get("exclude", ()))
    for fact in _EXCLUDABLE:
        denials = {"not"} if fact == "theme" else {"not", "replaced"}
        moved = fact == "city" and fact in facts
        denied = [f for f in said.get(fact, ()) if f.denied in denials and not moved]
        words += [_unwanted_word(find) for find in denied]
    words += [find.value for find in said.get("exclude", ()) if find.denied]
    kinds = [find.value["kind"] for find in said.get("cake_form", ()) if _unwanted_kind(find)]
    words += [kind if kind.endswith(("s", "cake")) else f"{kind} cake" for kind in kinds]
    if "no alcohol" in facts.get("drinks", ()):
        words = [word for word in words if word != "alcohol"]
    kept = {_canonical(word) for word in words}
    for fact in _LISTS:
        kept -= set(facts.get(fact, ()))
    facts.pop("exclude", None)
    if kept:
        facts["exclude"] = sorted(kept)


def _unwanted_word(find: Find) -> str:
    """The word in lower case; a city stays a name where a theme is called like it."""
    word = str(find.value)
    city = find.fact == "city" and word.lower() in THEMES
    return word if city else word.lower()


def _unwanted_kind(find: Find) -> bool:
    return bool(find.denied) and "kind" in find.value


def _canonical(word: str) -> str:
    return SERVICES.get(word, word)
