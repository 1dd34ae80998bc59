"""What is remembered of a feed that is followed, and of each thing in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

WHOLE_EVERY = timedelta(days=7)
"""How long a feed's own word for what changed is trusted before everything is compared again."""
UNFINISHED_FOR = timedelta(days=1)
"""How long a broken off read is gone on with; later the pages before may say something else, and it begins anew."""


class Reading(StrEnum):
    """How much is asked for: everything; pages unless they are as before (ETag); only what changed since (modified_after)."""

    WHOLE = "whole"
    CONDITIONAL = "conditional"
    SINCE = "since"


class State(StrEnum):
    """What a thing of the feed is to us. `other`: no English class. `ended`: the feed says that it is not active. `withdrawn`: it vanished
    from the feed and was seen to."""

    TAKEN = "taken"
    OTHER = "other"
    REFUSED = "refused"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Progress:
    """How far an unfinished read has come. `doubt` says why what is missing must not be taken as gone. `choices` names its options.

    `done`: the last page was taken. `unread`: pages that were as before by the feed's own word (304).
    """

    started_at: datetime
    reading: Reading
    unread: int = 0
    choices: str = ""
    since: datetime | None = None
    next_page: int = 1
    done: bool = False
    services: int = 0
    total: int | None = None
    doubt: str = ""
    import_id: str | None = None
    rows: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class FollowedFeed:
    """`run` counts reads; `whole_at` is when everything was last compared, `total` how many services there were at the last complete read.

    `filters_by_time`: seen to leave out what did not change when asked with `modified_after`.
    """

    id: str
    url: str
    authority: str
    run: int = 0
    progress: Progress | None = None
    read_at: datetime | None = None
    whole_at: datetime | None = None
    total: int = 0
    filters_by_time: bool = False


@dataclass(frozen=True)
class FeedItem:
    """A service, provider, venue or class of a feed, by the feed's own id (`key`). `said`: what we last agreed on, for the next comparison.

    A service is what the feed lists; a class is what we made of it, one for each of its places: the first has the service's id, the
    others that and the location's. `clashes`: field → [feed said, feed says, we say], until a person decides. `digest` stands for the
    content of a service as it was listed.
    """

    kind: str
    key: str
    name: str
    state: State
    aggregate_id: str | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    clashes: Mapping[str, list[Any]] = field(default_factory=dict)
    digest: str = ""
    seen_run: int = 0


@dataclass(frozen=True)
class KnownPage:
    """A page as it was last read: its ETag, what it said of the whole feed, and the things on it as (kind, key)."""

    number: int
    total: int
    pages: int
    etag: str
    things: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Source:
    """Where a listing comes from: the feed, and the id it has there."""

    feed_url: str
    key: str
    read_at: datetime | None


def service_of(class_key: str) -> str:
    return class_key.partition(" ")[0]


def how_to_read(feed: FollowedFeed, now: datetime, *, whole: bool) -> Reading:
    """`whole`: a person wants everything compared."""
    if whole or feed.whole_at is None or now - feed.whole_at >= WHOLE_EVERY:
        return Reading.WHOLE
    return Reading.SINCE if feed.filters_by_time else Reading.CONDITIONAL
