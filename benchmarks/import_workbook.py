"""A workbook imported (read, checked, compared with what is stored, kept with its events and history, indexed), beside the least that could
be done with it: calamine reads it and its rows are copied into a SQLite table. Both for venues and for courses at venues that are there.

`python -m benchmarks.import_workbook 50000` chooses the rows; each job runs in a process of its own, so that its peak memory is its own.
"""

import json
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from python_calamine import load_workbook

from benchmarks.workbooks import COLLEGE, course_rows, venue_rows, write_workbook
from services.directory.adapters.import_store import ImportStore
from services.directory.adapters.stores import ClassStore, VenueStore
from services.directory.adapters.works import DirectoryWork
from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.entrypoints.local_delivery import search_delivery
from services.directory.settings import DirectorySettings
from services.directory.use_cases.import_spreadsheet import import_spreadsheet
from services.directory.use_cases.register_provider import register_provider
from services.directory.wiring import Directory, open_directory
from shared.contracts.directory import ProviderDetails
from shared.permissions import Actor, Role

ROWS = 5_000
LEEDS = "E08000035"
WORKER = Actor("benchmark", "Benchmark", frozenset({Role.OPERATOR}), authorities=frozenset({LEEDS}))
GOAL = 4.0


def main(rows: int = ROWS) -> None:
    print(f"\nA workbook of {rows:,} rows imported, beside reading it with calamine and copying its rows into SQLite")
    with TemporaryDirectory() as folder:
        here = Path(folder)
        write_workbook(here / "venues.xlsx", venue_rows(rows))
        write_workbook(here / "courses.xlsx", course_rows(rows))
        for kind in ("venues", "courses"):
            plain = _in_process("copy", here, kind)
            _say(kind, plain, _in_process("import", here, kind))


def _say(kind: str, plain: dict[str, float], whole: dict[str, float]) -> None:
    print(f"  {kind}: read and copied {plain['seconds']:>7.2f} s {plain['megabytes']:>5.0f} MB")
    print(f"  {'':{len(kind)}}  imported        {whole['seconds']:>7.2f} s {whole['megabytes']:>5.0f} MB", end="")
    print(f"   {whole['seconds'] / plain['seconds']:>5.1f} × (goal {GOAL:g})")
    stages = {name: seconds for name, seconds in whole.items() if name not in {"seconds", "megabytes"}}
    print("    " + ", ".join(f"{name} {seconds:.2f} s ({seconds / plain['seconds']:.1f} ×)" for name, seconds in stages.items()))


def _in_process(job: str, folder: Path, kind: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.import_workbook", job, str(folder), kind]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
    return found


def _copied(folder: Path, kind: str) -> dict[str, float]:
    started = time.perf_counter()
    sheet = load_workbook(folder / f"{kind}.xlsx").get_sheet_by_index(0)
    with sqlite3.connect(folder / f"{kind}-copied.sqlite3") as copy:
        copy.execute("PRAGMA journal_mode=WAL")
        rows = iter(sheet.iter_rows())
        columns = next(rows)
        copy.execute(f"CREATE TABLE copied ({', '.join(f'c{at}' for at in range(len(columns)))})")
        copy.executemany(f"INSERT INTO copied VALUES ({', '.join('?' * len(columns))})", map(_plain, rows))  # noqa: S608 - question marks
    return _told(time.perf_counter() - started)


def _plain(cells: list[Any]) -> list[Any]:
    return [cell if isinstance(cell, str | int | float) else str(cell) for cell in cells]


def _imported(folder: Path, kind: str) -> dict[str, float]:
    """Courses need their venues first: those are brought in, and indexed, before the clock starts."""
    directory = open_directory(DirectorySettings(data=folder / f"data-{kind}"))
    try:
        into = ImportTarget(LEEDS)
        if kind == "courses":
            _bring(directory, folder / "venues.xlsx", into)
            register_provider(directory.works, WORKER, ProviderDetails(name=COLLEGE, authority=LEEDS))
            search_delivery(directory).run_until_idle()
        return _timed(directory, folder / f"{kind}.xlsx", into)
    finally:
        directory.close()


def _bring(directory: Directory, file: Path, into: ImportTarget) -> None:
    report = import_spreadsheet(directory.works, directory.places, directory.spreadsheets, WORKER, file, file.name, into)
    if report.file_refused or not report.import_id:
        raise RuntimeError(f"{file.name} was refused: {report.plan.refused[:2]}")


def _timed(directory: Directory, file: Path, into: ImportTarget) -> dict[str, float]:
    """`looked through`: refused rows are looked for before anybody is kept from writing; what is left of the import is its planning."""
    told: dict[str, float] = {}
    with _clocked(told):
        started = time.perf_counter()
        _bring(directory, file, into)
        imported = time.perf_counter()
        search_delivery(directory).run_until_idle()
        ended = time.perf_counter()
    stages = {**told, "the rest": imported - started - sum(told.values()), "index": ended - imported}
    return _told(ended - started, **stages)


@contextmanager
def _clocked(told: dict[str, float]) -> Iterator[None]:
    """The stores, the log and the history with a stopwatch; put back as they were."""

    watched: tuple[tuple[Any, str, str], ...] = (
        (VenueStore, "save", "store"),
        (ClassStore, "save", "store"),
        (ImportStore, "save_rows", "store"),
        (ImportStore, "save_references", "store"),
        (DirectoryWork, "emit_all", "events and history"),
        (DirectoryWork, "audit_all", "events and history"),
    )
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in watched]
    try:
        for owner, name, stage in watched:
            setattr(owner, name, _stopwatch(getattr(owner, name), stage, told))
        yield
    finally:
        for owner, name, method in before:
            setattr(owner, name, method)


def _stopwatch(method: Callable[..., Any], stage: str, told: dict[str, float]) -> Callable[..., Any]:
    def timed(*args: Any, **more: Any) -> Any:
        started = time.perf_counter()
        try:
            return method(*args, **more)
        finally:
            told[stage] = told.get(stage, 0) + time.perf_counter() - started

    return timed


def _told(seconds: float, **stages: float) -> dict[str, float]:
    return {"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, **stages}


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["copy", folder, kind]:
            print(json.dumps(_copied(Path(folder), kind)))
        case ["import", folder, kind]:
            print(json.dumps(_imported(Path(folder), kind)))
        case sizes:
            main(*map(int, sizes))
