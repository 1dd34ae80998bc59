"""Deny by default: nobody hears more than was granted, and asking for more is refused rather than answered with less."""

import pytest

from services.reporting.use_cases.grant_partner import grant_partner
from services.reporting.use_cases.remove_partner import remove_partner
from services.reporting.use_cases.rotate_partner import AT_ONCE, rotate_partner
from shared.permissions import Role

from .world import BRADFORD, HULL, LEEDS, OPERATOR, PUBLISHED, UPDATED, WITHDRAWN, World, said


@pytest.fixture
def narrow(world: World) -> str:
    """A partner who may hear of classes published in Leeds, and nothing else."""
    return world.partner("narrow", [LEEDS], [PUBLISHED])


def test_a_partner_hears_exactly_what_it_was_granted(world: World, narrow: str) -> None:
    world.tell(said(1), said(2, WITHDRAWN), said(3, authority=BRADFORD), said(4))
    assert world.everything(narrow) == ["event-1", "event-4"]


ASKED_IN_VAIN: list[tuple[dict[str, str], int, str]] = [
    ({"authority": BRADFORD}, 403, LEEDS),
    ({"authority": f"{LEEDS},{BRADFORD}"}, 403, LEEDS),
    ({"types": WITHDRAWN}, 403, PUBLISHED),
    ({"types": f"{PUBLISHED},{UPDATED}"}, 403, PUBLISHED),
    ({"types": "class.published"}, 400, PUBLISHED),
    ({"authority": "Leeds"}, 400, LEEDS),
]


def test_asking_for_more_or_for_what_is_not_there_is_refused_by_name(world: World, narrow: str) -> None:
    for asked, status, granted in ASKED_IN_VAIN:
        answer = world.ask(narrow, **asked)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert answer.json()["remedy"] == f"You may ask for: {granted}."


def test_without_a_secret_or_with_one_nobody_has_nothing_is_told(world: World, narrow: str) -> None:
    for sent in ("", "Bearer partner_nobodys", "Bearer partner_", "Bearer eyJhbGciOiJub25lIn0.e30.", f"Basic {narrow}"):
        with world.client(narrow) as client:
            assert client.get("/v1", headers={"Authorization": sent}).status_code == 401
    with world.client("") as client:
        assert client.get("/v1").status_code == 401


@pytest.mark.both_databases
def test_a_removed_partner_is_refused_from_that_moment(world: World, narrow: str) -> None:
    world.tell(said(1))
    read = world.page(narrow)
    remove_partner(world.reporting.works, None, OPERATOR, "narrow")
    answer = world.ask(narrow, after=read["next"])
    assert (answer.status_code, "operator" in answer.json()["remedy"]) == (401, True)


def test_a_new_secret_goes_on_with_the_cursor_of_the_old_one(world: World, narrow: str) -> None:
    world.tell(said(1))
    read = world.page(narrow)
    world.tell(said(2))
    new = rotate_partner(world.reporting.works, None, OPERATOR, "narrow", AT_ONCE).secret or ""
    assert world.ask(narrow).status_code == 401
    assert world.everything(new, after=read["next"]) == ["event-2"]


def test_what_is_granted_anew_holds_with_the_next_question(world: World, narrow: str) -> None:
    world.tell(said(1), said(2, authority=BRADFORD))
    grant_partner(world.reporting.works, None, OPERATOR, "narrow", [BRADFORD], [PUBLISHED])
    assert world.everything(narrow) == ["event-2"]


def test_officers_and_operators_hear_what_happens_in_their_authorities(world: World) -> None:
    world.tell(said(1), said(2, authority=HULL), said(3, WITHDRAWN, authority=HULL))
    for role in (Role.AUTHORITY_OFFICER, Role.OPERATOR):
        token = world.token(role, HULL)
        assert world.everything(token) == ["event-2", "event-3"]
        assert world.ask(token, authority=LEEDS).status_code == 403


def test_nobody_else_hears_events_with_a_token(world: World) -> None:
    """A partner system has its secret, for a token says nothing of what it was granted."""
    world.tell(said(1))
    for role in set(Role) - {Role.AUTHORITY_OFFICER, Role.OPERATOR}:
        assert world.ask(world.token(role, LEEDS)).status_code == 403


def test_an_officer_of_no_authority_hears_nothing(world: World) -> None:
    assert world.ask(world.token(Role.AUTHORITY_OFFICER)).status_code == 403
