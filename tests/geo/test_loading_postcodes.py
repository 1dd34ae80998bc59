"""A load is all or nothing, hears no nonsense, and is seen by whoever is running."""

import gzip
import io
import signal
import subprocess
import sys
import threading
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from shared.errors import Conflict, Invalid, TooLarge, Unavailable
from shared.geo import Gazetteer, PostcodeTable, load_postcodes
from tests.geo.postcode_fixtures import ONSPD_2024, PLACED, WITHOUT_POSITION, ons_rows, packed, written, zipped

REPOSITORY = Path(__file__).resolve().parents[2]
HEADER = "postcode,lat,lon,lad_code\n"
ONE = HEADER + "LS8 5AA,53.81574,-1.51799,E08000035\n"


def many(count: int) -> str:
    rows = (
        f"LS{1 + n // 2000 % 30} {n // 200 % 10}{'ABDEFGHJLN'[n // 20 % 10]}{'ABDEFGHJLNPQRSTUWXYZ'[n % 20]},53.8,-1.5,E08000035"
        for n in range(count)
    )
    return HEADER + "\n".join(rows) + "\n"


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    load_postcodes(written(tmp_path / "first.csv", ONE), folder)
    return folder


def still_there(folder: Path) -> bool:
    return PostcodeTable(folder).about() == ("postcode file", 1) and not list(folder.glob("*.building"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "name,address\nA,B\n",
        "<html><body>Sign in</body></html>",
        "postcode,lat\nLS8 5AA,53.8\n",
        "a" * 200_000,
        "\x00\x01\x02\x00",
        HEADER,
    ],
)
def test_a_wrong_file_is_refused_in_plain_words_and_the_earlier_table_stays(loaded: Path, tmp_path: Path, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        load_postcodes(written(tmp_path / "wrong.csv", text), loaded)
    assert "wrong.csv" in refusal.value.message and refusal.value.remedy
    assert still_there(loaded)


def test_a_refusal_names_what_was_seen_and_what_is_accepted(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refusal:
        load_postcodes(written(tmp_path / "venues.csv", "name,address\nA,B\n"), tmp_path)
    assert "name, address" in refusal.value.message
    assert "ONSPD" in refusal.value.remedy and "Code-Point Open" in refusal.value.remedy
    assert refusal.value.problems[0].field == "file"


def test_a_missing_file_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(Invalid, match="There is no file"):
            load_postcodes(path, tmp_path)


def test_a_file_with_only_unplaced_postcodes_is_refused_with_the_reasons(loaded: Path, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="1 without a position"):
        load_postcodes(written(tmp_path / "none.csv", ons_rows(ONSPD_2024, [WITHOUT_POSITION])), loaded)
    assert still_there(loaded)


def test_a_damaged_archive_is_refused(loaded: Path, tmp_path: Path) -> None:
    whole = zipped(tmp_path / "whole.zip", {"a.csv": many(5000)}).read_bytes()
    half_gz = tmp_path / "half.csv.gz"
    half_gz.write_bytes(gzip.compress(many(60_000).encode())[:-2000])
    broken = tmp_path / "broken.zip"
    broken.write_bytes(whole[:100] + b"\0" * 400 + whole[500:])
    empty = zipped(tmp_path / "empty.zip", {"readme.md": "nothing"})
    for file in (half_gz, broken, empty):
        with pytest.raises(Invalid):
            load_postcodes(file, loaded)
    assert still_there(loaded)


def test_zip_bombs_are_stopped_before_they_fill_anything(loaded: Path, tmp_path: Path) -> None:
    padding = " " * 60_000 + "\n"
    bomb = zipped(tmp_path / "bomb.zip", {"a.csv": ONE + padding * 400})
    gz_bomb = packed(tmp_path / "bomb.csv.gz", ONE + padding * 400)
    crowd = tmp_path / "crowd.zip"
    with zipfile.ZipFile(crowd, "w") as archive:
        for number in range(5_001):
            archive.writestr(f"{number}.csv", "")
    for file in (bomb, gz_bomb, crowd):
        with pytest.raises(TooLarge):
            load_postcodes(file, loaded)
    assert still_there(loaded)


def test_a_zip_within_a_zip_is_not_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", ONE)
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    with pytest.raises(Invalid, match="holds no csv"):
        load_postcodes(outer, tmp_path)


def test_an_interrupted_load_leaves_the_earlier_table_whole(loaded: Path, tmp_path: Path) -> None:
    def interrupt(rows_read: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_postcodes(written(tmp_path / "many.csv", many(20_000)), loaded, interrupt)
    assert still_there(loaded)


def test_a_load_killed_half_way_leaves_the_earlier_table_whole_and_the_next_load_free(loaded: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "many.csv", many(30_000))
    program = (
        "import os, pathlib, signal, sys\nfrom shared.geo import load_postcodes\n"
        "load_postcodes(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), lambda rows: os.kill(os.getpid(), signal.SIGKILL))"
    )
    killed = subprocess.run([sys.executable, "-c", program, file, loaded], cwd=REPOSITORY, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert PostcodeTable(loaded).about() == ("postcode file", 1)
    assert load_postcodes(file, loaded).loaded == 30_000


def test_what_a_killed_load_left_behind_does_not_hinder_the_next(loaded: Path, tmp_path: Path) -> None:
    (loaded / "postcodes.sqlite.building").write_bytes(b"half a table")
    load_postcodes(written(tmp_path / "first.csv", ONE), loaded)
    assert still_there(loaded)


def test_a_second_load_at_the_same_time_is_refused_and_the_first_ends_well(tmp_path: Path) -> None:
    small, refused = written(tmp_path / "small.csv", ONE), []

    def meanwhile(rows_read: int) -> None:
        with pytest.raises(Conflict) as refusal:
            load_postcodes(small, tmp_path)
        refused.append(refusal.value.remedy)

    assert load_postcodes(written(tmp_path / "many.csv", many(10_000)), tmp_path, meanwhile).loaded == 10_000
    assert refused


def test_progress_is_heard_in_rows_read(tmp_path: Path) -> None:
    heard: list[int] = []
    load_postcodes(written(tmp_path / "many.csv", many(25_000)), tmp_path, heard.append)
    assert heard == [10_000, 20_000, 25_000]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        file = written(tmp_path / "rows.csv", many(rows))
        tracemalloc.start()
        load_postcodes(file, tmp_path)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1_000)
    assert peak(60_000) < 1.5 * peak(20_000)


def test_a_folder_that_cannot_be_written_and_a_damaged_table_are_said_in_plain_words(loaded: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "own.csv", ONE)
    with pytest.raises(Unavailable, match="could not be written") as refusal:
        load_postcodes(file, file / "below a file")
    assert "room" in refusal.value.remedy
    (loaded / "postcodes.sqlite").write_bytes(b"no table at all" * 100)
    with pytest.raises(Unavailable, match="cannot be read") as refusal:
        Gazetteer(PostcodeTable(loaded)).find("LS8 5AA")
    assert "geo load" in refusal.value.remedy


def test_a_load_is_seen_by_a_gazetteer_that_is_already_running(tmp_path: Path) -> None:
    gazetteer = Gazetteer(PostcodeTable(tmp_path))
    before = gazetteer.find("LS8 5AA")
    load_postcodes(written(tmp_path / "own.csv", ONE), tmp_path)
    after = gazetteer.find("LS8 5AA")
    assert before is not None and after is not None
    assert (before.kind, after.kind) == ("sector", "postcode")


def test_many_threads_may_ask_at_once_while_a_load_replaces_the_table(loaded: Path, tmp_path: Path) -> None:
    gazetteer, kinds = Gazetteer(PostcodeTable(loaded)), set()
    second = written(tmp_path / "second.csv", ons_rows(ONSPD_2024, PLACED))

    def ask() -> None:
        for _ in range(300):
            place = gazetteer.find("LS8 5AA")
            kinds.add(place.kind if place else None)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    load_postcodes(second, loaded)
    for thread in threads:
        thread.join()
    assert kinds == {"postcode"}
    assert PostcodeTable(loaded).about() == ("ONSPD", 3)
