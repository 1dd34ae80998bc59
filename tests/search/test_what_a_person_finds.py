"""Searches as people type them, and why each result is there."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import from_json

from services.directory.adapters.search_embedded import EmbeddedSearch
from services.directory.domain.criteria import Criteria, Sort
from services.directory.use_cases.ports import Found
from shared.contracts.directory import ClassDetails, ClassShown, ProviderShown, WhereShown
from shared.contracts.provision import Childcare, Day, Focus, Format, Level, Places, Point, ProviderKind, WeeklySession
from shared.geo import Place
from shared.messaging.inbox import Reached
from tests.search.corpus import NOW

LEEDS, BRADFORD, HALIFAX = "E08000035", "E08000032", "E08000033"
LS8 = Place("ls8", "LS8", "outcode", 53.825, -1.505, LEEDS, 1500)
Search = Callable[..., Found]


def listing(
    name: str, *, days_old: int = 10, where: WhereShown | None = None, provider: str = "Learning Trust", **details: Any
) -> ClassShown:
    id = f"class-{name.lower().replace(' ', '-')}"
    place = where or WhereShown(name="Compton Centre", authority=LEEDS, town="Leeds", postcode="LS9 7BG", point=Point(lat=53.81, lon=-1.51))
    return ClassShown(
        id=id,
        authority=place.authority,
        details=ClassDetails(name=name, provider_id="p", **details),
        provider=ProviderShown(id=f"provider-{provider.lower()}", name=provider, kind=ProviderKind.CHARITY),
        where=None if details.get("format") is Format.ONLINE else place,
        verified_at=NOW - timedelta(days=days_old),
    )


def at(town: str, authority: str, lat: float, lon: float, **more: Any) -> WhereShown:
    return WhereShown(**{"name": "The hall", "authority": authority, "town": town, "point": Point(lat=lat, lon=lon)} | more)


@pytest.fixture
def search(tmp_path: Path) -> Iterator[Search]:
    opened: list[EmbeddedSearch] = []

    def find(listings: list[ClassShown], **asked: Any) -> Found:
        engine = EmbeddedSearch(tmp_path / str(len(opened)))
        opened.append(engine)
        engine.write({shown.id: (shown, 1) for shown in listings}, reached=Reached(len(listings)))
        return engine.find(Criteria(**asked), NOW)

    yield find
    for engine in opened:
        engine.close()


def names(found: Found) -> list[str]:
    return [from_json(hit.card)["details"]["name"] for hit in found.hits]


@pytest.mark.parametrize("typed", ["women only", "only women please", "women's", "womens", "women", "WOMEN’S", "ladies", "wommen"])
def test_womens_is_womens_however_it_is_typed(search: Search, typed: str) -> None:
    assert names(search([listing("Women's class"), listing("Tuesday class")], q=typed)) == ["Women's class"]


@pytest.mark.parametrize("typed", ["crèche", "creche", "nursery", "childcare", "creshe"])
def test_childcare_has_many_names(search: Search, typed: str) -> None:
    with_, without = listing("Morning class", childcare=Childcare.CRECHE), listing("Evening class", childcare=Childcare.NONE)
    assert names(search([with_, without], q=typed)) == ["Morning class"]


def test_a_slip_in_a_town_is_forgiven_and_said(search: Search) -> None:
    found = search([listing("Class one", where=at("Halifax", HALIFAX, 53.72, -1.86)), listing("Class two")], q="english in halfax")
    assert names(found) == ["Class one"]
    assert found.corrected == {"halfax": "halifax"}
    assert "“halfax” read as “halifax”" in found.hits[0].why


def test_a_word_that_is_there_is_never_read_as_another(search: Search) -> None:
    found = search([listing("Wording"), listing("Working")], q="wording")
    assert (names(found), found.corrected) == (["Wording"], {})


@pytest.mark.parametrize("typed", ["", "english classes", "the ESOL course", "lessons for learners"])
def test_words_that_say_nothing_here_find_everything(search: Search, typed: str) -> None:
    assert search([listing("Class one"), listing("Class two")], q=typed).total == 2


def test_every_word_must_be_found(search: Search) -> None:
    listings = [listing("Conversation"), listing("Conversation for work", focus=(Focus.EMPLOYABILITY,))]
    assert names(search(listings, q="conversation job")) == ["Conversation for work"]


def test_other_scripts_are_words(search: Search) -> None:
    listings = [listing("اللغة الإنجليزية للمبتدئين"), listing("हिन्दी समूह"), listing("Język angielski")]
    assert names(search(listings, q="الإنجليزية")) == ["اللغة الإنجليزية للمبتدئين"]
    assert names(search(listings, q="हिन्दी")) == ["हिन्दी समूह"]
    assert names(search(listings, q="jezyk")) == ["Język angielski"]


def test_beginner_finds_pre_entry_and_entry_1_and_says_so(search: Search) -> None:
    listings = [
        listing("Group A", levels=(Level.PRE_ENTRY,)),
        listing("Group B", levels=(Level.ENTRY_1,)),
        listing("Group C", levels=(Level.LEVEL_1,)),
    ]
    found = search(listings, q="beginners")
    assert sorted(names(found)) == ["Group A", "Group B"]
    assert {hit.why[0] for hit in found.hits} == {"“beginners” fits level: Pre-entry", "“beginners” fits level: Entry 1"}


def test_repeating_a_word_gains_nothing(search: Search) -> None:
    honest, pushy = listing("A conversation", roll_on=True), listing("Conversation conversation", description="conversation " * 50)
    assert names(search([pushy, honest], q="conversation")) == ["A conversation", "Conversation conversation"]


def test_a_name_counts_more_than_a_description(search: Search) -> None:
    listings = [listing("A group", description="We practise sewing."), listing("Sewing words")]
    assert names(search(listings, q="sewing")) == ["Sewing words", "A group"]


def test_what_a_class_is_about_is_said_by_its_name_and_not_by_its_description(search: Search) -> None:
    listings = [listing("A group", description="We practise driving."), listing("Driving words")]
    assert names(search(listings, q="driving")) == ["Driving words"]


def test_the_hidden_address_is_in_no_answer_and_finds_nothing(search: Search) -> None:
    hidden = at("Leeds", LEEDS, 53.8, -1.5, name="The address is given when you join", area_only=True)
    listings = [listing("Safe class", where=hidden)]
    assert names(search(listings, q="leeds")) == ["Safe class"]
    assert search(listings, q="address").total == 0
    assert search(listings, q="joining").total == 0


def test_day_and_time_are_asked_of_one_session(search: Search) -> None:
    sessions = (
        WeeklySession(day=Day.MONDAY, starts=time(18), ends=time(20)),
        WeeklySession(day=Day.THURSDAY, starts=time(10), ends=time(12)),
    )
    listings = [listing("Twice a week", sessions=sessions)]
    monday_morning = search(listings, filters={"day": frozenset({"monday"}), "time": frozenset({"morning"})})
    assert monday_morning.total == 0
    assert {value.code for value in monday_morning.facets["day"] if value.count} == {"thursday"}
    assert search(listings, filters={"day": frozenset({"monday"}), "time": frozenset({"evening"})}).total == 1


def test_online_is_not_near_anything_but_is_found_when_asked_for(search: Search) -> None:
    listings = [
        listing("In Leeds"),
        listing("On a screen", format=Format.ONLINE),
        listing("In Hull", where=at("Hull", LEEDS, 53.74, -0.34)),
    ]
    near = search(listings, near=LS8, within_m=5000)
    assert names(near) == ["In Leeds"]
    assert {value.code: value.count for value in near.facets["format"]} == {"in-person": 1, "online": 1, "hybrid": 0}
    assert names(search(listings, near=LS8, within_m=5000, filters={"format": frozenset({"online"})})) == ["On a screen"]
    assert names(search(listings, near=LS8, sort=Sort.NEAREST)) == ["In Leeds", "In Hull", "On a screen"]


def test_each_result_says_why(search: Search) -> None:
    one = listing("Conversation café", places=Places(open=8), roll_on=True, days_old=12)
    (hit,) = search([one], q="conversation", near=LS8).hits
    assert hit.why == ("“conversation” is in the class name", "1.7 km from LS8", "8 places open", "join at any time", "checked 12 days ago")
    assert hit.distance_m == 1700 or abs((hit.distance_m or 0) - 1700) < 20


def test_stale_sinks_and_hidden_is_gone(search: Search) -> None:
    listings = [
        listing("Stale conversation", days_old=200),
        listing("A group", focus=(Focus.CONVERSATION,)),
        listing("Old conversation", days_old=366),
    ]
    assert names(search(listings, q="conversation")) == ["A group", "Stale conversation"]


def test_what_is_over_is_gone_and_soonest_is_first(search: Search) -> None:
    today = NOW.date()
    listings = [
        listing("Over", ends_on=today - timedelta(days=1)),
        listing("Last day", ends_on=today, starts_on=date(2026, 1, 5)),
        listing("Nobody said"),
        listing("Next week", starts_on=today + timedelta(days=7)),
        listing("Any time", roll_on=True),
    ]
    assert names(search(listings, sort=Sort.SOONEST)) == ["Last day", "Any time", "Next week", "Nobody said"]
    assert sorted(names(search(listings, starts_by=today))) == ["Any time", "Last day"]


def test_open_facets_are_named_as_people_know_them(search: Search) -> None:
    bradford = at("Bradford", BRADFORD, 53.79, -1.75)
    listings = [
        listing("One", support_languages=("pa-Arab", "ckb")),
        listing("Two", provider="City College", where=bradford),
        listing("Three"),
    ]
    facets = search(listings).facets
    assert [(value.label, value.count) for value in facets["provider"]] == [("Learning Trust", 2), ("City College", 1)]
    assert [(value.label, value.count) for value in facets["authority"]] == [("Leeds", 2), ("Bradford", 1)]
    assert [value.label for value in facets["support_language"]] == ["Central Kurdish", "Punjabi (Arabic)"]
