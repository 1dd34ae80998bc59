"""When a search finds nothing or little: what to let go, what nearly fits, what was meant. Asked as the API asks."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest

from services.directory.domain.criteria import Criteria, Sort
from services.directory.use_cases.find_classes import Answer, find_classes
from services.directory.wiring import open_words
from shared.clock import SetClock
from shared.contracts.directory import ClassShown
from shared.contracts.provision import Childcare, Cost, CostKind, Day, Format, Level, WeeklySession
from shared.geo import Gazetteer
from tests.search.corpus import NOW
from tests.search.plain_scan import PlainScan
from tests.search.test_what_a_person_finds import HALIFAX, LEEDS, at, listing, names

Ask = Callable[..., Answer]
BOOK, PLACES = open_words(), Gazetteer()
MONDAY, THURSDAY = (WeeklySession(day=day, starts=time(9, 30), ends=time(11)) for day in (Day.MONDAY, Day.THURSDAY))
ROUNDHAY = at("Leeds", LEEDS, 53.83, -1.50)
IN_HALIFAX = at("Halifax", HALIFAX, 53.722, -1.863)


def ask(listings: list[ClassShown], q: str, near: str | None = None, **given: Any) -> Answer:
    return find_classes(PlainScan(listings), PLACES, BOOK, SetClock(NOW), Criteria(q=q, **given), near)


def almost(answer: Answer) -> list[tuple[str, tuple[str, ...]]]:
    return [(ClassShown.model_validate_json(each.hit.card).details.name, each.misses) for each in answer.advice.almost]


def ways(answer: Answer) -> dict[str, tuple[int, str | None]]:
    return {way.label: (way.total, way.q) for way in answer.advice.ways}


def test_what_fits_but_for_one_thing_is_shown_with_what_it_is() -> None:
    monday = listing("Monday class", sessions=(MONDAY,), levels=(Level.ENTRY_2,), where=IN_HALIFAX)
    entry_3 = listing("Harder class", sessions=(THURSDAY,), levels=(Level.ENTRY_3,), where=IN_HALIFAX)
    answer = ask([monday, entry_3], "E2 thursday morning halifax")
    assert answer.found.total == 0
    assert almost(answer) == [("Monday class", ("Day: Thursday",)), ("Harder class", ("Level: Entry 2",))]
    assert ways(answer) == {"Day: Thursday": (1, "E2 morning halifax"), "Level: Entry 2": (1, "thursday morning halifax")}


def test_when_no_single_thing_helps_more_is_let_go_the_easiest_first() -> None:
    far = listing("Women's class", sessions=(MONDAY,), women_only=True, cost=Cost(kind=CostKind.PAID))
    answer = ask([far], "free women thursday")
    assert answer.found.total == 0
    assert almost(answer) == [("Women's class", ("Day: Thursday", "Cost: Free"))]


def test_who_asks_for_one_thing_only_is_not_shown_everything_instead() -> None:
    answer = ask([listing("Monday class")], "wheelchair")
    assert (answer.found.total, almost(answer), ways(answer)) == (0, [], {})


def test_nothing_is_advised_where_enough_is_found() -> None:
    answer = ask([listing(f"Class {number}") for number in range(5)], "class leeds")
    assert (answer.found.total, answer.advice.ways, answer.advice.almost, answer.advice.nearest) == (5, (), (), ())


def test_what_lies_beyond_the_distance_is_named_nearest_first() -> None:
    answer = ask([listing("In Halifax", where=IN_HALIFAX), listing("In Leeds", where=ROUNDHAY)], "", near="LS8", within_m=50.0)
    assert [ClassShown.model_validate_json(hit.card).details.name for hit in answer.advice.nearest] == ["In Leeds", "In Halifax"]


def test_a_distance_that_nobody_asked_for_does_not_hide_the_only_classes() -> None:
    only = listing("Only class", where=ROUNDHAY, women_only=True)
    answer = ask([only], "women halifax")
    assert (names(answer.found), answer.loosely.widened) == (["Only class"], True)
    assert ask([only], "women within 10 km of halifax").found.total == 0


def test_two_facts_of_one_kind_are_let_go_together() -> None:
    answer = ask([listing("Entry 3", levels=(Level.ENTRY_3,), where=IN_HALIFAX)], "E1 or E2 halifax")
    assert ways(answer) == {"Level: Entry 1 or Level: Entry 2": (1, "or halifax")}


def test_a_choice_of_its_own_can_be_let_go_too() -> None:
    answer = ask([listing("In person")], "leeds", filters={"format": frozenset({"online"}), "women_only": frozenset()})
    assert ways(answer) == {"How it is taught: Online": (1, None)}


@pytest.mark.parametrize(
    ("q", "meant"),
    [
        ("E2 thursday mornig halifax", "E2 thursday morning halifax"),
        ("conversatoin, please", "conversation, please"),
        ("monday", None),
    ],
)
def test_the_question_is_told_as_it_was_meant(q: str, meant: str | None) -> None:
    assert ask([listing("Conversation", sessions=(MONDAY,))], q).did_you_mean == meant


def test_a_word_too_far_off_to_be_searched_by_is_asked_about() -> None:
    answer = ask([listing("Pottery and English")], "potre leeds")
    assert (answer.found.unknown, answer.did_you_mean) == (("potre",), None)
    answer = ask([listing("Pottery and English")], "pottrey leeds")
    assert names(answer.found) == ["Pottery and English"]


def test_a_word_nobody_says_hides_nothing_beside_others_but_alone_finds_nothing() -> None:
    classes = [listing("Sewing group"), listing("Walking group")]
    answer = ask(classes, "sewing zzqqxx")
    assert (names(answer.found), answer.found.unknown) == (["Sewing group"], ("zzqqxx",))
    assert ask(classes, "zzqqxx").found.total == 0


def test_a_later_page_is_not_advised_on() -> None:
    engine = [listing(f"Class {number}", format=Format.IN_PERSON, childcare=Childcare.CRECHE) for number in range(3)]
    first = ask(engine, "creche leeds", limit=2, sort=Sort.SOONEST)
    assert first.found.next
    later = find_classes(
        PlainScan(engine),
        PLACES,
        BOOK,
        SetClock(NOW),
        Criteria(q="creche leeds", limit=2, sort=Sort.SOONEST, cursor=first.found.next),
        None,
    )
    assert (len(later.found.hits), later.advice.ways) == (1, ())
