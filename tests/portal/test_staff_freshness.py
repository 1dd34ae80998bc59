"""The pages about freshness, without JavaScript: who needs chasing, asking, many listings still right at once, and over time."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from services.directory.use_cases.keep import keep_class
from shared.contracts.directory import ClassUpdated
from tests.portal.staff_site import OPERATOR, Site, Visit, opened_site, words

NEXT_YEAR = datetime.now(UTC).year + 1


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with opened_site(tmp_path) as site:
        yield site


def grown_old(site: Site, id: str, days: int) -> None:
    """As if nobody had said anything of the class for so long."""
    with site.machine.directory.works.begin(OPERATOR, "grow old") as w:
        before = w.classes.get(id)
        keep_class(
            w, before, replace(before, verified_at=w.now - timedelta(days=days), sequence=before.sequence + 1), ClassUpdated, "updated"
        )


def asked(site: Site, how: str = "phone", **more: str) -> Visit:
    visit = site.signed_in("grace")
    page = f"/my/freshness/providers/{site.providers[0]}"
    visit.get(page)
    visit.send(f"{page}/ask", {"how": how, **more})
    return visit


def test_a_development_worker_sees_who_needs_chasing_most_and_goes_down_to_the_listings(site: Site) -> None:
    grown_old(site, site.classes[2], 400)
    grown_old(site, site.classes[0], 100)
    visit = site.signed_in("grace")
    shown = words(visit.get("/my/freshness?by=provider"))
    assert shown.index("Manningham Centre") < shown.index("Harehills Learning")
    assert "1 hidden until checked" in shown and "1 getting old 1 checked lately" in shown and "Not asked yet." in shown
    link = re.search(r'href="(/my/freshness/listings\?[^"]*band=ageing)"', visit.page.text)
    assert link
    behind = words(visit.get(html.unescape(link[1])))
    assert "Check is getting old" in behind and "Leeds English 1" in behind and "Leeds English 2" not in behind


def test_it_is_narrowed_by_authority_and_by_age_and_an_empty_answer_says_so(site: Site) -> None:
    visit = site.signed_in("grace")
    assert "Manningham Centre" not in words(visit.get("/my/freshness?by=provider&authority=E08000035"))
    assert "There are no listings here." in words(visit.get("/my/freshness?by=provider&band=hidden&authority="))
    shown = visit.get("/my/freshness?authority=E08000035").text
    behind = re.search(r'href="(/my/freshness/listings\?[^"]*band=verified)"', shown)
    assert behind
    told = words(visit.get(html.unescape(behind[1])))
    assert "In no network · Leeds" in told and "Leeds English 1" in told and "Bradford English" not in told


def test_staff_of_a_provider_come_to_their_own_page_and_see_no_other(site: Site) -> None:
    visit = site.signed_in()
    shown = words(visit.get("/my/freshness"))
    assert visit.path == f"/my/freshness/providers/{site.providers[0]}"
    assert "Harehills Learning" in shown and "Write down that they were asked" not in shown
    assert visit.get(f"/my/freshness/providers/{site.providers[1]}").status_code == 403
    assert visit.get(f"/my/freshness/listings?provider={site.providers[1]}").status_code == 403


def test_that_a_provider_was_asked_is_written_down_and_its_silence_and_its_answer_are_shown(site: Site) -> None:
    visit = asked(site, note="Left a message")
    shown = words(visit.page)
    assert "It is written down that you asked Harehills Learning." in shown
    assert "Asked today by Grace Okafor, by phone. No answer yet." in shown and "Left a message" in shown
    colleague = site.signed_in()
    assert "Left a message" not in words(colleague.get("/my/freshness"))
    colleague.get("/my")
    colleague.send(f"/classes/{site.classes[0]}/verify", {})
    assert "Since then: Amina Yusuf checked a listing today." in words(visit.get("/my/freshness?by=provider"))


def test_what_they_said_is_written_down_by_hand(site: Site) -> None:
    visit = asked(site)
    action = re.search(r'action="([^"]*/answer/[^"]*)"', visit.page.text)
    assert action
    visit.send(action[1], {"outcome": ""})
    assert (visit.page.status_code, "Say what came of it." in words(visit.page)) == (422, True)
    visit.send(action[1], {"outcome": "will-look", "answer_note": "On Friday"})
    assert "They will look at their listings (Grace Okafor, today). On Friday" in words(visit.page)


def test_a_mistake_is_taken_back_and_stays_in_sight(site: Site) -> None:
    visit = asked(site)
    action = re.search(r'action="([^"]*/take-back/[^"]*)"', visit.page.text)
    assert action
    visit.send(action[1], {})
    shown = words(visit.page)
    assert "Taken back Asked today by Grace Okafor, by phone." in shown and "taken back by Grace Okafor today" in shown
    assert "Not asked yet." in words(visit.get("/my/freshness?by=provider"))


def test_what_is_wrong_with_an_ask_is_said_beside_its_field_and_nothing_typed_is_lost(site: Site) -> None:
    visit = asked(site, how="", note="Rang twice")
    assert (visit.page.status_code, 'value="Rang twice"' in visit.page.text) == (422, True)
    assert "Say how they were asked." in words(visit.page)
    action = f"/my/freshness/providers/{site.providers[0]}/ask"
    visit.send(action, {"how": "phone", "asked_on-day": "1", "asked_on-month": "1", "asked_on-year": str(NEXT_YEAR)})
    assert (visit.page.status_code, "is still to come" in words(visit.page)) == (422, True)
    assert f'value="{NEXT_YEAR}"' in visit.page.text


def test_an_email_is_ready_to_send_with_the_way_to_the_listings(site: Site) -> None:
    grown_old(site, site.classes[0], 100)
    officer = site.signed_in()
    officer.get("/my/provider")
    officer.send(f"/my/provider?provider={site.providers[0]}", {"contact-email": "esol@harehills.example"})
    visit = site.signed_in("grace")
    page = visit.get(f"/my/freshness/providers/{site.providers[0]}").text
    link = urlsplit(html.unescape(re.search(r'href="(mailto:[^"]*)"', page)[1]))  # type: ignore[index]
    said = parse_qs(link.query)
    assert link.path == "esol@harehills.example"
    assert f"http://signpost.test/my?provider={site.providers[0]}" in said["body"][0]
    assert "1 listing should be looked at again" in said["body"][0] and said["body"][0].endswith("Grace Okafor")


def test_all_of_a_provider_s_listings_are_still_right_at_once_and_can_be_taken_back(site: Site) -> None:
    for id in site.classes[:2]:
        grown_old(site, id, 200)
    visit = site.signed_in()
    page = f"/my/freshness/providers/{site.providers[0]}/check"
    assert page in visit.get("/my").text
    visit.get(page)
    assert visit.page.text.count(" checked aria") == 2
    visit.send(page, {})
    assert "Thank you. 2 listings are marked as still right, today." in words(visit.page)
    assert "need checking" not in words(visit.get("/my"))
    visit.get(f"/my/freshness/providers/{site.providers[0]}")
    check = re.search(r'href="(/my/freshness/checks/[^"]*)"', visit.page.text)
    assert check
    visit.get(check[1])
    visit.send(f"{check[1]}/undo", {})
    assert "Taken back: 2 listings have the age they had." in words(visit.page)
    assert "2 need checking" in words(visit.get("/my"))


def test_one_that_somebody_changed_meanwhile_is_left_out_and_named(site: Site) -> None:
    visit, colleague = site.signed_in(), site.signed_in("grace")
    page = f"/my/freshness/providers/{site.providers[0]}/check"
    opened = visit.get(page).text
    colleague.get(f"/my/places/{site.classes[0]}")
    colleague.send(f"/my/places/{site.classes[0]}", {"open": "3"})
    visit.send(page, {}, page=opened)
    shown = words(visit.page)
    assert "1 listing is marked as still right" in shown and "Leeds English 1: Somebody saved this after you opened it" in shown


def test_a_development_worker_says_how_they_know_and_nothing_ticked_is_refused(site: Site) -> None:
    visit = site.signed_in("grace")
    page = f"/my/freshness/providers/{site.providers[0]}/check"
    visit.get(page)
    visit.send(page, {"listings": [f"{site.classes[1]}:1"]})
    assert (visit.page.status_code, visit.page.text.count(" checked aria")) == (422, 1)
    assert "It is not said how this is known." in words(visit.page)
    visit.send(page, {"listings": [], "known_how": "phoned the provider"})
    assert "No listing is chosen." in words(visit.page)
    visit.send(page, {"listings": [f"{site.classes[1]}:1"], "known_how": "phoned the provider"})
    assert "Grace Okafor" in words(visit.page) and "phoned the provider" in words(visit.page)


def test_over_time_stands_in_a_table_with_counts_where_a_share_would_say_too_much(site: Site) -> None:
    visit = site.signed_in("grace")
    shown = words(visit.get("/my/freshness/over-time?by=provider"))
    assert "How well listings are kept, over time" in shown and "Today: 2 of 2" in shown and "Manningham Centre" in shown
    assert "%" not in shown.split("Month by month")[1].split("Where these figures")[0]


def test_those_who_only_read_are_offered_nothing_to_change(site: Site) -> None:
    visit = site.signed_in("daniel")
    shown = words(visit.get(f"/my/freshness/providers/{site.providers[0]}"))
    assert "How fresh the listings are" in shown and "Still right: several at once" not in shown and "Ask them" not in shown
    assert visit.get(f"/my/freshness/providers/{site.providers[0]}/check").status_code == 403


def test_a_stranger_is_asked_to_sign_in(site: Site) -> None:
    for path in ("/my/freshness", "/my/freshness/over-time", "/my/freshness/listings"):
        visit = site.visitor()
        visit.get(path)
        assert "Sign in" in words(visit.page) and "How fresh" not in words(visit.page)
