"""A small file must not take much memory: commas by the million, cells that hold nothing, many at the same time."""

import io
import tracemalloc

import pytest

from services.directory.adapters.spreadsheets.reading import SpreadsheetFiles
from services.directory.domain.spreadsheet.limits import MOST_COLUMNS
from services.directory.entrypoints import http_imports
from services.directory.entrypoints.import_turns import Turns
from shared.errors import SignpostError, TooLarge, Unavailable
from tests.directory.world import LEEDS
from tests.directory.world import World as Http
from tests.imports.conftest import World, venues
from tests.imports.files import HAREHILLS, ROUNDHAY, VENUE_HEADER, as_csv

MEGABYTE = 1_000_000
COMMAS = {
    "in one row": b"," * (5 * MEGABYTE),
    "in one row under a header": venues(ROUNDHAY) + b"," * (5 * MEGABYTE) + b"\r\n",
    "between quoted line breaks": b'Name,Postcode\r\nHall,"\r\n' + (b'"' + b"," * 400_000 + b'"\r\n') * 12,
}
BLANKS = {
    "long blank rows": b"\r\n".join([b"," * 400_000] * 5),
    "blanks and spaces": b"\r\n".join([b", ," * 130_000] * 5),
    "a blank tail on every row": b"".join(row + b"," * 16_370 + b"\r\n" for row in venues(ROUNDHAY, HAREHILLS).split(b"\r\n") * 15),
}


def peak_of(world: World, file: bytes) -> tuple[int, SignpostError | None]:
    """Bytes at the most while the file is previewed, and the refusal."""
    tracemalloc.start()
    try:
        world.preview(file)
    except SignpostError as refusal:
        return tracemalloc.get_traced_memory()[1], refusal
    else:
        return tracemalloc.get_traced_memory()[1], None
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("file", COMMAS.values(), ids=COMMAS.keys())
def test_a_row_that_is_too_long_is_refused_before_it_is_taken_apart(world: World, file: bytes) -> None:
    peak, refusal = peak_of(world, file)
    assert isinstance(refusal, TooLarge) and "500,000 characters" in refusal.message and refusal.remedy
    assert peak < 30 * MEGABYTE


@pytest.mark.parametrize("file", BLANKS.values(), ids=BLANKS.keys())
def test_cells_with_nothing_in_them_take_no_memory(world: World, file: bytes) -> None:
    assert peak_of(world, file)[0] < 25 * MEGABYTE
    (sheet,) = SpreadsheetFiles().read(file)
    assert max(len(row.cells) for row in sheet.rows()) <= MOST_COLUMNS


def test_blank_rows_by_the_million_are_not_all_gone_through(world: World) -> None:
    with pytest.raises(TooLarge, match="1,048,576 rows"):
        world.preview(venues(ROUNDHAY) + b"\n" * 1_050_000)


def test_a_blank_tail_changes_nothing_of_what_is_read(world: World) -> None:
    plain, tailed = ([*VENUE_HEADER], [*ROUNDHAY]), ([*VENUE_HEADER, *[""] * 3000], [*ROUNDHAY, *[" "] * 5000])
    assert world.preview(as_csv(tailed)) == world.preview(as_csv(plain))


def test_a_remark_beyond_the_header_is_still_handed_back_with_its_row(world: World) -> None:
    bad = ("V9", "Bad Hall", "", "", "Leeds", "", "not one", "", "", "")
    good = [[f"V{at}", f"Hall {at}", *ROUNDHAY[2:], "", ""] for at in range(6)]
    plan = world.preview(as_csv([[*VENUE_HEADER, "", ""], [*bad, "", "ask Jo"], *good]))
    assert plan.refused[0].cells[-1] == "ask Jo" and len(plan.headers) == len(plan.refused[0].cells)
    assert [(each.column, each.filled) for each in plan.recognised.left_out] == [("column L", 1)]


def test_a_turn_is_waited_for_and_then_refused_with_what_to_do() -> None:
    turns = Turns(at_once=1, wait_seconds=0)
    with turns.taken(), pytest.raises(Unavailable) as refusal, turns.taken():
        pass
    assert "moment" in refusal.value.remedy
    with turns.taken():
        pass


def test_two_files_are_looked_through_at_once_and_a_third_is_asked_to_come_again(directory: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Turns(at_once=2, wait_seconds=0)
    monkeypatch.setattr(http_imports, "TURNS", turns)
    path, file = f"/v1/imports/preview?authority={LEEDS}", venues(ROUNDHAY)

    def sent() -> int:
        return directory.dina.post(path, files={"file": ("halls.csv", io.BytesIO(file))}).status_code

    with turns.taken():
        assert sent() == 200
        with turns.taken():
            assert sent() == 503
    assert sent() == 200
