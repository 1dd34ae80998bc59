"""A producer's log for other services: positions and ids, so that a consumer can be compared with it, and events to bring what is missing.

Not the feed for partner systems: it shows every authority, and only services and operators may read it.
"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from shared.contracts.event import Event
from shared.messaging.log import EventLog
from shared.permissions import Permission
from shared.web.access import require

MOST = 1000


class HeadAnswer(BaseModel):
    """An event without what it says."""

    position: int
    id: str
    type: str
    subject: str
    sequence: int
    time: datetime


class PlacedEvent(BaseModel):
    position: int
    event: Event


class LogAnswer(BaseModel):
    """The end of the log, and what is behind `after`: `events` where they were asked for, `heads` otherwise."""

    end: int
    end_id: str
    heads: list[HeadAnswer] = []
    events: list[PlacedEvent] = []


def log_router(log: EventLog) -> APIRouter:
    router = APIRouter(prefix="/log", tags=["log"], dependencies=[Depends(require(Permission.LOG_READ))])

    @router.get("/v1", summary="What this service said, in its order")
    def read(
        after: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=0, le=MOST)] = 500,
        whole: Annotated[bool, Query(description="Events with what they say, instead of heads.")] = False,
        type: Annotated[list[str], Query(description="Only these types, where events are asked for.")] = [],  # noqa: B006  read only
    ) -> LogAnswer:
        """For services of this installation: everything behind a position."""
        heads = [] if whole else log.heads(after, limit)
        events = log.after(after, limit, type or None) if whole else []
        end = log.end()
        return LogAnswer(
            end=end.position,
            end_id=end.event_id,
            heads=[HeadAnswer(**vars(head)) for head in heads],
            events=[PlacedEvent(position=position, event=event) for position, event in events],
        )

    return router
