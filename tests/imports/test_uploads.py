"""Files sent and not decided on: the sender's own, the newest few, for a day, whoever else sends at the same time."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from services.directory.adapters.uploads import KEPT_SECONDS, Uploads
from shared.errors import NotFound


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "uploads"


def aged(path: Path, seconds: float) -> None:
    """As if it had been sent so long ago."""
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_the_same_file_of_the_same_person_has_one_name_that_opens_it_for_nobody_else(folder: Path) -> None:
    uploads = Uploads(folder)
    name = uploads.keep("amina", b"rows")
    assert uploads.keep("amina", b"rows") == name != uploads.keep("omar", b"rows")
    assert uploads.get("amina", name) == b"rows" and len(name) == 64
    for subject, asked in (("omar", name), ("amina", "0" * 64), ("amina", "../secret")):
        with pytest.raises(NotFound, match="kept for a day"):
            uploads.get(subject, asked)


def test_a_file_that_was_tampered_with_is_not_given_out(folder: Path) -> None:
    uploads = Uploads(folder)
    name = uploads.keep("amina", b"rows")
    (folder / name).write_bytes(b"other")
    with pytest.raises(NotFound):
        uploads.get("amina", name)


def test_the_newest_five_of_a_person_are_kept_and_nobody_loses_one_by_what_another_sends(folder: Path) -> None:
    uploads = Uploads(folder)
    others = uploads.keep("omar", b"his rows")
    aged(folder / others, 1000)
    names = []
    for number in range(7):
        names.append(uploads.keep("amina", b"rows %d" % number))
        aged(folder / names[-1], 100 - number)
    assert {path.name for path in folder.iterdir()} == {others, *names[-5:]}
    assert uploads.get("omar", others) == b"his rows"


def test_what_is_older_than_a_day_goes_when_the_service_starts(folder: Path) -> None:
    name = Uploads(folder).keep("amina", b"rows")
    aged(folder / name, KEPT_SECONDS + 60)
    Uploads(folder)
    assert not list(folder.iterdir())


def test_the_same_file_sent_by_many_at_once_is_whole_for_each(folder: Path) -> None:
    uploads, file, together = Uploads(folder), b"rows" * 500_000, threading.Barrier(8)

    def send(_: int) -> bytes:
        together.wait()
        return uploads.get("amina", uploads.keep("amina", file))

    with ThreadPoolExecutor(8) as people:
        assert all(each == file for each in people.map(send, range(8)))
    assert len(list(folder.iterdir())) == 1


def test_files_that_vanish_while_old_ones_are_looked_for_trouble_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uploads = Uploads(folder)
    for number in range(3):
        uploads.keep("amina", b"rows %d" % number)
    seen = list(folder.iterdir())
    monkeypatch.setattr(Path, "iterdir", lambda _: iter([*seen, folder / "gone"]))
    assert uploads.get("amina", uploads.keep("amina", b"more")) == b"more"
