"""A class as rows of the feed, and rows as an entry again."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from sqlalchemy import RowMapping

from services.directory.domain.openreferral.entries import Entry
from services.directory.domain.openreferral.identifiers import feed_id
from services.directory.domain.openreferral.question import on_the_sphere
from services.directory.domain.openreferral.searched import searched_words
from services.directory.domain.openreferral.services import at_location_id, terms_of
from services.directory.domain.openreferral.status import Moments, moments
from services.directory.domain.openreferral.vocabulary import Term
from shared.contracts.directory import ClassShown, ProviderDetails, VenueDetails

Row = dict[str, Any]


def class_row(shown: ClassShown, sequence: int, now: datetime) -> Row:
    when = moments(shown, now)
    where = None if shown.withdrawn else shown.where
    x, y, z = on_the_sphere(where.point.lat, where.point.lon) if where and where.point else (None, None, None)
    offered = None if shown.withdrawn else shown.details
    return {
        "id": feed_id(shown.id),
        "subject": shown.id,
        "sequence": sequence,
        "at_id": at_location_id(shown.id) if shown.where else None,
        "organization_id": feed_id(shown.provider.id),
        "provider_id": shown.provider.id,
        "venue_id": where.venue_id if where else None,
        "changed_at": when.changed,
        "unchecked_at": when.unchecked,
        "over_at": when.over,
        "withdrawn": shown.withdrawn,
        "minimum_age": offered.minimum_age if offered else None,
        "maximum_age": offered.maximum_age if offered else None,
        "x": x,
        "y": y,
        "z": z,
        "terms": _marked("|", [] if shown.withdrawn else [coded(term) for term in terms_of(shown)]),
        "words": _marked(" ", searched_words(shown)),
    }


def session_rows(shown: ClassShown) -> list[Row]:
    sessions = () if shown.withdrawn else shown.details.sessions
    return [
        {"id": feed_id(shown.id), "at": at, "day": each.day.value, "starts": clock_text(each.starts), "ends": clock_text(each.ends)}
        for at, each in enumerate(sessions)
    ]


def clock_text(moment: time) -> str:
    """All as long, so that texts compare as times do."""
    return moment.isoformat(timespec="microseconds")


def coded(term: Term) -> str:
    return f"{term.taxonomy.code}:{term.code}"


def _marked(mark: str, entries: Iterable[str]) -> str:
    return mark + mark.join(entries) + mark


def entry_of(row: RowMapping) -> Entry:
    """A row of services with their states, providers and venues."""
    return Entry(
        ClassShown.model_validate(row["state"]),
        Moments(row["changed_at"], row["unchecked_at"], row["over_at"], row["withdrawn"]),
        ProviderDetails.model_validate(row["provider"]) if row["provider"] else None,
        VenueDetails.model_validate(row["venue"]) if row["venue"] else None,
    )
