"""What was asked for where: counts that name nobody and tell no small numbers, so anyone may read them."""

from fastapi import APIRouter

from services.reporting.entrypoints.asking import Parts, Visitor
from services.reporting.entrypoints.searches_answers import SearchesAnswer, searches_answer
from services.reporting.use_cases.show_searches import show_searches
from shared.web.threads import read

router = APIRouter(prefix="/v1/searches", tags=["searches"])


@router.get("", summary="Searches asked in the last twelve months, by authority and level")
async def searches(parts: Parts, actor: Visitor) -> SearchesAnswer:
    """Counted from what the directory tells about once a minute. A figure under ten is null."""
    return await read(lambda: searches_answer(show_searches(parts.works, parts.clock)))
