"""Where a listing comes from: another authority's feed, or nobody but its own people."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from services.directory.entrypoints.asking import HistoryReader, Parts
from services.directory.use_cases.show_history import Kind
from services.directory.use_cases.show_source import show_source

router = APIRouter(prefix="/v1/sources", tags=["imports"])


class SourceAnswer(BaseModel):
    """`id` is the listing's own in that feed. `read_at`: when the feed was last read to its end."""

    feed: str
    id: str
    read_at: datetime | None


class SourcesAnswer(BaseModel):
    """Empty when it comes from no feed."""

    items: list[SourceAnswer]


@router.get("/{kind}/{id}", summary="The feed a listing comes from")
def source(kind: Kind, id: str, parts: Parts, actor: HistoryReader) -> SourcesAnswer:
    """For those who may read its history."""
    found = show_source(parts.works, actor, kind, id)
    return SourcesAnswer(items=[SourceAnswer(feed=found.feed_url, id=found.key, read_at=found.read_at)] if found else [])
