"""The JSON that comes in, checked to the letter."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from festplan.domain.decide import MAX_INPUTS
from festplan.domain.text import MAX_NAME, MAX_TEXT

MAX_VERSION = 2**53

Text = Annotated[str, Field(min_length=1, max_length=MAX_TEXT, examples=["jungle theme"])]
Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
Version = Annotated[int, Field(ge=1, le=MAX_VERSION, examples=[14])]


class Body(BaseModel):
    """A request body: what it does not name is refused, and nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class NewParty(Body):
    """A party from inputs; none is fine."""

    inputs: list[Text] = Field(
        default=[], max_length=MAX_INPUTS, examples=[["jungle theme", "75 guests"]]
    )
    private: bool = False


class NewInput(Body):
    """Something more that a host wants."""

    content: Text


class ChangedInput(Body):
    """An input in other words; it is replaced as a whole."""

    input_id: Name
    content: Text


class Edit(Body):
    """One atomic edit."""

    new_inputs: list[NewInput] = Field(default=[], max_length=MAX_INPUTS)
    changed_inputs: list[ChangedInput] = Field(default=[], max_length=MAX_INPUTS)
    removed_input_ids: list[Name] = Field(default=[], max_length=MAX_INPUTS)


class Choice(Body):
    """An option of an agent's shortlist."""

    agent: Annotated[str, Field(max_length=MAX_NAME, examples=["venue_agent"])]
    listing_id: Name


class Correction(Body):
    """A fact and its value, as JSON or as a host would type it."""

    fact: Annotated[str, Field(max_length=MAX_NAME, examples=["guests"])]
    value: Annotated[
        str | int | float | list[Any] | dict[str, Any], Field(examples=[60, "$1,500", ["jazz"]])
    ]


class Place(Body):
    """An older state, by version or by the number of a snapshot."""

    version: Version | None = None
    snapshot_version: Version | None = None

    @model_validator(mode="after")
    def _one(self) -> Place:
        if (self.version is None) == (self.snapshot_version is None):
            raise ValueError("give either version or snapshot_version")
        return self


class Fork(Body):
    """The version that the new party starts at; its head when none is given."""

    version: Version | None = None


class Tick(Body):
    """A task of the checklist, ticked or not."""

    task: Name
    done: bool = True


class Payment(Body):
    """A line of the budget, and how far it is."""

    line: Name
    state: Literal["planned", "committed", "paid"]


class WantedEstimate(Body):
    """What a party is to cost: agents (all of the book's when none is named), and how many."""

    agents: list[Name] = Field(default=[], max_length=MAX_INPUTS, examples=[["theme_agent"]])
    parties: Annotated[int, Field(ge=0, le=10**9)] = 100_000
    edits: Annotated[float, Field(ge=0, le=1000)] = 1.5
    price_book: Annotated[str, Field(max_length=MAX_NAME, examples=["case-study"])] = ""
    model: Annotated[str, Field(max_length=MAX_NAME, examples=["openai:gpt-4o-mini"])] = ""
