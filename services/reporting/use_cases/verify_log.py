"""Is everything a producer said kept here, and nothing else?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from services.reporting.domain.fingerprint import fingerprint_of_ids
from services.reporting.use_cases.ports import Works
from shared.clock import Clock

LONGEST_WAY = timedelta(minutes=15)
"""The reconciler brings what was lost within this time; what is younger is on its way."""


class ProducersLog(Protocol):
    def said(self) -> Mapping[str, datetime]:
        """The id of everything it ever said, and when."""
        ...


@dataclass(frozen=True)
class LogComparison:
    """`missing` were said long enough ago to be here; `strangers` are kept here, and the producer does not know of them."""

    source: str
    said: int
    kept: int
    said_hash: str
    kept_hash: str
    on_the_way: tuple[str, ...]
    missing: tuple[str, ...]
    strangers: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return not self.missing and not self.strangers


def verify_log(works: Works, clock: Clock, producer: str, log: ProducersLog) -> LogComparison:
    """What is kept is read first and last: an event that was said in between is no stranger, and none that has come is missing."""
    source = f"/{producer}"
    before = _kept(works, source)
    said = log.said()
    kept = _kept(works, source)
    not_here = sorted(said.keys() - kept)
    young = clock.now() - LONGEST_WAY
    return LogComparison(
        source=source,
        said=len(said),
        kept=len(kept),
        said_hash=fingerprint_of_ids(said),
        kept_hash=fingerprint_of_ids(kept),
        on_the_way=tuple(id for id in not_here if said[id] > young),
        missing=tuple(id for id in not_here if said[id] <= young),
        strangers=tuple(sorted(before - said.keys())),
    )


def _kept(works: Works, source: str) -> set[str]:
    with works.look() as stores:
        return set(stores.events.ids(source))
