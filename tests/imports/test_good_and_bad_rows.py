"""Any mix of good and bad rows: refused whole it leaves no trace, the good rows alone are taken exactly, and the numbers add up."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.directory.domain.spreadsheet.plan import Action
from services.directory.settings import DirectorySettings
from services.directory.wiring import open_database, open_works
from shared.clock import SetClock
from shared.ids import SeededIds
from tests.imports.conftest import KnownPostcodes, World
from tests.imports.files import FORMATS, VENUE_HEADER

pytestmark = pytest.mark.both_databases

Row = tuple[str, ...]
GOOD = st.builds(
    lambda number, phone: (f"V{number}", f"Hall {number}", "1 High Street", "", "Leeds", "", "LS8 5AN", "", phone, ""),
    st.integers(1, 8),
    st.sampled_from(["", "0113 496 0001", "0113 496 0002"]),
)
SPOILT = st.sampled_from([(1, ""), (6, "LS99 9ZZ"), (6, "not one"), (7, "nobody"), (9, "not a page"), (1, "H" * 300)])
BAD = st.builds(lambda row, spoil: (*row[: spoil[0]], spoil[1], *row[spoil[0] + 1 :]), GOOD, SPOILT)


@contextmanager
def a_world() -> Iterator[World]:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(DirectorySettings(data=Path(folder)))
        clock = SetClock(datetime(2026, 8, 20, tzinfo=UTC))
        yield World(open_works(database, clock, SeededIds(1)), database, clock, KnownPostcodes())
        database.close()


@settings(max_examples=25, deadline=None)
@given(st.lists(GOOD | BAD, min_size=1, max_size=8), st.lists(GOOD, max_size=4), st.sampled_from(sorted(FORMATS)))
def test_whole_or_good_rows_only(rows: list[Row], before: list[Row], kind: str) -> None:
    with a_world() as world:
        if before:
            world.bring(FORMATS[kind]([VENUE_HEADER, *before]), take_good_rows=True)
        file, content = FORMATS[kind]([VENUE_HEADER, *rows]), world.content()
        plan = world.preview(file)
        assert sum(plan.counts.values()) == len(rows) == len(plan.rows) and world.content() == content
        whole = world.bring(file)
        assert whole.file_refused is bool(plan.refused)
        if whole.file_refused:
            assert world.content() == content
        taken = world.bring(file, take_good_rows=True)
        assert sum(taken.plan.counts.values()) == len(rows)
        if whole.file_refused:
            assert [row.action for row in taken.plan.rows] == [row.action for row in plan.rows]
        stored = {venue.details.name for venue in world.venues()}
        assert stored == {row[1] for row in before} | {row.name for row in plan.rows if row.action is not Action.REFUSE}


@settings(max_examples=15, deadline=None)
@given(st.lists(GOOD, min_size=1, max_size=6, unique_by=lambda row: row[0]), st.lists(GOOD, max_size=4, unique_by=lambda row: row[0]))
def test_undo_brings_back_the_state_before(rows: list[Row], before: list[Row]) -> None:
    with a_world() as world:
        if before:
            world.bring(FORMATS["csv"]([VENUE_HEADER, *before]))
        state = [(venue.id, venue.details, venue.steward, venue.located) for venue in world.venues()]
        references = world.content()["external_references"]
        report = world.bring(FORMATS["csv"]([VENUE_HEADER, *rows]))
        if report.import_id:
            assert world.undo(report.import_id).left_alone == ()
        assert [(venue.id, venue.details, venue.steward, venue.located) for venue in world.venues()] == state
        assert world.content()["external_references"] == references
