"""What both databases promise: nothing accepted is lost, writers take turns, values come back as they were."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from queue import Queue

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, Text, delete, func, insert, select
from sqlalchemy.exc import DBAPIError, StatementError

from shared.errors import Unavailable
from shared.storage import turns
from shared.storage.database import Database
from shared.storage.turns import MOST_WAITING
from shared.storage.types import BigNumber, JsonDocument, UtcDateTime, WrittenJson
from shared.storage.upsert import insert_new, upsert

pytestmark = pytest.mark.both_databases
PATIENCE_SECONDS = 20
metadata = MetaData()
notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("word", Text),
    Column("at", UtcDateTime),
    Column("document", JsonDocument),
    Column("many", BigNumber),
)


@pytest.fixture
def kept(empty: Database) -> Database:
    with empty.write() as connection:
        metadata.create_all(connection)
    return empty


@pytest.fixture
def others(address: Path | str) -> Iterator[Database]:
    """The same database as another process has it."""
    database = Database(address)
    yield database
    database.close()


def words(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(select(notes.c.word).order_by(notes.c.id)).scalars())


def test_what_is_written_is_kept_when_the_block_ends_well(kept: Database) -> None:
    with kept.write() as connection:
        connection.execute(insert(notes).values(word="kept"))
    assert words(kept) == ["kept"]


def test_nothing_is_kept_when_anything_is_raised(kept: Database) -> None:
    with pytest.raises(ZeroDivisionError), kept.write() as connection:
        connection.execute(insert(notes).values(word="gone"))
        _ = 1 / 0
    assert words(kept) == []


def test_a_reader_cannot_write(kept: Database) -> None:
    with pytest.raises(DBAPIError), kept.read() as connection:
        connection.execute(insert(notes).values(word="no"))


def test_a_reader_sees_one_moment_while_others_write(kept: Database) -> None:
    with kept.read() as reader:
        before = reader.execute(select(notes)).all()
        with kept.write() as writer:
            writer.execute(insert(notes).values(word="later"))
        assert reader.execute(select(notes)).all() == before
    assert words(kept) == ["later"]


def test_writers_of_several_processes_wait_their_turn_and_see_what_the_one_before_kept(kept: Database, others: Database) -> None:
    def add_one(which: int) -> None:
        with (kept, others)[which % 2].write() as connection:
            count = connection.execute(select(func.count()).select_from(notes)).scalar_one()
            connection.execute(insert(notes).values(word=str(count)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(40)))
    assert words(kept) == [str(n) for n in range(40)]


def test_a_database_others_write_is_unavailable_for_writing_and_still_read(
    kept: Database, others: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0)
    with others.write():
        with pytest.raises(Unavailable, match="Somebody else is saving just now") as refusal, kept.write():
            pass
        assert words(kept) == []
    assert refusal.value.remedy == "Try again in a moment."
    with kept.write():
        pass


def test_only_so_many_writers_wait_and_the_next_is_told_at_once(kept: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 3600)
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


ON_ONE_DATABASE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ON_ONE_DATABASE
@given(
    st.datetimes(
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=8))]),
        min_value=datetime(2, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
        max_value=datetime(9998, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    )
)
def test_a_moment_comes_back_as_the_same_moment_in_utc(kept: Database, moment: datetime) -> None:
    with kept.write() as connection:
        upsert(connection, notes, [{"id": 1, "at": moment}])
        back = connection.execute(select(notes.c.at)).scalar_one()
    assert back == moment
    assert back is not None
    assert back.tzinfo is UTC


def test_a_time_without_zone_is_refused(kept: Database) -> None:
    with pytest.raises(StatementError, match="without its zone"), kept.write() as connection:
        connection.execute(insert(notes).values(at=datetime(2026, 1, 1)))  # noqa: DTZ001  the mistake under test


@ON_ONE_DATABASE
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_a_document_comes_back_as_it_was(kept: Database, document: object) -> None:
    """To the order of its keys and whether 1.0 is a whole number."""
    with kept.write() as connection:
        upsert(connection, notes, [{"id": 1, "document": document}])
        back = connection.execute(select(notes.c.document)).scalar_one()
    assert (repr(back), type(back)) == (repr(document), type(document))


def test_a_document_may_be_given_as_it_is_written(kept: Database) -> None:
    with kept.write() as connection:
        connection.execute(insert(notes).values(document=WrittenJson('{"b": 1.0, "a": [1e22]}')))
        assert connection.execute(select(notes.c.document)).scalar_one() == {"b": 1.0, "a": [1e22]}


@ON_ONE_DATABASE
@given(st.sets(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=4), max_size=12))
def test_texts_are_in_the_order_of_their_code_points(kept: Database, unordered: set[str]) -> None:
    """As Python has it: pages, cursors and merges rely on it."""
    with kept.write() as connection:
        connection.execute(delete(notes))
        upsert(connection, notes, [{"id": at, "word": word} for at, word in enumerate(unordered)])
        assert list(connection.execute(select(notes.c.word).order_by(notes.c.word)).scalars()) == sorted(unordered)


def test_numbers_beyond_32_bits_are_kept(kept: Database) -> None:
    with kept.write() as connection:
        connection.execute(insert(notes).values(many=2**62))
        assert connection.execute(select(notes.c.many)).scalar_one() == 2**62


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
