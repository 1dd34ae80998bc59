"""What a request for events asks: from where, what, how many, and whether it would wait."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.use_cases.feed_ports import Place
from services.reporting.use_cases.follow_events import ANEW
from shared.errors import Invalid, NotUnderstood
from shared.web.paging import decode_cursor, encode_cursor

LIST = "events/v1"
"""Part of every cursor that is out there: another word here would make them all invalid."""
NEWEST = "newest"
LONGEST_WAIT_SECONDS = 60
MOST = 500
Several = Annotated[list[str], Field(max_length=100)]


class EventsAsked(BaseModel):
    """Which events: those asked for, of those granted."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[
        str | None,
        Field(description="A cursor: the `next` of an answer, or the `id` of a server-sent event. `newest`: only what comes now."),
    ] = None
    types: Annotated[
        Several, Field(description="Types, with commas between them or each given anew.", examples=["uk.signpost.class.published.v1"])
    ] = []
    authority: Annotated[Several, Field(description="GSS codes of authorities, in the same way.", examples=["E08000035"])] = []
    limit: Annotated[int, Field(ge=1, le=MOST, description="Events in one page, at most.")] = 100


def listed(values: Iterable[str]) -> frozenset[str]:
    return frozenset(each.strip() for value in values for each in value.split(",") if each.strip())


def cursor_of(place: Place) -> str:
    return encode_cursor({"p": place.position, "e": place.event_id}, LIST)


def place_of(cursor: str) -> Place:
    """Raises NotUnderstood for what is no cursor of ours. Whether it is of this log is another question."""
    try:
        said = decode_cursor(cursor, LIST)
        position, event_id = said["p"], said.text("e")
    except Invalid as error:
        raise NotUnderstood.field(
            "after", "This is no cursor of this feed, or not all of it.", f"Send it as it was given. {ANEW}"
        ) from error
    if not isinstance(position, int) or not 0 <= position < 2**63:
        raise NotUnderstood.field("after", "This is no cursor of this feed.", ANEW)
    return Place(position, event_id)


def wait_of(prefer: Iterable[str]) -> int | None:
    """Seconds of `Prefer: wait=N` (RFC 7240), at most a minute. The first counts, and what cannot be read is passed over."""
    for each in ",".join(prefer).split(","):
        name, _, value = each.partition(";")[0].partition("=")
        seconds = value.strip().strip('"')
        if name.strip().lower() == "wait" and seconds.isascii() and seconds.isdigit():
            return min(int(seconds[:9]), LONGEST_WAIT_SECONDS)
    return None
