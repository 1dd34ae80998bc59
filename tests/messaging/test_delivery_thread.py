"""The background delivery: it hears hints, says how far behind it is, and outlives trouble."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from shared.contracts.event import Event
from shared.messaging import thread as module
from shared.messaging.thread import DeliveryThread
from shared.testing.delivery import ThingChanged, Trouble

from .beds import SqlBed

PATIENCE_SECONDS = 20


class Watched(Trouble):
    """Says when an event arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived = threading.Event()

    def before(self, event: Event) -> None:
        super().before(event)
        self.arrived.set()


@pytest.fixture
def watched(bed: SqlBed) -> Watched:
    bed.trouble = watched = Watched()
    bed.delivery = bed.deliver()
    return watched


@pytest.fixture
def running(bed: SqlBed, watched: Watched) -> Iterator[DeliveryThread]:
    running = DeliveryThread(bed.delivery)
    bed.works.on_commit = running.wake
    running.start()
    yield running
    running.stop()
    assert running.ended()


def test_what_is_published_arrives_without_anybody_asking(bed: SqlBed, running: DeliveryThread, watched: Watched) -> None:
    bed.publish(ThingChanged(name="red"), "a", 1)
    assert watched.arrived.wait(PATIENCE_SECONDS)
    running.stop()
    assert (bed.state(), running.lag(), running.last_error) == ({"a": (1, "red")}, 0, None)


def test_a_hint_is_enough_where_polling_would_be_far_too_late(bed: SqlBed, watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 3600.0)
    running = DeliveryThread(bed.delivery)
    bed.works.on_commit = running.wake
    running.start()
    bed.publish(ThingChanged(name="red"), "a", 1)
    assert watched.arrived.wait(PATIENCE_SECONDS)
    running.stop()
    assert running.ended()


def test_a_lost_hint_only_costs_the_wait_for_the_next_look(bed: SqlBed, running: DeliveryThread, watched: Watched) -> None:
    bed.works.on_commit = None
    bed.publish(ThingChanged(name="red"), "a", 1)
    assert watched.arrived.wait(PATIENCE_SECONDS)


def test_lag_counts_what_has_not_been_dealt_with(bed: SqlBed) -> None:
    for subject in "abc":
        bed.publish(ThingChanged(name="red"), subject, 1)
    assert DeliveryThread(bed.delivery).lag() == 3


def test_it_outlives_a_broken_database_and_says_what_is_wrong(
    bed: SqlBed, watched: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    bed.publish(ThingChanged(name="red"), "a", 1)
    with bed.consumer.write() as connection:
        connection.execute(text("alter table positions rename to elsewhere"))
    said = threading.Event()
    monkeypatch.setattr(module.log, "error", lambda *_: said.set())
    running = DeliveryThread(bed.delivery)
    running.start()
    assert said.wait(PATIENCE_SECONDS)
    assert running.last_error is not None
    assert running.last_error.startswith("OperationalError")
    with bed.consumer.write() as connection:
        connection.execute(text("alter table elsewhere rename to positions"))
    assert watched.arrived.wait(PATIENCE_SECONDS)
    running.stop()
    assert bed.state() == {"a": (1, "red")}
    assert running.lag() == 0
