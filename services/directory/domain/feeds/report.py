"""What an import of a feed did, or would do: for each thing of the feed, and in all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from services.directory.domain.feeds.followed import Reading
from services.directory.domain.feeds.merge import Clash
from shared.errors import FieldProblem

MOST_TOLD = 500
"""Things of each outcome that a report names; the counts are of all. What a person has to decide is named always."""


class Outcome(StrEnum):
    """`other`: no English class. `ended`: not active, and never taken. `missing`: gone from the feed, and left as it is."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"
    OTHER = "other"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"


@dataclass(frozen=True)
class FeedRow:
    """One thing. `changes`: field → [before, after]. `kept`: fields changed here only. `clashes`: changed on both sides, ours stayed.

    `problems` name fields by their place in the feed; `notes` are what was left out of a thing that was taken.
    """

    kind: str
    key: str
    name: str
    outcome: Outcome
    aggregate_id: str | None = None
    changes: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    problems: tuple[FieldProblem, ...] = ()
    notes: tuple[FieldProblem, ...] = ()


@dataclass(frozen=True)
class Vanished:
    """Classes that are gone from the feed, of how many; `unconfirmed`: too many to believe, so nothing was withdrawn."""

    gone: int = 0
    of: int = 0
    unconfirmed: bool = False


@dataclass(frozen=True)
class FeedReport:
    """`counts`: outcome → things; and `kept` and `clashes` → things that have some, `notes` → fields left out.

    `doubt`: why what is missing was not taken as gone. `went_on_at`: the page at which an earlier, broken off import was gone on with.
    """

    url: str
    authority: str
    reading: Reading
    counts: Mapping[str, int]
    rows: tuple[FeedRow, ...]
    vanished: Vanished = Vanished()
    doubt: str = ""
    went_on_at: int | None = None
    import_id: str | None = None
    dry_run: bool = False
