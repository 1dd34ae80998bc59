"""What managing partners needs from the world."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.reporting.domain.partners import Partner
from services.reporting.use_cases.feed_ports import Grant
from shared.storage.port import BeginsWork, UnitOfWork


@dataclass(frozen=True)
class KeptSecret:
    """Of the secret itself only its digest is kept. `until`: from then on it opens nothing; None: no end yet."""

    digest: str
    made_at: datetime
    until: datetime | None = None


class Partners(Protocol):
    def find(self, name: str) -> Partner | None:
        """Removed ones too."""
        ...

    def every(self) -> list[Partner]:
        """By name, removed ones too."""
        ...

    def save(self, partner: Partner) -> None: ...

    def settled(self, partner: Partner) -> None:
        """The broker is as this says. Nothing, when the partner was changed meanwhile."""
        ...

    def secrets(self, name: str) -> list[KeptSecret]:
        """The newest first."""
        ...

    def keep_secret(self, name: str, secret: KeptSecret) -> None: ...

    def end_secrets(self, name: str, at: datetime) -> None:
        """None of those kept now opens anything from then on; what ends earlier still does."""
        ...

    def grant(self, digest: str, now: datetime) -> Grant | None: ...


class PartnerStores(Protocol):
    @property
    def partners(self) -> Partners: ...


class PartnerWork(UnitOfWork, PartnerStores, Protocol):
    """To change partners."""


class PartnerWorks(BeginsWork[PartnerWork], Protocol):
    def look(self) -> AbstractContextManager[PartnerStores]: ...


@dataclass(frozen=True)
class Waiting:
    """What stands on the broker for a partner at this moment."""

    queue: int
    stream: int
    connections: int


class PartnerBroker(Protocol):
    """Every call may be repeated, also after one that was broken off. Raises Unavailable, saying what to do."""

    def make(self, partner: Partner) -> None:
        """Its user, queue and stream are there, and hear what it may hear and nothing else."""
        ...

    def drop_queues(self, partner: Partner) -> None:
        """With all that waits in them."""
        ...

    def cut(self, partner: Partner) -> None:
        """End its connections."""
        ...

    def remove(self, partner: Partner) -> None:
        """Its connections, user, queue and stream are gone."""
        ...

    def waiting(self, partner: Partner) -> Waiting: ...
