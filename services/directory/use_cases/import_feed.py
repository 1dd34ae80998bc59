"""Take in another authority's Open Referral UK feed, page by page; each page is one transaction, and a broken off read is gone on with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from services.directory.domain.feeds.followed import FeedItem, FollowedFeed, Reading
from services.directory.domain.feeds.merge import Prefer
from services.directory.domain.feeds.report import FeedReport, FeedRow, Vanished
from services.directory.domain.feeds.vanished import too_many
from services.directory.domain.location import Places
from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.use_cases.feed_ports import Feed
from services.directory.use_cases.importing.feed_read import Told, begun, note_import, read_again
from services.directory.use_cases.importing.feed_reading import FeedReader
from services.directory.use_cases.importing.feed_vanished import (
    gone,
    known_services,
    missing_classes,
    note_missing,
    open_clashes,
    withdraw_gone,
)
from services.directory.use_cases.importing.import_rights import check_may_import
from services.directory.use_cases.ports import DirectoryWork, Stores, Works
from services.directory.use_cases.ports import Progress as Telling
from shared.errors import Invalid, SignpostError
from shared.permissions import Actor

VERSION = "HSDS-UK-3."


@dataclass(frozen=True)
class FeedChoices:
    """`full`: compare everything, whatever the feed says of what changed. `preferences`: id → whose word counts where both
    changed a field."""

    dry_run: bool = False
    full: bool = False
    accept_vanished: bool = False
    preferences: Mapping[str, Prefer] = field(default_factory=dict)

    @property
    def named(self) -> str:
        """Of what the read itself depends on: a broken off one is gone on with when they are the same."""
        words = ["full"] * self.full + [f"{id} {prefer}" for id, prefer in sorted(self.preferences.items())]
        return ", ".join(words)


def import_feed(
    works: Works,
    places: Places,
    feed: Feed,
    actor: Actor,
    into: ImportTarget,
    choices: FeedChoices = FeedChoices(),
    telling: Telling = lambda done, total: None,
) -> FeedReport:
    """What was taken stays taken whatever happens to the feed; the next run goes on where this one ended.

    Raises Unavailable when the feed cannot be had now, Invalid or TooLarge when what it says cannot be believed, NotAllowed for whom it
    is not theirs to import, and Conflict when the same feed is being imported already.
    """
    with works.look() as stores:
        check_may_import(actor, into, stores)
        _check_known(stores, feed.url, into, choices)
    _check_version(feed.root())
    followed, went_on = _begun(works, feed, actor, into, choices)
    told = Told(rehearsed=choices.dry_run)
    reader = FeedReader(works, places, feed, actor, followed, told, choices.preferences, telling, rehearsed=choices.dry_run)
    went_on_at = reader.progress.next_page if went_on else None
    reader.read_all()
    if _something_went(reader):
        reader.keep(lambda w: (read_again(reader.followed, Reading.CONDITIONAL), None))
        told.read_again()
        reader.read_all()
    with works.look() as stores:
        told.tell(open_clashes(stores, reader.followed, told))
    vanished = _see_to_vanished(reader, choices)
    progress = reader.progress
    _finish(reader)
    return FeedReport(
        url=feed.url,
        authority=into.authority,
        reading=progress.reading,
        counts={name: count for name, count in told.counts.items() if count},
        rows=tuple(told.rows),
        vanished=vanished,
        doubt=progress.doubt,
        went_on_at=went_on_at,
        import_id=None if choices.dry_run else progress.import_id,
        dry_run=choices.dry_run,
    )


def _check_version(root: Mapping[str, Any]) -> None:
    version = root.get("version")
    if not str(version).startswith(VERSION):
        raise Invalid.field(
            "version",
            f"This is no Open Referral UK 3 feed: its version is {str(version)[:40]}.",
            "Give the address that /services follows.",
        )


def _check_known(stores: Stores, url: str, into: ImportTarget, choices: FeedChoices) -> None:
    """Raises Invalid for an id that a person decides on, and nothing of the feed has: a slip would settle nothing in silence."""
    found = stores.feeds.find(url, into.authority)
    for id, prefer in choices.preferences.items():
        if found is None or not stores.feeds.knows(found.id, id):
            option = "--take-theirs" if prefer is Prefer.THEIRS else "--keep-ours"
            raise Invalid.field(option, f"Nothing of this feed has the id {id[:100]}.", "Copy it from the report of the last import.")


def _begun(works: Works, feed: Feed, actor: Actor, into: ImportTarget, choices: FeedChoices) -> tuple[FollowedFeed, bool]:
    """A dry run keeps nothing, so it begins at the first page and leaves a broken off read where it is."""
    whole = choices.full or bool(choices.preferences)
    if choices.dry_run:
        with works.begin(actor, "try an import") as w:
            found = w.feeds.find(feed.url, into.authority) or FollowedFeed(w.ids.new(), feed.url, into.authority)
            return begun(replace(found, progress=None), w.now, whole=whole, choices="")
    with works.begin(actor, f"import {feed.url}") as w:
        found = w.feeds.find(feed.url, into.authority) or FollowedFeed(w.ids.new(), feed.url, into.authority)
        after, went_on = begun(found, w.now, whole=whole, choices=choices.named)
        w.feeds.save(after)
        return after, went_on


def _something_went(reader: FeedReader) -> bool:
    """Only what changed was asked for, which does not say what is no longer there; the number of services does."""
    if reader.progress.reading is not Reading.SINCE:
        return False
    with reader.works.look() as stores:
        known = known_services(stores, reader.followed)
    return reader.feed.total() != known


def _see_to_vanished(reader: FeedReader, choices: FeedChoices) -> Vanished:
    progress = reader.progress
    whole = progress.reading is not Reading.SINCE
    if whole and not progress.doubt and progress.services != progress.total:
        _doubt(reader, f"it says that it holds {progress.total} services, and gave {progress.services}")
    complete = whole and not reader.progress.doubt
    with reader.works.look() as stores:
        missing, of = missing_classes(stores, reader.followed, reader.told, complete=complete)
    items = gone(reader.feed, missing)
    if len(items) < len(missing):
        _doubt(reader, f"{len(missing) - len(items)} classes are not in its list, but are there when asked for")
    if too_many(len(items), of) and not choices.accept_vanished:
        return Vanished(len(items), of, unconfirmed=True)
    reader.told.tell(reader.keep(lambda w: _withdrawn(w, reader, items, complete=complete and not reader.progress.doubt)))
    return Vanished(len(items), of)


def _withdrawn(w: DirectoryWork, reader: FeedReader, items: list[FeedItem], *, complete: bool) -> tuple[FollowedFeed, list[FeedRow]]:
    rows, imported = withdraw_gone(w, reader.followed, items)
    if complete:
        rows += note_missing(w, reader.followed, reader.told)
    return note_import(w, reader.followed, imported), rows


def _doubt(reader: FeedReader, why: str) -> None:
    doubted = replace(reader.progress, doubt=reader.progress.doubt or why)
    reader.keep(lambda w: (replace(reader.followed, progress=doubted), None))


def _finish(reader: FeedReader) -> None:
    """After a doubtful read the next one compares everything again."""
    progress = reader.progress
    whole = progress.reading is Reading.WHOLE or (progress.reading is Reading.CONDITIONAL and not progress.unread)
    after = replace(reader.followed, progress=None)
    if progress.doubt:
        after = replace(after, whole_at=None)
    else:
        total = progress.total or 0
        after = replace(after, read_at=progress.started_at, total=after.total if progress.since else total)
        if whole:
            after = replace(after, whole_at=progress.started_at, filters_by_time=_filters_by_time(reader, total))

    def step(w: DirectoryWork) -> tuple[FollowedFeed, None]:
        if progress.since is None:
            w.feeds.forget_pages(after.id, after=progress.next_page - 1)
        return after, None

    reader.keep(step)


def _filters_by_time(reader: FeedReader, total: int) -> bool:
    """Tried, not believed: nothing changed after tomorrow, so a feed that gives something then does not filter."""
    try:
        return total > 0 and reader.feed.total(since=reader.progress.started_at + timedelta(days=1)) == 0
    except SignpostError:
        return False
