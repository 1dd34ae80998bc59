"""How text becomes words: the same on both sides of a search, whatever is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.domain.analyser import LONGEST_WORD, spelt, stem, words
from services.directory.domain.filters import BY_NAME
from services.directory.domain.spelling import closest
from services.directory.domain.word_list import ALIKE


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Women's", ["womens"]),
        ("WOMEN’S CRÈCHE", ["womens", "creche"]),
        ("pre-entry/E2", ["pre", "entry", "e2"]),
        ("Łódź, Straße", ["lodz", "strasse"]),
        ("٢٠٢٦ اللُّغة", ["2026", "اللغه"]),
        ("کلاس", ["كلاس"]),
        ("हिन्दी", ["हिन्दी"]),
        ("a\x00b\ud800c 🙂", ["a", "b", "c"]),
    ],
)
def test_words_are_read_as_people_mean_them(text: str, read: list[str]) -> None:
    assert words(text) == read


@given(st.text())
def test_any_text_becomes_words_that_an_index_can_hold(text: str) -> None:
    for word in words(text):
        assert 0 < len(word) <= LONGEST_WORD
        assert word.split() == [word]
        assert ":" not in word
        word.encode()


@given(st.text())
def test_each_word_is_found_again_where_it_stands(text: str) -> None:
    found = spelt(text)
    assert [token.word for token in found] == words(text)
    for token in found:
        assert token.word in words(text[token.start : token.end])


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_capitals_make_no_difference(text: str) -> None:
    assert words(text.upper()) == words(text.upper().lower())


@pytest.mark.parametrize(("one", "other"), [("class", "classes"), ("speaking", "speak"), ("beginners", "beginner")])
def test_english_endings_make_no_difference(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("halfax", "halifax"), ("hailfax", "halifax"), ("conversatoin", "conversation"), ("job", None), ("e2", None), ("zzzz", None)],
)
def test_a_slip_is_forgiven_in_longer_words_only(typed: str, meant: str | None) -> None:
    assert closest(typed, ["halifax", "conversation", "jobs", "e3", "bob"], lambda word: 1) == meant


def test_of_two_words_as_near_the_one_more_classes_have_is_meant() -> None:
    assert closest("reedin", ["readin", "reeding"], {"readin": 1, "reeding": 5}.__getitem__) == "reeding"


def test_every_code_a_word_means_is_a_code_of_a_filter() -> None:
    for code in (code for row in ALIKE for code in row.means):
        name, _, option = code.partition(":")
        assert option in (BY_NAME[name].options or {}), code
