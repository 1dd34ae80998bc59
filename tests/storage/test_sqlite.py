"""A SQLite file that cannot be used says what to do."""

from pathlib import Path

import pytest

from shared.errors import Unavailable
from shared.storage.database import Database


def test_a_write_is_on_the_disk_before_it_is_accepted(empty: Database) -> None:
    with empty.write() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_where_a_broken_database_is_stands_in_the_log_and_not_in_what_visitors_are_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "x.sqlite"
    path.write_text("name,postcode\n" * 500)
    with pytest.raises(Unavailable) as refusal, Database(path).read():
        pass
    assert str(tmp_path) not in refusal.value.message + refusal.value.remedy
    assert str(path) in caplog.text


def test_a_full_disk_says_so_and_what_was_there_stays(empty: Database) -> None:
    with empty.write() as connection:
        connection.exec_driver_sql("CREATE TABLE notes (word TEXT)")
    with pytest.raises(Unavailable, match="disk is full") as refusal, empty.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=10")
        for _ in range(50):
            connection.exec_driver_sql("INSERT INTO notes VALUES (zeroblob(4000))")
    assert "Free some space" in refusal.value.remedy
    with empty.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM notes").scalar_one() == 0


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_text("name,postcode\n" * 500)
    with pytest.raises(Unavailable, match="is not a database"), Database(tmp_path / "x.sqlite").read():
        pass


def test_a_path_that_is_a_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be opened"), Database(tmp_path).read():
        pass


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="cannot be made"):
        Database(tmp_path / "file" / "x.sqlite")
