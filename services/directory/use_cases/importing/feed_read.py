"""One read of a feed, as far as it has come: kept in the transaction of each page, so that a broken off read is gone on with."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from services.directory.domain.feeds.followed import UNFINISHED_FOR, FollowedFeed, Progress, Reading, State, how_to_read
from services.directory.domain.feeds.report import MOST_TOLD, FeedRow, Outcome
from services.directory.domain.spreadsheet.plan import Action, ImportedRow, ImportRecord, ImportTarget, Kind
from services.directory.use_cases.ports import DirectoryWork
from shared.errors import Conflict

HEADERS = ("kind", "id in the feed")
OVERLAP = timedelta(days=1)
"""Asked for once more: the clocks there and here differ, and some servers compare days only."""


Thing = tuple[str, str]
"""Kind, and id in the feed."""


def progress_of(feed: FollowedFeed) -> Progress:
    if feed.progress is None:
        raise RuntimeError("this feed is not being read")
    return feed.progress


def begun(feed: FollowedFeed, now: datetime, *, whole: bool, choices: str) -> tuple[FollowedFeed, bool]:
    """The feed as it is when reading begins; and whether an earlier, unfinished read is gone on with."""
    before = feed.progress
    if before and before.choices == choices and now - before.started_at < UNFINISHED_FOR:
        return feed, True
    reading = how_to_read(feed, now, whole=whole)
    since = feed.read_at - OVERLAP if reading is Reading.SINCE and feed.read_at else None
    return replace(feed, run=feed.run + 1, progress=Progress(now, reading, choices=choices, since=since)), False


def read_again(feed: FollowedFeed, reading: Reading) -> FollowedFeed:
    """From the first page, for the same import."""
    before = progress_of(feed)
    return replace(
        feed,
        run=feed.run + 1,
        progress=replace(before, reading=reading, since=None, next_page=1, services=0, total=None, unread=0, done=False),
    )


def check_still_ours(w: DirectoryWork, feed: FollowedFeed) -> None:
    """Raises Conflict when somebody else reads the same feed meanwhile: each would take the other's pages for its own."""
    stored = w.feeds.find(feed.url, feed.authority)
    if stored is None or stored.run != feed.run or stored.progress != feed.progress:
        raise Conflict(
            "Another import of this feed is under way.", remedy="Wait until it is done, then run this again if it is still needed."
        )


class Told:
    """What the report will say.

    `rehearsed`: nothing is kept, so that a provider that many services name is met anew on each page; it is counted once all the same.
    What was met, and what became of services, is then remembered here instead.
    """

    def __init__(self, *, rehearsed: bool) -> None:
        self.counts: Counter[str] = Counter()
        self.rows: list[FeedRow] = []
        self._worth_telling: Counter[Outcome] = Counter()
        self.seen: dict[Thing, State | None] | None = {} if rehearsed else None

    def tell(self, rows: Iterable[FeedRow]) -> None:
        for row in rows:
            if self.seen is not None and row.kind != "service":
                if (row.kind, row.key) in self.seen:
                    continue
                self.seen[row.kind, row.key] = None
            self._count(row)

    def passed_over(self, things: Iterable[Thing]) -> None:
        """As they were, by the feed's own word."""
        things = list(things)
        self.counts[Outcome.SAME.value] += sum(kind == "class" for kind, _ in things)
        if self.seen is not None:
            self.seen |= dict.fromkeys(things)

    def read_again(self) -> None:
        """Services are met once more; what was counted is not counted again."""
        if self.seen is not None:
            self.seen = {each: state for each, state in self.seen.items() if each[0] != "service"}

    def _count(self, row: FeedRow) -> None:
        self.counts.update({row.outcome.value: 1, "kept": bool(row.kept), "clashes": bool(row.clashes), "notes": len(row.notes)})
        plain = row.outcome in {Outcome.SAME, Outcome.OTHER, Outcome.ENDED} and not (row.kept or row.clashes or row.notes)
        self._worth_telling[row.outcome] += not plain
        if row.clashes or (not plain and self._worth_telling[row.outcome] <= MOST_TOLD):
            self.rows.append(row)


def note_import(w: DirectoryWork, feed: FollowedFeed, rows: list[ImportedRow]) -> FollowedFeed:
    """Keeps what an undo needs. The record is made with the first row worth keeping; the feed's progress says which it is."""
    if not rows:
        return feed
    before = progress_of(feed)
    counts = Counter(before.counts)
    counts.update(row.action.value for row in rows)
    import_id = before.import_id or w.ids.new()
    w.imports.save(_record(w, feed, import_id, counts))
    w.imports.save_rows(import_id, [replace(row, number=before.rows + at) for at, row in enumerate(rows, start=1)])
    after = replace(before, import_id=import_id, rows=before.rows + len(rows), counts=dict(counts))
    return replace(feed, progress=after)


def _record(w: DirectoryWork, feed: FollowedFeed, import_id: str, counts: Counter[str]) -> ImportRecord:
    into = ImportTarget(feed.authority)
    return ImportRecord(
        id=import_id,
        at=progress_of(feed).started_at,
        by_subject=w.actor.subject,
        by_name=w.actor.name,
        filename=feed.url,
        sha256="",
        sheet="",
        kind=Kind.FEED,
        authority=into.authority,
        provider_id=None,
        headers=HEADERS,
        counts={action.value: counts[action.value] for action in Action},
    )
