"""`signpost events`: parked, mended, sent on or dropped, compared with the log and heard again, as an operator does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.directory.entrypoints.local_delivery import openreferral_delivery, openreferral_thread, search_delivery, search_thread
from services.directory.settings import DirectorySettings
from services.directory.use_cases.register_provider import register_provider
from services.directory.wiring import Directory, open_directory
from shared.clock import SetClock
from shared.contracts.directory import ProviderDetails
from shared.messaging.ladder import RUNGS
from shared.messaging.parking import NO_EVENT, Parking
from shared.permissions import Actor, Role
from tests.commands.conftest import Run

LEEDS = "E08000035"
DINA = Actor("dina", "Dina Malik", frozenset({Role.DEVELOPMENT_WORKER}), authorities=frozenset({LEEDS}))
BROKEN = "CREATE TRIGGER broken BEFORE INSERT ON feed_parts BEGIN SELECT RAISE(ABORT, 'no'); END"
MENDED = "DROP TRIGGER broken"
KEPT = "SELECT count(*) FROM feed_parts"


@contextmanager
def running(data: Path, at: datetime | None = None) -> Iterator[Directory]:
    """The directory of a folder; with the time given, it is that time."""
    directory = open_directory(DirectorySettings(data=data), SetClock(at) if at else None)
    yield directory
    directory.close()


def deliver(directory: Directory) -> None:
    search_delivery(directory).run_until_idle()
    openreferral_delivery(directory).run_until_idle()


def register(directory: Directory, *names: str) -> None:
    for name in names:
        register_provider(directory.works, DINA, ProviderDetails(name=name, authority=LEEDS))


def ask(directory: Directory, sql: str) -> int:
    with directory.database.read() as connection:
        return int(connection.exec_driver_sql(sql).scalar_one())


def change(directory: Directory, *sql: str) -> None:
    with directory.database.write() as connection:
        for each in sql:
            connection.exec_driver_sql(each)


def park(data: Path, *names: str) -> list[str]:
    """The feed cannot take these events, from the first try to the last rung; it is mended afterwards. Gives their ids."""
    now = datetime.now(UTC) - sum(RUNGS, timedelta(minutes=1))
    with running(data, now) as directory:
        change(directory, BROKEN)
        register(directory, *names)
        deliver(directory)
        for rung in RUNGS:
            assert Parking(directory.database, directory.clock).waiting() == []
            now += rung
            assert isinstance(directory.clock, SetClock)
            directory.clock.move(rung)
            deliver(directory)
        ids = [one.id for one in Parking(directory.database, directory.clock).waiting()]
        change(directory, MENDED)
    assert len(ids) == len(names)
    return ids


@pytest.fixture
def parked_bytes(tmp_path: Path) -> str:
    with running(tmp_path) as directory:
        parking = Parking(directory.database, directory.clock)
        return parking.park_bytes("directory.openreferral", b'\x1b[2J{"name": "Amina"}', {"ce-id": "\x1b7"}, NO_EVENT, "ce-type is missing")


def test_what_failed_at_first_and_in_all_its_five_retries_is_parked_shown_mended_sent_on_and_applied_once(
    signpost: Run, tmp_path: Path
) -> None:
    (id,) = park(tmp_path, "Northgate College")

    listed = signpost("events", "parked", "--data", tmp_path).text
    assert all(words in listed for words in (id, "directory.openreferral", "failed too often", "IntegrityError"))
    shown = signpost("events", "show", id, "--data", tmp_path).text
    assert all(words in shown for words in ("Northgate College", "failed too often: IntegrityError", "waiting"))

    assert "1 consumer(s) will try it again." in signpost("events", "redrive", id, "--why", "the trigger is gone", "--data", tmp_path).text
    assert "That was asked already" in signpost("events", "redrive", id, "--data", tmp_path).text
    with running(tmp_path) as directory:
        deliver(directory)
        assert ask(directory, KEPT) == 1
        kept = ask(directory, "SELECT changes FROM feed_position")
    assert "That was asked already" in signpost("events", "redrive", id, "--data", tmp_path).text
    with running(tmp_path) as directory:
        deliver(directory)
        assert ask(directory, "SELECT changes FROM feed_position") == kept
    assert "Nothing is parked." in signpost("events", "parked", "--data", tmp_path).text
    assert "the trigger is gone" in signpost("events", "show", id, "--data", tmp_path).text


def test_many_are_listed_first_and_sent_on_when_a_person_says_so(signpost: Run, tmp_path: Path) -> None:
    ids = park(tmp_path, "Northgate", "Southgate", "Eastgate")
    asked = signpost("events", "redrive", "--consumer", "directory.openreferral", "--data", tmp_path)
    assert (asked.code, all(id in asked.text for id in ids)) == (1, True)
    assert "Nothing was done. Send on these 3: repeat the command with --yes." in asked.text
    assert "3 sent on." in signpost("events", "redrive", "--service", "directory", "--yes", "--data", tmp_path).text
    assert "Nothing of that is parked." in signpost("events", "redrive", "--yes", "--data", tmp_path).text
    with running(tmp_path) as directory:
        deliver(directory)
        assert ask(directory, KEPT) == 3


def test_what_is_given_up_needs_a_reason_and_is_not_applied_later(signpost: Run, tmp_path: Path) -> None:
    (id,) = park(tmp_path, "Northgate College")
    assert signpost("events", "drop", id, "--data", tmp_path).code == 2
    assert "needs a reason" in signpost("events", "drop", id, "--why", " ", "--data", tmp_path).text
    assert "1 dropped." in signpost("events", "drop", id, "--why", "a trial run", "--data", tmp_path).text
    for again in (("drop", id, "--why", "again"), ("redrive", id)):
        assert "It was dropped; nothing was changed." in signpost("events", *again, "--data", tmp_path).text
    signpost("events", "replay", "--consumer", "directory.openreferral", "--from", "start", "--data", tmp_path)
    with running(tmp_path) as directory:
        deliver(directory)
        assert ask(directory, KEPT) == 0
    shown = signpost("events", "show", id, "--data", tmp_path).text
    assert ("dropped by" in shown, "a trial run" in shown) == (True, True)


def test_choosing_by_age_type_and_service(signpost: Run, tmp_path: Path) -> None:
    (id,) = park(tmp_path, "Northgate College")
    for fits in (("--older-than", "30s"), ("--type", "provider.registered"), ("--service", "directory")):
        assert id in signpost("events", "parked", *fits, "--data", tmp_path).text
    for other in (("--older-than", "2h"), ("--type", "class.published"), ("--service", "reporting"), ("--consumer", "reporting")):
        assert "Nothing of that is parked." in signpost("events", "parked", *other, "--data", tmp_path).text
    assert "Give a number and s, m, h or d" in signpost("events", "parked", "--older-than", "long", "--data", tmp_path).text
    assert "Use one of: directory, reporting." in signpost("events", "parked", "--service", "mail", "--data", tmp_path).text


def test_bytes_are_described_and_printed_only_when_asked_and_never_as_commands_to_a_terminal(
    signpost: Run, tmp_path: Path, parked_bytes: str
) -> None:
    for command in (("parked",), ("show", parked_bytes)):
        said = signpost("events", *command, "--data", tmp_path).text
        assert ("21 bytes, neither JSON nor text; 1 headers" in said, "Amina" in said) == (True, False)
    raw = signpost("events", "show", parked_bytes, "--raw", "--data", tmp_path).text
    assert ('\\x1b[2J{"name": "Amina"}' in raw, "'ce-id': '\\x1b7'" in raw, "\x1b" in raw) == (True, True, False)


def test_bytes_are_not_sent_on_and_can_be_dropped(signpost: Run, tmp_path: Path, parked_bytes: str) -> None:
    assert "1 are no events and cannot be sent on" in signpost("events", "redrive", parked_bytes, "--data", tmp_path).text
    assert parked_bytes in signpost("events", "parked", "--data", tmp_path).text
    assert "1 dropped." in signpost("events", "drop", parked_bytes, "--why", "a port scan", "--data", tmp_path).text
    assert "Nothing is parked." in signpost("events", "parked", "--data", tmp_path).text


def test_reconciling_says_what_it_compared_and_brings_what_is_missing(signpost: Run, tmp_path: Path) -> None:
    with running(tmp_path, datetime.now(UTC) - timedelta(minutes=10)) as directory:
        register(directory, "Northgate", "Southgate")
        deliver(directory)
        change(directory, "DELETE FROM feed_parts WHERE sequence = 1 AND subject = (SELECT min(subject) FROM feed_parts)")
    said = signpost("events", "reconcile", "--data", tmp_path).text
    assert "directory.openreferral: 2 of 2 events of /directory compared, 1 were missing and were brought; in step up to 2." in said
    assert "reporting: 0 of 2 events of /directory compared, none was missing" in said
    assert "directory.search: 2 of 2 events" in said
    again = signpost("events", "reconcile", "--full", "--data", tmp_path).text
    assert "directory.openreferral: 2 of 2 events of /directory compared, none was missing" in again
    with running(tmp_path) as directory:
        assert ask(directory, KEPT) == 2


def test_a_replay_makes_what_a_consumer_lost_again(signpost: Run, tmp_path: Path) -> None:
    with running(tmp_path) as directory:
        register(directory, "Northgate", "Southgate", "Eastgate")
        deliver(directory)
        change(directory, "DELETE FROM feed_parts")
    said = signpost("events", "replay", "--consumer", "directory.openreferral", "--from", "2", "--data", tmp_path)
    assert "directory.openreferral heard the events 2 to 3 of /directory again." in said.text
    with running(tmp_path) as directory:
        assert ask(directory, KEPT) == 2
    for begin in ("start", "2020-01-01T00:00"):
        said = signpost("events", "replay", "--consumer", "directory.openreferral", "--from", begin, "--data", tmp_path)
        assert "heard the events 1 to 3" in said.text
    with running(tmp_path) as directory:
        assert ask(directory, KEPT) == 3
    said = signpost("events", "replay", "--consumer", "directory.search", "--from", "1", "--data", tmp_path)
    assert "directory.search heard the events 1 to 3" in said.text


def test_a_signpost_that_runs_carries_out_the_replay_of_its_own_index_and_feed(signpost: Run, tmp_path: Path) -> None:
    with running(tmp_path) as directory:
        register(directory, "Northgate", "Southgate")
        deliver(directory)
        change(directory, "DELETE FROM feed_parts")
        threads = [search_thread(directory), openreferral_thread(directory)]
        for thread in threads:
            thread.start()
        for thread in threads:
            said = signpost("events", "replay", "--consumer", thread.consumer, "--from", "start", "--data", tmp_path)
            assert f"{thread.consumer} heard the events 1 to 2" in said.text
        assert "directory.search: the Signpost that runs here follows the log" in signpost("events", "reconcile", "--data", tmp_path).text
        for thread in threads:
            thread.stop()
        assert ask(directory, KEPT) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--consumer", "nobody", "--from", "start"), "There are: directory.search, directory.openreferral, reporting."),
        (("--consumer", "reporting"), "No replay of reporting was stopped half way."),
        (("--consumer", "reporting", "--from", "yesterday"), "neither `start`, a position nor a time"),
    ],
)
def test_a_replay_that_cannot_be_says_why(signpost: Run, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    said = signpost("events", "replay", *words, "--data", tmp_path)
    assert (said.code, told in said.text) == (1, True)
