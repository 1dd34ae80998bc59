"""What keeping listings fresh needs from the world, beside ports.py."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from services.directory.domain.asks import Ask, Word
from services.directory.domain.chasing import ProviderAges
from services.directory.domain.freshness import Freshness
from services.directory.domain.keeping import Stay, Whose
from services.directory.domain.listings import ClassListing
from services.directory.domain.verifying_together import Verification
from shared.contracts.directory import ClassShown


class AgesOfListings(Protocol):
    """Listings by how long ago a human verified them; withdrawn ones are left out."""

    def by_provider(self, now: datetime, authorities: Collection[str], provider_ids: Collection[str]) -> list[ProviderAges]:
        """Of the providers of these authorities, and of these providers; none without a listing."""
        ...

    def listings(
        self, now: datetime, provider_ids: Collection[str], band: Freshness | None, after: ClassListing | None, limit: int
    ) -> list[ClassListing]:
        """The longest unverified first."""
        ...

    def last_words(self, provider_ids: Collection[str]) -> dict[str, Word]:
        """Provider → its last withdrawal or change of places."""
        ...

    def last_checks(self, provider_ids: Collection[str]) -> dict[str, Word]:
        """Provider → the last time one of its listings was said to be right."""
        ...


class Asks(Protocol):
    """Who was asked whether their listings are still right."""

    def get(self, id: str) -> Ask:
        """Raises NotFound."""
        ...

    def save(self, ask: Ask) -> None: ...

    def of_provider(self, provider_id: str, before: str | None, limit: int) -> list[Ask]:
        """The last asked first, those taken back too; `before` is the id of the last one seen."""
        ...

    def latest(self, provider_ids: Collection[str]) -> dict[str, Ask]:
        """Provider → the last time it was asked, of those not taken back."""
        ...


class Verifications(Protocol):
    """What was verified together."""

    def get(self, id: str) -> Verification:
        """Raises NotFound."""
        ...

    def save(self, record: Verification) -> None: ...

    def of_provider(self, provider_id: str, before: str | None, limit: int) -> list[Verification]:
        """Newest first; `before` is the id of the last one seen."""
        ...


class Months(Protocol):
    """How listings stood at the end of each month."""

    def note(self, states: Sequence[ClassShown], at: datetime) -> None:
        """What an event said of classes."""
        ...

    def stays(self, whose: Whose, since: int, authorities: Collection[str], providers: Collection[str] | None) -> list[Stay]:
        """Those that reach beyond the month `since`. Of these providers; else, with None, of these authorities. No network is `""`."""
        ...
