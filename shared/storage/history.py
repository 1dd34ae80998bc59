"""Reading who did what, newest first."""

from sqlalchemy import Connection, select

from shared.storage.port import HistoryEntry
from shared.storage.schema import history


def history_of(connection: Connection, kind: str, entity_id: str, *, limit: int = 50, before: int | None = None) -> list[HistoryEntry]:
    """One page for one thing; `before` is the `row` of the last entry of the page above."""
    query = select(history).where(history.c.kind == kind, history.c.entity_id == entity_id)
    if before is not None:
        query = query.where(history.c.row < before)
    rows = connection.execute(query.order_by(history.c.row.desc()).limit(limit)).mappings()
    return [HistoryEntry(**row) for row in rows]
