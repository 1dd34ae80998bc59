"""Defects planted in the fit of a class and in the lookup of names are seen by their comparison with the plain scan."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from services.directory.adapters.search_embedded import EmbeddedSearch, names
from services.directory.domain import fit
from services.directory.domain.criteria import Criteria
from services.directory.domain.question import read_question
from shared.messaging.inbox import Reached
from tests.search.corpus import NOW, corpus
from tests.search.engine_contract import all_pages
from tests.search.plain_names import classes_named, key_of
from tests.search.plain_scan import PlainScan
from tests.search.wanted import criteria, typed_names

LISTINGS = corpus(240, seed=7)
SCAN = PlainScan(LISTINGS)
MANY = settings(
    max_examples=300, deadline=None, database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


def _nothing(*asked: Any) -> tuple[()]:
    return ()


@pytest.mark.parametrize("part", ["_sessions", "_filters", "_dates", "_of_the_class", "_words", "_distance"])
def test_a_part_of_the_fit_that_is_forgotten_is_noticed(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, part, _nothing)

    @MANY
    @given(wanted=criteria())
    def compare(wanted: Criteria) -> None:
        question = read_question(wanted.q, SCAN.words, alone=wanted.only_words)
        fitting = {shown.id for shown in LISTINGS if not fit.misses(shown, wanted, question, NOW, lambda each, code: code)}
        assert fitting == set(all_pages(SCAN, replace(wanted, limit=100)))

    with pytest.raises(AssertionError):
        compare()


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("_listed", lambda held, now: True),
        ("_has_all", lambda has, typed: True),
        ("_starting", lambda held, start, most: [each for each in held if start in each][:most]),
        ("MOST_OF_A_NAME", 99),
        ("MOST_NAMES", 1),
    ],
)
def test_a_planted_defect_of_the_names_is_caught(part: str, wrong: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(names, part, wrong)
    engine = EmbeddedSearch(tmp_path)
    engine.write({shown.id: (shown, 1) for shown in LISTINGS}, reached=Reached(240, "event-240"))

    @MANY
    @given(typed=typed_names())
    def compare(typed: str) -> None:
        told = [(key_of(each.name), each.match) for each in engine.classes_named(typed, 1_000, NOW)]
        assert told == classes_named(LISTINGS, typed, NOW)

    with pytest.raises(AssertionError):
        compare()
    engine.close()
