"""Undoing the import of a feed also makes the feed what it was to us before: it is read whole the next time."""

from dataclasses import replace

from services.directory.domain.feeds.followed import FollowedFeed, State
from services.directory.domain.spreadsheet.plan import Action, ImportedRow, ImportRecord
from services.directory.use_cases.keep import keep_provider
from services.directory.use_cases.ports import DirectoryWork
from shared.contracts.directory import ProviderDetails
from shared.errors import Conflict


def undo_provider(w: DirectoryWork, row: ImportedRow) -> None:
    """Raises Conflict for one that was registered by the import: there may be people who act for it by now."""
    if row.action is Action.ADD or row.before is None:
        raise Conflict("A provider stays registered.", remedy="It shows nothing while it has no classes.")
    before = w.providers.get(row.aggregate_id or "")
    if before.sequence != row.sequence_after:
        raise Conflict("It was changed since.", remedy="It was left as it is now.")
    details = ProviderDetails.model_validate(row.before["details"])
    keep_provider(w, before, replace(before, details=details, sequence=before.sequence + 1))


def forget_row(w: DirectoryWork, record: ImportRecord, row: ImportedRow) -> None:
    """The thing is to us what it was before: not met, or with what the feed said of it then."""
    feed = _feed_of(w, record)
    kind, key = row.cells
    if row.action is Action.ADD:
        w.feeds.forget(feed.id, kind, key)
    elif row.before is not None and (item := w.feeds.item(feed.id, kind, key)):
        state = State.WITHDRAWN if row.before.get("withdrawn") else State.TAKEN
        w.feeds.save_items(feed.id, [replace(item, said=row.before["feed_said"], state=state, clashes={})])


def read_whole_next(w: DirectoryWork, record: ImportRecord) -> None:
    feed = _feed_of(w, record)
    w.feeds.forget_pages(feed.id)
    w.feeds.save(replace(feed, progress=None, whole_at=None))


def _feed_of(w: DirectoryWork, record: ImportRecord) -> FollowedFeed:
    feed = w.feeds.find(record.filename, record.authority)
    if feed is None:
        raise RuntimeError(f"import {record.id} is of a feed that nobody remembers")
    return feed
