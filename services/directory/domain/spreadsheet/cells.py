"""Reading one row, field by field, so that a person hears of everything wrong with it at once."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from services.directory.domain.spreadsheet.plan import Recognised
from services.directory.domain.spreadsheet.sheet import Broken, Cell, Row, as_text
from services.directory.domain.spreadsheet.values import Unreadable
from shared.errors import FieldProblem

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

_ERROR_VALUES = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


class RowCells:
    """The cells of one row by field. Problems are collected under the headers of the sheet."""

    def __init__(self, recognised: Recognised, row: Row) -> None:
        self._recognised, self._row = recognised, row
        self.problems: list[FieldProblem] = []

    def text(self, field: str) -> str | None:
        """None when the cell is empty, or no column holds the field: an empty cell says nothing."""
        return self.read(field, as_text)

    def read(self, field: str, reader: Callable[[Cell], T]) -> T | None:
        """What the reader makes of the cell; a cell it cannot read is a problem of the row."""
        column = self._recognised.columns.get(field)
        cell = self._row.cell(column.at) if column else None
        if cell is None:
            return None
        try:
            return reader(_sound(cell))
        except Unreadable as wrong:
            self.problem(field, wrong.message, wrong.remedy)
            return None

    def has(self, field: str) -> bool:
        return field in self._recognised.columns

    def problem(self, field: str, message: str, remedy: str) -> None:
        header = self._recognised.header(field)
        if not any(each.field == header for each in self.problems):
            self.problems.append(FieldProblem(header, message, remedy))


def _sound(cell: Cell) -> Cell:
    if isinstance(cell, Broken):
        raise Unreadable(
            f"The cell has no value: {cell.why}.", "Write the value itself, or open the file in your spreadsheet program and save it once."
        )
    if isinstance(cell, str) and cell in _ERROR_VALUES:
        raise Unreadable(f"The cell shows the error {cell}.", "Mend the formula, or write the value itself.")
    return cell


_SAID: dict[str, Callable[[dict[str, object]], str]] = {
    "string_too_long": lambda about: f"It is too long: at most {about.get('max_length')} characters fit.",
    "string_too_short": lambda about: f"It is too short: at least {about.get('min_length')} characters are needed.",
    "greater_than_equal": lambda about: f"It is too small: at least {about.get('ge')} is meant.",
    "less_than_equal": lambda about: f"It is too large: at most {about.get('le')} is meant.",
}
_REMEDIES = {
    "email": ("This is not an e-mail address.", "Write one address such as esol@college.ac.uk, or leave it empty."),
    "website": ("This is not a web address.", "Write it from https:// on, or leave it empty."),
    "phone": ("This is not a phone number.", "Write one number such as 0113 496 0000, without words, or leave it empty."),
}


def checked(model: type[M], values: Mapping[str, object], cells: RowCells, renamed: dict[str, str] | None = None) -> M | None:
    """The model, or None with every breach of its limits noted. `renamed`: field of the model → field of the sheet."""
    try:
        return model.model_validate(values)
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False, include_input=False):
            name = str(error["loc"][-1]) if error["loc"] else ""
            message, remedy = _said(name, str(error["type"]), dict(error.get("ctx", {})))
            cells.problem((renamed or {}).get(name, name), message, remedy)
        return None


def _said(field: str, kind: str, about: dict[str, object]) -> tuple[str, str]:
    if kind in _SAID:
        return _SAID[kind](about), "Change it so that it fits."
    return _REMEDIES.get(field, ("This value is not allowed here.", "Change it, or leave it empty."))
