"""What the tutorial says of the sample region and of the example sheets is so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.use_cases.import_spreadsheet import import_spreadsheet
from services.directory.wiring import Directory
from shared.permissions import Actor
from signpost.demonstration import people_of
from signpost.one_machine import open_machine
from tests.architecture.repository import ROOT

EXAMPLES = ROOT / "docs/examples"
SHEFFIELD = "E08000019"


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    machine = open_machine(tmp_path_factory.mktemp("region"), demo=True)
    yield machine.directory
    machine.close()


@pytest.fixture
def amina(region: Directory) -> Actor:
    return next(person.actor for person in people_of(region) if person.key == "amina")


def test_amina_works_for_the_college_the_tutorial_names_at_the_venue_it_names(region: Directory, amina: Actor) -> None:
    (id,) = amina.organisations
    with region.works.look() as stores:
        provider = stores.providers.get(id)
        assert (provider.details.name, provider.details.authority) == ("City College Larkmere", SHEFFIELD)
        assert stores.venues.named("City College Larkmere: City campus")


def test_the_example_sheets_have_the_good_and_the_wrong_rows_the_tutorial_tells_of(region: Directory, amina: Actor) -> None:
    (id,) = amina.organisations
    venues, courses = (_brought(region, amina, EXAMPLES / name, ImportTarget(SHEFFIELD, id)) for name in ("venues.csv", "courses.csv"))
    assert venues == {"add": 3, "change": 0, "same": 0, "refuse": 2}
    assert courses == {"add": 4, "change": 0, "same": 0, "refuse": 2}


def _brought(region: Directory, actor: Actor, file: Path, into: ImportTarget) -> dict[str, int]:
    parts = (region.works, region.places, region.spreadsheets, actor)
    return dict(import_spreadsheet(*parts, file, file.name, into, take_good_rows=True).plan.counts)
