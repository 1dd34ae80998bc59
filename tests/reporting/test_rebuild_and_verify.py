"""What is counted can be compared with the log and made anew from it, while events arrive."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.directory.use_cases.change_places import change_places
from services.directory.use_cases.withdraw_class import withdraw_class
from services.reporting.adapters.event_store import EventStore
from services.reporting.entrypoints.local_delivery import reporting_thread
from services.reporting.use_cases.rebuild import rebuild
from services.reporting.use_cases.verify import verify
from services.reporting.use_cases.verify_log import LONGEST_WAY, verify_log
from shared.contracts.directory import ClassPublished
from shared.contracts.event import Event
from shared.contracts.provision import Places
from shared.contracts.published import golden
from shared.messaging.parking import Parking
from tests.databases import Ground
from tests.reporting.pair import OPERATOR, Pair, Template, open_pair, open_pair_on
from tests.reporting.plain_count import plain_count

CLASSES = 40


@pytest.fixture
def pair(template: Template, tmp_path: Path) -> Iterator[Pair]:
    with open_pair(template, tmp_path) as opened:
        yield opened


def change(pair: Pair, statement: str) -> None:
    """Damage done behind the service's back."""
    with pair.reporting.database.write() as connection:
        connection.exec_driver_sql(statement)


def test_what_was_counted_is_what_the_log_gives(pair: Pair) -> None:
    kept = pair.publish()
    withdraw_class(pair.directory, OPERATOR, pair.publish())
    change_places(pair.directory, OPERATOR, kept, Places(open=3))
    pair.deliver()
    found = verify(pair.reporting.works)
    assert found.agrees
    assert [(table.table, table.rows) for table in found.tables] == [("supply", 2)]
    assert found.events == pair.log.newest()


def test_a_table_that_differs_is_named_with_its_rows_and_a_rebuild_mends_it(pair: Pair) -> None:
    changed, lost, kept = pair.publish(), pair.publish(), pair.publish()
    pair.deliver()
    before = pair.shown()
    change(pair, f"UPDATE supply SET authority = 'E08000016' WHERE class_id = '{changed}'")  # noqa: S608
    change(pair, f"DELETE FROM supply WHERE class_id = '{lost}'")  # noqa: S608
    change(pair, f"INSERT INTO supply SELECT 'made-up', {', '.join(others(pair))} FROM supply WHERE class_id = '{kept}'")  # noqa: S608
    (table,) = verify(pair.reporting.works).tables
    assert (table.agrees, table.missing, table.surplus, table.different) == (False, ((lost,),), (("made-up",),), ((changed,),))
    (mended,) = rebuild(pair.reporting.works, OPERATOR).tables
    assert (mended.missing, mended.surplus, mended.different) == (((lost,),), (("made-up",),), ((changed,),))
    assert verify(pair.reporting.works).agrees
    assert pair.shown() == before


def others(pair: Pair) -> list[str]:
    with pair.reporting.database.read() as connection:
        return list(connection.exec_driver_sql("SELECT * FROM supply").keys())[1:]


@pytest.mark.both_databases
def test_rebuild_and_verify_are_identical_while_events_arrive(ground: Ground, template: Template, tmp_path: Path) -> None:
    with open_pair_on(ground, template, tmp_path) as pair:
        with publishing(pair) as busy:
            looked = 0
            while busy.is_alive() or looked < 3:
                assert verify(pair.reporting.works).agrees
                assert all(table.agrees for table in rebuild(pair.reporting.works, OPERATOR).tables)
                looked += 1
        pair.deliver()
        assert verify(pair.reporting.works).agrees
        assert pair.shown() == plain_count(pair.database, pair.clock.now())
        assert pair.shown()["every", "every", "classes"] == CLASSES / 2


@contextmanager
def publishing(pair: Pair) -> Iterator[threading.Thread]:
    """Classes are published and changed by one thread, and delivered by another."""

    def publish() -> None:
        for number in range(CLASSES):
            made = pair.publish(name=f"ESOL class {number}")
            change_places(pair.directory, OPERATOR, made, Places(open=number))
            if number % 2:
                withdraw_class(pair.directory, OPERATOR, made)

    busy, delivery = threading.Thread(target=publish), reporting_thread(pair.reporting, "directory", pair.log)
    delivery.start()
    busy.start()
    yield busy
    busy.join()
    delivery.stop()


def test_a_type_that_is_not_known_yet_is_kept_and_counted_by_nobody(pair: Pair) -> None:
    newer = kept_behind_its_back(pair, type="uk.signpost.thing.happened.v1", data={"what": "ever"})
    with pair.reporting.works.look() as stores:
        assert stores.events.find(newer.id) == (1, newer)
    assert verify(pair.reporting.works).agrees


def test_what_was_kept_before_its_type_was_known_and_does_not_fit_it_is_told_and_not_counted(pair: Pair) -> None:
    pair.publish()
    pair.deliver()
    misfit = kept_behind_its_back(pair, data={"state": "a newer one, and wrong"})
    found = verify(pair.reporting.works)
    assert (found.agrees, found.misfits) == (True, (misfit.id,))
    assert rebuild(pair.reporting.works, OPERATOR).tables[0].agrees


def test_what_does_not_fit_its_contract_when_it_comes_is_parked_and_not_kept(pair: Pair) -> None:
    pair.publish()
    with pair.database.write() as connection:
        connection.exec_driver_sql("""UPDATE outbox SET data = '{"state": 7}' WHERE type = 'uk.signpost.class.published.v1'""")
    pair.deliver()
    (parked,) = Parking(pair.reporting.database, pair.clock).waiting()
    assert parked.reason == "poison"
    with pair.reporting.works.look() as stores:
        assert stores.events.find(parked.id) is None


def kept_behind_its_back(pair: Pair, **more: Any) -> Event:
    """Straight into the store."""
    event = Event.model_validate(golden(ClassPublished) | {"id": "of-another-version"} | more)
    with pair.reporting.database.write() as connection:
        EventStore(connection).append([event], pair.clock.now())
    return event


def test_the_log_of_the_producer_is_compared_by_its_ids(pair: Pair) -> None:
    pair.publish()
    pair.deliver()
    found = verify_log(pair.reporting.works, pair.clock, "directory", pair.log)
    assert (found.agrees, found.said, found.said_hash) == (True, found.kept, found.kept_hash)


def test_what_has_not_come_is_on_its_way_for_a_quarter_of_an_hour_and_missing_from_then_on(pair: Pair) -> None:
    pair.deliver()
    pair.publish()
    young = verify_log(pair.reporting.works, pair.clock, "directory", pair.log)
    assert (young.agrees, len(young.on_the_way), young.missing) == (True, 1, ())
    pair.clock.move(LONGEST_WAY + timedelta(seconds=1))
    old = verify_log(pair.reporting.works, pair.clock, "directory", pair.log)
    assert (old.agrees, old.on_the_way, old.missing) == (False, (), young.on_the_way)


def test_an_event_its_producer_never_said_is_told(pair: Pair) -> None:
    pair.deliver()
    stranger = kept_behind_its_back(pair)
    assert verify_log(pair.reporting.works, pair.clock, "directory", pair.log).strangers == (stranger.id,)
