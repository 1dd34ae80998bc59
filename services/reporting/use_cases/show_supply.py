"""What is on offer where, and how fresh that is."""

from dataclasses import dataclass
from datetime import datetime

from services.reporting.domain.counting import LONGEST_UNCHECKED, Counted, counted, today_at
from services.reporting.use_cases.keep_events import CONSUMER
from services.reporting.use_cases.ports import OnTheWay, Works
from shared.clock import Clock
from shared.contracts.provision import Format


@dataclass(frozen=True)
class SupplyShown:
    """`until`: everything said up to then is counted, but for what is `set_aside`; None before the first event.

    `on_the_way` as OnTheWay says. Where it is None nobody here knows: then `until` is when the last of what is counted was said, and
    what was said before it may come yet.
    `unchecked`: classes left out because nobody has said for a year that they are right.
    """

    figures: Counted
    unchecked: int
    until: datetime | None
    on_the_way: int | None
    set_aside: int


def show_supply(works: Works, clock: Clock, on_the_way: OnTheWay, taught: Format | None = None) -> SupplyShown:
    """All of one moment. What is on its way is asked first: when it is nothing, everything said until now is in the figures."""
    now = clock.now()
    coming = on_the_way()
    with works.look() as stores:
        groups = stores.supply.on_offer(today_at(now), now - LONGEST_UNCHECKED)
        unchecked = stores.supply.unchecked(today_at(now), now - LONGEST_UNCHECKED)
        last, aside = stores.events.last_said(), stores.set_aside(CONSUMER)
    return SupplyShown(counted(groups, taught), unchecked, now if last and coming == 0 else last, coming, aside)
