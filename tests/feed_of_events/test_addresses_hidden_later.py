"""An address that is hidden by now is in no event of the feed, however old: as the directory tells it, through reporting, to a partner."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from jsonschema import Draft202012Validator

from services.reporting.entrypoints.local_delivery import reporting_delivery
from services.reporting.settings import ReportingSettings
from services.reporting.use_cases.feed_grants import ALL_TYPES, Wanted
from services.reporting.wiring import follow_events, open_reporting
from shared.contracts.catalogue import BY_TYPE
from shared.contracts.event import Event
from shared.contracts.published import schema_of
from shared.messaging.log import EventLog
from tests.directory.test_address_on_joining import ROSEBANK, SECRET_POINT, SECRET_WORDS, open_venue
from tests.directory.world import BRADFORD, LEEDS, open_world
from tests.directory.world import World as Directory

EVERYTHING = Wanted(ALL_TYPES, frozenset({LEEDS, BRADFORD}))
SECRET = (*SECRET_WORDS, *SECRET_POINT, "0113 496 0777", "door@rosebank")


class Told:
    """The directory's world, and what a partner reads of it from the very beginning."""

    def __init__(self, directory: Directory, data: Path, address: str | None) -> None:
        self.directory = directory
        self._reporting = open_reporting(ReportingSettings(data=data, database_address=address), directory.clock)
        self._delivery = reporting_delivery(self._reporting, "directory", EventLog(directory.directory.database))

    def events(self, subject: str = "") -> list[Event]:
        self._delivery.run_until_idle()
        page = follow_events(self._reporting).page(None, EVERYTHING, 500)
        return [event for _, event in page.events if subject in ("", event.subject)]

    def close(self) -> None:
        self._reporting.close()


@pytest.fixture
def told(tmp_path: Path, address: str | None) -> Iterator[Told]:
    with start_blocking_portal() as portal, open_world(tmp_path / "data", portal) as directory:
        opened = Told(directory, tmp_path / "reporting", address)
        yield opened
        opened.close()


def secrets_in(events: list[Event]) -> list[str]:
    text = json.dumps([event.data for event in events])
    return [each for each in SECRET if each in text]


def hide(told: Told, venue: str, version: int = 1, *, hidden: bool = True) -> None:
    answer = told.directory.amina.change("PUT", f"/v1/venues/{venue}", version, {**ROSEBANK, "address_on_joining": hidden})
    assert answer.status_code == 200, answer.text


def change(told: Told, id: str, **details: Any) -> None:
    answer = told.directory.amina.change("PUT", f"/v1/classes/{id}", 1, told.directory.lesson(**details))
    assert answer.status_code == 200, answer.text


def test_while_nothing_is_hidden_the_address_is_told(told: Told) -> None:
    lesson = told.directory.publish(venue_id=open_venue(told.directory))
    assert set(SECRET_WORDS) - {"LS74HZ"} <= set(secrets_in(told.events()))
    assert told.events(lesson["id"])[0].data["state"]["where"]["name"] == "Rosebank House"


@pytest.mark.both_databases
def test_when_the_venue_is_hidden_no_event_of_it_or_of_any_class_there_has_its_address(told: Told) -> None:
    venue = open_venue(told.directory)
    staying, moved = told.directory.publish(venue_id=venue), told.directory.publish(venue_id=venue)
    change(told, moved["id"], venue_id=told.directory.centre)
    hide(told, venue)
    assert secrets_in(told.events()) == []
    first, *_ = told.events(staying["id"])
    assert (first.data["state"]["where"]["area_only"], first.data["state"]["where"]["town"]) == (True, "Leeds")
    assert venue not in json.dumps(first.data)
    assert told.events(moved["id"])[-1].data["state"]["where"]["venue_id"] == told.directory.centre


def test_when_a_class_hides_its_address_its_older_events_lose_it_and_its_neighbours_do_not(told: Told) -> None:
    venue = open_venue(told.directory)
    hiding, neighbour = told.directory.publish(venue_id=venue), told.directory.publish(venue_id=venue)
    change(told, hiding["id"], venue_id=venue, address_on_joining=True)
    assert secrets_in(told.events(hiding["id"])) == []
    assert venue not in json.dumps([event.data for event in told.events(hiding["id"])])
    assert "Rosebank" in secrets_in(told.events(neighbour["id"]))


def test_shown_again_it_is_told_again(told: Told) -> None:
    venue = open_venue(told.directory)
    hide(told, venue)
    hide(told, venue, 2, hidden=False)
    assert "Rosebank" in secrets_in(told.events(venue))


def test_what_is_told_instead_still_fits_the_contract(told: Told) -> None:
    venue = open_venue(told.directory)
    told.directory.publish(venue_id=venue)
    hide(told, venue)
    for event in told.events():
        BY_TYPE[event.type].model_validate(event.data)
        assert list(Draft202012Validator(schema_of(BY_TYPE[event.type])).iter_errors(event.data)) == []
