"""What the sample consists of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from shared.contracts.directory import ClassDetails, ProviderDetails, VenueDetails


@dataclass(frozen=True)
class SampleNetwork:
    """A local ESOL network. `authority`: GSS code."""

    name: str
    authority: str


@dataclass(frozen=True)
class SampleProvider:
    id: str
    details: ProviderDetails


@dataclass(frozen=True)
class SampleVenue:
    """`steward`: id of the provider that added it."""

    id: str
    details: VenueDetails
    steward: str


@dataclass(frozen=True)
class SampleClass:
    """`published_at` ≤ `verified_at` < today, both UTC. A withdrawn class was published first and withdrawn since."""

    id: str
    details: ClassDetails
    published_at: datetime
    verified_at: datetime
    withdrawn: bool = False


@dataclass(frozen=True)
class SampleRegion:
    """In this order every id that is named was given before."""

    networks: list[SampleNetwork] = field(default_factory=list)
    providers: list[SampleProvider] = field(default_factory=list)
    venues: list[SampleVenue] = field(default_factory=list)
    classes: list[SampleClass] = field(default_factory=list)

    @classmethod
    def of(cls, batches: Iterable["SampleRegion"]) -> "SampleRegion":
        """All batches as one; a network is given once."""
        whole = cls()
        for batch in batches:
            whole.networks.extend(network for network in batch.networks if network not in whole.networks)
            whole.providers.extend(batch.providers)
            whole.venues.extend(batch.venues)
            whole.classes.extend(batch.classes)
        return whole
