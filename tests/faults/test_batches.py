"""Many parties at once: asked in batches over HTTP, paid at the price of batches, planned alike."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest

from festplan.bootstrap import SystemClock, open_batches, open_prices, open_service
from festplan.domain.money import ceil_div
from festplan.models import sending
from festplan.models.batch_server import BatchServer
from festplan.ports.batches import BatchRefused, NoBatchApi
from festplan.ports.models import Usage
from festplan.service import batch_report, batching, create, edit, recover
from festplan.service.batching import Wanted
from festplan.service.editing import Edit
from tests.faults.batch_desk import MODELS, Desk, Reader, plan
from tests.faults.conftest import Copy
from tests.faults.hosts import TODAY

T = TypeVar("T")
WORDS = ("jungle theme", "75 guests in Austin", "chocolate cake")
MIA, BEN = Wanted("Mia", WORDS), Wanted("Ben", WORDS)
ZOE = Wanted("Zoe", ("jungle theme", "75 guests near grandma's zqxj barn in Austin"))
KIM = Wanted("Kim", WORDS, private=True)
ALL = [MIA, BEN, ZOE, KIM]
LADDER = "rules=none,small=openai:gpt-4o-mini,large=openai:gpt-4o,understanding.small=none"
LONG = partial(pytest.param, marks=pytest.mark.long)
ALONE = [Wanted("", ("jungle theme",))]
"""A party with one ask."""


@dataclass
class Unlucky:
    """What goes wrong with the first ask that comes along, so many times."""

    fault: str
    times: int = 99
    key: str = ""

    def __call__(self, key: str) -> str:
        self.key = self.key or key
        self.times -= key == self.key
        return self.fault if key == self.key and self.times >= 0 else ""


@pytest.fixture
def desk(fresh: Copy) -> Desk:
    return Desk(fresh())


@pytest.fixture(scope="module")
def planned(
    template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Desk, dict[str, Any]]:
    """All of them, planned."""
    desk = Desk(Path(shutil.copy(template, tmp_path_factory.mktemp("batches") / "festplan.db")))
    return desk, play(desk.planned(ALL))


def play(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def states(desk: Desk) -> Counter[str]:
    """The calls by state."""
    return Counter(dict(desk.rows("SELECT state, count(*) FROM calls GROUP BY state")))


async def at_once(desk: Desk, wanted: list[Wanted], reader: Reader) -> list[Any]:
    """The plans of the ordinary runs of these parties, in a database of their own."""
    async with open_service(desk.settings, provider=reader) as festplan:
        plans = []
        for one in wanted:
            made = await create(festplan, one.inputs, today=TODAY, private=one.private)
            await festplan.runner.wait(made.run_id)
            plans.append(await plan(festplan, made.after.party_id))
        return plans


@pytest.mark.parametrize("models", [LONG(MODELS), LADDER], ids=["small", "and large"])
def test_parties_wait_for_batches_and_are_planned_as_they_would_be_at_once(
    fresh: Copy, models: str
) -> None:
    unmet = models == LADDER
    desk = Desk(fresh(), BatchServer(Reader(unmet)), models)
    first = play(desk.submit(ALL))
    assert first["state"] == "open"
    assert first["parties"] == {"due": 0, "waiting": 4, "planned": 0, "failed": 0}
    assert [one["state"] for one in first["batches"]] == ["sent"]
    done = play(desk.planned(ALL))
    assert done["job_id"] == first["job_id"]
    assert done["parties"]["planned"] == 4
    assert not any(row["troubles"] or row["reason"] for row in done["rows"])
    apart = Desk(fresh(), models=models)
    assert play(desk.plans(done)) == play(at_once(apart, ALL, Reader(unmet)))
    desk.silent()


@pytest.mark.long
def test_what_builds_on_an_answer_to_come_is_asked_in_the_next_batch(desk: Desk) -> None:
    done = play(desk.planned([MIA]))
    asked = desk.rows(
        "SELECT s.began_at, group_concat(c.agent) FROM batch_sendings s JOIN batch_asks a"
        " USING (sending_id) JOIN calls c USING (call_id) GROUP BY s.sending_id ORDER BY 1"
    )
    waves = [set(agents.split(",")) for _, agents in asked]
    assert waves[0] == {"theme_agent", "catering_agent"}
    assert waves[1] == {"venue_agent", "cake_agent"}
    assert len(waves) == len(done["batches"]) == 2


def test_equal_asks_are_sent_once_and_private_ones_for_each_host(
    planned: tuple[Desk, dict[str, Any]],
) -> None:
    desk, done = planned
    assert len(desk.server.served) == len(set(desk.server.served))
    themes = desk.rows("SELECT party_id FROM calls WHERE agent = 'theme_agent' ORDER BY 1")
    mia, ben, zoe, kim = (row["party_id"] for row in done["rows"])
    assert sorted(party for (party,) in themes) == sorted([mia, kim])
    assert desk.rows("SELECT count(*) FROM calls WHERE party_id = ?", ben) == [(0,)]
    venues = desk.rows("SELECT count(*) FROM calls WHERE agent = 'venue_agent'")
    assert venues == [(3,)], "Mia's is Ben's too; Zoe and Kim have their own"
    saved = desk.rows("SELECT count(*) FROM ledger WHERE party_id = ? AND saved_microdollars", ben)
    assert saved[0][0] >= 3
    assert desk.rows("SELECT count(*) FROM calls WHERE party_id = ?", zoe)[0][0] > 0
    assert desk.server.files == {}, "the provider keeps no words of hosts"


def test_every_call_is_booked_at_the_price_of_batches(
    planned: tuple[Desk, dict[str, Any]],
) -> None:
    desk, done = planned
    calls = desk.rows(
        "SELECT model, input_tokens, output_tokens, charged_microdollars, price, batch FROM calls"
    )
    prices = open_prices(desk.settings)
    for model, sent, got, charged, price, batch in calls:
        at_once, _ = prices.cost(model, Usage(sent, got))
        in_batch, name = prices.cost(model, Usage(sent, got), batch=True)
        assert (charged, price, batch) == (in_batch, name, 1)
        assert in_batch in {ceil_div(at_once, 2), at_once // 2}
    assert done["spent_microdollars"] == sum(row[3] for row in calls) > 0
    spent = desk.rows("SELECT sum(spent_microdollars) FROM ledger")
    assert spent == [(done["spent_microdollars"],)]
    desk.silent()


@pytest.mark.parametrize(
    ("fault", "attempts", "trouble", "ended"),
    [
        ("garbled", 3, "server_error", "unknown"),
        ("wrong", 1, "rejected", "released"),
        LONG("busy", 3, "rate_limited", "released"),
        LONG("broken", 3, "server_error", "unknown"),
        LONG("expired", 3, "expired", "released"),
        LONG("missing", 3, "server_error", "unknown"),
        LONG("wordy", 3, "bad_output", "settled"),
        LONG("refused", 1, "refused", "settled"),
    ],
)
def test_an_ask_that_fails_is_tried_again_within_bounds_and_told(
    desk: Desk, fault: str, attempts: int, trouble: str, ended: str
) -> None:
    unlucky = Unlucky(fault)
    desk.server.looks, desk.server.faults = 0, unlucky
    done = play(desk.planned([*ALONE, Wanted("other", ("unicorn theme",))]))
    first, second = done["rows"]
    assert first["troubles"] == [f"theme_agent: small: {trouble}"]
    assert (first["state"], second["state"], second["troubles"]) == ("planned", "planned", [])
    calls = desk.rows("SELECT state FROM calls WHERE party_id = ?", first["party_id"])
    assert calls == [(ended,)] * attempts
    assert states(desk)["settled"] == 1 + attempts * (ended == "settled")
    desk.silent()


@pytest.mark.long
def test_what_failed_goes_again_when_somebody_says_so(desk: Desk) -> None:
    desk.server.faults = lambda _: "broken"
    failed = play(desk.planned(ALONE))
    assert (failed["asks"]["failed"], states(desk)) == (1, {"unknown": 3})
    desk.silent()
    desk.server.faults = lambda _: ""
    play(desk.collect(failed["job_id"], retry=True))
    done = play(desk.planned(ALONE))
    assert done["rows"][0]["troubles"] == []
    assert states(desk) == {"unknown": 3, "settled": 1}
    desk.silent()


@pytest.mark.long
def test_another_job_asks_anew_what_failed_in_one_before(desk: Desk) -> None:
    desk.server.faults = lambda _: "wordy"
    play(desk.planned(ALONE))
    desk.server.faults = lambda _: ""
    done = play(desk.planned(ALONE, again=True))
    assert done["rows"][0]["troubles"] == []
    assert states(desk) == {"settled": 4}
    desk.silent()


@pytest.mark.long
def test_an_ask_that_fails_once_is_answered_by_the_next_batch(desk: Desk) -> None:
    desk.server.faults = Unlucky("busy", times=1)
    done = play(desk.planned(ALONE))
    assert [row["troubles"] for row in done["rows"]] == [[]]
    assert states(desk) == {"released": 1, "settled": 1}
    assert desk.rows("SELECT attempt FROM calls ORDER BY 1") == [(1,), (2,)]
    desk.silent()


@pytest.mark.long
def test_a_line_end_of_other_scripts_in_an_answer_spoils_no_file(desk: Desk) -> None:
    desk.server.faults = lambda _: "odd"
    done = play(desk.planned(ALL))
    assert not any(row["troubles"] for row in done["rows"])
    desk.silent()


@pytest.mark.parametrize(
    ("ends", "trouble"),
    [("expired", "expired"), LONG("cancelled", "canceled"), LONG("failed", "rejected")],
)
def test_a_batch_that_ends_early_costs_what_was_served_and_no_more(
    desk: Desk, ends: str, trouble: str
) -> None:
    desk.server.looks, desk.server.ends = 0, ends
    desk.server.faults = Unlucky("late")
    done = play(desk.planned([*ALONE, Wanted("other", ("unicorn theme",))]))
    first, second = done["rows"]
    assert first["troubles"] == [f"theme_agent: small: {trouble}"]
    served = 0 if ends == "failed" else 1
    assert len(desk.server.served) == states(desk)["settled"] == served
    assert bool(second["troubles"]) == (ends == "failed")
    assert states(desk)["unknown"] == 0
    desk.silent()


# --- resuming ------------------------------------------------------------------------------------


@pytest.mark.long
def test_the_same_parties_are_the_same_batch_and_are_paid_for_once(desk: Desk) -> None:
    done = play(desk.planned(ALL))
    served, calls = list(desk.server.served), desk.rows("SELECT * FROM calls")
    assert play(desk.submit(ALL)) == done
    another = play(desk.planned([MIA, BEN], again=True))
    assert another["job_id"] == done["job_id"] or another["asks"]["answered"] == 0
    third = play(desk.planned([MIA, BEN], again=True))
    assert third["job_id"] != another["job_id"]
    assert not {r["party_id"] for r in third["rows"]} & {r["party_id"] for r in another["rows"]}
    assert (desk.server.served, desk.rows("SELECT * FROM calls")) == (served, calls)
    desk.silent()


def test_a_batch_whose_submission_nobody_noted_is_found_again(desk: Desk) -> None:
    """The provider takes the batch and says nothing: the connection ends."""
    desk.server.mute = True
    done = play(desk.planned(ALL))
    assert {path for _, path in desk.server.requests} >= {"/batches"}
    assert len(desk.server.batches) == len(done["batches"])
    assert len(desk.server.served) == len(set(desk.server.served)) == states(desk)["settled"]
    assert not any(row["troubles"] for row in done["rows"])
    assert not states(desk)["unknown"]
    desk.silent()


def test_a_batch_that_nobody_lists_is_unknown_and_never_sent_again_by_itself(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.server.instead = lambda method, path: 500 * (method == "POST" and path == "/batches")
    first = play(desk.submit(ALONE))
    desk.server.instead = lambda *_: 0
    assert [one["state"] for one in first["batches"]] == ["sending"]
    assert play(desk.collect(first["job_id"])) == first, "it may still be on its way"
    monkeypatch.setattr(sending, "PATIENCE_SECONDS", 0)
    assert play(desk.collect(first["job_id"])) == (done := play(desk.collect(first["job_id"])))
    assert (done["state"], done["asks"]["unknown"]) == ("done", 1)
    assert done["rows"][0]["troubles"] == ["theme_agent: small: unknown"]
    assert desk.server.served == []
    assert states(desk) == {"unknown": 1}
    assert done["spent_microdollars"] == desk.rows("SELECT reserved_microdollars FROM calls")[0][0]
    desk.silent()
    play(desk.collect(first["job_id"], retry=True))
    done = play(desk.planned(ALONE))
    assert done["rows"][0]["troubles"] == []
    assert states(desk) == {"unknown": 1, "settled": 1}
    desk.silent()


@pytest.mark.long
def test_a_batch_that_is_listed_late_is_taken_in_after_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PATIENCE_SECONDS", 0)
    desk.server.mute = desk.server.hidden = True
    lost = play(desk.planned(ALONE))
    assert lost["asks"]["unknown"] == len(desk.server.batches) == 1
    desk.server.hidden = False
    done = play(desk.planned(ALONE))
    assert done["rows"][0]["troubles"] == []
    assert (done["asks"]["answered"], states(desk)) == (1, {"settled": 1})
    desk.silent()


@pytest.mark.parametrize("status", [401, LONG(404), LONG(429), LONG(503)])
def test_a_batch_that_is_not_taken_books_nothing_and_goes_later(desk: Desk, status: int) -> None:
    desk.server.instead = lambda method, _: status if method == "POST" else 0
    with pytest.raises(BatchRefused, match="did not take the batch"):
        play(desk.submit(ALONE))
    assert states(desk) == {"released": 1}
    desk.server.instead = lambda *_: 0
    assert play(desk.planned(ALONE))["rows"][0]["troubles"] == []
    assert states(desk) == {"released": 1, "settled": 1}
    desk.silent()


@pytest.mark.long
def test_a_provider_that_is_away_holds_up_no_other_job(desk: Desk) -> None:
    first = play(desk.submit(ALONE))
    desk.server.instead = lambda method, _: 503 * (method == "GET")
    other = [Wanted("other", ("unicorn theme",))]
    with pytest.raises(BatchRefused, match="cannot be asked for its batch"):
        play(desk.submit(other))
    desk.server.instead = lambda *_: 0
    assert len(desk.server.batches) == 2
    for wanted in (ALONE, other):
        assert play(desk.planned(wanted))["rows"][0]["troubles"] == []
    assert first["job_id"] == batching.job_id(ALONE)
    desk.silent()


@pytest.mark.long
def test_a_server_that_starts_meanwhile_gives_up_no_call_of_a_batch(desk: Desk) -> None:
    play(desk.submit(ALL))

    async def start() -> None:
        async with open_service(desk.settings) as festplan:
            await festplan.store.abandon_old(SystemClock().now())
            await recover(festplan)

    play(start())
    assert states(desk)["unknown"] == 0
    play(desk.planned(ALL))
    desk.silent()


@pytest.mark.long
def test_a_host_may_change_a_party_while_it_waits(desk: Desk) -> None:
    first = play(desk.submit([MIA]))

    async def change() -> None:
        async with desk.open() as (festplan, _):
            wanted = Edit(added=["space theme instead"])
            made = await edit(festplan, first["rows"][0]["party_id"], wanted, today=TODAY)
            await festplan.runner.wait(made.run_id)

    play(change())
    done = play(desk.planned([MIA]))
    assert done["rows"][0]["troubles"] == []
    (told,) = play(desk.plans(done))
    assert told["theme_agent"][0] == "small"
    assert told["theme_agent"][1]["themes"] == ["space"]
    desk.silent()


# --- what is refused, and what needs no model ----------------------------------------------------


@pytest.mark.long
def test_caps_hold_over_batches_too(fresh: Copy) -> None:
    desk = Desk(fresh(), more={"cap_all": "0.0003"})
    done = play(desk.planned(ALL))
    assert any("cap of all" in trouble for row in done["rows"] for trouble in row["troubles"])
    assert done["spent_microdollars"] <= 300
    assert states(desk)["settled"] > 0
    desk.silent()


@pytest.mark.long
def test_without_models_every_party_is_planned_by_rules_at_once(fresh: Copy) -> None:
    desk = Desk(fresh(), models="")
    done = play(desk.submit(ALL))
    assert done["parties"]["planned"] == 4
    assert done["batches"] == []
    assert desk.server.requests == []
    desk.silent()


def test_a_party_whose_words_rules_can_use_waits_for_nobody(fresh: Copy) -> None:
    desk = Desk(fresh(), models="small=openai:gpt-4o-mini")
    breeze = Wanted("", ("in Austin for 75 guests, somewhere with a breeze",))
    first = play(desk.submit([MIA, breeze]))
    assert [row["state"] for row in first["rows"]] == ["planned", "waiting"]
    assert set(first["rows"][1]["waits"]) == {"venue_agent: small", "catering_agent: small"}
    assert play(desk.planned([MIA, breeze]))["parties"]["planned"] == 2
    assert states(desk) == {"settled": 2}
    desk.silent()


@pytest.mark.long
def test_words_that_nobody_here_can_read_are_read_first(fresh: Copy) -> None:
    desk = Desk(fresh(), models="small=openai:gpt-4o-mini")
    giggle = Wanted("", ("we want something for the little ones to giggle at",))
    first = play(desk.submit([giggle]))
    assert first["rows"][0]["waits"] == ["understanding: small"]
    done = play(desk.planned([giggle]))
    (told,) = play(desk.plans(done))
    assert "vendor_agent" in told
    assert desk.rows("SELECT agent, state FROM calls")[0] == ("understanding", "settled")
    desk.silent()


def test_models_without_a_batch_api_are_refused_before_anything_is_begun(fresh: Copy) -> None:
    desk = Desk(fresh(), models="small=anthropic:claude-haiku")
    with pytest.raises(NoBatchApi, match=r"festplan\[anthropic\]"):
        play(desk.submit(ALONE))
    assert desk.rows("SELECT * FROM batch_jobs") == []


@pytest.mark.long
def test_two_processes_send_a_batch_once(desk: Desk) -> None:
    async def both() -> None:
        async with (
            desk.open() as (festplan, doors),
            desk.asking() as live,
            open_batches(desk.settings, provider=live) as (other, more),
        ):
            job = await batching.submit(festplan, doors, ALL, name="f", today=TODAY)
            jobs = await batch_report.found(doors, job)
            await asyncio.gather(
                batching.go_on(festplan, doors, jobs), batching.go_on(other, more, jobs)
            )

    play(both())
    done = play(desk.planned(ALL))
    assert len(desk.server.batches) == len(done["batches"]) == 2
    assert done["parties"]["planned"] == 4
    assert len(desk.server.served) == len(set(desk.server.served))
    desk.silent()
