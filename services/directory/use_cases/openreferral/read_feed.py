"""Read the feed: one page of it, all of it in batches, or one service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from services.directory.domain.openreferral.entries import Entry
from services.directory.domain.openreferral.identifiers import feed_id
from services.directory.domain.openreferral.question import Question
from services.directory.use_cases.openreferral.ports import Feed, FeedLook
from shared.clock import Clock

AT_ONCE = 200
"""Services read and written together when all are streamed: some hundred kilobytes, whatever the size of the feed."""
Shape = Callable[[Entry, datetime], dict[str, object]]


@dataclass(frozen=True)
class FeedPage:
    """`total` counts all that fit, `contents` are this page's. `now`: the moment they were looked at."""

    total: int
    number: int
    per_page: int
    contents: tuple[dict[str, object], ...]

    @property
    def pages(self) -> int:
        return -(-self.total // self.per_page)


def read_page(look: FeedLook, question: Question, shape: Shape, number: int, per_page: int, now: datetime) -> FeedPage:
    total = look.count(question, now)
    skipped = (number - 1) * per_page
    entries = look.page(question, now, skipped, per_page) if skipped < total else ()
    return FeedPage(total, number, per_page, tuple(shape(entry, now) for entry in entries))


def next_batch(feed: Feed, clock: Clock, question: Question, shape: Shape, after: str) -> tuple[list[dict[str, object]], str | None]:
    """What stands behind the service `after`, and the id to go on from; None at the end.

    Each batch looks anew, so that a slow reader holds no view of the database open.
    """
    now = clock.now()
    with feed.look() as look:
        entries = look.after(question, now, after, AT_ONCE)
    return [shape(entry, now) for entry in entries], feed_id(entries[-1].shown.id) if len(entries) == AT_ONCE else None
