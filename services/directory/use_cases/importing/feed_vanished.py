"""What is no longer in a feed. Pages shift while they are read, so nothing is taken as gone because it was not met: it is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from services.directory.domain.feeds.followed import FeedItem, FollowedFeed, State, service_of
from services.directory.domain.feeds.merge import Clash
from services.directory.domain.feeds.report import FeedRow, Outcome
from services.directory.domain.openreferral.reading import look_at
from services.directory.domain.spreadsheet.plan import Action, ImportedRow
from services.directory.use_cases.feed_ports import Feed
from services.directory.use_cases.importing.feed_read import Told
from services.directory.use_cases.importing.feed_shelves import former
from services.directory.use_cases.ports import DirectoryWork, Stores
from services.directory.use_cases.withdraw_class import withdrawn
from shared.errors import FieldProblem, Invalid, NotAllowed, TooLarge


@dataclass(frozen=True)
class Missing:
    """A class that was taken and not met. `certain`: the feed itself says that it is not active, or no longer at that place."""

    item: FeedItem
    certain: bool


def known_services(stores: Stores, feed: FollowedFeed) -> int:
    """How many services the feed must hold if nothing came or went."""
    return sum(item.state is not State.WITHDRAWN for item in stores.feeds.items(feed.id, "service"))


def missing_classes(stores: Stores, feed: FollowedFeed, told: Told, *, complete: bool) -> tuple[list[Missing], int]:
    """And of how many classes they are missing. After an incomplete read only those of which the feed itself says so."""
    found, taken = [], 0
    for item in stores.feeds.items(feed.id, "class"):
        if item.state is not State.TAKEN:
            continue
        taken += 1
        if not _met(item, feed, told):
            service = stores.feeds.item(feed.id, "service", service_of(item.key))
            met = service is not None and _met(service, feed, told)
            certain = met and service is not None and _became(service, told) in {State.ENDED, State.TAKEN}
            if certain or (complete and not met):
                found.append(Missing(item, certain))
    return found, taken


def _became(service: FeedItem, told: Told) -> State:
    tried = told.seen.get((service.kind, service.key)) if told.seen is not None else None
    return tried or service.state


def gone(feed: Feed, missing: Sequence[Missing]) -> list[FeedItem]:
    """Those that are certain, and those that the feed does not hold when it is asked for them by their id."""
    return [each.item for each in missing if each.certain or not _still_there(feed, service_of(each.item.key))]


def _still_there(feed: Feed, id: str) -> bool:
    try:
        service = feed.service(id)
        return service is not None and look_at(service).active
    except (Invalid, TooLarge):
        return True


def withdraw_gone(w: DirectoryWork, feed: FollowedFeed, items: Sequence[FeedItem]) -> tuple[list[FeedRow], list[ImportedRow]]:
    """A class that is withdrawn already stays as it is; one that the importer may not change any more is named."""
    rows, imported = [], []
    for item in items:
        before = w.classes.get(item.aggregate_id or "")
        try:
            after = before if before.withdrawn else withdrawn(w, before)
        except NotAllowed as refusal:
            problem = FieldProblem("class", refusal.message, refusal.remedy)
            rows.append(FeedRow("class", item.key, item.name, Outcome.REFUSED, before.id, problems=(problem,)))
            continue
        w.feeds.save_items(feed.id, [replace(item, state=State.WITHDRAWN, clashes={})])
        if after is not before:
            cells = ("class", item.key)
            row = ImportedRow(0, Action.CHANGE, item.name, before.id, former(before, item.said), after.sequence, cells=cells)
            imported.append(row)
            rows.append(FeedRow("class", item.key, item.name, Outcome.WITHDRAWN, before.id))
    return rows, imported


def note_missing(w: DirectoryWork, feed: FollowedFeed, told: Told) -> list[FeedRow]:
    """Providers and venues stay, for others may use them: they are named once. Services that are not there are no longer counted."""
    rows = []
    for item in list(_unmet(w, feed, told)):
        w.feeds.save_items(feed.id, [replace(item, state=State.WITHDRAWN)])
        if item.kind != "service":
            rows.append(FeedRow(item.kind, item.key, item.name, Outcome.MISSING, item.aggregate_id))
    return rows


def open_clashes(stores: Stores, feed: FollowedFeed, told: Told) -> list[FeedRow]:
    """Of what was not met in this read, since the feed says that it did not change: a person has still to decide."""
    return [
        FeedRow(
            item.kind, item.key, item.name, Outcome.SAME, item.aggregate_id, clashes=tuple(Clash(field, *said) for field, said in found)
        )
        for item in stores.feeds.items(feed.id)
        if (found := list(item.clashes.items())) and not _met(item, feed, told)
    ]


def _unmet(stores: Stores, feed: FollowedFeed, told: Told) -> Iterator[FeedItem]:
    for kind in ("provider", "service", "venue"):
        for item in stores.feeds.items(feed.id, kind):
            if item.state is not State.WITHDRAWN and not _met(item, feed, told):
                yield item


def _met(item: FeedItem, feed: FollowedFeed, told: Told) -> bool:
    return item.seen_run == feed.run if told.seen is None else (item.kind, item.key) in told.seen
