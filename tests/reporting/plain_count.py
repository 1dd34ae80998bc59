"""What is on offer, counted plainly from the directory's own tables, with the directory's own rules: what reporting's figures must equal.

It knows nothing of events. Used after every fault too.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from services.directory.adapters.tables import classes, venues
from services.directory.domain.freshness import Freshness, freshness
from services.directory.domain.running import ended, today_at
from shared.contracts.directory import ClassDetails
from shared.contracts.provision import Format
from shared.storage.database import Database

Count = dict[tuple[str, str, str], int]
"""(authority or "every", level, "not-said" or "every", which figure) → how many; what is not there is none."""


def plain_count(directory: Database, now: datetime, taught: Format | None = None) -> Count:
    """`directory`: the directory's database; `now`: the moment at which classes are over, or were not checked for too long."""
    found: Counter[tuple[str, str, str]] = Counter()
    with directory.read() as connection:
        authority_of = {row.id: row.authority for row in connection.execute(select(venues.c.id, venues.c.authority))}
        for row in connection.execute(select(classes)):
            details = ClassDetails.model_validate(row.details)
            if not row.withdrawn and _on_offer(details, row.verified_at, now) and (taught is None or _taught(details, taught)):
                _count(found, details, authority_of[row.venue_id] if row.venue_id else row.authority)
    return {key: number for key, number in found.items() if number}


def shown_count(answer: Mapping[str, Any]) -> Count:
    """The same from what `GET /reporting/v1/supply` answers."""
    shown: Count = {}
    for line in (*answer["lines"], answer["region"]):
        for level, figures in (*line["levels"].items(), ("every", line["every_level"])):
            shown |= {(line["authority"], level, name): number for name, number in figures.items() if number}
    return shown


def _on_offer(details: ClassDetails, verified_at: datetime, now: datetime) -> bool:
    return not ended(details.ends_on, today_at(now)) and freshness(verified_at, now) is not Freshness.HIDDEN


def _taught(details: ClassDetails, taught: Format) -> bool:
    return details.format in (taught, Format.HYBRID)


def _count(found: Counter[tuple[str, str, str]], details: ClassDetails, authority: str) -> None:
    places = details.places
    for where in (authority, "every"):
        for level in ({each.value for each in details.levels} or {"not-said"}) | {"every"}:
            found[where, level, "classes"] += 1
            found[where, level, "told"] += places.open is not None
            found[where, level, "with_places"] += bool(places.open)
            found[where, level, "open_places"] += places.open or 0
            found[where, level, "waiting"] += places.waiting or 0
