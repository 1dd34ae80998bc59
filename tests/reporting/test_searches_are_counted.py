"""Searches that were asked are told, kept and counted; in whatever order and however often their events come."""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.directory.domain.criteria import Criteria
from services.directory.settings import DirectorySettings
from services.directory.use_cases.find_classes import find_classes
from services.directory.wiring import migrate_directory, open_directory
from services.reporting.domain.searches import SEARCHES, AskedFor
from services.reporting.entrypoints.local_delivery import reporting_delivery
from services.reporting.entrypoints.searches_answers import searches_answer
from services.reporting.settings import ReportingSettings
from services.reporting.use_cases.rebuild import rebuild
from services.reporting.use_cases.show_searches import SearchesShown, show_searches
from services.reporting.use_cases.verify import verify
from services.reporting.wiring import migrate_reporting_at, open_reporting
from shared.clock import SetClock
from shared.contracts.directory import SearchRecorded
from shared.contracts.event import Event
from shared.contracts.published import golden
from shared.messaging.log import EventLog
from tests.databases import SQLITE, Ground
from tests.reporting.pair import BRADFORD, LEEDS, MORNING, OPERATOR
from tests.reporting.test_any_order_of_events import opened

Group = tuple[tuple[str, ...], bool, int]
"""Levels asked for, whether nothing was found, how many searches."""
Batch = tuple[str, int, list[Group]]
"""Authority, month of 2026, groups."""

GROUPS = st.tuples(st.lists(st.sampled_from(("entry-1", "entry-2")), unique=True, max_size=2).map(tuple), st.booleans(), st.integers(1, 9))
BATCHES = st.lists(
    st.tuples(st.sampled_from((LEEDS, BRADFORD)), st.integers(8, 9), st.lists(GROUPS, min_size=1, max_size=4)), min_size=1, max_size=6
)


@pytest.mark.both_databases
def test_a_search_is_told_kept_and_counted(ground: Ground, tmp_path: Path) -> None:
    clock = SetClock(MORNING)
    directorys, reportings = addresses(ground, tmp_path)
    with (
        closing(open_directory(DirectorySettings(data=tmp_path, database_address=directorys), clock)) as directory,
        closing(open_reporting(ReportingSettings(data=tmp_path, database_address=reportings), clock)) as reporting,
    ):
        for q in ("entry 1 in Leeds", "entry 1 near LS8", "knitting"):
            directory.searches.note(find_classes(directory.search, directory.places, directory.words, clock, Criteria(q=q), None))
        directory.searches.tell()
        reporting_delivery(reporting, "directory", EventLog(directory.database)).run_until_idle()
        with reporting.works.look() as stores:
            kept = [event for _, event in stores.events.after(0, 100) if event.type == SearchRecorded.TYPE]
            counted = {(row.authority, row.level, row.month): (row.searches, row.found_none) for row in stores.rows(SEARCHES).every()}
    assert {event.authority for event in kept} == {LEEDS, "E12000003"}
    assert counted == {
        (LEEDS, "entry-1", "2026-09"): (2, 2),
        (LEEDS, "every", "2026-09"): (2, 2),
        ("E12000003", "not-said", "2026-09"): (1, 1),
        ("E12000003", "every", "2026-09"): (1, 1),
    }


def addresses(ground: Ground, folder: Path) -> tuple[str | None, str | None]:
    """Of the directory's and of reporting's database; None for a file in the folder."""
    if ground.kind == SQLITE:
        return None, None
    directorys, reportings = str(ground.new(folder)), str(ground.new(folder))
    migrate_directory(directorys)
    migrate_reporting_at(reportings)
    return directorys, reportings


def event(number: int, batch: Batch) -> Event:
    """As the directory says it."""
    authority, month, groups = batch
    told = [
        {"asked": [f"level:{level}" for level in levels], "found": "none" if none else "1-3", "searches": times}
        for levels, none, times in groups
    ]
    data = {"id": f"batch-{number}", "authority": authority, "day": date(2026, month, 2).isoformat(), "groups": told}
    envelope = {"id": f"event-{number}", "subject": f"batch-{number}", "authority": authority, "data": data}
    return Event.model_validate(golden(SearchRecorded) | envelope)


def counted_plainly(batches: Sequence[Batch]) -> dict[tuple[str, str], AskedFor]:
    searches, nothing = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for authority, _month, groups in batches:
        for levels, none, times in groups:
            for where in (authority, "every"):
                for level in {*(levels or ("not-said",)), "every"}:
                    searches[where, level] += times
                    nothing[where, level] += times if none else 0
    return {key: AskedFor(searches[key], nothing[key]) for key in searches}


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[list[Batch], list[list[Event]]]:
    batches = draw(BATCHES)
    said = [event(number, batch) for number, batch in enumerate(batches)]
    coming = draw(st.permutations(said + draw(st.lists(st.sampled_from(said), max_size=4))))
    size = draw(st.integers(1, 4))
    return batches, [coming[start : start + size] for start in range(0, len(coming), size)]


@settings(max_examples=25, deadline=None)
@given(arrivals())
def test_any_order_and_any_repeats_give_a_plain_count(coming: tuple[list[Batch], list[list[Event]]]) -> None:
    batches, arriving = coming
    with opened() as (reporting, applying):
        for each in arriving:
            applying.take(each)
        assert show_searches(reporting.works, reporting.clock).sums == counted_plainly(batches)
        assert verify(reporting.works).agrees
        assert all(table.agrees for table in rebuild(reporting.works, OPERATOR).tables)
        assert show_searches(reporting.works, reporting.clock).sums == counted_plainly(batches)


def test_a_year_is_shown_and_no_more() -> None:
    batches: list[Batch] = [(LEEDS, 9, [((), False, 20)])]
    with opened() as (reporting, applying):
        applying.take([event(1, batches[0])])
        clock = SetClock(MORNING.replace(year=2027, month=8))
        assert show_searches(reporting.works, clock).months[0] == "2026-09"
        assert show_searches(reporting.works, clock).sums == counted_plainly(batches)
        clock.set(MORNING.replace(year=2027, month=9))
        assert show_searches(reporting.works, clock).sums == {}


def test_a_figure_under_ten_is_not_told() -> None:
    sums = {(LEEDS, "entry-1"): AskedFor(9, 9), (LEEDS, "entry-2"): AskedFor(10, 9), (LEEDS, "every"): AskedFor(19, 18)}
    answer = searches_answer(SearchesShown(["2026-08", "2026-09"], sums))
    leeds = next(line for line in answer.lines if line.authority == LEEDS)
    told = {level: (asked.searches, asked.found_none) for level, asked in leeds.levels.items()}
    assert (told["entry-1"], told["entry-2"], told["not-said"]) == ((None, None), (10, None), (None, None))
    assert (leeds.every_level.searches, leeds.every_level.found_none) == (19, 18)
    assert len(answer.lines) == 15
