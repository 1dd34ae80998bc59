"""How a listing ages since a human last verified it (seed 001 §2.8: out-of-date information loses people's trust).

A term is about 12 weeks: a listing verified within a term is good, within two it is ageing, within a year stale. After that it is hidden
from search, never deleted, until somebody says that it is still right.
"""

from datetime import datetime, timedelta
from enum import StrEnum


class Freshness(StrEnum):
    VERIFIED = "verified"
    AGEING = "ageing"
    STALE = "stale"
    HIDDEN = "hidden"


AGEING_AFTER = timedelta(days=92)
STALE_AFTER = timedelta(days=184)
HIDDEN_AFTER = timedelta(days=365)


def freshness(verified_at: datetime, now: datetime) -> Freshness:
    """The age band of a listing; a band starts the moment its age is passed."""
    age = now - verified_at
    if age > HIDDEN_AFTER:
        return Freshness.HIDDEN
    if age > STALE_AFTER:
        return Freshness.STALE
    return Freshness.AGEING if age > AGEING_AFTER else Freshness.VERIFIED


def span(band: Freshness, now: datetime) -> tuple[datetime | None, datetime | None]:
    """The moments of verification that put a listing into the band: from the first on, before the second; None where nothing bounds it."""
    ends = {Freshness.VERIFIED: AGEING_AFTER, Freshness.AGEING: STALE_AFTER, Freshness.STALE: HIDDEN_AFTER}
    bands = list(Freshness)
    before = bands[bands.index(band) - 1] if band is not bands[0] else None
    return (now - ends[band] if band in ends else None, now - ends[before] if before else None)
