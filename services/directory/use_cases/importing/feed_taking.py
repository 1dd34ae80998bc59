"""Take one service of a feed: its provider, its venues and its classes, each compared with what the feed said last time."""

from collections.abc import Mapping
from dataclasses import replace

from services.directory.domain.changes import changed_fields
from services.directory.domain.feeds.followed import FeedItem, FollowedFeed, State
from services.directory.domain.feeds.merge import Clash, Merged, Prefer, blank, flat, merged
from services.directory.domain.feeds.report import FeedRow, Outcome
from services.directory.domain.listings import ClassListing, Venue
from services.directory.domain.location import Places, tidy_postcode
from services.directory.domain.openreferral.reading import Lesson, Read, ServiceRead
from services.directory.domain.spreadsheet.plan import Action, ImportedRow
from services.directory.use_cases.importing.feed_shelves import ClassShelf, Kept, ProviderShelf, Shelf, VenueShelf, former, reached
from services.directory.use_cases.ports import DirectoryWork
from shared.errors import FieldProblem, Invalid, SignpostError

Preferences = Mapping[str, Prefer]
"""Id in the feed → whose word counts where both sides changed something."""


class Taking:
    """What happens to the things of one page, within one unit of work. `rows` tell it, `imported` is what an undo needs of each."""

    def __init__(self, w: DirectoryWork, places: Places, feed: FollowedFeed, preferences: Preferences) -> None:
        self._w, self._places, self._feed, self._preferences = w, places, feed, preferences
        self.rows: list[FeedRow] = []
        self.imported: list[ImportedRow] = []
        self.things: list[tuple[str, str]] = []

    def take(self, service: ServiceRead) -> None:
        """Raises SignpostError when the service cannot be taken; its provider and venues may have been."""
        provider_id = self._bring(ProviderShelf(self._w), service.provider)
        venues = VenueShelf(self._w, self._places, self._feed)
        needed = {each.venue_key for each in service.lessons}
        venue_ids = {each.key: self._bring(venues, self._tidy(each)) for each in service.venues if each.key in needed}
        shelf = ClassShelf(self._w, self._feed, service.assured, service.modified)
        for lesson, key in zip(service.lessons, self._keys(service, venue_ids), strict=True):
            where = {"venue_id": venue_ids[lesson.venue_key]} if lesson.venue_key else {}
            fields = {**lesson.read.fields, "provider_id": provider_id, **where}
            self._bring(shelf, replace(lesson.read, key=key, fields=fields))

    def _keys(self, service: ServiceRead, venue_ids: Mapping[str, str]) -> list[str]:
        """The class that has the service's own id keeps its venue, in whatever order the places come; else the first place has it."""
        known = self._w.feeds.item(self._feed.id, "class", service.id)
        at = known.said.get("venue_id") if known else None
        lessons = service.lessons
        own: Lesson = next((each for each in lessons if each.venue_key and venue_ids[each.venue_key] == at), lessons[0])
        return [service.id if each is own else f"{service.id} {each.venue_key}" for each in lessons]

    def _tidy(self, venue: Read) -> Read:
        """The postcode in its usual form; one that cannot be is left out, and the town places the venue."""
        code = venue.fields.get("postcode")
        if not code:
            return venue
        try:
            return replace(venue, fields={**venue.fields, "postcode": tidy_postcode(code, self._places)})
        except Invalid as wrong:
            fields = {name: value for name, value in venue.fields.items() if name != "postcode"}
            note = FieldProblem("location.postal_code", f"Left out: {wrong.message}", wrong.remedy)
            return replace(venue, fields=fields, notes=(*venue.notes, note))

    def _bring(self, shelf: Shelf, read: Read) -> str:
        """Its id here. A thing met before in this read is passed over: many services share a provider."""
        known = self._w.feeds.item(self._feed.id, read.kind, read.key)
        if known and known.aggregate_id and known.seen_run == self._feed.run:
            self.things.append((read.kind, read.key))
            return known.aggregate_id
        before = reached(shelf, known.aggregate_id if known else None)
        found = before or shelf.alike(read.fields)
        after = self._compared(shelf, read, known if before else None, found) if found else self._added(shelf, read)
        self.things.append((read.kind, read.key))
        return after.id

    def _added(self, shelf: Shelf, read: Read) -> Kept:
        after = shelf.add(read.fields)
        self._keep(read, after, read.fields, ())
        self._note(Action.ADD, read, after, None, {})
        self.rows.append(FeedRow(read.kind, read.key, read.name, Outcome.ADDED, after.id, notes=read.notes))
        return after

    def _compared(self, shelf: Shelf, read: Read, known: FeedItem | None, before: Kept) -> Kept:
        said = known.said if known else {}
        merge = merged(said, read.fields, flat(before.details), blank(shelf.model), self._preference(read, known))
        back = known is not None and known.state is State.WITHDRAWN
        if _gone_here(before) and not back:
            merge = Merged(flat(before.details), said, kept=("withdrawn",))
        after = self._changed(shelf, before, merge, back=back)
        self._keep(read, after, merge.said, merge.clashes)
        if after is not before:
            self._note(Action.CHANGE, read, after, before, said)
        outcome = Outcome.CHANGED if after is not before else Outcome.SAME
        changes = changed_fields(before.details, after.details)
        self.rows.append(FeedRow(read.kind, read.key, read.name, outcome, after.id, changes, merge.kept, merge.clashes, notes=read.notes))
        return after

    def _changed(self, shelf: Shelf, before: Kept, merge: Merged, *, back: bool) -> Kept:
        """`back`: it vanished from the feed and is there again. A class that was withdrawn for that comes back with it."""
        if merge.taken:
            return shelf.change(before, merge.values)
        if not isinstance(shelf, ClassShelf) or not isinstance(before, ClassListing):
            return before
        if before.withdrawn:
            return shelf.change(before, merge.values) if back else before
        return shelf.verified(before) or before

    def _preference(self, read: Read, known: FeedItem | None) -> Prefer:
        """By the id in the feed, or by ours."""
        ours = self._preferences.get(known.aggregate_id or "") if known else None
        return self._preferences.get(read.key) or ours or Prefer.NOBODY

    def _keep(self, read: Read, after: Kept, said: Mapping[str, object], clashes: tuple[Clash, ...]) -> None:
        between = {each.field: [each.feed_said, each.feed_says, each.we_say] for each in clashes}
        item = FeedItem(read.kind, read.key, read.name, State.TAKEN, after.id, said, between, "", self._feed.run)
        self._w.feeds.save_items(self._feed.id, [item])

    def _note(self, action: Action, read: Read, after: Kept, before: Kept | None, said: Mapping[str, object]) -> None:
        row = ImportedRow(0, action, read.name, after.id, former(before, said) if before else None, after.sequence)
        self.imported.append(replace(row, cells=(read.kind, read.key)))


def _gone_here(thing: Kept) -> bool:
    return (isinstance(thing, ClassListing) and thing.withdrawn) or (isinstance(thing, Venue) and thing.removed)


def refusal(kind: str, key: str, name: str, error: SignpostError) -> FeedRow:
    problems = error.problems or (FieldProblem(kind, error.message, error.remedy),)
    return FeedRow(kind, key, name, Outcome.REFUSED, problems=problems)
