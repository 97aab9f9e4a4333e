"""The climb: an agent's rules, then models, cheapest first, until an answer is good enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from festplan.engine.agent import Prompt
from festplan.engine.ladder import RULES, Answer, Ask, CheckFailed, by_rules
from festplan.models.framing import request
from festplan.models.retries import Called, Calling, Owed
from festplan.models.tiers import Rung, Tiers
from festplan.ports.models import ModelReply

UNASKED = "rules are not asked"
"""The reason for a model's answer where `rules=none` is configured."""
MOST_REASON = 200


@dataclass(frozen=True, slots=True)
class Climbing:
    """The ladder with models on it.

    `prompted` says which agents have a prompt; `own_server` that the provider is one of the
    operator's choosing, whose answers stay with the host that they were given to.
    """

    tiers: Tiers
    caller: Calling
    prompted: Callable[[str], bool]
    own_server: Callable[[str], bool] = field(default=lambda _model: False)
    _known: dict[str, tuple[Rung, ...]] = field(default_factory=dict[str, tuple[Rung, ...]])

    def accepts(self, agent: str, tier: str, reason: str) -> bool:
        """An answer of a tier that the agent has, by rules only where a model would not mend it.

        One that left a wish unmet is none where a larger tier has been named since.
        """
        rungs = self._rungs(agent)
        if tier == RULES:
            return not rungs or (self.tiers.by_rules(agent) and not reason)
        if reason.endswith(_unmet(tier)):
            return bool(rungs) and rungs[-1].tier == tier
        return any(rung.tier == tier for rung in rungs)

    def shares(self, agent: str) -> bool:
        """Unless one of the agent's models is asked at a server of the operator's choosing."""
        return not any(self.own_server(rung.model) for rung in self._rungs(agent))

    def at_once(self, ask: Ask) -> Answer | None:
        """The rules' answer, where it is good enough or nobody else could be asked."""
        rungs = self._rungs(ask.agent.name)
        if not rungs:
            return by_rules(ask)
        if not self.tiers.by_rules(ask.agent.name):
            return None
        try:
            answer = by_rules(ask)
        except CheckFailed:
            return None
        return None if answer.reason else answer

    async def answer(self, ask: Ask) -> Answer:
        """The first answer that leaves no wish unmet, else the best model's, else the rules'.

        The rules' answer is then provisional: it is asked for again at the next run.
        """
        at_once = self.at_once(ask)
        if at_once is not None:
            return at_once
        prompt = ask.agent.prompt
        assert prompt is not None
        return await _Climb(self, ask, prompt).run(self._rungs(ask.agent.name))

    def _rungs(self, agent: str) -> tuple[Rung, ...]:
        if agent not in self._known:
            self._known[agent] = self.tiers.rungs(agent) if self.prompted(agent) else ()
        return self._known[agent]


@dataclass(slots=True)
class _Climb:
    ladder: Climbing
    ask: Ask
    prompt: Prompt
    spent: int = 0
    owed: list[Owed] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    best: Answer | None = None
    waits: bool = False

    async def run(self, rungs: tuple[Rung, ...]) -> Answer:
        base = self._base()
        for rung in rungs:
            called = await self._called(rung)
            reply = called.reply
            if reply is None:
                self.reasons.append(f"{rung.tier}: {called.trouble}")
                self.waits = called.waits
                if self.waits:
                    break
            elif await self._stands(base, rung, reply, called.owed):
                break
        return await self._answer(base)

    def _base(self) -> Answer:
        """The rules' answer, on which every model's is built, and why it is not enough."""
        agent = self.ask.agent
        result = agent.answer(self.ask.view, self.ask.evidence)
        wrong = agent.check(self.ask.view, result) if agent.check else None
        lacks = agent.lacks(self.ask.view, result) if agent.lacks else None
        self.reasons.append(wrong or lacks or UNASKED)
        return Answer(result, RULES)

    async def _called(self, rung: Rung) -> Called:
        seconds = self.ladder.caller.limits.call_seconds
        asked = request(self.prompt, self.ask.view, self.ask.evidence, rung.model, seconds)
        called = await self.ladder.caller.call(self.ask, rung, asked)
        self.spent += called.microdollars
        return called

    async def _stands(self, base: Answer, rung: Rung, reply: ModelReply, owed: Owed | None) -> bool:
        """Whether the reply makes an answer that ends the climb; a wrong one is paid as well."""
        agent = self.ask.agent
        merged = self.prompt.merge(self.ask.view, base.result, reply.output)
        wrong = agent.check(self.ask.view, merged) if agent.check else None
        if wrong is not None:
            self.reasons.append(f"{rung.tier}: wrong")
            if owed is not None:
                await self.ladder.caller.settle(owed)
            return False
        if owed is not None:
            self.owed.append(owed)
        self.best = Answer(merged, rung.tier)
        if not reply.output.get("unmet"):
            return True
        self.reasons.append(_unmet(rung.tier))
        return False

    async def _answer(self, base: Answer) -> Answer:
        if self.best is not None and not self.waits:
            return Answer(
                self.best.result,
                self.best.tier,
                self.spent,
                reason=self._reason(),
                settle=self._settle,
            )
        agent = self.ask.agent
        wrong = agent.check(self.ask.view, base.result) if agent.check else None
        if wrong is not None:
            raise CheckFailed(f"{agent.name} has no good answer: {self._reason()}")
        spent = 0 if self.waits else self.spent
        return Answer(base.result, RULES, spent, provisional=True, reason=self._reason())

    async def _settle(self) -> None:
        for owed in self.owed:
            await self.ladder.caller.settle(owed)

    def _reason(self) -> str:
        return "; ".join(self.reasons)[:MOST_REASON]


def _unmet(tier: str) -> str:
    """The end of the reason of an answer after which no larger tier was there to be asked."""
    return f"{tier}: a wish is not met"
