"""The ruler itself: the judged questions can be judged, the grades are what grading.py says, the metric is nDCG."""

from collections import Counter
from datetime import timedelta
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.directory import ClassShown
from shared.contracts.provision import Childcare, Day, Format, Level, Places
from tests.search_quality.corpus import NOW
from tests.search_quality.facts import NEARLY
from tests.search_quality.grading import grade, grades
from tests.search_quality.judged import Judged, _judged, judged
from tests.search_quality.measure import dcg
from tests.search_quality.orders import listing

LANGUAGES = {"en", "pl", "ur", "pa", "ro", "ar", "zh", "sk", "ckb", "lt", "pt", "bn", "es", "ru", "gu", "fa"}


def question(**entry: object) -> Judged:
    return _judged({"id": "test", "q": "", "language": "en", "kind": ["question"], "intent": "", **entry})


def test_there_are_enough_questions_of_every_kind() -> None:
    kinds = Counter(kind for query in judged() for kind in query.kind)
    assert len(judged()) >= 60
    assert min(kinds[kind] for kind in ("slip", "synonym", "language", "place", "constraint", "name")) >= 10


def test_every_language_of_the_region_is_asked_in() -> None:
    assert {query.language for query in judged()} == LANGUAGES


def test_no_question_is_asked_twice() -> None:
    assert max(Counter(query.id for query in judged()).values()) == 1
    assert max(Counter((query.q, query.near) for query in judged()).values()) == 1


@pytest.mark.parametrize("query", judged(), ids=lambda query: query.id)
def test_each_question_has_an_answer_in_the_corpus(query: Judged) -> None:
    assert max(grades(query).values()) >= NEARLY


@pytest.mark.parametrize("slip", [{"kind": ["typo"]}, {"wants": {"colour": "red"}}, {"place": "Atlantis"}, {"wanted": {}}])
def test_an_entry_that_cannot_be_judged_is_refused_by_name(slip: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Question test: "):
        question(**slip)


def test_a_class_is_as_good_as_the_wish_it_meets_worst() -> None:
    wish = question(wants={"level": "entry-1", "childcare": ["creche", "children-welcome"]})
    levels = (Level.ENTRY_1,)
    assert grade(wish, listing(0, levels=levels, childcare=Childcare.CRECHE)) == 3
    assert grade(wish, listing(0, levels=levels, childcare=Childcare.CHILDREN_WELCOME)) == 2
    assert grade(wish, listing(0, levels=levels, childcare=Childcare.NONE)) == 0
    assert grade(wish, listing(0, childcare=Childcare.CRECHE)) == 0


@pytest.mark.parametrize(("km", "wanted"), [(7.9, 3), (8.5, 2), (14.9, 2), (24, 1), (26, 0)])
def test_a_town_is_meant_with_its_suburbs(km: float, wanted: int) -> None:
    assert grade(question(place="Leeds"), listing(0, km=km)) == wanted


def test_a_council_area_is_meant_as_it_is_bounded() -> None:
    leeds, online = listing(0, km=18), listing(0, format=Format.ONLINE).model_copy(update={"where": None})
    assert [grade(question(place="Leeds (whole area)"), each) for each in (leeds, online)] == [3, 3]
    assert grade(question(place="Calderdale"), leeds) == 0


def test_a_class_online_is_near_only_those_who_ask_for_online() -> None:
    online = listing(0, format=Format.ONLINE).model_copy(update={"where": None})
    assert grade(question(place="Leeds"), online) == 0
    assert grade(question(place="Leeds", wants={"format": "online"}), online) == 3


@pytest.mark.parametrize(
    ("class_", "wanted"),
    [
        (listing(0), 3),
        (listing(0, days_old=120), 3),
        (listing(0, days_old=250), 1),
        (listing(0, days_old=400), 0),
        (listing(0, ends_on=NOW.date() - timedelta(days=1)), 0),
        (listing(0).model_copy(update={"withdrawn": True}), 0),
        (listing(0, places=Places(open=2)), 3),
        (listing(0, places=Places(open=0, waiting_list=True)), 2),
        (listing(0, places=Places(open=0, waiting_list=False)), 2),
        (listing(0, days_old=250, places=Places(open=0)), 1),
    ],
)
def test_old_and_full_listings_are_worth_less(class_: ClassShown, wanted: int) -> None:
    assert grade(question(), class_) == wanted


def test_a_name_is_believed_where_a_field_says_nothing() -> None:
    thursday = question(wants={"session": "thursday-morning"})
    assert grade(thursday, listing(0, "ESOL Entry 2 – Thursday mornings")) == 2
    assert grade(thursday, listing(0, "ESOL E2 (Mon & Thu)")) == 0
    assert grade(thursday, listing(0, "Thursday mornings", sessions=({"day": Day.MONDAY, "starts": "10:00", "ends": "12:00"},))) == 0


def test_the_gain_of_an_answer_is_discounted_by_its_rank() -> None:
    assert dcg([3, 2, 0, 1]) == 7 + 3 / log2(3) + 1 / log2(5)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30))
def test_no_order_of_the_same_classes_beats_best_first(grades: list[int]) -> None:
    best = sorted(grades, reverse=True)
    assert dcg(grades) <= dcg(best) + 1e-9
    assert dcg(grades) >= dcg(best[::-1]) - 1e-9
