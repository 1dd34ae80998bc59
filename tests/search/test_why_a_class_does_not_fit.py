"""Why a class does not fit: the same answer as the search gives, and every reason in a sentence that can be read aloud."""

from dataclasses import fields, replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.domain.criteria import Criteria
from services.directory.domain.filters import BY_NAME, FILTERS, Filter
from services.directory.domain.fit import HIDDEN, OVER, Miss, misses
from services.directory.domain.freshness import Freshness, freshness
from services.directory.domain.question import read_question
from services.directory.domain.running import ended, today_at
from shared.contracts.directory import ClassShown
from shared.contracts.provision import Childcare, Day, Format, Level, WeeklySession
from tests.search.corpus import NOW, corpus
from tests.search.engine_contract import all_pages, examples
from tests.search.plain_scan import PlainScan
from tests.search.test_what_a_person_finds import HALIFAX, LS8, at, listing
from tests.search.wanted import criteria

LISTINGS = corpus(240, seed=7)
SCAN = PlainScan(LISTINGS)


def missed(shown: ClassShown, wanted: Criteria) -> tuple[Miss, ...]:
    return misses(shown, wanted, read_question(wanted.q, SCAN.words, alone=wanted.only_words), NOW, _code)


def _code(each: Filter, code: str) -> str:
    return code


def found(shown: ClassShown, wanted: Criteria) -> bool:
    """By the plain scan, with the words of all listings known."""
    alone = PlainScan([shown])
    alone.words = SCAN.words
    return alone.find(replace(wanted, limit=1), NOW).total == 1


def dropping(wanted: Criteria, names: set[str], said: set[str]) -> Criteria:
    """The same search without these parameters; of `q` only the words said go."""
    fields = {"within": "within_m", "starts_by": "starts_by", "verified_within": "verified_within_days"}
    cleared: dict[str, Any] = {fields[name]: None for name in names & fields.keys()}
    cleared["filters"] = {name: codes for name, codes in wanted.filters.items() if name not in names}
    question = read_question(wanted.q, SCAN.words, alone=wanted.only_words)
    cleared["q"] = " ".join(word.typed for word in question.words if word.typed not in said)
    return replace(wanted, **cleared)


def of_the_class(missed: tuple[Miss, ...]) -> bool:
    return any(each.criterion in (HIDDEN, OVER) for each in missed)


def never_listed(shown: ClassShown) -> bool:
    return freshness(shown.verified_at, NOW) is Freshness.HIDDEN or ended(shown.details.ends_on, today_at(NOW))


@examples(60)
@given(wanted=criteria())
def test_a_class_fits_exactly_when_the_search_finds_it(wanted: Criteria) -> None:
    finds = all_pages(SCAN, replace(wanted, limit=100))
    assert set(finds) == {shown.id for shown in LISTINGS if not missed(shown, wanted)}


@examples(300)
@given(shown=st.sampled_from(LISTINGS), wanted=criteria())
def test_dropping_all_that_is_missed_makes_it_fit(shown: ClassShown, wanted: Criteria) -> None:
    why = missed(shown, wanted)
    left = dropping(wanted, {each.criterion for each in why}, {each.wanted for each in why if each.criterion == "q"})
    assert found(shown, left) is not never_listed(shown)
    assert of_the_class(why) is never_listed(shown)


@examples(300)
@given(shown=st.sampled_from(LISTINGS), wanted=criteria())
def test_each_thing_said_alone_keeps_the_class_from_fitting(shown: ClassShown, wanted: Criteria) -> None:
    why = missed(shown, wanted)
    for message in {each.message for each in why}:
        others = [each for each in why if each.message != message]
        left = dropping(wanted, {each.criterion for each in others}, {each.wanted for each in others if each.criterion == "q"})
        assert not found(shown, left), message


@examples(200)
@given(shown=st.sampled_from(LISTINGS), wanted=criteria())
def test_everything_said_is_a_whole_sentence_in_the_words_of_people(shown: ClassShown, wanted: Criteria) -> None:
    parameters = {*BY_NAME, "q", "within", "starts_by", "verified_within", HIDDEN, OVER}
    for each in missed(shown, wanted):
        assert each.criterion in parameters
        assert each.message[0].isupper()
        assert each.message.endswith(".")
        assert "  " not in each.message
        assert not any(
            f" {code} " in f" {each.message} " for code in ("not-told", "self-refer", "in-person", "children-welcome", "entry-1")
        )
        assert all(isinstance(getattr(each, field.name), str) for field in fields(each))


@pytest.mark.parametrize("each", [each for each in FILTERS if each.options], ids=lambda each: each.name)
def test_every_code_of_every_filter_can_be_said(each: Filter) -> None:
    nothing = Miss(each.name, "", "", "")
    for code in each.options or {}:
        wanted = Criteria(filters={each.name: frozenset({code})})
        said = [miss for shown in LISTINGS for miss in missed(shown, wanted) if miss.criterion == each.name]
        assert said, f"the corpus has a class that misses {each.name}={code}"
        assert all(miss.wanted and miss.message and miss != nothing for miss in said)


def one(shown: ClassShown, **asked: Any) -> Miss:
    (miss,) = missed(shown, Criteria(**asked))
    return miss


def filters(**codes: str) -> dict[str, frozenset[str]]:
    return {name: frozenset({code}) for name, code in codes.items()}


MONDAY_EVENING = WeeklySession(day=Day.MONDAY, starts=time(18), ends=time(20))
THURSDAY_MORNING = WeeklySession(day=Day.THURSDAY, starts=time(10), ends=time(12))


def test_day_and_time_are_said_of_whole_sessions() -> None:
    shown = listing("Twice", sessions=(MONDAY_EVENING, THURSDAY_MORNING))
    why = missed(shown, Criteria(filters=filters(day="monday", time="morning")))
    assert [each.criterion for each in why] == ["day", "time"]
    assert {each.message for each in why} == {"It meets on Monday evening and Thursday morning; you asked for Monday morning."}
    assert missed(shown, Criteria(filters=filters(day="thursday", time="morning"))) == ()


def test_a_day_that_is_not_there_is_the_day_alone() -> None:
    miss = one(listing("Once", sessions=(MONDAY_EVENING,)), filters=filters(day="thursday", time="evening"))
    assert miss == Miss("day", "Thursday evening", "Monday evening", "It meets on Monday evening; you asked for Thursday evening.")


def test_a_time_asked_alone_reads_as_people_say_it() -> None:
    assert one(listing("Once", sessions=(MONDAY_EVENING,)), filters=filters(time="morning")).message == (
        "It meets on Monday evening; you asked for the morning."
    )


def test_what_nobody_told_is_not_held_against_the_class() -> None:
    assert one(listing("Quiet"), filters=filters(childcare="creche")).message == "The provider has not said whether there is childcare."
    assert one(listing("Quiet"), filters=filters(day="monday")).message == (
        "The provider has not said on which days and at what times it meets."
    )
    assert one(listing("Quiet"), starts_by=NOW.date()).message == "The provider has not said when it starts."


@pytest.mark.parametrize(
    ("details", "asked", "said"),
    [
        ({"levels": (Level.ENTRY_1, Level.ENTRY_2)}, {"level": "level-1"}, "It is for Entry 1 and Entry 2; you asked for Level 1."),
        ({"childcare": Childcare.NONE}, {"childcare": "creche"}, "It has no childcare; you asked for a crèche."),
        ({}, {"women_only": "yes"}, "It is for everybody; you asked for women only."),
        ({"format": Format.IN_PERSON}, {"format": "online"}, "It is in person; you asked for online."),
        (
            {"support_languages": ("ar", "ckb")},
            {"support_language": "pl"},
            "There is help in Arabic and Central Kurdish; you asked for pl.",
        ),
    ],
)
def test_each_filter_is_said_in_a_sentence_of_its_own(details: dict[str, Any], asked: dict[str, str], said: str) -> None:
    assert one(listing("One", **details), filters=filters(**asked)).message == said


def test_a_distance_is_told_with_its_place_and_as_exactly_as_it_is_known() -> None:
    halifax = {"lat": 53.72, "lon": -1.86}
    far = listing("Far", where=at("Halifax", HALIFAX, **halifax))
    assert one(far, near=LS8, within_m=5000).message == "It is 26.1 km from LS8; you asked for within 5 km of LS8."
    hidden = listing("Hidden", where=at("Halifax", HALIFAX, **halifax, area_only=True))
    assert one(hidden, near=LS8, within_m=5000).message == "It is about 26.1 km from LS8; you asked for within 5 km of LS8."
    assert one(listing("Screen", format=Format.ONLINE), near=LS8, within_m=5000).message == (
        "It does not meet at a place; you asked for within 5 km of LS8."
    )


def test_distance_is_no_matter_for_what_can_be_attended_online_once_that_is_asked_for() -> None:
    both = listing("Both", where=at("Halifax", HALIFAX, lat=53.72, lon=-1.86), format=Format.HYBRID)
    assert missed(both, Criteria(near=LS8, within_m=5000, filters=filters(format="online"))) == ()
    assert one(both, near=LS8, within_m=5000, filters=filters(format="in-person")).criterion == "within"


def test_a_distance_that_rounds_to_what_was_asked_does_not_contradict_itself() -> None:
    just_over = at("Leeds", "E08000035", 53.825 + 5.02 / 111.195, -1.505)
    assert one(listing("Edge", where=just_over), near=LS8, within_m=5000).message == (
        "It is just over 5 km from LS8; you asked for within 5 km of LS8."
    )


def test_a_word_read_as_another_says_so() -> None:
    assert one(listing("Driving"), q="convrsation").message == "Nothing about it says “conversation”, as we read “convrsation”."


def test_dates_are_said_as_dates() -> None:
    shown = listing("Later", starts_on=date(2026, 11, 2), days_old=120)
    assert (
        one(shown, starts_by=date(2026, 10, 1)).message == "It can be joined from 2 November 2026; you asked for a start by 1 October 2026."
    )
    assert one(shown, verified_within_days=31).message == "It was last checked on 17 May 2026; you asked for a check within 31 days."


def test_what_is_hidden_or_over_is_said_before_anything_that_was_asked() -> None:
    old = listing("Old", days_old=400, ends_on=NOW.date() - timedelta(days=3))
    why = missed(old, Criteria(q="driving"))
    assert [each.criterion for each in why] == [HIDDEN, OVER, "q"]
    assert why[0].message.startswith("It was last checked on 10 August 2025, more than a year ago, so no search shows it.")
    assert why[1].message == "It ended on 11 September 2026."
