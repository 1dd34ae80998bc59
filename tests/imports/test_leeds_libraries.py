"""A real council's sheet, untouched: ../shared/data/leeds_libraries.csv (LibrariesHacked, librarydata-db)."""

from pathlib import Path

import pytest

from services.directory.domain.spreadsheet.plan import Kind
from tests.imports.conftest import World
from tests.not_tested import not_tested

FILE = Path(__file__).parents[3] / "shared" / "data" / "leeds_libraries.csv"


@pytest.fixture
def sheet() -> Path:
    if not FILE.exists():
        not_tested("the import of Leeds’s own list of libraries", "put leeds_libraries.csv into ../shared/data beside the checkout")
    return FILE


def test_it_is_53_venues_and_a_preview_writes_nothing(world: World, sheet: Path) -> None:
    before = world.content()
    plan = world.preview(sheet)
    assert plan.recognised.kind is Kind.VENUES and plan.counts == {"add": 53, "change": 0, "same": 0, "refuse": 0}
    assert world.content() == before


def test_every_column_is_taken_or_left_out_with_a_reason(world: World, sheet: Path) -> None:
    recognised = world.preview(sheet).recognised
    taken = [column.header for column in recognised.columns.values()]
    left = {each.column: each.reason for each in recognised.left_out}
    assert len(taken) + len(left) == 31 and all(left.values())
    assert {"Library name", "Postcode", "URL", "Email address", "Year closed", "Unique property reference number"} <= set(taken)
    assert left["Monday staffed hours"] == left["Sunday unstaffed hours"] == "Signpost has no place for opening hours yet."


def test_closed_libraries_are_kept_with_the_year(world: World, sheet: Path) -> None:
    world.bring(sheet)
    assert len(world.venues()) == 53
    closed = [venue for venue in world.venues() if venue.details.closed_in]
    assert len(closed) == 15 and world.venue("Burley Library").details.closed_in == 2016


def test_addresses_land_in_their_fields(world: World, sheet: Path) -> None:
    world.bring(sheet)
    details = world.venue("Armley Library").details
    assert (details.address_1, details.address_2, details.town, details.county) == ("2 Stock's Hill", None, "Armley", "West Yorkshire")


def test_a_second_import_changes_nothing_and_undo_brings_back_the_state_before(world: World, sheet: Path) -> None:
    report = world.bring(sheet)
    before = world.content()
    again = world.bring(sheet)
    assert again.plan.counts["same"] == 53 and again.import_id is None and world.content() == before
    assert world.undo(report.import_id).removed == 53 and world.venues() == []
