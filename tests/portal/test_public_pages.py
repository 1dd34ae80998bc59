"""What a learner or an adviser reads: results, why and how far, what to do when nothing is found, and one class with what is not known."""

import re
from collections.abc import Iterator

import pytest

from shared.web.access import routes_without_permission
from signpost.one_machine import OneMachine, open_machine
from tests.portal.public_site import Visitor, links, total, words


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OneMachine]:
    machine = open_machine(tmp_path_factory.mktemp("public"), demo=True)
    yield machine
    machine.close()


@pytest.fixture(scope="module")
def visitor(machine: OneMachine) -> Visitor:
    return Visitor(machine.app)


def first_class(visitor: Visitor, query: str) -> str:
    return str(re.findall(r'href="(/classes/[0-9a-f-]{36})"', visitor.get(f"/classes?{query}").text)[0])


def test_every_page_declares_who_may_read_it(machine: OneMachine) -> None:
    assert routes_without_permission(machine.app) == []


def test_the_start_page_says_how_much_there_is_and_leads_to_each_level(visitor: Visitor) -> None:
    page = visitor.get("/")
    assert page.status_code == 200
    assert re.search(r"\d+ classes from \d+ providers", words(page))
    for level in ("pre-entry", "entry-1", "entry-2", "entry-3", "level-1", "level-2"):
        assert f"/classes?level={level}" in page.text


def test_a_level_of_the_start_page_finds_as_many_classes_as_it_says(visitor: Visitor) -> None:
    said = re.search(r"Entry 1 · ([\d,]+) classes", words(visitor.get("/")))
    assert said is not None
    assert total(visitor.get("/classes?level=entry-1")) == int(said[1])


def test_a_result_says_how_far_when_what_it_costs_and_when_it_was_checked(visitor: Visitor) -> None:
    page = words(visitor.get("/classes?near=Harehills&within=5&cost=free&places=open"))
    assert "English classes near Harehills, Leeds" in page
    assert re.search(r"\d(\.\d)? (km|m) from Harehills, Leeds", page)
    assert re.search(r"\w+days, [\d:]+[ap]m to", page)
    assert "Free" in page
    assert re.search(r"\d+ places? open told", page)
    assert re.search(r"Checked (today|yesterday|\d+ days ago|about)", page)


def test_slips_of_typing_are_told(visitor: Visitor) -> None:
    page = words(visitor.get("/classes?near=Halfax&q=convrsation"))
    assert "“Halfax” read as Halifax." in page
    assert "“convrsation” read as “conversation”." in page


def test_a_place_of_a_common_name_offers_the_others(visitor: Visitor) -> None:
    page = visitor.get("/classes?near=Woodhouse&level=entry-1")
    assert "Near Woodhouse, Leeds. Did you mean Woodhouse, Sheffield ?" in words(page)
    (other,) = links(page, "Woodhouse, Sheffield")
    assert "level=entry-1" in other
    assert "English classes near Woodhouse, Sheffield" in words(visitor.get(other))


def test_a_place_nobody_knows_is_said_beside_the_field(visitor: Visitor) -> None:
    page = visitor.get("/classes?near=Atlantis&level=entry-1")
    assert page.status_code == 422
    assert 'href="#near"' in page.text
    assert 'id="near-error"' in page.text
    assert "We do not know a place called “Atlantis”" in words(page)
    assert 'value="Atlantis"' in page.text
    assert re.search(r'value="entry-1" checked', page.text)


def test_an_unknown_choice_is_refused_and_not_passed_over(visitor: Visitor) -> None:
    page = visitor.get("/classes?level=entry-9")
    assert page.status_code == 422
    assert "There is a problem" in words(page)


def test_what_a_social_network_adds_to_a_link_asks_nothing(visitor: Visitor) -> None:
    assert total(visitor.get("/classes?level=entry-1&fbclid=abc&utm_source=x")) == total(visitor.get("/classes?level=entry-1"))


def test_each_choice_can_be_taken_back_by_its_chip(visitor: Visitor) -> None:
    page = visitor.get("/classes?level=entry-1&level=entry-2&cost=free&near=Leeds")
    taken = links(page, "Level: Entry 1")
    assert taken == ["/classes?level=entry-2&cost=free&near=Leeds"]
    assert links(page, "Clear all") == ["/classes?near=Leeds"]


def test_tabs_keep_everything_that_was_asked(visitor: Visitor) -> None:
    page = visitor.get("/classes?level=entry-1&near=Leeds&within=10")
    assert links(page, "Map") == ["/classes?level=entry-1&near=Leeds&within=10&view=map"]
    assert links(page, "By provider") == ["/classes?level=entry-1&near=Leeds&within=10&view=providers"]


def test_pages_follow_one_another_and_show_every_class_once(visitor: Visitor) -> None:
    address, shown = "/classes?level=entry-2&limit=20", []
    page = visitor.get(address)
    wanted = total(page)
    while True:
        shown += re.findall(r'sp-card__name"><a class="govuk-link" href="/classes/([^"]+)"', page.text)
        following = links(page, "Next page")
        if not following:
            break
        page = visitor.get(following[0])
    assert len(shown) == len(set(shown)) == wanted


def test_when_nothing_is_found_the_page_says_what_to_let_go(visitor: Visitor) -> None:
    page = visitor.get("/classes?q=zzqx&level=level-2&women_only=yes")
    assert total(page) == 0
    assert "No class fits all of this" in words(page)
    assert links(page, "Without “Level: Level 2”") == ["/classes?q=zzqx&women_only=yes"]
    assert any("format=online" in address for address in links(page, "online classes"))


def test_providers_are_listed_with_as_many_classes_as_following_them_finds(visitor: Visitor) -> None:
    page = visitor.get("/classes?view=providers&near=Hull&within=20")
    names = re.findall(r'<a class="govuk-link" href="/providers/[^"]+">([^<]+)</a>', page.text)
    assert names == sorted(names, key=str.casefold)
    following = next(address for address in links(page, "class") if "provider=" in address)
    said = re.search(r"(\d+) class", words(page).split(names[0], 1)[1])
    assert said is not None
    assert total(visitor.get(following)) == int(said[1])


def test_the_map_has_a_pin_for_each_class_that_has_a_place(visitor: Visitor) -> None:
    pinned = visitor.get("/classes/map.json?level=entry-1&view=map").json()
    assert len(pinned["pins"]) + pinned["without_place"] == pinned["total"] == total(visitor.get("/classes?level=entry-1"))
    picture = visitor.get("/classes/map.svg?level=entry-1")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.count("<circle") == len(pinned["pins"])


def test_a_class_says_honestly_what_is_not_known(visitor: Visitor) -> None:
    page = words(visitor.get(first_class(visitor, "q=conversation&join=turn-up")))
    for heading in ("When", "How to join", "Who pays?", "Where", "Ask the provider", "Is this wrong?"):
        assert heading in page
    assert "Just turn up at the time of the class" in page
    assert "The provider has not told us" in page
    assert "This is a guide, not a promise" in page


def test_the_way_back_keeps_the_search(visitor: Visitor) -> None:
    address = first_class(visitor, "level=entry-1")
    page = visitor.get(address, headers={"Referer": "http://signpost.test/classes?level=entry-1&near=Leeds"})
    assert links(page, "Back to the classes") == ["/classes?level=entry-1&near=Leeds"]
    elsewhere = visitor.get(address, headers={"Referer": "http://elsewhere.test/classes?q=x"})
    assert links(elsewhere, "Back to the classes") == ["/classes"]


def test_who_may_pay_is_answered_and_not_kept(visitor: Visitor) -> None:
    address = first_class(visitor, "cost=free")
    page = visitor.post(f"{address}/who-pays", data={"home": "LS8", "circumstance": "out-of-work", "in_uk_since": "2020-01-31"})
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "Source:" in words(page)


@pytest.mark.parametrize(("said", "about"), [({"in_uk_since": "yesterday"}, "date"), ({"home": "Atlantis"}, "do not know a place")])
def test_what_cannot_be_understood_of_who_pays_is_said_beside_the_field(visitor: Visitor, said: dict[str, str], about: str) -> None:
    page = visitor.post(f"{first_class(visitor, 'cost=free')}/who-pays", data=said)
    assert page.status_code == 422
    assert f'id="{next(iter(said))}-error"' in page.text
    assert about in words(page)


def test_a_class_that_is_gone_leads_back_to_the_search(visitor: Visitor) -> None:
    page = visitor.get("/classes/00000000-0000-7000-8000-000000000000")
    assert page.status_code == 404
    assert "ended or been withdrawn" in words(page)
    assert "/classes" in links(page, "Find a class")


def test_a_provider_is_shown_with_its_classes(visitor: Visitor) -> None:
    class_page = visitor.get(first_class(visitor, "level=entry-1"))
    address = next(iter(re.findall(r'href="(/providers/[^"]+)"', class_page.text)))
    page = visitor.get(address)
    assert page.status_code == 200
    assert total_of_provider(page.text) >= 1
    assert visitor.get("/providers/nobody").status_code == 404


def total_of_provider(text: str) -> int:
    return len(re.findall(r"sp-card__name", text))


def test_a_language_that_is_not_there_yet_says_so_and_turns_the_page_round(visitor: Visitor) -> None:
    page = visitor.get("/classes?lang=ar&level=entry-1")
    assert '<html class="govuk-template" lang="en" dir="rtl">' in page.text
    assert "so the words are in English" in words(page)
    assert "signpost_language=ar" in page.headers["set-cookie"]
    assert links(page, "Polski") == [], "a language is offered once its words are there"


def test_hostile_words_are_shown_as_words(visitor: Visitor) -> None:
    page = visitor.get("/classes", params={"q": "<script>alert(1)</script>", "near": '"><img src=x>'})
    assert "<script>alert" not in page.text
    assert "<img src=x>" not in page.text


def test_no_page_holds_an_inline_script_or_style(visitor: Visitor) -> None:
    for address in ("/", "/classes?view=map", "/classes?view=providers", first_class(visitor, "level=entry-1"), "/privacy"):
        page = visitor.get(address)
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page.text)
        assert "script-src 'self'; style-src 'self'" in page.headers["content-security-policy"]


def test_a_postcode_nobody_has_on_record_says_where_it_is_measured_from(visitor: Visitor) -> None:
    assert "“LS8 9ZZ”: distances are measured from the middle of LS8" in words(visitor.get("/classes?near=LS8+9ZZ"))
    assert "measured from the middle" not in words(visitor.get("/classes?near=ls8"))
