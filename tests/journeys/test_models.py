"""Models in a host's plan: who was asked and why, what is shared, and what happens without them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from festplan.bootstrap import open_service
from festplan.config import Settings
from festplan.domain.plan import StepOutcome
from festplan.models.metered import MeteredProvider
from festplan.models.metered_server import serving
from festplan.ports.models import ModelReply, ModelRequest, ProviderFailed
from festplan.proof.verify import verify
from festplan.service import Festplan, create, edit, fork, showing
from festplan.service.editing import Edit
from tests.faults.hosts import TODAY

BREEZE = ["in Austin for 75 guests, somewhere with a breeze"]
EVERYTHING = "rules=none,small=openai:gpt-4o-mini"
LADDER = "small=openai:gpt-4o-mini,large=openai:gpt-4o"


@dataclass(slots=True)
class Switch:
    """A provider that can be switched off."""

    works: bool = True
    asked: list[ModelRequest] = field(default_factory=list)

    async def ask(self, request: ModelRequest) -> ModelReply:
        self.asked.append(request)
        if not self.works:
            raise ProviderFailed("rejected", served=False)
        return await MeteredProvider().ask(request)


@asynccontextmanager
async def opened(
    folder: Path, models: str, provider: Switch | None = None, server: str = ""
) -> AsyncIterator[Festplan]:
    # Without the encoder, which guesses at what the grammar leaves unread.
    settings = Settings(
        data_dir=folder, models=models, openai_base_url=server, encoder_dir=folder / "no-model"
    )
    async with open_service(settings, provider=provider) as festplan:
        yield festplan


async def planned(
    festplan: Festplan, texts: Sequence[str], *, private: bool = False
) -> tuple[str, Mapping[str, StepOutcome]]:
    performed = await create(festplan, texts, today=TODAY, private=private)
    outcomes = await festplan.runner.wait(performed.run_id)
    return performed.after.party_id, {one.agent: one for one in outcomes}


async def refreshed(festplan: Festplan, party_id: str) -> Mapping[str, StepOutcome]:
    """What an empty edit does."""
    performed = await edit(festplan, party_id, Edit(), today=TODAY)
    return {one.agent: one for one in await festplan.runner.wait(performed.run_id)}


def played(play: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        await play()

    asyncio.run(run())


def silent(folder: Path) -> None:
    """The database breaks no invariant."""
    assert [str(found) for found in verify(f"sqlite:///{folder / 'festplan.db'}")] == []


def test_a_wish_that_rules_cannot_use_is_met_by_a_model_and_the_host_sees_why(
    tmp_path: Path,
) -> None:
    async def play() -> None:
        provider = Switch()
        async with opened(tmp_path, LADDER, provider) as festplan:
            party_id, outcomes = await planned(festplan, [*BREEZE, "jungle theme"])
            venue = outcomes["venue_agent"]
            assert (venue.tier, venue.outcome) == ("small", "ran")
            assert venue.reason == "words of the host answer to nothing that is listed"
            assert venue.cost_microdollars > 0
            assert outcomes["theme_agent"].tier == outcomes["budget_agent"].tier == "rules"
            party = await festplan.store.party(party_id)
            shown = (await festplan.store.body(party.content.results["venue_agent"].settled))[
                "recommended_venues"
            ]
            assert shown[0]["remark"].startswith("for ")
            assert shown[0]["why"].startswith(shown[0]["remark"])
            assert "breeze" not in venue.reason

    played(play)
    silent(tmp_path)


def test_the_outcome_of_an_edit_names_tier_and_reason(tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(tmp_path, LADDER, Switch()) as festplan:
            party_id, _ = await planned(festplan, ["jungle theme"])
            performed = await edit(festplan, party_id, Edit(added=BREEZE), today=TODAY)
            outcomes = await festplan.runner.wait(performed.run_id)
            document = showing.edited(performed, outcomes)
            told = {one["agent"]: (one["tier"], one["reason"]) for one in document["outcome"]}
            assert told["venue_agent"][0] == "small"
            assert told["venue_agent"][1]
            assert told["theme_agent"] == ("rules", "")

    played(play)


def test_without_models_the_rules_stand_and_say_what_they_could_not_use(tmp_path: Path) -> None:
    async def play() -> None:
        async with opened(tmp_path, "") as festplan:
            party_id, outcomes = await planned(festplan, BREEZE)
            assert outcomes["venue_agent"].tier == "rules"
            assert outcomes["venue_agent"].reason
            refs = (await festplan.store.party(party_id)).content.results
            assert not any(ref.provisional for ref in refs.values())
            assert await refreshed(festplan, party_id) == {}

    played(play)


def test_once_models_are_configured_what_rules_could_not_use_is_asked_again_and_kept(
    tmp_path: Path,
) -> None:
    async def play() -> None:
        async with opened(tmp_path, "") as festplan:
            party_id, _ = await planned(festplan, BREEZE)
        provider = Switch()
        async with opened(tmp_path, LADDER, provider) as festplan:
            outcomes = await refreshed(festplan, party_id)
            assert (outcomes["venue_agent"].outcome, outcomes["venue_agent"].tier) == (
                *("ran", "small"),
            )
            asked = len(provider.asked)
            assert await refreshed(festplan, party_id) == {}
            assert len(provider.asked) == asked
        async with opened(tmp_path, LADDER, provider) as festplan:
            again = await edit(festplan, party_id, Edit(added=["60 guests"]), today=TODAY)
            await festplan.runner.wait(again.run_id)

    played(play)
    silent(tmp_path)


def test_with_models_down_a_plan_comes_and_at_the_next_run_they_are_asked_again(
    tmp_path: Path,
) -> None:
    async def play() -> None:
        provider = Switch(works=False)
        async with opened(tmp_path, LADDER, provider) as festplan:
            party_id, outcomes = await planned(festplan, BREEZE)
            assert outcomes["venue_agent"].tier == "rules"
            assert outcomes["venue_agent"].reason.endswith("small: rejected; large: rejected")
            ref = (await festplan.store.party(party_id)).content.results["venue_agent"]
            assert ref.provisional
            provider.works = True
            assert (await refreshed(festplan, party_id))["venue_agent"].tier == "small"

    played(play)
    silent(tmp_path)


def test_a_cap_that_is_reached_keeps_the_edit_and_the_rules_answer(tmp_path: Path) -> None:
    async def play() -> None:
        provider = Switch()
        settings = Settings(data_dir=tmp_path, models=LADDER, cap_party=0)
        async with open_service(settings, provider=provider) as festplan:
            _, outcomes = await planned(festplan, BREEZE)
            assert outcomes["venue_agent"].tier == "rules"
            assert "cap of party" in outcomes["venue_agent"].reason
            assert provider.asked == []

    played(play)


def test_what_was_paid_for_one_host_is_shared_with_the_next_where_nothing_is_private(
    tmp_path: Path,
) -> None:
    async def play() -> None:
        provider = Switch()
        async with opened(tmp_path, EVERYTHING, provider) as festplan:
            _, first = await planned(festplan, ["jungle theme", "75 guests"])
            asked = len(provider.asked)
            _, second = await planned(festplan, ["75 guests", "jungle theme"])
            assert len(provider.asked) == asked
            assert first["theme_agent"].cost_microdollars > 0
            theme = second["theme_agent"]
            assert (theme.outcome, theme.cost_microdollars) == ("shared", 0)
            assert theme.saved_microdollars == first["theme_agent"].cost_microdollars

    played(play)


@pytest.mark.parametrize("private", [False, True], ids=["shared", "private"])
def test_what_todays_models_would_not_say_is_asked_again_and_paid_once(
    tmp_path: Path, *, private: bool
) -> None:
    """The small model answered; now only a large one is named."""
    texts = ["jungle theme", "75 guests", "a chocolate cake"]

    async def play() -> None:
        provider = Switch()
        async with opened(tmp_path, EVERYTHING, provider) as festplan:
            first, _ = await planned(festplan, texts, private=private)
        asked = len(provider.asked)
        async with opened(tmp_path, "rules=none,large=openai:gpt-4o", provider) as festplan:
            assert await refreshed(festplan, first) == {}
            again = first
            for paid in (True, False, False):
                again = (await fork(festplan, again)).after.party_id if private else ""
                outcomes = await _asked_again(festplan, again, texts)
                by_model = [one for one in outcomes.values() if one.tier == "large"]
                assert len(by_model) >= 3
                assert len(provider.asked) - asked == (len(by_model) if paid else 0)
                asked = len(provider.asked)

    played(play)
    silent(tmp_path)


async def _asked_again(
    festplan: Festplan, party_id: str, texts: Sequence[str]
) -> Mapping[str, StepOutcome]:
    """Everything is taken away and said once more; without a party, by a new host."""
    if not party_id:
        return (await planned(festplan, texts))[1]
    inputs = (await festplan.store.party(party_id)).content.inputs
    gone = Edit(removed=[one.input_id for one in inputs])
    await festplan.runner.wait((await edit(festplan, party_id, gone, today=TODAY)).run_id)
    performed = await edit(festplan, party_id, Edit(added=texts), today=TODAY)
    return {one.agent: one for one in await festplan.runner.wait(performed.run_id)}


def test_what_a_server_of_ones_own_says_is_never_shared(tmp_path: Path) -> None:
    async def play() -> None:
        async with (
            serving(MeteredProvider()) as server,
            opened(tmp_path, EVERYTHING, server=server) as festplan,
        ):
            party_id, first = await planned(festplan, ["jungle theme"])
            _, second = await planned(festplan, ["jungle theme"])
            assert first["theme_agent"].outcome == second["theme_agent"].outcome == "ran"
            assert (await festplan.store.party(party_id)).content.results["theme_agent"].private

    played(play)
    silent(tmp_path)


def test_what_a_model_reads_of_one_host_shows_in_no_other_hosts_plan_or_prompt(
    tmp_path: Path,
) -> None:
    """Two worlds, which differ in the private words of the first host alone."""

    async def world(folder: Path, secret: str) -> tuple[Any, list[str]]:
        provider = Switch()
        async with opened(folder, EVERYTHING, provider) as festplan:
            words = ["jungle theme", f"75 guests near {secret}", f"a {secret} cake", secret]
            await planned(festplan, words)
            asked = len(provider.asked)
            party_id, outcomes = await planned(festplan, ["jungle theme", "75 guests", "a cake"])
            refs = (await festplan.store.party(party_id)).content.results
            bodies = await festplan.store.bodies([ref.settled for ref in refs.values()])
            told = {
                name: (one.outcome, one.tier, one.cost_microdollars, one.saved_microdollars)
                for name, one in outcomes.items()
            }
            prompts = sorted(request.prompt for request in provider.asked[asked:])
            assert any(secret in request.prompt for request in provider.asked[:asked])
            return (told, list(bodies.values())), prompts

    async def play() -> None:
        (tmp_path / "a").mkdir()
        (tmp_path / "b").mkdir()
        first, second = (
            await world(tmp_path / "a", "zqxjvkw"),
            await world(tmp_path / "b", "wkvjxqz"),
        )
        assert first == second
        assert not any("zqxjvkw" in prompt for prompt in first[1])

    played(play)


def test_words_that_nobody_here_can_read_are_read_by_a_model(tmp_path: Path) -> None:
    class Reader(Switch):
        async def ask(self, request: ModelRequest) -> ModelReply:
            reply = await MeteredProvider().ask(request)
            if "categories" not in request.schema["properties"]:
                return reply
            facts = [{"fact": "services", "value": "clown"}]
            said = {"categories": ["vendor"], "facts": facts, "rest": "giggle"}
            return ModelReply(said, reply.usage, reply.model)

    async def play() -> None:
        words = "we want something for the little ones to giggle at"
        async with opened(tmp_path, LADDER, Reader()) as festplan:
            party_id, outcomes = await planned(festplan, [words])
            assert "vendor_agent" in outcomes
            (said,) = (await festplan.store.party(party_id)).content.inputs
            assert (said.facts, said.residue) == ({"services": ["clown"]}, "giggle")
            preview = await edit(
                festplan, party_id, Edit(added=["qwerty zorb"]), today=TODAY, only_preview=True
            )
            document = showing.edited(preview)
            assert {one["action"] for one in document["delta"]["execution_plan"]} == {"execute"}
            assert len(document["delta"]["execution_plan"]) == len(list(festplan.graph))
            assert document["message"].startswith("A model has to read an input first")

    played(play)
    rows = sqlite3.connect(tmp_path / "festplan.db").execute(
        "SELECT count(*) FROM calls WHERE agent = 'understanding' AND state = 'settled'"
    )
    assert rows.fetchone() == (1,)
    silent(tmp_path)


@pytest.mark.parametrize("models", ["smal=openai:x", "small=acme:x", "nobody.small=openai:x"])
def test_models_that_cannot_be_asked_are_refused_when_festplan_opens(
    tmp_path: Path, models: str
) -> None:
    from festplan.models.tiers import ModelsRefused

    async def play() -> None:
        async with opened(tmp_path, models):
            raise AssertionError

    with pytest.raises(ModelsRefused, match="FESTPLAN_MODELS"):
        played(play)
