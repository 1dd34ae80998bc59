"""Who needs chasing: the listings of a network or provider by age, and the order in which they ask for somebody's time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from services.directory.domain.freshness import Freshness

MOST = 9_999_999


@dataclass(frozen=True)
class Ages:
    """How many listings are in which band; `oldest` and `newest` verification among them."""

    counts: Mapping[Freshness, int]
    oldest: datetime
    newest: datetime

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def of(self, band: Freshness) -> int:
        return self.counts.get(band, 0)

    def with_(self, other: "Ages") -> "Ages":
        counts = {band: self.of(band) + other.of(band) for band in Freshness}
        return Ages(counts, min(self.oldest, other.oldest), max(self.newest, other.newest))


@dataclass(frozen=True)
class ProviderAges:
    """The listings of one provider that are not withdrawn."""

    id: str
    name: str
    authority: str
    network: str | None
    ages: Ages


def all_together(several: Iterable[Ages]) -> Ages:
    """Of at least one."""
    return reduce(Ages.with_, several)


def urgency(ages: Ages, id: str) -> str:
    """Sorts as text: most hidden and stale first, for learners cannot find those or should not trust them; then most ageing; then the
    longest unverified; then by id, so that the order is whole."""
    lost = ages.of(Freshness.HIDDEN) + ages.of(Freshness.STALE)
    return f"{MOST - lost:07}/{MOST - ages.of(Freshness.AGEING):07}/{ages.oldest.isoformat()}/{id}"
