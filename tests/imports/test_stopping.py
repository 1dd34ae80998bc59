"""An import that is stopped, or dies, at any moment leaves nothing behind; the next one goes through."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from services.directory.adapters.spreadsheets.reading import SpreadsheetFiles
from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.settings import DirectorySettings
from services.directory.use_cases.import_spreadsheet import import_spreadsheet
from services.directory.use_cases.ports import Stopped
from services.directory.wiring import open_database, open_works
from shared.clock import SystemClock
from tests.imports.conftest import LEEDS, WORKER, KnownPostcodes, World, venues
from tests.imports.files import Value

ROWS: list[tuple[Value, ...]] = [(f"V{n}", f"Hall {n}", "", "", "Leeds", "", "LS8 5AN", "", "", "") for n in range(1200)]


def stopping_at(call: int) -> Callable[[int, int], None]:
    calls = iter(range(1, 100))

    def progress(done: int, total: int) -> None:
        if next(calls) == call:
            raise Stopped

    return progress


@pytest.mark.parametrize("call", [1, 3, 4, 6])
def test_a_person_may_stop_it_at_any_moment_and_nothing_is_left(world: World, call: int) -> None:
    before = world.content()
    with pytest.raises(Stopped):
        world.bring(venues(*ROWS), progress=stopping_at(call))
    assert world.content() == before
    assert world.bring(venues(*ROWS)).plan.counts["add"] == 1200


def _dies(folder: Path, call: int) -> None:
    calls = iter(range(1, 100))
    works = open_works(open_database(DirectorySettings(data=folder)), SystemClock())

    def progress(done: int, total: int) -> None:
        if next(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)

    import_spreadsheet(works, KnownPostcodes(), SpreadsheetFiles(), WORKER, venues(*ROWS), "v.csv", ImportTarget(LEEDS), progress=progress)


@pytest.mark.parametrize("call", [2, 6])
def test_a_process_that_is_killed_in_the_middle_leaves_nothing(world: World, tmp_path: Path, call: int) -> None:
    before = world.content()
    child = multiprocessing.get_context("spawn").Process(target=_dies, args=(tmp_path, call))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    assert world.content() == before
    assert world.bring(venues(*ROWS)).plan.counts["add"] == 1200
