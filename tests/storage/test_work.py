"""One unit of work keeps a change, what it says to others, and who did it, together or not at all."""

import logging
from datetime import timedelta
from functools import cached_property
from typing import ClassVar

import pytest
from sqlalchemy import Connection, select

from shared.clock import SetClock
from shared.contracts.event import EventData
from shared.errors import Conflict
from shared.ids import SeededIds
from shared.messaging.log import EventLog
from shared.permissions import Actor
from shared.storage.database import Database
from shared.storage.history import history_of
from shared.storage.port import BeginsWork, UnitOfWork
from shared.storage.schema import idempotency
from shared.storage.work import Work, Works
from shared.telemetry import current_traceparent, set_traceparent, traced

ANN = Actor(subject="ann", name="Ann Example", authorities=frozenset({"E08000035"}))
BEN = Actor(subject="ben", name="Ben Example")
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class ClassPublished(EventData):
    """What the tests say happened."""

    TYPE: ClassVar[str] = "uk.signpost.class.published.v1"
    title: str


def say(work: UnitOfWork, title: str = "ESOL", sequence: int = 1) -> str:
    return work.emit(ClassPublished(title=title), subject="class-1", authority="E08000035", sequence=sequence)


def titles(database: Database) -> list[str]:
    log = EventLog(database)
    log.sequence_new()
    return [event.data["title"] for _, event in log.after(0, 100)]


def test_an_event_is_kept_with_all_that_others_need(works: Works[Work], database: Database, clock: SetClock) -> None:
    with traced(TRACE), works.begin(ANN, "publish a class") as work:
        event_id = say(work)
    found = EventLog(database).find(event_id)
    assert found is not None
    event = found[1]
    assert (event.source, event.type, event.subject) == ("/directory", "uk.signpost.class.published.v1", "class-1")
    assert (event.authority, event.sequence, event.data) == ("E08000035", 1, {"title": "ESOL"})
    assert (event.time, event.traceparent) == (clock.now(), TRACE)


def test_what_was_undone_was_never_said_nor_noted(works: Works[Work], database: Database) -> None:
    with pytest.raises(ZeroDivisionError), works.begin(ANN, "publish a class") as work:
        say(work)
        work.audit("class", "class-1", "published", 1, {})
        _ = 1 / 0
    assert titles(database) == []
    with works.read() as connection:
        assert history_of(connection, "class", "class-1") == []


def test_one_change_happens_at_one_moment(works: Works[Work], clock: SetClock) -> None:
    with works.begin(ANN, "publish a class") as work:
        before = work.now
        clock.move(timedelta(minutes=5))
        assert work.now == before


def test_scope_is_the_actors_own_unless_given(works: Works[Work]) -> None:
    with works.begin(ANN, "publish a class") as work:
        assert work.authorities == {"E08000035"}
    with works.begin(ANN, "match", authorities=frozenset({"E08000036"})) as work:
        assert work.authorities == {"E08000036"}


def test_a_service_adds_its_stores_and_use_cases_need_only_the_port(database: Database, clock: SetClock) -> None:
    class Classes:
        def __init__(self, connection: Connection) -> None:
            self.connection = connection

    class DirectoryWork(Work):
        @cached_property
        def classes(self) -> Classes:
            return Classes(self.connection)

    works = Works(database, clock, SeededIds(1), source="/directory", build=DirectoryWork)
    with works.begin(ANN, "publish a class") as work:
        assert work.classes.connection is work.connection
    as_a_use_case_sees_it: BeginsWork[UnitOfWork] = works
    with as_a_use_case_sees_it.begin(ANN, "publish a class") as port:
        say(port)


def test_the_hint_comes_after_a_commit_that_said_something_and_only_then(works: Works[Work], database: Database) -> None:
    heard: list[list[str]] = []
    works.on_commit = lambda: heard.append(titles(database))
    with works.begin(ANN, "look") as work:
        pass
    with pytest.raises(ZeroDivisionError), works.begin(ANN, "publish a class") as work:
        say(work)
        _ = 1 / 0
    with works.begin(ANN, "publish a class") as work:
        say(work, "said")
    assert heard == [["said"]]


def test_a_hint_that_fails_harms_nothing(works: Works[Work], database: Database, caplog: pytest.LogCaptureFixture) -> None:
    works.on_commit = lambda: [][0]
    with caplog.at_level(logging.ERROR), works.begin(ANN, "publish a class") as work:
        say(work, "said")
    assert titles(database) == ["said"]
    assert "the hint after a commit failed" in caplog.text


def test_history_says_who_did_what_when_and_why_newest_first(works: Works[Work], clock: SetClock) -> None:
    started = clock.now()
    with works.begin(ANN, "publish a class") as work:
        work.audit("class", "class-1", "published", 1, {"title": [None, "ESOL"]})
    clock.move(timedelta(days=1))
    with works.begin(BEN, "correct a title") as work:
        work.audit("class", "class-1", "updated", 2, {"title": ["ESOL", "ESOL Entry 2"]})
        work.audit("class", "class-2", "published", 1, {})
    with works.read() as connection:
        newest, oldest = history_of(connection, "class", "class-1")
    assert (newest.action, newest.sequence, newest.changes) == ("updated", 2, {"title": ["ESOL", "ESOL Entry 2"]})
    assert (newest.actor_subject, newest.actor_name, newest.purpose) == ("ben", "Ben Example", "correct a title")
    assert (oldest.action, oldest.at, oldest.actor_name) == ("published", started, "Ann Example")


def test_history_is_read_page_by_page(works: Works[Work]) -> None:
    for sequence in range(1, 8):
        with works.begin(ANN, "keep it right") as work:
            work.audit("class", "class-1", "updated", sequence, {})
    pages: list[list[int]] = []
    before = None
    with works.read() as connection:
        while page := history_of(connection, "class", "class-1", limit=3, before=before):
            pages.append([entry.sequence for entry in page])
            before = page[-1].row
    assert pages == [[7, 6, 5], [4, 3, 2], [1]]


def test_a_write_sent_twice_with_one_key_is_done_once(works: Works[Work]) -> None:
    with works.begin(ANN, "publish a class") as work:
        assert work.once("k1", "same body") is None
        work.remember("k1", "same body", "class-1")
    with works.begin(ANN, "publish a class") as work:
        assert work.once("k1", "same body") == "class-1"


def test_a_key_used_for_something_else_is_a_conflict(works: Works[Work]) -> None:
    with works.begin(ANN, "publish a class") as work:
        work.remember("k1", "one body", "class-1")
    with pytest.raises(Conflict, match="already used"), works.begin(ANN, "publish a class") as work:
        work.once("k1", "other body")


def test_keys_are_each_persons_own_and_optional(works: Works[Work]) -> None:
    with works.begin(ANN, "publish a class") as work:
        work.remember("k1", "a body", "class-1")
        work.remember(None, "a body", "class-2")
        assert work.once(None, "a body") is None
    with works.begin(BEN, "publish a class") as work:
        assert work.once("k1", "a body") is None


def test_a_key_is_forgotten_after_a_day(works: Works[Work], clock: SetClock) -> None:
    with works.begin(ANN, "publish a class") as work:
        work.remember("k1", "a body", "class-1")
    clock.move(timedelta(hours=24))
    with works.begin(ANN, "publish a class") as work:
        assert work.once("k1", "other body") is None
    with works.read() as connection:
        assert connection.execute(select(idempotency)).all() == []


@pytest.mark.parametrize("broken", ["", "nonsense", "00-" + "0" * 32 + "-00f067aa0ba902b7-01", TRACE.upper(), "ff" + TRACE[2:]])
def test_a_traceparent_that_is_not_well_formed_counts_as_absent(broken: str) -> None:
    with traced(TRACE):
        set_traceparent(broken)
        assert current_traceparent() is None
    assert current_traceparent() is None
