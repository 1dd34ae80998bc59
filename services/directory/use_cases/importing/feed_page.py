"""Take one page of a feed: each of its services taken, passed over or refused by itself."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from services.directory.domain.feeds.followed import FeedItem, FollowedFeed, Reading, State
from services.directory.domain.feeds.report import FeedRow, Outcome
from services.directory.domain.location import Places
from services.directory.domain.openreferral.reading import Looked, is_nested, look_at, read
from services.directory.domain.ownership import may_write
from services.directory.domain.spreadsheet.plan import Action, ImportedRow
from services.directory.use_cases.feed_ports import Feed
from services.directory.use_cases.importing.feed_read import Thing, Told, progress_of
from services.directory.use_cases.importing.feed_taking import Preferences, Taking, refusal
from services.directory.use_cases.ports import DirectoryWork, Works
from shared.errors import Invalid, NotFound, SignpostError, TooLarge


@dataclass(frozen=True)
class Entry:
    """A service as the list has it and as it is whole; `trouble` is why it could not be had whole."""

    listed: Any
    whole: Any
    trouble: SignpostError | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(self.listed, sort_keys=True).encode()).hexdigest()


@dataclass
class PageTaken:
    """`clean`: there was nothing that a person has to see again, so that the page need not be read while it stays as it is."""

    rows: list[FeedRow] = field(default_factory=list)
    imported: list[ImportedRow] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    new: int = 0

    @property
    def clean(self) -> bool:
        return not self.twice and all(row.outcome is not Outcome.REFUSED and not row.clashes for row in self.rows)


def entries_of(works: Works, feed: Feed, followed: FollowedFeed, contents: Sequence[Any]) -> list[Entry]:
    """The services of a page, whole. Where lists hold fields with one value only, each is asked for by its id, but for those that were seen
    before to be no English class and are listed as they were: of these only when everything is compared."""
    return [Entry(each, each) if is_nested(each) else _asked_for(works, feed, followed, each) for each in contents]


def _asked_for(works: Works, feed: Feed, followed: FollowedFeed, listed: Any) -> Entry:
    try:
        looked = look_at(listed)
    except Invalid as wrong:
        return Entry(listed, listed, wrong)
    with works.look() as stores:
        known = stores.feeds.item(followed.id, "service", looked.id)
    as_before = known is not None and known.state is State.OTHER and known.digest == Entry(listed, None).digest
    if not looked.active or (as_before and progress_of(followed).reading is not Reading.WHOLE):
        return Entry(listed, None)
    try:
        whole = feed.service(looked.id)
    except (Invalid, TooLarge) as wrong:
        return Entry(listed, None, wrong)
    if whole is None:
        return Entry(listed, None, NotFound("The feed lists this service, and says that it is not there.", remedy="Tell its people."))
    return Entry(listed, whole)


class PageTaking:
    def __init__(self, w: DirectoryWork, places: Places, feed: FollowedFeed, preferences: Preferences, told: Told) -> None:
        self._w, self._feed, self._told = w, feed, told
        self._taking = Taking(w, places, feed, preferences)
        self._found = PageTaken()

    def take(self, entries: Sequence[Entry]) -> PageTaken:
        for at, entry in enumerate(entries):
            self._take(entry, f"contents[{at}]")
        found, taking = self._found, self._taking
        found.rows += taking.rows
        found.things += taking.things
        found.imported = [*taking.imported, *found.imported]
        return found

    def _take(self, entry: Entry, at: str) -> None:
        try:
            looked = look_at(entry.whole or entry.listed)
        except Invalid as wrong:
            self._refuse_nameless(at, entry, wrong)
            return
        known = self._w.feeds.item(self._feed.id, "service", looked.id)
        if self._met(known, looked.id):
            self._found.twice.append(looked.id)
            return
        self._found.new += 1
        self._found.things.append(("service", looked.id))
        self._settle(known, looked, entry)

    def _met(self, known: FeedItem | None, id: str) -> bool:
        if self._told.seen is None:
            return known is not None and known.seen_run == self._feed.run
        return ("service", id) in self._told.seen

    def _settle(self, known: FeedItem | None, looked: Looked, entry: Entry) -> None:
        ours = known is not None and known.state in {State.TAKEN, State.ENDED, State.REFUSED}
        if not looked.active:
            self._pass_over(looked, entry, State.ENDED, Outcome.ENDED)
        elif entry.trouble:
            self._refuse(known, looked, entry, entry.trouble)
        elif not looked.english and not ours:
            self._pass_over(looked, entry, State.OTHER, Outcome.OTHER)
        else:
            self._bring(known, looked, entry)

    def _bring(self, known: FeedItem | None, looked: Looked, entry: Entry) -> None:
        actor = self._w.actor
        try:
            self._taking.take(read(entry.whole, self._feed.authority, lambda gss: may_write(actor, authority=gss, organisation=None)))
        except SignpostError as wrong:
            self._refuse(known, looked, entry, wrong)
            return
        self._save(looked, entry, State.TAKEN)

    def _pass_over(self, looked: Looked, entry: Entry, state: State, outcome: Outcome) -> None:
        self._found.rows.append(FeedRow("service", looked.id, looked.name, outcome))
        self._save(looked, entry, state)

    def _refuse(self, known: FeedItem | None, looked: Looked, entry: Entry, wrong: SignpostError) -> None:
        """Noted in the import's record once, while it stays as it is."""
        row = refusal("service", looked.id, looked.name, wrong)
        self._found.rows.append(row)
        if known is None or known.state is not State.REFUSED or known.digest != entry.digest:
            cells = ("service", looked.id)
            self._found.imported.append(ImportedRow(0, Action.REFUSE, looked.name, problems=row.problems, cells=cells))
        self._save(looked, entry, State.REFUSED)

    def _refuse_nameless(self, at: str, entry: Entry, wrong: Invalid) -> None:
        """Nothing says what it is, so its content stands for its id."""
        named = entry.listed.get("name") if isinstance(entry.listed, dict) else None
        key = f"{at} {entry.digest[:12]}"
        known = self._w.feeds.item(self._feed.id, "service", key)
        self._found.new += 1
        self._refuse(known, Looked(key, str(named or "(without a name)")[:160], active=True, english=True), entry, wrong)

    def _save(self, looked: Looked, entry: Entry, state: State) -> None:
        item = FeedItem("service", looked.id, looked.name, state, digest=entry.digest, seen_run=self._feed.run)
        self._w.feeds.save_items(self._feed.id, [item])
        if self._told.seen is not None:
            self._told.seen["service", looked.id] = state
