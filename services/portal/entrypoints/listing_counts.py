"""How many of a provider's listings need what."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.portal.adapters.answers import Listing

OLD = frozenset({"ageing", "stale", "hidden"})


@dataclass(frozen=True)
class Counts:
    """`hidden` are among `to_check`: too old to be found until somebody checks them."""

    listed: int
    to_check: int
    hidden: int
    withdrawn: int


def counts_of(listings: Sequence[Listing]) -> Counts:
    live = [listing for listing in listings if not listing.withdrawn]
    hidden = sum(listing.freshness == "hidden" for listing in live)
    to_check = sum(listing.freshness in OLD for listing in live)
    return Counts(len(live) - hidden, to_check, hidden, len(listings) - len(live))
