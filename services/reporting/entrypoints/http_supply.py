"""What is on offer where: figures made of public listings, so anyone may read them."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.reporting.entrypoints.asking import Parts, Visitor
from services.reporting.entrypoints.supply_answers import SupplyAnswer, supply_answer
from services.reporting.use_cases.show_supply import show_supply
from shared.contracts.provision import Format
from shared.web.threads import read

router = APIRouter(prefix="/v1/supply", tags=["supply"])


@router.get("", summary="Classes and places on offer, by authority and level")
async def supply(
    parts: Parts,
    actor: Visitor,
    taught: Annotated[
        Format | None, Query(alias="format", description="Only those that can be attended so; a hybrid class can be in each way.")
    ] = None,
) -> SupplyAnswer:
    """Counted from the events of the directory, so it may be behind it: `counted_until` and `on_the_way` say by how much."""
    return await read(lambda: supply_answer(show_supply(parts.works, parts.clock, parts.on_the_way, taught)))
