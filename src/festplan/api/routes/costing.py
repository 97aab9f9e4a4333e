"""What operators ask about money: what a party is to cost, and what a month has cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query, Response

from festplan.api import bodies, shapes
from festplan.api.answer import answer
from festplan.api.door import TheDoor
from festplan.api.routes.reading import shaped
from festplan.costs import calculator, report
from festplan.models.price_book import open_book

router = APIRouter(tags=["costing"])

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


@router.post("/cost/estimate", responses=shaped(shapes.EstimateShape), response_class=Response)
async def estimate(door: TheDoor, body: bodies.WantedEstimate | None = None) -> Response:
    """What planning a party costs by a price book, and so many of them a month."""
    asked = body or bodies.WantedEstimate()
    book = open_book(asked.price_book or door.settings.price_book, door.settings.prices_file)
    found = calculator.estimate(
        book,
        asked.agents,
        parties=asked.parties,
        edits=Decimal(str(asked.edits)),
        model=asked.model,
    )
    return answer(200, calculator.document(found)).response()


@router.get("/cost/report", responses=shaped(shapes.CostReportShape), response_class=Response)
async def cost_report(
    door: TheDoor,
    month: Annotated[str, Query(pattern=MONTH, examples=["2026-11"])] = "",
) -> Response:
    """What a month (this one when none is named) has cost and saved, and what would save more."""
    wanted = month or door.festplan.clock.now()[:7]
    return answer(200, await report.of_month(door.festplan.store, wanted)).response()
