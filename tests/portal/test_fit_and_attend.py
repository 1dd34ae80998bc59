"""An adviser learns why a named class does not fit; a learner answers a few questions and is left with an ordinary search."""

import re
from collections.abc import Iterator

import pytest

from services.portal.adapters.answers import Fit, Miss
from services.portal.asked import Asked
from services.portal.attending import TRAVELS
from services.portal.why_not import reasons, without_all
from signpost.one_machine import OneMachine, open_machine
from tests.portal.public_site import Visitor, links, total, words

SEARCH = "q=driving&near=Leeds&within=5&day=sunday&time=morning&level=level-2&women_only=yes"


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OneMachine]:
    machine = open_machine(tmp_path_factory.mktemp("fit"), demo=True)
    yield machine
    machine.close()


@pytest.fixture(scope="module")
def visitor(machine: OneMachine) -> Visitor:
    return Visitor(machine.app)


def first_found(visitor: Visitor, query: str) -> str:
    return str(re.findall(r'sp-card__name"><a class="govuk-link" href="/classes/([^"]+)"', visitor.get(f"/classes?{query}").text)[0])


def test_the_results_lead_to_a_named_class_and_keep_the_whole_search(visitor: Visitor) -> None:
    page = visitor.get(f"/classes?{SEARCH}")
    assert "Looking for a particular class?" in words(page)
    form = page.text.split('action="/classes/fit"', 1)[1].split("</form>", 1)[0]
    kept = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    assert kept == [tuple(pair.split("=")) for pair in SEARCH.split("&")]


def test_a_class_is_chosen_by_the_beginning_of_its_name_with_the_search_kept(visitor: Visitor) -> None:
    page = visitor.get(f"/classes/fit?{SEARCH}&name=conversation")
    candidates = [address for address in links(page, "onversation") if address.endswith(f"/fit?{SEARCH}")]
    assert candidates
    assert "Why does this class not fit?" in words(visitor.get(candidates[0]))


def test_a_class_whose_name_is_remembered_by_other_words_is_found_by_them(visitor: Visitor) -> None:
    assert visitor.get("/directory/v1/suggest", params={"q": "crèche on monday", "kind": "class"}).json() == {"suggestions": []}
    assert links(visitor.get("/classes/fit", params={"name": "crèche on monday"}), "") != []


def test_a_name_that_nobody_has_is_said(visitor: Visitor) -> None:
    page = visitor.get("/classes/fit", params={"name": "<zzqx>"})
    assert "We know no class called “<zzqx>”" in words(page)
    assert "<zzqx>" not in page.text


def test_every_reason_leads_to_the_same_search_without_it(visitor: Visitor) -> None:
    id = first_found(visitor, "level=pre-entry&women_only=yes&near=Leeds&within=30")
    page = visitor.get(f"/classes/{id}/fit?level=level-2&near=Whitby&within=2&q=driving")
    text = words(page)
    assert "Nothing about it says “driving”." in text
    assert re.search(r"It is for [\w ,-]+; you asked for Level 2\.", text)
    assert re.search(r"It is (about )?[\d.]+ km from Whitby; you asked for within 2 km of Whitby\.", text)
    assert links(page, "Search without “Level”") == ["/classes?near=Whitby&within=2&q=driving"]
    assert links(page, "Search at any distance") == ["/classes?level=level-2&near=Whitby&q=driving"]
    assert links(page, "Search without “driving”") == ["/classes?level=level-2&near=Whitby&within=2"]
    (whole,) = links(page, "Search without any of these")
    assert "This class fits your search" in words(visitor.get(whole.replace("/classes?", f"/classes/{id}/fit?")))


def test_a_class_too_far_away_is_offered_with_the_distance_that_would_do(visitor: Visitor) -> None:
    page = visitor.get("/classes?near=Leeds&within=50&sort=nearest&limit=100&format=in-person")
    last = re.findall(r'sp-card__name"><a class="govuk-link" href="/classes/([^"]+)"', page.text)[-1]
    told = visitor.get(f"/classes/{last}/fit?near=Leeds&within=2")
    (wider,) = links(told, "Search within")
    assert re.fullmatch(r"/classes\?near=Leeds&within=(5|10|20|50)", wider)
    assert "This class fits your search" in words(visitor.get(wider.replace("/classes?", f"/classes/{last}/fit?")))


def test_what_was_said_in_words_is_taken_out_of_the_words(visitor: Visitor) -> None:
    id = first_found(visitor, "format=in-person&level=pre-entry&cost=free")
    page = visitor.get(f"/classes/{id}/fit", params={"q": "free level 2 near Whitby"})
    assert "you asked for Level 2." in words(page)
    assert links(page, "Search without “Level”") == ["/classes?q=free+near+Whitby"]


def test_a_class_that_fits_says_so(visitor: Visitor) -> None:
    id = first_found(visitor, "level=entry-1&near=Leeds&within=20")
    page = visitor.get(f"/classes/{id}/fit?level=entry-1&near=Leeds&within=20")
    assert "This class fits your search" in words(page)
    assert "/classes?level=entry-1&near=Leeds&within=20" in links(page, "See the classes found")


def test_a_search_that_cannot_be_understood_is_said_on_the_page(visitor: Visitor) -> None:
    id = first_found(visitor, "level=entry-1")
    page = visitor.get(f"/classes/{id}/fit?near=Atlantis&level=entry-1")
    assert page.status_code == 422
    assert "We do not know a place called “Atlantis”" in words(page)
    assert visitor.get("/classes/00000000-0000-7000-8000-000000000000/fit").status_code == 404


def _fit(*told: tuple[str, str, str]) -> Fit:
    return Fit(fits=False, misses=tuple(Miss(criterion=name, wanted=wanted, offered="", message=said) for name, wanted, said in told))


def test_what_is_said_once_has_a_way_for_each_that_may_go() -> None:
    asked = Asked.read([("day", "monday"), ("time", "morning")])
    (reason,) = reasons(_fit(("day", "Monday morning", "It meets."), ("time", "Monday morning", "It meets.")), (), asked)
    assert [way.address for way in reason.ways] == ["/classes?time=morning", "/classes?day=monday"]


def test_only_the_word_that_is_missed_goes_whatever_its_accents() -> None:
    asked = Asked.read([("q", "Café driving, women’s")])
    assert reasons(_fit(("q", "cafe", "One.")), (), asked)[0].ways[0].address == "/classes?q=driving%2C+women%E2%80%99s"
    assert without_all(_fit(("q", "cafe", "One."), ("q", "driving", "Two.")), asked) == "/classes?q=women%E2%80%99s"


def test_what_no_search_would_change_has_no_way() -> None:
    fit = _fit(("hidden", "", "Old."), ("q", "cafe", "One."))
    assert reasons(fit, (), Asked.read([("q", "cafe")]))[0].ways == ()
    assert without_all(fit, Asked.read([("q", "cafe")])) is None


def option(page: str, name: str, code: str) -> int:
    """How many classes the page says would be left with this answer."""
    answer = re.search(rf'name="{name}" value="{code}".*?</li>', page, flags=re.DOTALL)
    assert answer is not None, (name, code)
    counted = re.search(r"</span>(\d+)<span", answer[0])
    assert counted is not None, answer[0]
    return int(counted[1])


ANSWERS = "near=Leeds&within=15&day=monday&cost=free&q=english"


@pytest.mark.parametrize(
    ("name", "code", "search"),
    [
        ("day", "tuesday", "near=Leeds&within=15&cost=free&q=english&day=tuesday"),
        ("time", "evening", f"{ANSWERS}&time=evening"),
        ("level", "entry-1", f"{ANSWERS}&level=entry-1"),
        ("level", "", ANSWERS),
        ("cost", "", "near=Leeds&within=15&day=monday&q=english"),
        ("cost", "free", ANSWERS),
        ("childcare", "creche", f"{ANSWERS}&childcare=creche"),
        *(("within", each.km, ANSWERS.replace("within=15", f"within={each.km}")) for each in TRAVELS),
        ("within", "", "near=Leeds&day=monday&cost=free&q=english"),
    ],
)
def test_each_answer_says_how_many_classes_the_search_with_it_finds(visitor: Visitor, name: str, code: str, search: str) -> None:
    page = visitor.get(f"/can-i-attend?{ANSWERS}")
    assert option(page.text, name, code) == total(visitor.get(f"/classes?{search}"))


def test_the_answers_are_an_ordinary_search_and_nothing_is_kept(visitor: Visitor) -> None:
    page = visitor.get(f"/can-i-attend?{ANSWERS}")
    assert total(page) == total(visitor.get(f"/classes?{ANSWERS}"))
    assert 'action="/classes" method="get"' in page.text
    assert "set-cookie" not in page.headers
    assert page.headers["cache-control"] == "no-store"
    assert 'type="hidden" name="q" value="english"' in page.text, "what the questions are not about comes along"


def test_what_else_was_asked_is_shown_and_can_be_taken_back(visitor: Visitor) -> None:
    page = visitor.get("/can-i-attend?q=english&women_only=yes&day=monday")
    assert links(page, "Words: english") == ["/can-i-attend?women_only=yes&day=monday"]
    assert links(page, "Women only: Yes") == ["/can-i-attend?q=english&day=monday"]
    assert links(page, "Day: Monday") == [], "that is one of the questions"


def test_distances_say_what_they_are_in_kilometres(visitor: Visitor) -> None:
    page = words(visitor.get("/can-i-attend"))
    for km in ("about 2 km", "about 5 km", "about 15 km"):
        assert km in page


def test_several_levels_are_not_made_one(visitor: Visitor) -> None:
    page = visitor.get("/can-i-attend?level=entry-1&level=entry-2").text
    assert len(re.findall(r'type="checkbox" id="[^"]+" name="level" value="entry-[12]" checked', page)) == 2
    assert 'type="radio"' in visitor.get("/can-i-attend?level=entry-1").text


def test_a_distance_that_is_none_of_the_ways_stays_chosen(visitor: Visitor) -> None:
    page = visitor.get("/can-i-attend?near=Leeds&within=20").text
    assert re.search(r'name="within" value="20" checked', page)


def test_a_place_nobody_knows_is_said_beside_its_field_and_nothing_is_counted(visitor: Visitor) -> None:
    page = visitor.get("/can-i-attend?near=Atlantis&day=monday")
    assert page.status_code == 422
    assert 'id="near-error"' in page.text
    assert "sp-choice__count" not in page.text


def test_a_search_can_be_kept_as_a_link_and_on_paper(visitor: Visitor) -> None:
    page = visitor.get("/classes?level=entry-1&near=Leeds&within=10&limit=1")
    text = words(page)
    assert "http://signpost.test/classes?level=entry-1&near=Leeds&within=10" in text
    assert re.search(r"Looked up on \d+ \w+ \d{4}\. +Within 10 km of Leeds\.", text)
    assert links(page, "http://signpost.test/classes?") == ["/classes?level=entry-1&near=Leeds&within=10&limit=1"]


def test_suggestions_of_a_page_are_never_kept(visitor: Visitor) -> None:
    answer = visitor.get("/suggest.json", params=[("q", "leeds"), ("kind", "place"), ("kind", "nonsense")])
    assert {each["kind"] for each in answer.json()["suggestions"]} == {"place"}
    assert answer.headers["cache-control"] == "no-store"
    assert visitor.get("/suggest.json", params={"q": "x" * 5000}).json() == {"suggestions": []}
