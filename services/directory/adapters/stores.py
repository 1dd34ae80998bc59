"""Where providers, venues and classes are kept. One store per aggregate, on the connection of one unit of work or one look."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, select

from services.directory.adapters.tables import classes, providers, venues
from services.directory.domain.listings import ClassListing, Located, Provider, Venue
from services.directory.domain.names import name_key
from shared.contracts.directory import ClassDetails, ProviderDetails, VenueDetails
from shared.contracts.provision import Point, Precision
from shared.errors import NotFound
from shared.storage.types import WrittenJson
from shared.storage.upsert import upsert


def _one(connection: Connection, table: Table, id: str, what: str) -> RowMapping:
    row = connection.execute(select(table).where(table.c.id == id)).mappings().one_or_none()
    if row is None:
        raise NotFound(
            f"There is no {what} {id}.", remedy=f"Look for the {what} again: it may have been removed, or the link is incomplete."
        )
    return row


def _after(table: Table, after: str | None, limit: int, authority: str | None) -> Select[Any]:
    query = select(table).order_by(table.c.id).limit(limit)
    if after is not None:
        query = query.where(table.c.id > after)
    return query.where(table.c.authority == authority) if authority else query


def _named(table: Table, name: str, authority: str | None) -> Select[Any]:
    query = select(table).where(table.c.name_key == name_key(name)).order_by(table.c.id)
    return query.where(table.c.authority == authority) if authority else query


_AT_ONCE = 500
"""Values in one list of a query: SQLite takes 32,766 at most, and a plan of the query is made for each length."""


_MOST_REMEMBERED = 2_000


def _parts(values: Collection[str]) -> Iterator[list[str]]:
    rest = iter(dict.fromkeys(values))
    while part := list(islice(rest, _AT_ONCE)):
        yield part


class ProviderStore:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: str) -> Provider:
        return _provider(_one(self._connection, providers, id, "provider"))

    def save(self, new: Sequence[Provider]) -> None:
        rows = [
            {
                "id": each.id,
                "authority": each.details.authority,
                "name_key": name_key(each.details.name),
                "sequence": each.sequence,
                "details": WrittenJson(each.details.model_dump_json()),
            }
            for each in new
        ]
        upsert(self._connection, providers, rows)

    def page(self, after: str | None, limit: int, authority: str | None = None) -> list[Provider]:
        return self._all(_after(providers, after, limit, authority))

    def named(self, name: str, authority: str | None = None) -> list[Provider]:
        return self._all(_named(providers, name, authority))

    def _all(self, query: Select[Any]) -> list[Provider]:
        return [_provider(row) for row in self._connection.execute(query).mappings()]


class VenueStore:
    """Some of what was read is remembered: a store lives as long as its connection, which sees one moment and its own writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[str, Venue] = {}

    def get(self, id: str) -> Venue:
        return _venue(_one(self._connection, venues, id, "venue"))

    def save(self, new: Sequence[Venue]) -> None:
        self._read.clear()
        upsert(self._connection, venues, [_venue_row(each) for each in new])

    def page(self, after: str | None, limit: int, authority: str | None = None, words: str = "") -> list[Venue]:
        query = _after(venues, after, limit, authority).where(~venues.c.removed)
        for word in name_key(words).split():
            query = query.where(venues.c.words.contains(word, autoescape=True))
        return self._all(query)

    def named(self, name: str, authority: str | None = None) -> list[Venue]:
        return self._all(_named(venues, name, authority).where(~venues.c.removed))

    def some(self, ids: Collection[str]) -> dict[str, Venue]:
        wanted = set(ids)
        if len(self._read) > _MOST_REMEMBERED:
            self._read.clear()
        unread = sorted(wanted - self._read.keys())
        self._read |= {venue.id: venue for part in _parts(unread) for venue in self._all(select(venues).where(venues.c.id.in_(part)))}
        return {id: self._read[id] for id in wanted if id in self._read}

    def named_any(self, names: Collection[str], authority: str) -> list[Venue]:
        theirs = select(venues).where(venues.c.authority == authority, ~venues.c.removed).order_by(venues.c.id)
        keys = {name_key(name) for name in names}
        return [venue for part in _parts(keys) for venue in self._all(theirs.where(venues.c.name_key.in_(part)))]

    def _all(self, query: Select[Any]) -> list[Venue]:
        return [_venue(row) for row in self._connection.execute(query).mappings()]


class ClassStore:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: str) -> ClassListing:
        return class_of(_one(self._connection, classes, id, "class"))

    def save(self, new: Sequence[ClassListing]) -> None:
        upsert(self._connection, classes, [_class_row(each) for each in new])

    def of_provider(self, provider_id: str) -> list[ClassListing]:
        return self._all(select(classes).where(classes.c.provider_id == provider_id).order_by(classes.c.name_key, classes.c.id))

    def named(self, name: str, provider_id: str) -> list[ClassListing]:
        theirs = classes.c.provider_id == provider_id, classes.c.name_key == name_key(name)
        return self._all(select(classes).where(*theirs).order_by(classes.c.id))

    def named_any(self, names: Collection[str], provider_ids: Collection[str]) -> list[ClassListing]:
        theirs = select(classes).where(classes.c.provider_id.in_(list(provider_ids))).order_by(classes.c.id)
        keys = {name_key(name) for name in names}
        return [each for part in _parts(keys) for each in self._all(theirs.where(classes.c.name_key.in_(part)))]

    def some(self, ids: Collection[str]) -> dict[str, ClassListing]:
        found = (each for part in _parts(ids) for each in self._all(select(classes).where(classes.c.id.in_(part))))
        return {each.id: each for each in found}

    def at_venues(self, venue_ids: Collection[str]) -> list[ClassListing]:
        there = select(classes).order_by(classes.c.id)
        return [each for part in _parts(venue_ids) for each in self._all(there.where(classes.c.venue_id.in_(part)))]

    def at_venue(self, venue_id: str) -> list[ClassListing]:
        return self._all(select(classes).where(classes.c.venue_id == venue_id).order_by(classes.c.id))

    def page(self, after: str | None, limit: int) -> list[ClassListing]:
        return self._all(_after(classes, after, limit, None))

    def _all(self, query: Select[Any]) -> list[ClassListing]:
        return [class_of(row) for row in self._connection.execute(query).mappings()]


def _provider(row: RowMapping) -> Provider:
    return Provider(row["id"], ProviderDetails.model_validate(row["details"]), row["sequence"])


def _venue(row: RowMapping) -> Venue:
    return Venue(
        row["id"],
        VenueDetails.model_validate(row["details"]),
        steward=row["steward"],
        located=_located(row["lat"], row["lon"], row["precision"]),
        area=_located(row["area_lat"], row["area_lon"], row["area_precision"]),
        sequence=row["sequence"],
        removed=row["removed"],
    )


def _located(lat: float | None, lon: float | None, precision: str | None) -> Located | None:
    return Located(Point(lat=lat, lon=lon), Precision(precision)) if lat is not None and lon is not None and precision else None


def _venue_row(venue: Venue) -> dict[str, Any]:
    details, located, area = venue.details, venue.located, venue.area
    return {
        "id": venue.id,
        "authority": details.authority,
        "name_key": name_key(details.name),
        "words": name_key(" ".join(filter(None, (details.name, details.town, details.postcode)))),
        "steward": venue.steward,
        "sequence": venue.sequence,
        "removed": venue.removed,
        "lat": located.point.lat if located else None,
        "lon": located.point.lon if located else None,
        "precision": located.precision.value if located else None,
        "area_lat": area.point.lat if area else None,
        "area_lon": area.point.lon if area else None,
        "area_precision": area.precision.value if area else None,
        "details": WrittenJson(details.model_dump_json()),
    }


def class_of(row: RowMapping) -> ClassListing:
    return ClassListing(
        row["id"],
        row["authority"],
        ClassDetails.model_validate(row["details"]),
        verified_at=row["verified_at"],
        verified_by=row["verified_by"],
        sequence=row["sequence"],
        withdrawn=row["withdrawn"],
    )


def _class_row(listing: ClassListing) -> dict[str, Any]:
    return {
        "id": listing.id,
        "authority": listing.authority,
        "provider_id": listing.details.provider_id,
        "venue_id": listing.details.venue_id,
        "name_key": name_key(listing.details.name),
        "sequence": listing.sequence,
        "withdrawn": listing.withdrawn,
        "verified_at": listing.verified_at,
        "verified_by": listing.verified_by,
        "details": WrittenJson(listing.details.model_dump_json()),
    }
