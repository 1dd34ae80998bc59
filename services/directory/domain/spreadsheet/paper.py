"""The report of an import: what a development worker sends back to the network whose list it was. Plain words, no ids of ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.directory.domain.spreadsheet.plan import ImportedRow, LeftOut, PlannedRow

Difference = tuple[str, str, str]
"""What of it, as one says it, as the other does."""

OURS = frozenset({"provider_id", "venue_id", "authority"})
EMPTY = "(empty)"


@dataclass(frozen=True)
class LikelyPair:
    """A row beside what it is likely to be. `other` says where that is: a row of the sheet, or on Signpost."""

    number: int
    name: str
    other: str
    sureness: str
    reason: str
    differs: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Paper:
    """`facts`: the summary, label and value. `headers` are the sheet's own; `rows` those that were refused, with their cells."""

    facts: tuple[tuple[str, str], ...]
    headers: tuple[str, ...]
    refused: Iterable[PlannedRow | ImportedRow]
    changed: Iterable[PlannedRow | ImportedRow]
    likely: tuple[LikelyPair, ...]
    left_rows: Iterable[PlannedRow | ImportedRow]
    left_out: tuple[LeftOut, ...]


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Field by field in words; ids of ours are left out. What only one of them says counts too."""
    fields = [field for field in (*one, *(field for field in other if field not in one)) if field not in OURS]
    pairs = [(field_name(field), value_text(one.get(field)), value_text(other.get(field))) for field in fields]
    return tuple(pair for pair in pairs if pair[1] != pair[2])


def field_name(field: str) -> str:
    return field.replace("_", " ")


def value_text(value: Any) -> str:
    """Values as JSON holds them, the way a person says them."""
    if value is None or value in ("", [], {}):
        return EMPTY
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dict):
        return ", ".join(f"{field_name(name)} {value_text(part)}" for name, part in value.items() if part is not None) or EMPTY
    if isinstance(value, list | tuple):
        return "; ".join(map(value_text, value))
    return str(value)


def changed_fields_of(row: PlannedRow | ImportedRow) -> list[Difference]:
    """Before and after of a changed row, without ids of ours."""
    named = [(field, pair) for field, pair in row.changes.items() if field not in OURS]
    return [(field_name(field), value_text(pair[0]), value_text(pair[1])) for field, pair in named]
