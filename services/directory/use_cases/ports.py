"""What the use cases need from the world. Adapters provide it; the same behaviour tests run against every adapter."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import Protocol

from services.directory.domain.criteria import Criteria
from services.directory.domain.listings import ClassListing, Provider, Venue
from services.directory.domain.question import Vocabulary
from services.directory.domain.spreadsheet.paper import Paper
from services.directory.domain.spreadsheet.plan import Action, ImportedRow, ImportRecord, PlannedRow, Reference
from services.directory.domain.spreadsheet.sheet import RawSheet
from services.directory.use_cases.feed_ports import FollowedFeeds
from services.directory.use_cases.freshness_ports import AgesOfListings, Asks, Months, Verifications
from shared.contracts.directory import ClassShown
from shared.storage.port import BeginsWork, HistoryEntry, UnitOfWork


class Providers(Protocol):
    def get(self, id: str) -> Provider:
        """Raises NotFound."""
        ...

    def save(self, providers: Sequence[Provider]) -> None: ...

    def page(self, after: str | None, limit: int, authority: str | None = None) -> list[Provider]:
        """In order of id, after the id given."""
        ...

    def named(self, name: str, authority: str | None = None) -> list[Provider]:
        """By name, whatever its capitals and spaces."""
        ...


class Venues(Protocol):
    def get(self, id: str) -> Venue:
        """Raises NotFound; a removed venue is found, its `removed` says so."""
        ...

    def save(self, venues: Sequence[Venue]) -> None: ...

    def page(
        self,
        after: str | None,
        limit: int,
        authority: str | None = None,
        words: str = "",
    ) -> list[Venue]:
        """Not removed, in order of id; `words` are looked for in name, town and postcode."""
        ...

    def named(self, name: str, authority: str | None = None) -> list[Venue]:
        """By name, whatever its capitals and spaces; not removed."""
        ...

    def named_any(self, names: Collection[str], authority: str) -> list[Venue]:
        """As `named`, of any of these names."""
        ...

    def some(self, ids: Collection[str]) -> Mapping[str, Venue]:
        """By id, removed ones too; without those that are not there."""
        ...


class Classes(Protocol):
    def get(self, id: str) -> ClassListing:
        """Raises NotFound; a withdrawn class is found, its `withdrawn` says so."""
        ...

    def save(self, listings: Sequence[ClassListing]) -> None: ...

    def of_provider(self, provider_id: str) -> list[ClassListing]:
        """All of them, withdrawn ones too, by name."""
        ...

    def named(self, name: str, provider_id: str) -> list[ClassListing]:
        """A provider's classes by name, whatever its capitals and spaces; withdrawn ones too."""
        ...

    def named_any(self, names: Collection[str], provider_ids: Collection[str]) -> list[ClassListing]:
        """As `named`, of any of these names and providers."""
        ...

    def some(self, ids: Collection[str]) -> Mapping[str, ClassListing]:
        """By id, withdrawn ones too; without those that are not there."""
        ...

    def at_venue(self, venue_id: str) -> list[ClassListing]: ...

    def at_venues(self, venue_ids: Collection[str]) -> list[ClassListing]: ...

    def page(self, after: str | None, limit: int) -> list[ClassListing]:
        """Every class in order of id, withdrawn ones too."""
        ...


class Imports(Protocol):
    """What was brought in from spreadsheets, and the names its importers have for it."""

    def get(self, import_id: str) -> ImportRecord:
        """Raises NotFound."""
        ...

    def page(
        self, limit: int, authority: str | None = None, provider_id: str | None = None, after: ImportRecord | None = None
    ) -> list[ImportRecord]:
        """Newest first; those older than `after`."""
        ...

    def save(self, record: ImportRecord) -> None: ...

    def rows(self, import_id: str, action: Action | None = None, after: int = 0, words: str = "") -> Iterator[ImportedRow]:
        """In the order of the sheet, after the number given, with these words in the name; rows that brought nothing are not kept."""
        ...

    def save_rows(self, import_id: str, rows: Sequence[ImportedRow]) -> None: ...

    def refers_to(self, kind: str, scope: str, reference: str) -> str | None:
        """The id of the venue or class that an importer calls so."""
        ...

    def refer_to(self, kind: str, scope: str, references: Collection[str]) -> Mapping[str, str]:
        """As `refers_to`, reference → id, without those that are not known."""
        ...

    def save_references(self, import_id: str, references: Sequence[Reference]) -> None:
        """A reference that exists is pointed anew."""
        ...

    def referred_to(self, kind: str, scope: str, aggregate_id: str) -> bool:
        """This importer has a name for it."""
        ...

    def forget_references(self, import_id: str, aggregate_id: str) -> None:
        """The names that an import brought for one thing."""
        ...

    def taken_back(self, aggregate_id: str) -> bool:
        """It was added by an import that was undone."""
        ...


class Spreadsheets(Protocol):
    """Files of spreadsheet programs: those that people made, and one that they mend."""

    def read(self, file: bytes | Path) -> list[RawSheet]:
        """Its sheets in order, by content and not by file name. Raises TooLarge or Invalid, saying what the file is and what to do."""
        ...

    def errors_workbook(self, headers: Sequence[str], rows: Iterable[PlannedRow | ImportedRow]) -> bytes:
        """The refused rows in their own columns, with a column ERRORS: an xlsx file that may be mended and imported as it is."""
        ...

    def report(self, paper: Paper) -> bytes:
        """The report of an import for those whose list it was: one file they can open, and mend the refused rows in."""
        ...


class Stores(Protocol):
    """What is stored, by aggregate."""

    @property
    def providers(self) -> Providers: ...

    @property
    def venues(self) -> Venues: ...

    @property
    def classes(self) -> Classes: ...

    @property
    def imports(self) -> Imports: ...

    def mark(self) -> str:
        """Another one as soon as anything was changed, or an import done or undone: what was planned on the former may be out of date."""
        ...

    @property
    def feeds(self) -> FollowedFeeds: ...

    @property
    def ages(self) -> AgesOfListings: ...

    @property
    def asks(self) -> Asks: ...

    @property
    def verifications(self) -> Verifications: ...

    @property
    def months(self) -> Months: ...

    def history(self, kind: str, id: str, *, limit: int, before: int | None) -> list[HistoryEntry]:
        """Who did what to one thing, newest first; `before` is the `row` of the last entry seen."""
        ...


class DirectoryWork(UnitOfWork, Stores, Protocol):
    """One unit of work: all of it is committed, with its events and its history, or none of it."""


class Works(BeginsWork[DirectoryWork], Protocol):
    """Where units of work come from; nothing else opens a session."""

    def look(self) -> AbstractContextManager[Stores]:
        """What is stored at one moment, without the right to change it."""
        ...


@dataclass(frozen=True)
class Hit:
    """One result. `card` is the class's ClassShown as JSON, made once when it was indexed; `why` says in words why it is here."""

    card: bytes
    verified_at: datetime
    distance_m: int | None
    why: tuple[str, ...]


@dataclass(slots=True)
class FacetValue:
    """Not frozen: an answer has hundreds, and each would cost three times as much."""

    code: str
    label: str
    count: int


MOST_FACET_VALUES = 300
"""Of a filter whose codes come from the listings."""


@dataclass(frozen=True)
class Found:
    """`facets`: filter name → values, each counted without that filter's own choice: all options in their order, zeros too; else those
    that occur, most first, then by label, at most MOST_FACET_VALUES. `corrected`: word typed → word it was read as. `next`: Criteria.cursor
    of the next page, compact JSON; None after the last. `unknown`: words that no listing says, and so were not looked for."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    next: str | None
    corrected: Mapping[str, str]
    unknown: tuple[str, ...] = ()


class ClassSearch(Protocol):
    """The search engine: embedded (tantivy) or Elasticsearch."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of its classes, as they are now."""
        ...

    def find(self, criteria: Criteria, now: datetime) -> Found: ...


class Match(IntEnum):
    """How a name fits what was typed; the best first."""

    START = 0
    WORD = 1
    SLIP = 2


@dataclass(frozen=True)
class Named:
    """A class with its provider and town, or a provider with how many of its classes are listed."""

    id: str
    name: str
    match: Match
    provider: str = ""
    town: str = ""
    classes: int = 0


class NameSearch(Protocol):
    """Names as they are typed. Only what a search could find at that moment: nothing withdrawn, hidden by age or over.

    First names that start with the text, then those in which each word of it starts a word; within each, names that more classes have,
    or whose providers have more classes, come first. When there is neither, slips are forgiven. Of classes with one and the same name
    only a few are given.
    """

    def classes_named(self, text: str, limit: int, now: datetime) -> list[Named]: ...

    def providers_named(self, text: str, limit: int, now: datetime) -> list[Named]: ...


class ClassIndex(Protocol):
    """The writing half of the engine, used inside its own transaction that also holds the position."""

    def put(self, state: ClassShown, sequence: int) -> None:
        """Adds or replaces; an older sequence than the one held changes nothing; a withdrawn class leaves a tombstone."""
        ...


IdempotencyKey = tuple[str | None, str]
"""(key or None, fingerprint of what was asked), see Work.once."""

NO_KEY: IdempotencyKey = (None, "")

Progress = Callable[[int, int], None]
"""Called with (done, of how many). It may raise Stopped."""


class Stopped(Exception):
    """The person who began something large does not want it any more; whoever hears it undoes what is under way and lets it pass."""
