"""Rows as one short text, equal when the rows are; and where two sets of rows differ."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from services.reporting.domain.projection import Key


@dataclass(frozen=True)
class Comparison:
    """Of a table as it is stored and as the log gives it. `hash`es are equal when nothing differs; the rest names keys of rows."""

    table: str
    rows: int
    stored_hash: str
    log_hash: str
    missing: tuple[Key, ...]
    surplus: tuple[Key, ...]
    different: tuple[Key, ...]

    @property
    def agrees(self) -> bool:
        return self.stored_hash == self.log_hash


def fingerprint(rows: Mapping[Key, Any]) -> str:
    """SHA-256 of every field of every row, in the order of their keys."""
    digest = hashlib.sha256()
    for key in sorted(rows, key=str):
        digest.update(json.dumps([_plain(getattr(rows[key], field.name)) for field in fields(rows[key])]).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def fingerprint_of_ids(ids: Iterable[str]) -> str:
    """The same for a set of ids."""
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()


def compared(table: str, stored: Mapping[Key, Any], log: Mapping[Key, Any]) -> Comparison:
    return Comparison(
        table=table,
        rows=len(stored),
        stored_hash=fingerprint(stored),
        log_hash=fingerprint(log),
        missing=tuple(sorted(log.keys() - stored.keys())),
        surplus=tuple(sorted(stored.keys() - log.keys())),
        different=tuple(sorted(key for key in log.keys() & stored.keys() if log[key] != stored[key])),
    )


def _plain(value: Any) -> Any:
    """As JSON has it; one moment is one text, whatever zone it was told in."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, bool | int | float) else str(value)
