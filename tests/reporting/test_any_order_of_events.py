"""Whatever the order in which events come, and however often each, the figures are those of a plain count of the last states."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.adapters.works import ReportingWork
from services.reporting.entrypoints.listener import HEARD
from services.reporting.entrypoints.supply_answers import supply_answer
from services.reporting.settings import ReportingSettings
from services.reporting.use_cases.rebuild import rebuild
from services.reporting.use_cases.show_supply import show_supply
from services.reporting.use_cases.verify import verify
from services.reporting.wiring import Reporting, open_reporting
from shared.clock import SetClock
from shared.contracts.directory import (
    ClassPublished,
    ClassRestored,
    ClassUpdated,
    ClassVerified,
    ClassWithdrawn,
    PlacesChanged,
)
from shared.contracts.event import Event
from shared.contracts.provision import Level
from shared.contracts.published import golden
from shared.messaging.applying import Applying
from shared.messaging.inbox import SqlInbox
from shared.messaging.ladder import Ladder
from tests.reporting.pair import BRADFORD, LEEDS, MORNING, OPERATOR

SAID = (ClassPublished, ClassUpdated, ClassVerified, ClassWithdrawn, ClassRestored, PlacesChanged)
TODAY = MORNING.date()


@dataclass(frozen=True)
class State:
    """What a class was after one of its changes."""

    authority: str
    level: Level
    open_places: int | None
    last_day: int
    withdrawn: bool
    told_by: type[ClassPublished]


STATES = st.builds(
    State,
    st.sampled_from((LEEDS, BRADFORD)),
    st.sampled_from((Level.ENTRY_1, Level.ENTRY_2)),
    st.none() | st.integers(0, 5),
    st.integers(-1, 1),
    st.booleans(),
    st.sampled_from(SAID),
)
LIVES = st.lists(st.lists(STATES, min_size=1, max_size=5), min_size=1, max_size=4)


def event(number: int, sequence: int, state: State) -> Event:
    """As the directory says it."""
    whole = golden(ClassPublished)
    shown = whole["data"]["state"]
    details = shown["details"] | {"levels": [state.level.value], "ends_on": (TODAY + timedelta(days=state.last_day)).isoformat()}
    details |= {"places": details["places"] | {"open": state.open_places}}
    changed = {"id": f"class-{number}", "withdrawn": state.withdrawn, "verified_at": MORNING.isoformat()}
    told = shown | changed | {"details": details, "where": shown["where"] | {"authority": state.authority}}
    envelope = {"id": f"{number}-{sequence}", "subject": f"class-{number}", "sequence": sequence, "type": state.told_by.TYPE}
    return Event.model_validate(whole | envelope | {"data": {"state": told}})


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[list[list[State]], list[list[Event]]]:
    """Lives of classes; and what was said of them in some order, some of it more than once, in batches."""
    lives = draw(LIVES)
    said = [event(number, sequence, state) for number, life in enumerate(lives) for sequence, state in enumerate(life, start=1)]
    again = draw(st.lists(st.sampled_from(said), max_size=6))
    coming = draw(st.permutations(said + again))
    size = draw(st.integers(1, 7))
    return lives, [coming[start : start + size] for start in range(0, len(coming), size)]


def counted_plainly(lives: Sequence[Sequence[State]]) -> Counter[tuple[str, str, str]]:
    counted: Counter[tuple[str, str, str]] = Counter()
    for life in lives:
        last = life[-1]
        if not last.withdrawn and last.last_day >= 0:
            counted[last.authority, last.level, "classes"] += 1
            counted[last.authority, last.level, "open_places"] += last.open_places or 0
    return +counted


def figures(reporting: Reporting) -> Counter[tuple[str, str, str]]:
    answer = supply_answer(show_supply(reporting.works, reporting.clock, reporting.on_the_way))
    shown: Counter[tuple[str, str, str]] = Counter()
    for line in answer.lines:
        for level, told in line.levels.items():
            shown[line.authority, level, "classes"] = told.classes
            shown[line.authority, level, "open_places"] = told.open_places
    return +shown


@contextmanager
def opened() -> Iterator[tuple[Reporting, Applying[ReportingWork]]]:
    with tempfile.TemporaryDirectory() as folder:
        reporting = open_reporting(ReportingSettings(data=Path(folder)), SetClock(MORNING))
        inbox = SqlInbox(reporting.works, HEARD["directory"])
        yield reporting, Applying(HEARD["directory"], inbox, Ladder(reporting.database, reporting.clock))
        reporting.close()


@settings(max_examples=40, deadline=None)
@given(arrivals())
def test_any_order_and_any_repeats_give_the_figures_of_a_plain_count(coming: tuple[list[list[State]], list[list[Event]]]) -> None:
    lives, batches = coming
    with opened() as (reporting, applying):
        for batch in batches:
            applying.take(batch)
        assert figures(reporting) == counted_plainly(lives)
        assert verify(reporting.works).agrees
        assert all(table.agrees for table in rebuild(reporting.works, OPERATOR).tables)
        assert figures(reporting) == counted_plainly(lives)
