"""My listings: what needs checking, and the one-click answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.directory.use_cases.update_venue import update_venue
from tests.portal.staff_site import OPERATOR, Site, opened_site, words


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with opened_site(tmp_path) as site:
        yield site


def test_still_right_is_one_click_and_twice_is_once(site: Site) -> None:
    visit = site.signed_in()
    page = visit.get("/my").text
    for _ in range(2):
        visit.send(f"/classes/{site.classes[0]}/verify", {}, page=page)
        assert "“Leeds English 1” is marked as still right, today" in words(visit.page)
    assert words(visit.get(f"/classes/{site.classes[0]}/history")).count("Amina Yusuf said it is still right") == 1


def test_withdrawing_is_confirmed_and_undone_from_the_banner(site: Site) -> None:
    visit = site.signed_in()
    assert "you can restore it at any time" in words(visit.get(f"/classes/{site.classes[0]}/withdraw"))
    visit.send(f"/classes/{site.classes[0]}/withdraw", {})
    assert "“Leeds English 1” is withdrawn" in words(visit.page)
    site.index()
    assert visit.get(f"/classes/{site.classes[0]}").status_code == 404
    visit.get(f"/my?done=withdrawn&about={site.classes[0]}")
    visit.send(f"/classes/{site.classes[0]}/restore", {})
    assert "“Leeds English 1” is back" in words(visit.page)
    assert visit.get(f"/classes/{site.classes[0]}").status_code == 200


def test_a_class_whose_venue_closed_is_not_restored_and_the_page_says_why(site: Site) -> None:
    visit = site.signed_in()
    directory = site.machine.directory
    for each in site.classes[:2]:
        visit.get(f"/classes/{each}/withdraw")
        visit.send(f"/classes/{each}/withdraw", {})
    with directory.works.look() as stores:
        library = stores.venues.get(site.venues[0]).details
    update_venue(directory.works, directory.places, OPERATOR, site.venues[0], library.model_copy(update={"closed_in": 2025}))
    visit.get(f"/my?done=withdrawn&about={site.classes[0]}")
    visit.send(f"/classes/{site.classes[0]}/restore", {})
    assert visit.page.status_code == 409
    assert "Leeds Library closed in 2025." in words(visit.page) and "at another venue" in words(visit.page)


def test_a_button_on_a_page_that_is_out_of_date_does_nothing_and_says_so(site: Site) -> None:
    visit, colleague = site.signed_in(), site.signed_in("grace")
    page = visit.get(f"/classes/{site.classes[0]}/withdraw").text
    colleague.get(f"/my/places/{site.classes[0]}")
    colleague.send(f"/my/places/{site.classes[0]}", {"open": "3"})
    visit.send(f"/classes/{site.classes[0]}/withdraw", {}, page=page)
    assert "Nothing was done: somebody changed “Leeds English 1”" in words(visit.page)
    assert visit.get(f"/classes/{site.classes[0]}/edit").status_code == 200


def test_places_are_changed_in_a_small_form(site: Site) -> None:
    visit = site.signed_in()
    visit.get(f"/my/places/{site.classes[0]}")
    visit.send(f"/my/places/{site.classes[0]}", {"open": "many", "waiting": "2"})
    assert visit.page.status_code == 422
    assert "Enter a whole number" in words(visit.page)
    assert 'value="many"' in visit.page.text
    visit.send(f"/my/places/{site.classes[0]}", {"open": "4", "waiting_list": "yes", "waiting": "2"})
    assert "The places of “Leeds English 1” are saved: 4 places open" in words(visit.page)


def test_a_development_worker_finds_an_organisation_by_part_of_its_name(site: Site) -> None:
    visit = site.signed_in("grace")
    assert visit.path == "/my/choose"
    shown = words(visit.get("/my/choose?words=manning"))
    assert "1 organisation" in shown and "Manningham Centre" in shown and "Harehills" not in shown
    assert "Bradford English 1" in words(visit.get(f"/my?provider={site.providers[1]}"))


def test_history_says_who_did_what_in_words(site: Site) -> None:
    visit = site.signed_in()
    visit.get(f"/my/places/{site.classes[0]}")
    visit.send(f"/my/places/{site.classes[0]}", {"open": "4"})
    shown = words(visit.get(f"/classes/{site.classes[0]}/history"))
    assert "Amina Yusuf changed the places" in shown
    assert "4 places open" in shown and "Test published it" in shown and "Venue Leeds Library" in shown
    assert "Harehills Learning" in words(visit.get(f"/providers/{site.providers[0]}/history"))
    assert "Test added it" in words(visit.get(f"/venues/{site.venues[0]}/history"))


def test_an_organisation_says_something_new_of_itself(site: Site) -> None:
    visit = site.signed_in()
    visit.get("/my/provider")
    action = f"/my/provider?provider={site.providers[0]}"
    visit.send(action, {"contact-phone": "call us", "contact-website": "www.harehills.example"})
    assert "Enter a phone number, like 0113 496 0000." in words(visit.page)
    visit.send(action, {"contact-phone": "0113 496 0000", "contact-website": "www.harehills.example"})
    assert "The details of Harehills Learning are saved" in words(visit.page)
    assert 'value="https://www.harehills.example"' in visit.get("/my/provider").text
