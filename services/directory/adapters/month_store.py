"""How listings stood month by month: written with every class event, and made anew from the log of them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select

from services.directory.adapters.freshness_tables import class_months
from services.directory.domain.keeping import Stay
from services.directory.domain.months import kept_until, month_of
from shared.contracts.directory import ClassShown
from shared.storage.schema import outbox
from shared.storage.upsert import upsert

STATES = (
    "uk.signpost.class.published.v1",
    "uk.signpost.class.updated.v1",
    "uk.signpost.class.verified.v1",
    "uk.signpost.class.withdrawn.v1",
    "uk.signpost.class.restored.v1",
    "uk.signpost.places.changed.v1",
)
"""The events that carry the whole state of a class."""
AT_ONCE = 2_000


class MonthStore:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, states: Sequence[ClassShown], at: datetime) -> None:
        """What was said of classes at that moment; within a month the last word counts."""
        upsert(self._connection, class_months, [_row(state, at) for state in states])

    def stays(self, whose: str, *, authorities: Collection[str], providers: Collection[str]) -> list[Stay]:
        """`whose` is `network` or `provider`. Of these authorities, or of these providers where any is given. No network is `""`.

        The rows of a class that changed hands are read before anything is left out, or else one hand would seem to keep it for ever.
        """
        until = func.lead(class_months.c.month).over(partition_by=class_months.c.class_id, order_by=class_months.c.month)
        known = select(class_months, until.label("until"))
        if providers:
            ids = select(class_months.c.class_id).where(class_months.c.provider_id.in_(providers))
            known = known.where(class_months.c.class_id.in_(ids))
        spans = known.subquery()
        key = func.coalesce(spans.c.network, "") if whose == "network" else spans.c.provider_id
        listed = select(key, spans.c.month, spans.c.until, spans.c.kept_until, func.count()).where(~spans.c.withdrawn)
        listed = listed.where(spans.c.provider_id.in_(providers) if providers else spans.c.authority.in_(authorities))
        rows = self._connection.execute(listed.group_by(key, spans.c.month, spans.c.until, spans.c.kept_until))
        return [Stay(*row) for row in rows]


def fill_from_log(connection: Connection) -> None:
    """Made anew from every class event there is, in the order they were said."""
    connection.execute(delete(class_months))
    for rows in _batches(connection):
        upsert(connection, class_months, rows)


def _batches(connection: Connection) -> Iterator[list[dict[str, Any]]]:
    said = select(outbox.c.time, outbox.c.data).where(outbox.c.type.in_(STATES)).order_by(outbox.c.row)
    for part in connection.execution_options(yield_per=AT_ONCE).execute(said).partitions():
        yield [_row(ClassShown.model_validate(each.data["state"]), each.time) for each in part]


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
