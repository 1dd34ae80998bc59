"""What a person types, and what is understood of it: in English as it is typed in a hurry, and in the languages of the region."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.directory.adapters.word_files import read_word_files
from services.directory.domain.criteria import Criteria
from services.directory.domain.understanding.meanings import MEANINGS, SOON_DAYS
from services.directory.domain.understanding.phrases import PhraseBook, WordFile
from services.directory.domain.understanding.reading import understand
from services.directory.domain.understanding.understood import USUAL_WITHIN_M, PartKind, Understood, asked_for, label
from shared.geo import Gazetteer
from tests.search.corpus import corpus
from tests.search.plain_scan import PlainScan
from tests.search.test_what_a_person_finds import listing
from tests.search.wanted import ASKED

PLACES = Gazetteer()
BOOK = PhraseBook(read_word_files()[0])
VOCABULARY = PlainScan(corpus(240, seed=7)).vocabulary
TODAY = date(2026, 9, 14)


def read(q: str, book: PhraseBook = BOOK, **more: bool) -> Understood:
    return understand(q, book, PLACES, VOCABULARY, **more)


def wanted(q: str) -> Criteria:
    return asked_for(Criteria(), read(q), TODAY)


def facts(q: str) -> dict[str, set[str]]:
    return {name: set(codes) for name, codes in wanted(q).filters.items()}


def near(q: str) -> str | None:
    place = wanted(q).near
    return place.name if place else None


@pytest.mark.parametrize(
    ("q", "meant", "place", "left"),
    [
        (
            "women's evening class near LS8 with creche",
            {"women_only": {"yes"}, "time": {"evening"}, "childcare": {"creche"}},
            "LS8",
            "",
        ),
        ("E2 thursday mornig halifax", {"level": {"entry-2"}, "day": {"thursday"}, "time": {"morning"}}, "Halifax", ""),
        ("free online beginner", {"cost": {"free"}, "format": {"online"}, "level": {"pre-entry", "entry-1"}}, None, ""),
        ("entry two", {"level": {"entry-2"}}, None, ""),
        ("ESOL 1", {"level": {"entry-1", "level-1"}}, None, ""),
        ("E1 or E2 in hudersfield", {"level": {"entry-1", "entry-2"}}, "Huddersfield", ""),
        ("conversation LS8 5AA", {}, "LS8 5", "conversation"),
        ("drop in, no test, saturday", {"join": {"turn-up"}, "without_assessment": {"yes"}, "day": {"saturday"}}, None, ""),
        ("I can't read", {"new_to_reading": {"yes"}}, None, ""),
        ("class after 6pm in York", {"time": {"evening"}}, "York", ""),
        ("10 am barnsley", {"time": {"morning"}}, "Barnsley", ""),
        ("at the weekend", {"day": {"saturday", "sunday"}}, None, ""),
        ("where can I learn english in bradford for free?", {"cost": {"free"}}, "Bradford", ""),
        ("library manningham", {}, "Manningham, Bradford", "library"),
    ],
)
def test_what_people_type_in_english(q: str, meant: Mapping[str, set[str]], place: str | None, left: str) -> None:
    assert facts(q) == meant
    assert near(q) == place
    assert [word for word in read(q).words.split() if word not in MEANINGLESS] == left.split()


MEANINGLESS = {"with", "or", "in", "class", "at", "the", "a"}
"""The engine passes over them."""


def test_help_in_a_language_is_asked_for_in_words() -> None:
    assert facts("arabic speaking teacher") == {"support_language": {"ar"}}
    assert facts("somebody who speaks Kurdish") == {"support_language": {"ku", "ckb"}}
    assert facts("i want polish speaking teacher") == {"support_language": {"pl"}}
    assert facts("polish") == facts("my client speaks sorani") == {}
    assert [label(part) for part in read("Arabic speaking").parts] == ["Help in your language: Arabic"]


def test_a_council_area_is_asked_for_whole() -> None:
    assert facts("women only kirklees") == {"women_only": {"yes"}, "authority": {"E08000034"}}
    assert label(read("kirklees").parts[0]) == "Council area: Kirklees"


def test_a_slip_in_english_does_not_become_a_word_of_another_language() -> None:
    for q in ("partners", "services", "interest", "tamil", "duration"):
        assert read(q).parts == ()


def test_a_slip_is_not_mended_into_the_opposite() -> None:
    book = PhraseBook([WordFile("xx", "Made up", "xx", {"free": ["platno"]})])
    assert read("bplatno", book).parts == ()


def test_a_name_that_sounds_like_a_fact_is_left_as_it_is_typed() -> None:
    assert facts("women's centre monday") == {"day": {"monday"}}


def test_start_soon_is_a_day() -> None:
    assert wanted("english start soon").starts_by == date.fromordinal(TODAY.toordinal() + SOON_DAYS)


def test_a_place_without_a_distance_means_the_usual_one_and_a_distance_said_is_kept() -> None:
    assert wanted("halifax").within_m == USUAL_WITHIN_M
    assert wanted("within 3 miles of halifax").within_m == pytest.approx(4828, abs=1)
    assert wanted("halifax 5km").within_m == 5000
    assert wanted("2.5 km of halifax").within_m == wanted("2,5km halifax").within_m == 2500
    assert wanted("0.5 miles halifax").within_m == pytest.approx(804.7, abs=1)
    assert wanted("5 km").within_m is None, "a distance from nowhere asks nothing"
    assert asked_for(Criteria(within_m=50_000.0), read("women halifax"), TODAY).within_m == 50_000
    assert asked_for(Criteria(within_m=50_000.0), read("women"), TODAY).within_m is None, "there is no place to measure from"


def test_what_was_chosen_apart_goes_before_the_words() -> None:
    given_ = Criteria(filters={"level": frozenset({"entry-3"})}, within_m=2000)
    both = asked_for(given_, read("E2 monday halifax"), TODAY)
    assert both.filters == {"level": frozenset({"entry-3"}), "day": frozenset({"monday"})}
    assert both.within_m == 2000


def test_a_place_given_apart_leaves_the_words_alone() -> None:
    assert read("manningham library", take_place=False).words == "manningham library"


def test_quotation_marks_keep_words_as_they_are() -> None:
    assert facts('"free" church hall') == {}
    assert read('"free" church hall').words == "free church hall"


def test_the_name_of_a_provider_is_neither_a_place_nor_a_fact() -> None:
    provider = PlainScan([listing("English", provider="Leeds Free Women's Centre")]).vocabulary
    understood = understand("monday leeds free womens centre", BOOK, PLACES, provider)
    assert ([part.typed for part in understood.parts], understood.words) == (["monday"], "leeds free womens centre")


def test_a_town_outside_the_region_and_a_second_place_are_left_out_and_named() -> None:
    outside = read("classes in Manchester")
    assert [(part.typed, part.kind) for part in outside.parts] == [("in Manchester", PartKind.LEFT_OUT)]
    two = read("monday in leeds or hull")
    assert two.place is not None and two.place.name == "Leeds"
    assert [part.typed for part in two.parts if part.kind is PartKind.LEFT_OUT] == ["hull"]


def test_the_finer_of_two_places_of_one_area_is_meant() -> None:
    assert near("LS8 Leeds") == near("Leeds, LS8") == "LS8"


def test_what_nobody_wants_is_not_searched_for() -> None:
    assert facts("not evening") == {}
    left_out, place = read("not evening leeds").parts
    assert (left_out.typed, left_out.why, place.typed) == ("not evening", "What you do not want cannot be searched for.", "leeds")
    assert read("not evening leeds").words == ""


def test_each_phrase_can_be_taken_out_of_the_question() -> None:
    understood = read("women's evening class near LS8 with creche")
    assert {part.typed: understood.without(part) for part in understood.parts}["near LS8"] == "women's evening class with creche"


def test_what_was_understood_is_said_as_people_read_it() -> None:
    assert [label(part) for part in read("beginner women near LS8 within 5 km start soon").parts] == [
        "Level: Pre-entry or Entry 1",
        "Women only",
        "Near LS8",
        "Within 5 km",
        "Starts within 4 weeks",
    ]


BOOK_OF_ALL = PhraseBook(
    [
        WordFile("en", "English", "English", {"noise": ["the"], "near": ["in"]}),
        WordFile("xx", "Made up", "xx", {name: [f"wort{name.replace('-', '')}"] for name in MEANINGS}, {"Leeds": ["lidsburg"]}),
        WordFile("zh", "Chinese", "中文", {"evening": ["晚上"], "free": ["免费"], "noise": ["的", "课"]}, {"Leeds": ["利兹"]}),
    ]
)


def test_words_of_any_language_mean_the_same_whatever_the_page_is_in() -> None:
    understood = read("worteveningg wortconversation lidsburg wortnear", BOOK_OF_ALL)
    criteria = asked_for(Criteria(), understood, TODAY)
    assert criteria.filters == {"time": frozenset({"evening"})}
    assert criteria.near is not None and criteria.near.name == "Leeds"
    assert criteria.q == "conversation"
    assert understood.corrected == {"worteveningg": "wortevening"}


def test_a_script_without_gaps_is_cut_where_phrases_are() -> None:
    understood = read("利兹的免费晚上课", BOOK_OF_ALL)
    criteria = asked_for(Criteria(), understood, TODAY)
    assert criteria.filters == {"time": frozenset({"evening"}), "cost": frozenset({"free"})}
    assert criteria.near is not None and criteria.near.name == "Leeds"
    assert criteria.q == ""
    assert [understood.without(part) for part in understood.parts] == ["的免费晚上课", "利兹的 晚上课", "利兹的免费 课"]


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from((*ASKED, "near", "not", "within", "3", "miles", "6pm", '"', "leeds")), max_size=9).map(" ".join)
)
def test_any_question_is_read_without_losing_a_phrase(q: str) -> None:
    understood = read(q)
    for part in understood.parts:
        assert 0 <= part.start < part.end <= len(q)
        assert q[part.start : part.end] == part.typed
        assert len(understood.without(part)) < len(q)
    assert list(understood.parts) == sorted(understood.parts, key=lambda part: part.start)
    asked_for(Criteria(), understood, TODAY)
