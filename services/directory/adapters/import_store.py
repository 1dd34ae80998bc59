"""Where imports are remembered, and the references that importers use for what they brought in."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, tuple_

from services.directory.adapters.import_tables import external_references, import_rows, imports
from services.directory.domain.spreadsheet.plan import Action, ImportedRow, ImportRecord, Kind, Likeness, Reference
from shared.errors import FieldProblem, NotFound
from shared.storage.upsert import upsert

_AT_ONCE = 500
"""Values in one list of a query."""


class ImportStore:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, import_id: str) -> ImportRecord:
        row = self._connection.execute(select(imports).where(imports.c.id == import_id)).mappings().one_or_none()
        if row is None:
            raise NotFound(f"There is no import {import_id}.", remedy="Look for it in the list of imports: the link may be incomplete.")
        return _record(row)

    def page(
        self, limit: int, authority: str | None = None, provider_id: str | None = None, after: ImportRecord | None = None
    ) -> list[ImportRecord]:
        query = select(imports).order_by(imports.c.at.desc(), imports.c.id.desc()).limit(limit)
        if after:
            query = query.where(tuple_(imports.c.at, imports.c.id) < (after.at, after.id))
        if authority:
            query = query.where(imports.c.authority == authority)
        if provider_id:
            query = query.where(imports.c.provider_id == provider_id)
        return [_record(row) for row in self._connection.execute(query).mappings()]

    def save(self, record: ImportRecord) -> None:
        row = {
            "id": record.id,
            "at": record.at,
            "by_subject": record.by_subject,
            "by_name": record.by_name,
            "filename": record.filename,
            "sha256": record.sha256,
            "sheet": record.sheet,
            "kind": record.kind.value,
            "authority": record.authority,
            "provider_id": record.provider_id,
            "status": record.state.value,
            "headers": list(record.headers),
            "counts": dict(record.counts),
            "undone_at": record.undone_at,
            "undone_by": record.undone_by,
            "left_alone": record.left_alone,
            "likely": [asdict(each) for each in record.likely] or None,
        }
        upsert(self._connection, imports, [row])

    def rows(self, import_id: str, action: Action | None = None, after: int = 0, words: str = "") -> Iterator[ImportedRow]:
        query = select(import_rows).where(import_rows.c.import_id == import_id).order_by(import_rows.c.number)
        if after:
            query = query.where(import_rows.c.number > after)
        for word in words.split():
            query = query.where(import_rows.c.name.icontains(word, autoescape=True))
        if action:
            query = query.where(import_rows.c.action == action.value)
        for row in self._connection.execute(query).mappings():
            yield _imported(row)

    def save_rows(self, import_id: str, rows: Sequence[ImportedRow]) -> None:
        if rows:
            self._connection.execute(insert(import_rows), [_row(import_id, each) for each in rows])

    def refers_to(self, kind: str, scope: str, reference: str) -> str | None:
        where = external_references.c
        found = select(where.aggregate_id).where(where.kind == kind, where.scope == scope, where.reference == reference)
        return self._connection.execute(found).scalar_one_or_none()

    def refer_to(self, kind: str, scope: str, references: Collection[str]) -> dict[str, str]:
        where = external_references.c
        theirs = select(where.reference, where.aggregate_id).where(where.kind == kind, where.scope == scope)
        rest, found = list(dict.fromkeys(references)), dict[str, str]()
        for at in range(0, len(rest), _AT_ONCE):
            some = theirs.where(where.reference.in_(rest[at : at + _AT_ONCE]))
            found |= {row.reference: row.aggregate_id for row in self._connection.execute(some)}
        return found

    def save_references(self, import_id: str, references: Sequence[Reference]) -> None:
        rows = [
            {"kind": each.kind, "scope": each.scope, "reference": each.reference, "aggregate_id": each.aggregate_id, "import_id": import_id}
            for each in references
        ]
        upsert(self._connection, external_references, rows)

    def referred_to(self, kind: str, scope: str, aggregate_id: str) -> bool:
        where = external_references.c
        found = select(where.reference).where(where.aggregate_id == aggregate_id, where.kind == kind, where.scope == scope).limit(1)
        return self._connection.execute(found).first() is not None

    def forget_references(self, import_id: str, aggregate_id: str) -> None:
        where = external_references.c
        self._connection.execute(delete(external_references).where(where.aggregate_id == aggregate_id, where.import_id == import_id))

    def taken_back(self, aggregate_id: str) -> bool:
        added = import_rows.c.aggregate_id == aggregate_id, import_rows.c.action == Action.ADD.value
        query = select(imports.c.id).join(import_rows).where(*added, imports.c.undone_at.is_not(None)).limit(1)
        return self._connection.execute(query).first() is not None


def _record(row: RowMapping) -> ImportRecord:
    kept = {name: value for name, value in row.items() if name != "status"}
    likely = tuple(Likeness(**each) for each in row["likely"] or ())
    return ImportRecord(**kept | {"kind": Kind(row["kind"]), "headers": tuple(row["headers"]), "likely": likely})


def _row(import_id: str, row: ImportedRow) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "number": row.number,
        "action": row.action.value,
        "name": row.name,
        "aggregate_id": row.aggregate_id,
        "before": dict(row.before) if row.before is not None else None,
        "sequence_after": row.sequence_after,
        "problems": [[problem.field, problem.message, problem.remedy] for problem in row.problems],
        "cells": list(row.cells),
        "changes": dict(row.changes) or None,
        "notes": list(row.notes) or None,
    }


def _imported(row: RowMapping) -> ImportedRow:
    return ImportedRow(
        row["number"],
        Action(row["action"]),
        row["name"],
        aggregate_id=row["aggregate_id"],
        before=row["before"],
        sequence_after=row["sequence_after"],
        problems=tuple(FieldProblem(*each) for each in row["problems"]),
        cells=tuple(row["cells"]),
        changes=row["changes"] or {},
        notes=tuple(row["notes"] or ()),
    )
