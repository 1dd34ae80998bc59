"""Questions as people type them, in the languages and scripts of the region: understood as they were meant, with nothing left over."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from services.directory.adapters.word_files import read_word_files
from services.directory.domain.question import NoWords
from services.directory.domain.understanding.meanings import MEANINGS
from services.directory.domain.understanding.phrases import PhraseBook
from services.directory.domain.understanding.reading import understand
from services.directory.domain.understanding.understood import PartKind
from services.directory.domain.understanding.words_check import faults
from shared.geo import Gazetteer

LIST = Path(__file__).with_name("questions_in_languages.toml")
QUESTIONS: list[dict[str, Any]] = tomllib.loads(LIST.read_text(encoding="utf-8"))["question"]
FILES, UNREADABLE = read_word_files()
PLACES = Gazetteer()
BOOK = PhraseBook(FILES)


@pytest.mark.parametrize("asked", QUESTIONS, ids=[f"{each['language']}: {each['q']}" for each in QUESTIONS])
def test_a_question_is_understood_as_it_was_meant(asked: dict[str, Any]) -> None:
    understood = understand(asked["q"], BOOK, PLACES, NoWords())
    codes = {code for part in understood.parts if part.kind is PartKind.FACT for code in part.codes}
    assert codes == {code for fact in asked["facts"] for code in MEANINGS[fact].codes}
    assert (understood.place.name if understood.place else "") == asked["place"]
    assert understood.words.split() == asked["words"]
    assert [part.typed for part in understood.parts if part.why] == []


def test_every_language_that_has_a_list_has_a_question() -> None:
    assert {each["language"] for each in QUESTIONS} == {file.code for file in FILES}


def test_the_lists_have_no_mistakes() -> None:
    assert UNREADABLE == []
    assert faults(FILES, PLACES) == []
