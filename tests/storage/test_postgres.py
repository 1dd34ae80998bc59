"""A PostgreSQL server that cannot be used says what to do, and where it is or how to get in stays out of it."""

import threading
from collections.abc import Iterator
from pathlib import Path
from select import select

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from shared.errors import Invalid, Unavailable
from shared.storage import turns
from shared.storage.database import Database
from shared.storage.migrations import migrate
from shared.storage.roles import Addresses, make_roles
from signpost.stack.servers import PostgresServer
from tests.not_tested import not_tested
from tests.stack.fixtures import Postgres

SECRET = "correct-horse"


@pytest.fixture
def database(postgres_database: str) -> Iterator[Database]:
    opened = Database(postgres_database)
    with opened.write() as connection:
        connection.execute(text("create table notes (id serial primary key, word text)"))
    yield opened
    opened.close()


@pytest.fixture
def addresses(postgres_server: Postgres) -> Iterator[Addresses]:
    yield make_roles(postgres_server.url, "refusals", owner_password=SECRET, application_password=SECRET)
    with psycopg.connect(postgres_server.url, autocommit=True) as connection:
        connection.execute("drop database refusals with (force)")
        connection.execute("drop role refusals")
        connection.execute("drop role refusals_owner")


@pytest.fixture(scope="module")
def own_server(servers_folder: Path) -> Iterator[PostgresServer]:
    """One that may be killed."""
    server = PostgresServer(servers_folder / "postgres-to-kill")
    try:
        server.start()
    except Unavailable as absent:
        not_tested(f"PostgreSQL going away: {absent.message}", absent.remedy)
    yield server
    server.stop()


def words(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(text("select word from notes order by id")).scalars())


def write(database: Database, word: str) -> None:
    with database.write() as connection:
        connection.execute(text("insert into notes (word) values (:word)"), {"word": word})


def refusal(database: Database, statement: str = "select 1", *, writes: bool = True) -> Unavailable:
    with pytest.raises(Unavailable) as refused, database.write() if writes else database.read() as connection:
        connection.execute(text(statement))
    database.close()
    return refused.value


def test_a_write_is_on_the_disk_before_it_is_accepted_and_nobody_waits_for_ever(database: Database) -> None:
    with database.write() as connection:
        shown = {
            name: connection.execute(text(f"show {name}")).scalar_one()
            for name in ("synchronous_commit", "timezone", "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        }
    assert shown == {
        "synchronous_commit": "on",
        "timezone": "UTC",
        "statement_timeout": "1min",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "1min",
    }


def test_after_the_server_was_killed_and_started_again_everything_goes_on_and_nothing_is_half_kept(own_server: PostgresServer) -> None:
    database = Database(own_server.url)
    with database.write() as connection:
        connection.execute(text("create table notes (id serial primary key, word text)"))
    write(database, "before")
    with pytest.raises(Unavailable, match="does not answer"), database.write() as connection:
        connection.execute(text("insert into notes (word) values ('half')"))
        own_server.kill()
        served_by = connection.connection.driver_connection
        assert served_by
        assert select([served_by.fileno()], [], [], 20)[0]  # whoever served us has noticed too, and goes
    assert refusal(Database(own_server.url)).message == "The database server does not answer."
    own_server.start()
    assert words(database) == ["before"]
    write(database, "after")
    own_server.restart()  # with connections waiting in the pool, all of them dead now
    write(database, "and after")
    assert words(database) == ["before", "after", "and after"]
    database.close()


def test_a_writer_whose_connection_is_cut_keeps_nobody_waiting(database: Database, postgres_database: str) -> None:
    others = Database(postgres_database)
    holds, cut = threading.Event(), threading.Event()
    told: list[Unavailable] = []

    def hold() -> None:
        try:
            with others.write() as connection:
                connection.execute(text("insert into notes (word) values ('cut')"))
                holds.set()
                cut.wait(20)
                connection.execute(text("select 1"))
        except Unavailable as gone:
            told.append(gone)

    holder = threading.Thread(target=hold)
    holder.start()
    assert holds.wait(20)
    with database.read() as connection:
        own = "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted"
        own += " and database = (select oid from pg_database where datname = current_database())"
        assert connection.execute(text(own)).scalars().all() == [True]
    write(database, "kept")
    cut.set()
    holder.join()
    others.close()
    assert [each.message for each in told] == ["The database server does not answer."]
    assert words(database) == ["kept"]


@pytest.mark.parametrize(
    ("state", "says", "remedy"),
    [
        ("53100", "disk of the database server is full", "Free some space"),
        ("53200", "no memory left", "more memory"),
        ("53300", "no connection left", "max_connections"),
        ("57014", "took too long", "server's log"),
        ("57P01", "does not answer", "Check that PostgreSQL runs"),
        ("08006", "does not answer", "Check that PostgreSQL runs"),
        ("25006", "can only be read", "takes writes"),
        ("42501", "does not allow this", "signpost migrate"),
        ("58030", "could not read or write its disk", "Check the disk"),
        ("XX001", "is damaged", "put back a backup"),
        ("40P01", "Somebody else is saving", "Try again in a moment"),
    ],
)
def test_what_the_server_refuses_with_is_said_with_what_to_do(database: Database, state: str, says: str, remedy: str) -> None:
    """The states are raised by the server itself."""
    refused = refusal(database, f"do $$ begin raise exception 'at 10.0.0.7' using errcode = '{state}'; end $$")
    assert says in refused.message
    assert remedy in refused.remedy
    assert "10.0.0.7" not in refused.message + refused.remedy


def test_a_text_that_postgresql_cannot_keep_is_refused_as_what_was_sent(database: Database) -> None:
    with pytest.raises(Invalid, match="cannot be kept"):
        write(database, "nothing\0less")
    with pytest.raises(Invalid, match="cannot be kept"), database.read() as connection:
        connection.execute(text("select id from notes where word = :word"), {"word": "\0"})
    assert words(database) == []


def test_a_mistake_of_the_program_is_not_hidden_as_a_refusal(database: Database) -> None:
    with pytest.raises(ProgrammingError), database.write() as connection:
        connection.execute(text("select nonsense"))


def test_a_wrong_password_an_unknown_role_and_a_missing_database_are_told_apart_and_not_told_on(
    addresses: Addresses, caplog: pytest.LogCaptureFixture
) -> None:
    address = addresses.application
    told = {
        "password": refusal(Database(address.replace(SECRET, "battery-staple"))),
        "role": refusal(Database(address.replace("//refusals:", "//unknown:"))),
        "database": refusal(Database(address + "-of-yesterday")),
        "server": refusal(Database("postgresql://refusals:battery-staple@127.0.0.1:1/refusals")),
    }
    assert {kind: each.message for kind, each in told.items()} == {
        "password": "The database server refuses the password.",
        "role": "The database server refuses the password.",  # the server itself does not tell the two apart
        "database": "There is no such database or role on the server.",
        "server": "The database server does not answer.",
    }
    said = "".join(f"{each.message}{each.remedy}" for each in told.values())
    assert not [secret for secret in ("127.0.0.1", "refusals", SECRET, "battery-staple") if secret in said]
    assert not [secret for secret in (SECRET, "battery-staple") if secret in caplog.text]


def test_a_role_with_too_many_connections_is_told_so(addresses: Addresses, postgres_server: Postgres) -> None:
    with psycopg.connect(postgres_server.url, autocommit=True) as connection:
        connection.execute("alter role refusals connection limit 0")
    refused = refusal(Database(addresses.application))
    assert (refused.message, "max_connections" in refused.remedy) == ("The database server has no connection left.", True)


def test_more_readers_than_there_are_connections_are_told_to_try_again(
    database: Database, monkeypatch: pytest.MonkeyPatch, postgres_database: str
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0)
    few = Database(postgres_database)

    def all_of_them(depth: int) -> None:
        with few.read():
            all_of_them(depth + 1)

    with pytest.raises(Unavailable, match="Too many people"):
        all_of_them(0)
    few.close()


@pytest.mark.parametrize(
    "address", ["", "rubbish", "mysql://a:hunter2@b/c", "postgresql://a:hunter2@b:5432/", "postgresql://a:hunter2@b:port/c"]
)
def test_an_address_that_is_none_is_refused_without_being_repeated(address: str) -> None:
    with pytest.raises(Unavailable, match="not one of PostgreSQL") as refused:
        Database(address)
    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_database_that_orders_texts_by_a_language_is_not_migrated(postgres_server: Postgres, folder: Path) -> None:
    with psycopg.connect(postgres_server.url, autocommit=True) as connection:
        connection.execute("create database by_words template template0 locale_provider icu icu_locale 'en' lc_collate 'C' lc_ctype 'C'")
        by_words = Database(postgres_server.named("by_words"))
        with pytest.raises(Unavailable, match="by the rules of a language") as refused:
            migrate(by_words, folder)
        by_words.close()
        connection.execute("drop database by_words")
    assert "LC_COLLATE 'C'" in refused.value.remedy
