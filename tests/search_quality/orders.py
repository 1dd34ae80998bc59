"""What must stand above what, whatever the numbers of the ranking table: small answers in which one thing alone differs.

The ids are against the order wanted, so that two classes with equal points stand the wrong way round and are seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pydantic_core import from_json

from services.directory.domain.criteria import Criteria
from services.directory.use_cases.find_classes import find_classes
from services.directory.use_cases.ports import ClassSearch
from shared.clock import SetClock
from shared.contracts.directory import ClassDetails, ClassShown, ProviderShown, WhereShown
from shared.contracts.provision import Places, Point, ProviderKind
from tests.search_quality.corpus import NOW, places, words

LEEDS = Point(lat=53.7997, lon=-1.5492)
KM_NORTH = 1 / 111.2
"""A kilometre in degrees of latitude."""


@dataclass(frozen=True)
class Order:
    """`best_first` in the order wanted when `q` is asked."""

    q: str
    best_first: tuple[ClassShown, ...]


def listing(
    at: int, name: str = "English class", *, days_old: int = 10, km: float = 1.0, provider: str = "Trust", **details: Any
) -> ClassShown:
    return ClassShown(
        id=f"{99 - at:02}",
        authority="E08000035",
        details=ClassDetails(name=name, provider_id="p", **details),
        provider=ProviderShown(id="p", name=provider, kind=ProviderKind.CHARITY),
        where=WhereShown(name="Hall", authority="E08000035", point=Point(lat=LEEDS.lat + km * KM_NORTH, lon=LEEDS.lon)),
        verified_at=NOW - timedelta(days=days_old),
    )


ORDERS: Mapping[str, Order] = {
    "checked lately above ageing above stale": Order("", (listing(0), listing(1, days_old=120), listing(2, days_old=250))),
    "a place open above nothing told above a waiting list above full": Order(
        "",
        (
            listing(0, places=Places(open=3)),
            listing(1),
            listing(2, places=Places(open=0, waiting_list=True)),
            listing(3, places=Places(open=0, waiting_list=False)),
        ),
    ),
    "nearest first": Order("leeds", tuple(listing(at, km=km) for at, km in enumerate((0.3, 1.5, 3, 4.5, 7, 9.5)))),
    "nearest first among those with the same word": Order(
        "knitting leeds", (listing(0, "Knitting", km=0.5), listing(1, "Knitting", km=3), listing(2, "Knitting", km=7))
    ),
    "what can be joined now above next month above next term": Order(
        "",
        (
            listing(0, roll_on=True),
            listing(1, starts_on=NOW.date() + timedelta(days=30)),
            listing(2, starts_on=NOW.date() + timedelta(days=80)),
        ),
    ),
    "a name above a provider's name above a description": Order(
        "knitting",
        (listing(0, "Knitting and English"), listing(1, provider="The Knitting Trust"), listing(2, description="There is knitting too.")),
    ),
    "the word that was typed above another word for it": Order(
        "asylum", (listing(0, "English for people seeking asylum"), listing(1, "English for refugees"))
    ),
    "saying a word again gains nothing over a place open": Order(
        "knitting",
        (
            listing(0, "Knitting", places=Places(open=3)),
            listing(1, "Knitting, knitting and more knitting", description="Knitting. " * 60, provider="Knitting for all"),
        ),
    ),
    "full near by below a place open a little farther": Order(
        "leeds", (listing(0, km=1.5, places=Places(open=4)), listing(1, km=0.5, places=Places(open=0, waiting_list=False)))
    ),
    "next door above a place open across the town": Order("leeds", (listing(0, km=0.5), listing(1, km=7.5, places=Places(open=4)))),
    "what can be joined now above next term a little nearer": Order(
        "leeds", (listing(0, km=1.5, roll_on=True), listing(1, km=1.1, starts_on=NOW.date() + timedelta(days=80)))
    ),
    "stale next door below one checked lately across the town": Order("leeds", (listing(0, km=7), listing(1, km=0.3, days_old=250))),
}


def as_found(search: ClassSearch, order: Order) -> list[str]:
    """Ids as the engine, which holds the classes of this order alone, gives them."""
    found = find_classes(search, places(), words(), SetClock(NOW), Criteria(q=order.q), None).found
    return [from_json(hit.card)["id"] for hit in found.hits]


def wanted(order: Order) -> Sequence[str]:
    return [shown.id for shown in order.best_first]
