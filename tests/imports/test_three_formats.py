"""The DfE's venue and course files give the same whether they come as csv, xlsx or ods."""

from datetime import date

import pytest

from services.directory.domain.spreadsheet.plan import ImportTarget
from shared.contracts.provision import CostKind, Format, Level
from tests.imports.conftest import LEEDS, World
from tests.imports.files import COURSE_HEADER, FORMATS, HAREHILLS, ROUNDHAY, VENUE_HEADER, course


@pytest.mark.parametrize("kind", FORMATS)
def test_a_dfe_venue_file_is_taken_in_every_format(world: World, kind: str) -> None:
    report = world.bring(FORMATS[kind]([VENUE_HEADER, ROUNDHAY, HAREHILLS]))
    assert report.plan.counts == {"add": 2, "change": 0, "same": 0, "refuse": 0}
    details = world.venue("Roundhay Road Centre").details
    assert (details.address_1, details.town, details.county, details.postcode) == ("12 Roundhay Road", "Leeds", "West Yorkshire", "LS8 5AN")
    assert (details.email, details.phone, details.website) == ("hello@roundhay.org.uk", "0113 496 0001", "https://www.roundhay.org.uk")
    assert details.authority == LEEDS and world.venue("St Aidan’s Hall").details.email is None


@pytest.mark.parametrize("kind", FORMATS)
def test_a_dfe_course_file_is_taken_in_every_format(world: World, college: ImportTarget, kind: str) -> None:
    evening = course(
        COURSE_NAME="English for work",
        YOUR_REFERENCE="C2",
        LARS_QAN=None,
        DELIVERY_MODE="Online",
        VENUE_NAME=None,
        FLEXIBLE_START_DATE="Yes",
        COST=45.5,
        COST_DESCRIPTION="Free if you get Universal Credit",
        COURSE_WEBPAGE="harehills.ac.uk/english",
    )
    report = world.bring(FORMATS[kind]([COURSE_HEADER, course(), evening]), college)
    assert report.plan.refused == () and report.plan.counts["add"] == 2
    entry_2, online = (each.details for each in world.classes())
    assert (entry_2.levels, entry_2.format, entry_2.regulated, entry_2.roll_on) == ((Level.ENTRY_2,), Format.IN_PERSON, True, False)
    assert (entry_2.starts_on, entry_2.ends_on) == (date(2026, 9, 3), date(2026, 11, 25))
    assert entry_2.venue_id == world.venue("Roundhay Road Centre").id and entry_2.cost.kind is CostKind.FREE
    assert "Who it is for: Adults who speak another language" in entry_2.description
    assert "When: Daytime" in entry_2.description and "Qualification number: 60112345" in entry_2.description
    assert (online.format, online.venue_id, online.roll_on) == (Format.ONLINE, None, True)
    assert (online.cost.amount_pence, online.cost.note) == (4550, "Free if you get Universal Credit")
    assert online.contact.website == "https://harehills.ac.uk/english"


def test_the_three_formats_give_equal_plans(world: World, college: ImportTarget) -> None:
    rows = [COURSE_HEADER, course(), course(YOUR_REFERENCE="C2", START_DATE="next week"), course(YOUR_REFERENCE="C3", COST=12)]
    plans = [world.preview(make(rows), college) for make in FORMATS.values()]
    assert [plan.rows for plan in plans] == [plans[0].rows] * 3
    assert plans[0].counts == {"add": 2, "change": 0, "same": 0, "refuse": 1}


def test_the_courses_columns_without_a_place_are_named_with_the_reason(world: World, college: ImportTarget) -> None:
    left = {each.column: each.reason for each in world.preview(FORMATS["csv"]([COURSE_HEADER, course()]), college).recognised.left_out}
    assert left == {
        "NATIONAL_DELIVERY": "Signpost lists where a class meets, not where it could be held.",
        "SUB_REGION": "Signpost lists where a class meets, not where it could be held.",
    }
