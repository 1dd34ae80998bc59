"""Signing in and out, and who may see which page."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shared.clock import SystemClock
from shared.permissions import Actor, Role
from signpost.apps import issuer_of
from signpost.one_machine import open_machine
from tests.portal.staff_site import Site, Visit, opened_site, words


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with opened_site(tmp_path_factory.mktemp("site")) as site:
        yield site


def test_a_demo_person_is_chosen_from_cards_that_say_what_they_may_do(site: Site) -> None:
    visit = site.visitor()
    shown = words(visit.get("/sign-in"))
    assert "Amina Yusuf Works for Harehills Learning. Publishes and changes the classes of one organisation" in shown
    visit.post("/sign-in", {"person": "amina"})
    assert visit.path == "/my"
    assert "Amina Yusuf Sign out" in words(visit.page)


def test_without_a_demonstration_one_is_told_how_to_get_a_token_and_signs_in_with_it(tmp_path: Path) -> None:
    machine = open_machine(tmp_path, demo=False)
    visit = Visit(machine)
    assert "signpost token" in words(visit.get("/sign-in"))
    assert visit.post("/sign-in", {"person": "amina"}).status_code == 403
    visit.get("/sign-in")
    worker = Actor("worker", "Una Worker", frozenset({Role.DEVELOPMENT_WORKER}), authorities=frozenset({"E08000035"}))
    assert visit.post("/sign-in/token", {"token": "not.a.token"}).status_code == 422
    visit.post("/sign-in/token", {"token": issuer_of(tmp_path, SystemClock()).issue(worker, timedelta(hours=1))})
    assert "Una Worker Sign out" in words(visit.page)
    machine.close()


def test_whoever_is_not_signed_in_is_asked_to_and_then_comes_where_they_wanted(site: Site) -> None:
    visit = site.visitor()
    visit.get("/my/publish")
    assert visit.path == "/sign-in"
    assert "Sign in to go on to the page you asked for" in words(visit.page)
    visit.send("/sign-in", {"person": "amina"})
    assert visit.path == "/my/publish"


@pytest.mark.parametrize("next", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(site: Site, next: str) -> None:
    visit = site.visitor()
    visit.get("/sign-in")
    visit.post("/sign-in", {"person": "amina", "next": next})
    assert visit.path == "/my"


def test_signing_out_ends_it(site: Site) -> None:
    visit = site.signed_in()
    visit.post("/sign-out", {})
    assert "You are signed out" in words(visit.page)
    visit.get("/my")
    assert visit.path == "/sign-in"


def test_a_form_without_the_secret_of_its_page_changes_nothing(site: Site) -> None:
    visit = site.signed_in()
    page = visit.get("/my").text
    for token in ("", "made.up.token"):
        answer = visit.post(f"/classes/{site.classes[0]}/withdraw", {"form_token": token, "version": "1"})
        assert answer.status_code == 403
    other = site.signed_in("tom")
    answer = other.send(f"/classes/{site.classes[0]}/verify", {}, page=page)
    assert answer.status_code == 403
    assert "withdrawn" not in words(visit.get("/my"))


def test_after_the_session_ran_out_a_page_left_open_can_still_be_sent(site: Site) -> None:
    visit = site.signed_in()
    page = visit.get("/my").text
    visit.forget("signpost_session")
    assert visit.send(f"/classes/{site.classes[0]}/verify", {}, page=page).status_code in (401, 403)
    visit.get("/sign-in")
    visit.post("/sign-in", {"person": "amina"})
    assert visit.send(f"/classes/{site.classes[0]}/verify", {}, page=page).status_code == 200
    assert "marked as still right" in words(visit.page)


def test_other_peoples_listings_are_refused_in_plain_words(site: Site) -> None:
    visit = site.signed_in("amina")
    theirs = site.classes[2]
    for path in (f"/classes/{theirs}/edit", f"/my/places/{theirs}", f"/classes/{theirs}/withdraw", f"/my?provider={site.providers[1]}"):
        answer = visit.get(path)
        assert answer.status_code == 403
        assert "You may not change what belongs to Manningham Centre" in words(answer)


def test_a_referrer_has_no_listings(site: Site) -> None:
    visit = site.signed_in("farid")
    assert visit.path == "/"
    assert visit.get("/my").status_code == 403
