"""The API over everything that could be sent: it accepts, or names the fields; it is never at fault."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from anyio.from_thread import BlockingPortal
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error

from tests.directory.conftest import Furnished
from tests.directory.world import World, open_world, problems

TEXT = st.text(max_size=30) | st.sampled_from(["", " ", "a", "\x00", "LS8 5AA", "2026-09-01", "é" * 300])
DATE = st.dates().map(str) | TEXT
ODD = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
    | st.lists(TEXT, max_size=2)
    | st.dictionaries(TEXT, TEXT, max_size=2)
)
SESSION = st.fixed_dictionaries(
    {"day": st.sampled_from(["monday", "sunday", "Funday"]), "starts": st.times().map(str), "ends": st.times().map(str)}
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "name": TEXT | st.just("A class with a name"),
    "description": TEXT,
    "levels": st.lists(st.sampled_from(["pre-entry", "entry-1", "entry-2", "level-2", "entry-9"]), max_size=4),
    "entry_1_parts": st.lists(st.sampled_from(["part-1", "part-2"]), max_size=2),
    "format": st.sampled_from(["in-person", "online", "hybrid", "by post"]),
    "regulated": st.none() | st.booleans(),
    "awarding_organisation": st.none() | TEXT,
    "sessions": st.lists(SESSION, max_size=3),
    "terms": st.lists(st.fixed_dictionaries({"starts": DATE, "ends": DATE}), max_size=2),
    "starts_on": st.none() | DATE,
    "ends_on": st.none() | DATE,
    "roll_on": st.booleans(),
    "cost": st.fixed_dictionaries(
        {}, optional={"kind": st.sampled_from(["free", "paid", "ask"]), "amount_pence": st.integers(-1, 10**7), "note": TEXT}
    ),
    "places": st.fixed_dictionaries({}, optional={"open": st.integers(-1, 6000), "waiting": st.integers(), "waiting_list": st.booleans()}),
    "support_languages": st.lists(st.sampled_from(["ar", "ckb", "pa-Arab", "Arabic"]), max_size=3),
    "contact": st.fixed_dictionaries({}, optional={"phone": TEXT, "email": TEXT, "website": TEXT}),
    "venue_id": st.none() | TEXT,
    "address_on_joining": st.booleans(),
}
MOSTLY_RIGHT: dict[str, st.SearchStrategy[Any]] = {
    "name": st.text(min_size=1, max_size=150).map(lambda text: f"Class {text}"),
    "description": st.text(max_size=300),
    "levels": st.lists(st.sampled_from(["pre-entry", "entry-1", "level-2"]), max_size=4),
    "starts_on": st.dates().map(str),
    "terms": st.lists(st.dates().map(lambda day: {"starts": str(day), "ends": str(day)}), max_size=3),
    "roll_on": st.booleans(),
    "cost": st.fixed_dictionaries({"kind": st.just("paid"), "amount_pence": st.integers(1, 5_000_000)}),
    "places": st.fixed_dictionaries({}, optional={"open": st.integers(0, 5000), "waiting_list": st.booleans()}),
    "support_languages": st.lists(st.sampled_from(["ar", "ckb", "pa-Arab", "zz"]), max_size=3),
    "join_note": st.text(max_size=200),
    "address_on_joining": st.booleans(),
}
ANY_CLASS = (
    st.fixed_dictionaries({}, optional=MOSTLY_RIGHT)
    | st.fixed_dictionaries({}, optional=FIELDS)
    | st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, ODD))
)
BOUNDED = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate, Phase.shrink))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, portal: BlockingPortal, furnished: Furnished) -> Iterator[World]:
    """One world for all examples: what is accepted stays, and is searched along with the rest."""
    data: Path = tmp_path_factory.mktemp("shared") / "data"
    shutil.copytree(furnished[0], data)
    with open_world(data, portal, furnished[1]) as world:
        yield world


@given(details=ANY_CLASS)
@settings(BOUNDED, max_examples=150)
def test_a_class_is_accepted_and_found_or_its_fields_are_named(shared: World, details: dict[str, Any]) -> None:
    answer = shared.amina.post("/v1/classes", {"name": "Some class", "provider_id": shared.college, "venue_id": shared.centre, **details})
    if answer.status_code == 201:
        made = answer.json()["id"]
        shared.settle()
        assert shared.anyone.get(f"/v1/classes/{made}").status_code == 200
        assert shared.anyone.get("/v1/classes", params={"sort": "soonest", "near": "Leeds"}).status_code == 200
    else:
        assert answer.status_code == 422, answer.text
        assert {name.split("[")[0].split(".")[0] for name in problems(answer)} <= {*FIELDS, *MOSTLY_RIGHT}, answer.text


def test_everything_accepted_above_is_still_in_order(shared: World) -> None:
    """Nothing that was accepted could not be indexed."""
    with shared.directory.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM retries").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM parked").scalar() == 0


def _schema(world: World) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", world.app)


@given(data=st.data())
@settings(BOUNDED, max_examples=120)
def test_no_operation_of_the_openapi_document_is_ever_at_fault(shared: World, data: st.DataObject) -> None:
    schema = _schema_of(shared)
    operation = data.draw(st.sampled_from(schema))
    case = data.draw(operation.as_strategy())
    token = data.draw(st.sampled_from(["amina", "dina", "olu"]))
    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {shared.person(token).token}"}
    case.call_and_validate(checks=[not_a_server_error])


_operations: list[Any] = []


def _schema_of(world: World) -> list[Any]:
    """Read once; reading it takes longer than a request."""
    if not _operations:
        _operations.extend(found.ok() for found in _schema(world).get_all_operations())
    return _operations
