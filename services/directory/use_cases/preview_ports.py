"""What previews of spreadsheets need: plans that are put aside and looked at page by page."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from services.directory.domain.spreadsheet.plan import Action, ImportPlan, ImportTarget, PlannedRow


@dataclass(frozen=True)
class KeptRows:
    """Some rows of a plan that was put aside, and how many there are of that kind."""

    rows: tuple[PlannedRow, ...]
    total: int


class KeptPreview(Protocol):
    """What a file would do, put aside for as long as the file is: a person looks at it page by page."""

    @property
    def plan(self) -> ImportPlan:
        """Without its rows."""
        ...

    @property
    def filename(self) -> str: ...

    @property
    def left(self) -> frozenset[int]:
        """The numbers of rows that the person wants left out."""
        ...

    def leave(self, numbers: Collection[int], *, out: bool) -> None:
        """Leaves these rows out from now on, or takes them after all."""
        ...

    def rows(self, action: Action | None = None, words: str = "", after: int = 0, limit: int | None = None) -> KeptRows:
        """In the order of the sheet, after the number given; `words` are looked for in the name and in all that the row says."""
        ...

    def some(self, numbers: Collection[int]) -> Mapping[int, PlannedRow]:
        """By number."""
        ...


class Previews(Protocol):
    """Plans put aside, by the upload and by whose its rows are to be."""

    def keep(self, upload: str, into: ImportTarget, filename: str, plan: ImportPlan, rows: Iterable[PlannedRow]) -> None:
        """In place of an earlier one."""
        ...

    def open(self, subject: str, upload: str, into: ImportTarget) -> KeptPreview:
        """Raises NotFound when it is gone, or is another person's."""
        ...
