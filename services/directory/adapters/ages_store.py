"""The ages of listings, counted where they are kept."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from services.directory.adapters.stores import class_of
from services.directory.adapters.tables import classes, providers
from services.directory.domain.asks import Word
from services.directory.domain.chasing import Ages, ProviderAges
from services.directory.domain.freshness import Freshness, span
from services.directory.domain.listings import ClassListing
from shared.storage.schema import history

SAID = ("withdrawn", "places changed")
"""What somebody does to a listing that leaves its age as it was."""


class AgesStore:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_provider(self, now: datetime, authorities: Collection[str], provider_ids: Collection[str]) -> list[ProviderAges]:
        verified = classes.c.verified_at
        in_band = [func.count().filter(*_within(band, now)).label(band.value) for band in Freshness]
        ages = (*in_band, func.min(verified).label("oldest"), func.max(verified).label("newest"))
        counted = select(classes.c.provider_id, *ages).where(~classes.c.withdrawn).group_by(classes.c.provider_id).subquery()
        about = select(providers.c.id, providers.c.authority, providers.c.details, counted).join(
            counted, counted.c.provider_id == providers.c.id
        )
        theirs = about.where(providers.c.authority.in_(authorities) | providers.c.id.in_(provider_ids))
        return [_ages(row) for row in self._connection.execute(theirs).mappings()]

    def listings(
        self, now: datetime, provider_ids: Collection[str], band: Freshness | None, after: ClassListing | None, limit: int
    ) -> list[ClassListing]:
        query = select(classes).where(~classes.c.withdrawn, classes.c.provider_id.in_(provider_ids))
        if band:
            query = query.where(*_within(band, now))
        if after:
            same = (classes.c.verified_at == after.verified_at) & (classes.c.id > after.id)
            query = query.where((classes.c.verified_at > after.verified_at) | same)
        rows = self._connection.execute(query.order_by(classes.c.verified_at, classes.c.id).limit(limit)).mappings()
        return [class_of(row) for row in rows]

    def last_words(self, provider_ids: Collection[str]) -> dict[str, Word]:
        about = classes.join(history, (history.c.kind == "class") & (history.c.entity_id == classes.c.id))
        newest = select(classes.c.provider_id, func.max(history.c.row).label("row")).select_from(about)
        theirs = newest.where(classes.c.provider_id.in_(provider_ids), history.c.action.in_(SAID))
        last = theirs.group_by(classes.c.provider_id).subquery()
        query = select(last.c.provider_id, history.c.at, history.c.actor_name, history.c.action).join(history, history.c.row == last.c.row)
        return {row.provider_id: Word(row.at, row.actor_name, row.action) for row in self._connection.execute(query)}

    def last_checks(self, provider_ids: Collection[str]) -> dict[str, Word]:
        newest = func.row_number().over(partition_by=classes.c.provider_id, order_by=classes.c.verified_at.desc())
        placed = select(classes.c.provider_id, classes.c.verified_at, classes.c.verified_by, newest.label("place"))
        last = placed.where(classes.c.provider_id.in_(provider_ids)).subquery()
        rows = self._connection.execute(select(last).where(last.c.place == 1))
        return {row.provider_id: Word(row.verified_at, row.verified_by, "verified") for row in rows}


def _within(band: Freshness, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """As domain/freshness.py draws the bands, so that the database can count them."""
    older, newest = span(band, now)
    bounds = [classes.c.verified_at >= older] if older else []
    return (*bounds, *([classes.c.verified_at < newest] if newest else []))


def _ages(row: RowMapping) -> ProviderAges:
    ages = Ages({band: row[band.value] for band in Freshness}, row["oldest"], row["newest"])
    return ProviderAges(row["id"], row["details"]["name"], row["authority"], row["details"].get("network"), ages)
