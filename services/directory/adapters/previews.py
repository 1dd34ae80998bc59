"""Plans put aside beside the files they are of, each in a small database of its own, so that a page of 50,000 rows is quickly found."""

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import Any

import orjson
from pydantic import TypeAdapter

from services.directory.adapters.uploads import Uploads
from services.directory.domain.names import name_key
from services.directory.domain.spreadsheet.paper import OURS
from services.directory.domain.spreadsheet.plan import Action, Changes, ImportPlan, ImportTarget, PlannedRow
from services.directory.use_cases.preview_ports import KeptRows
from shared.errors import FieldProblem, NotFound

_TABLES = (
    "CREATE TABLE plan (filename TEXT NOT NULL, said TEXT NOT NULL)",
    "CREATE TABLE left_out (number INTEGER PRIMARY KEY)",
    "CREATE TABLE rows (number INTEGER PRIMARY KEY, action TEXT NOT NULL, name TEXT NOT NULL, words TEXT NOT NULL, said TEXT NOT NULL)",
    "CREATE INDEX by_action ON rows (action, number)",
)
_plan = TypeAdapter(ImportPlan)


class PreviewFiles:
    """In the folder of the uploads, and gone with them."""

    def __init__(self, folder: Path, uploads: Uploads) -> None:
        self._folder, self._uploads = folder, uploads

    def keep(self, upload: str, into: ImportTarget, filename: str, plan: ImportPlan, rows: Iterable[PlannedRow]) -> None:
        path = self._path(upload, into)
        aside = path.with_name(f"{path.name}.{token_hex(8)}.part")
        try:
            with closing(sqlite3.connect(aside)) as connection, connection:
                for statement in ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", *_TABLES):
                    connection.execute(statement)
                connection.execute("INSERT INTO plan VALUES (?, ?)", (filename, _plan.dump_json(replace(plan, rows=())).decode()))
                connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?)", map(_written, rows))
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)

    def open(self, subject: str, upload: str, into: ImportTarget) -> "PreviewFile":
        self._uploads.check_theirs(subject, upload)
        path = self._path(upload, into)
        if not path.exists():
            raise NotFound("What this file would do is not kept any more.", remedy="Choose the file again to see what would happen.")
        return PreviewFile(path)

    def _path(self, upload: str, into: ImportTarget) -> Path:
        whose = hashlib.sha256(f"{into.authority} {into.provider_id or ''}".encode()).hexdigest()[:12]
        return self._folder / f"{upload}.{whose}.preview"


class PreviewFile:
    """services.directory.use_cases.ports.KeptPreview on one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._opened() as connection:
            filename, said = connection.execute("SELECT filename, said FROM plan").fetchone()
        self.filename: str = filename
        self.plan = _plan.validate_json(said)

    @property
    def left(self) -> frozenset[int]:
        with self._opened() as connection:
            return frozenset(number for (number,) in connection.execute("SELECT number FROM left_out"))

    def leave(self, numbers: Collection[int], *, out: bool) -> None:
        change = "INSERT OR IGNORE INTO left_out VALUES (?)" if out else "DELETE FROM left_out WHERE number = ?"
        with self._opened() as connection, connection:
            connection.executemany(change, [(number,) for number in numbers])

    def rows(self, action: Action | None = None, words: str = "", after: int = 0, limit: int | None = None) -> KeptRows:
        wanted = [("action = ?", action.value)] if action else [("action != ?", Action.SAME.value)]
        wanted += [("instr(words, ?)", word) for word in name_key(words).split()]
        where, values = " AND ".join(said for said, _ in wanted), [value for _, value in wanted]
        with self._opened() as connection:
            total = connection.execute(f"SELECT count(*) FROM rows WHERE {where}", values).fetchone()[0]  # noqa: S608 - our own words
            found = connection.execute(
                f"SELECT number, action, name, said FROM rows WHERE {where} AND number > ? ORDER BY number LIMIT ?",  # noqa: S608 - the same
                [*values, after, -1 if limit is None else limit],
            )
            return KeptRows(tuple(map(_row, found)), total)

    def some(self, numbers: Collection[int]) -> Mapping[int, PlannedRow]:
        with self._opened() as connection:
            marks = ", ".join("?" * len(numbers))
            found = connection.execute(f"SELECT number, action, name, said FROM rows WHERE number IN ({marks})", list(numbers))  # noqa: S608 - question marks
            return {row.number: row for row in map(_row, found)}

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path)) as connection:
            yield connection


def _written(row: PlannedRow) -> tuple[int, str, str, str, str]:
    said = {
        "aggregate_id": row.aggregate_id,
        "changes": row.changes,
        "problems": [[each.field, each.message, each.remedy] for each in row.problems],
        "notes": row.notes,
        "cells": row.cells,
    }
    texts = [row.name, *row.cells, *_texts(row.changes)]
    return row.number, row.action.value, row.name, name_key(" ".join(texts)), orjson.dumps(said).decode()


def _texts(changes: Changes) -> list[str]:
    """What a person would look for: codes of ours are none of it."""
    said = [after for field, (_, after) in changes.items() if field not in OURS]
    return [text for value in said for text in (value.values() if isinstance(value, dict) else [value]) if isinstance(text, str)]


def _row(stored: tuple[int, str, str, str]) -> PlannedRow:
    number, action, name, text = stored
    said: dict[str, Any] = orjson.loads(text)
    problems = tuple(FieldProblem(*each) for each in said["problems"])
    return PlannedRow(
        number, Action(action), name, said["aggregate_id"], said["changes"], problems, tuple(said["notes"]), tuple(said["cells"])
    )
