"""A database that cannot be used says what to do, and one that can loses nothing it accepted."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from queue import Queue

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, create_engine, insert, select, text
from sqlalchemy.exc import OperationalError, StatementError

from shared.errors import Unavailable
from shared.storage import sqlite
from shared.storage.database import Database
from shared.storage.turns import MOST_WAITING
from shared.storage.types import JsonDocument, UtcDateTime
from shared.storage.upsert import insert_new, upsert

PATIENCE_SECONDS = 20
metadata = MetaData()
notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("word", Text),
    Column("at", UtcDateTime),
    Column("document", JsonDocument),
)


@pytest.fixture
def kept(empty: Database) -> Database:
    with empty.write() as connection:
        metadata.create_all(connection)
    return empty


def words(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(select(notes.c.word).order_by(notes.c.id)).scalars())


@contextmanager
def somebody_else_writes(database: Database) -> Iterator[None]:
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_what_is_written_is_kept_when_the_block_ends_well(kept: Database) -> None:
    with kept.write() as connection:
        connection.execute(insert(notes).values(word="kept"))
    assert words(kept) == ["kept"]


def test_nothing_is_kept_when_anything_is_raised(kept: Database) -> None:
    with pytest.raises(ZeroDivisionError), kept.write() as connection:
        connection.execute(insert(notes).values(word="gone"))
        _ = 1 / 0
    assert words(kept) == []


def test_a_write_is_on_the_disk_before_it_is_accepted(kept: Database) -> None:
    with kept.write() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_a_reader_cannot_write(kept: Database) -> None:
    with pytest.raises(OperationalError), kept.read() as connection:
        connection.execute(insert(notes).values(word="no"))


def test_a_reader_sees_one_moment_while_others_write(kept: Database) -> None:
    with kept.read() as reader:
        before = reader.execute(select(notes)).all()
        with kept.write() as writer:
            writer.execute(insert(notes).values(word="later"))
        assert reader.execute(select(notes)).all() == before
    assert words(kept) == ["later"]


def test_writers_wait_their_turn(kept: Database) -> None:
    def add_one(_: int) -> None:
        with kept.write() as connection:
            count = connection.execute(text("select count(*) from notes")).scalar_one()
            connection.execute(insert(notes).values(word=str(count)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(40)))
    assert words(kept) == [str(n) for n in range(40)]


def test_a_locked_database_is_unavailable_for_writing_and_still_read(kept: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)
    impatient = Database(kept.path)
    with somebody_else_writes(kept):
        with pytest.raises(Unavailable, match="Somebody else is saving just now") as refusal, impatient.write():
            pass
        assert words(impatient) == []
    assert refusal.value.remedy == "Try again in a moment."
    with impatient.write():
        pass


def test_only_so_many_writers_wait_and_the_next_is_told_at_once(kept: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 3600)
    told: Queue[str] = Queue()

    def add_one() -> None:
        try:
            with kept.write() as connection:
                connection.execute(insert(notes).values(word="kept"))
        except Unavailable as refusal:
            told.put(refusal.message)

    writers = [threading.Thread(target=add_one) for _ in range(MOST_WAITING + 3)]
    with kept.write():
        for writer in writers:
            writer.start()
        assert [told.get(timeout=PATIENCE_SECONDS) for _ in range(3)] == ["Somebody else is saving just now (a large import perhaps)."] * 3
    for writer in writers:
        writer.join()
    assert words(kept) == ["kept"] * MOST_WAITING


def test_where_a_broken_database_is_stands_in_the_log_and_not_in_what_visitors_are_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "x.sqlite"
    path.write_text("name,postcode\n" * 500)
    with pytest.raises(Unavailable) as refusal, Database(path).read():
        pass
    assert str(tmp_path) not in refusal.value.message + refusal.value.remedy
    assert str(path) in caplog.text


def test_a_full_disk_says_so_and_what_was_there_stays(kept: Database) -> None:
    def fill(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=10")
        connection.execute(insert(notes), [{"word": "x" * 4000}] * 50)

    with pytest.raises(Unavailable, match="disk is full") as refusal, kept.write() as connection:
        fill(connection)
    assert "Free some space" in refusal.value.remedy
    assert words(kept) == []


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


@settings(deadline=None)
@given(
    st.datetimes(
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=8))]),
        min_value=datetime(2, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
        max_value=datetime(9998, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    )
)
def test_a_moment_comes_back_as_the_same_moment_in_utc(moment: datetime) -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(insert(notes).values(at=moment))
        back = connection.execute(select(notes.c.at)).scalar_one()
    assert back == moment
    assert back is not None
    assert back.tzinfo is UTC


def test_a_time_without_zone_is_refused(kept: Database) -> None:
    with pytest.raises(StatementError, match="without its zone"), kept.write() as connection:
        connection.execute(insert(notes).values(at=datetime(2026, 1, 1)))  # noqa: DTZ001  the mistake under test


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_a_document_comes_back_as_it_was(document: object) -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(insert(notes).values(document=document))
        back = connection.execute(select(notes.c.document)).scalar_one()
    assert (back, type(back)) == (document, type(document))


def test_upsert_adds_what_is_new_and_changes_only_the_columns_given(kept: Database) -> None:
    with kept.write() as connection:
        upsert(connection, notes, [{"id": 1, "word": "one", "document": {"kept": True}}])
        upsert(connection, notes, [{"id": 1, "word": "uno"}, {"id": 2, "word": "due"}])
        upsert(connection, notes, [{"id": 2}])
        upsert(connection, notes, [])
        assert connection.execute(select(notes.c.word, notes.c.document)).all() == [("uno", {"kept": True}), ("due", None)]


def test_insert_new_says_which_were(kept: Database) -> None:
    with kept.write() as connection:
        assert insert_new(connection, notes, [{"id": 1, "word": "one"}], notes.c.id) == [1]
        again = [{"id": 1, "word": "other"}, {"id": 2, "word": "two"}, {"id": 2, "word": "twice"}]
        assert insert_new(connection, notes, again, notes.c.id) == [2]
        assert insert_new(connection, notes, [], notes.c.id) == []
    assert words(kept) == ["one", "two"]
