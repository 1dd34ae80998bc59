"""How listings stood month by month: written with every class event."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from services.directory.adapters.freshness_tables import class_months
from services.directory.domain.keeping import Stay, Whose
from services.directory.domain.months import kept_until, month_of
from shared.contracts.directory import ClassShown
from shared.storage.upsert import Row, upsert


class MonthStore:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, states: Sequence[ClassShown], at: datetime) -> None:
        """What was said of classes at that moment; within a month the last word counts."""
        _keep(self._connection, [_row(state, at) for state in states])

    def stays(self, whose: Whose, since: int, authorities: Collection[str], providers: Collection[str] | None) -> list[Stay]:
        """Of these providers; else, with None, of these authorities. No network is `""`."""
        key = func.coalesce(class_months.c.network, "") if whose == "network" else class_months.c.provider_id
        alike = (key, class_months.c.month, class_months.c.until, class_months.c.kept_until)
        theirs = class_months.c.authority.in_(authorities) if providers is None else class_months.c.provider_id.in_(providers)
        reaching = class_months.c.until.is_(None) | (class_months.c.until > since)
        listed = select(*alike, func.count()).where(~class_months.c.withdrawn, reaching, theirs).group_by(*alike)
        return [Stay(*row) for row in self._connection.execute(listed)]


def _keep(connection: Connection, rows: Sequence[Row]) -> None:
    upsert(connection, class_months, rows)
    if rows:
        connection.execute(_UNTIL, [{"of": row["class_id"], "since": row["month"]} for row in rows])


_later = class_months.alias("later")
_next = select(func.min(_later.c.month)).where(_later.c.class_id == class_months.c.class_id, _later.c.month > class_months.c.month)
_open = class_months.c.until.is_(None) | (class_months.c.until > bindparam("since"))
_UNTIL = update(class_months).where(class_months.c.class_id == bindparam("of"), _open).values(until=_next.scalar_subquery())
"""Whatever stood in that month stands until the next; a clock that was put back is no reason to count a class twice."""


def _row(state: ClassShown, at: datetime) -> dict[str, Any]:
    return {
        "class_id": state.id,
        "month": month_of(at),
        "authority": state.authority,
        "provider_id": state.provider.id,
        "network": state.provider.network,
        "kept_until": kept_until(state.verified_at),
        "withdrawn": state.withdrawn,
    }
