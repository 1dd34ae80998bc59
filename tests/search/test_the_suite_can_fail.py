"""Defects planted in the engine are seen by the comparison with the plain scan: a suite that cannot fail proves nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from services.directory.adapters.search_embedded import EmbeddedSearch, facets, ground, holding, matching, moment, rows, scope
from services.directory.adapters.search_embedded.selection import InBits, Listed
from services.directory.domain.criteria import Criteria
from shared.messaging.inbox import Reached
from tests.search.corpus import NOW, corpus
from tests.search.engine_contract import answer
from tests.search.plain_scan import PlainScan
from tests.search.wanted import criteria

LISTINGS = corpus(240, seed=7)
Plant = Callable[[pytest.MonkeyPatch], None]


def _filter_ignored(name: str) -> Plant:
    def plant(patch: pytest.MonkeyPatch) -> None:
        for form in (scope.Few, scope.Many):
            patch.setattr(form, "having", _ignoring(name, form.having))

    return plant


def _ignoring(name: str, right: Callable[..., Any]) -> Callable[..., Any]:
    def wrong(self: Any, filter_name: str, wanted: Any) -> Any:
        return self.everything if filter_name == name else right(self, filter_name, wanted)

    return wrong


def _facets_keep_their_own_choice(patch: pytest.MonkeyPatch) -> None:
    right = matching.Matched.passing_others
    patch.setattr(matching.Matched, "passing_others", lambda self, name, also=None: right(self, "", also))


def _codes_counted_once_too_often(patch: pytest.MonkeyPatch) -> None:
    for form in (Listed, InBits):
        patch.setattr(form, "count", _one_more(form.count))


def _one_more(right: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, name: right(self, name) + 1


def _a_strip_of_land_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ground, "_strip", lambda lat: int((lat + 90) / ground.STRIP_DEGREES) - 1)


def _online_is_counted_near_only(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(facets, "_placed", lambda sets, matched, filter: matched.passing_others(filter.name, matched.near).count(filter.name))


def _day_and_time_of_different_sessions(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(facets, "wanted_sessions", lambda criteria, leaving_out="": matching.wanted_sessions(Criteria()))


def _freshness_has_no_weight(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(moment, "_FRESHNESS_POINTS", np.zeros(4, dtype=np.int64))


def _other_words_count_in_full(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(matching, "_OTHER", matching._EXACT)


def _ended_classes_stay(patch: pytest.MonkeyPatch) -> None:
    right = rows.row_of
    patch.setattr("services.directory.adapters.search_embedded.holding.row_of", lambda shown, said: _endless(right(shown, said)))


def _endless(row: rows.Row) -> rows.Row:
    return rows.Row(**{**row.__dict__, "last_day": None})


PLANTED = [
    *(pytest.param(_filter_ignored(name), id=f"{name} ignored") for name in ("level", "cost", "provider", "sessions")),
    _facets_keep_their_own_choice,
    _codes_counted_once_too_often,
    _a_strip_of_land_is_forgotten,
    _online_is_counted_near_only,
    _day_and_time_of_different_sessions,
    _freshness_has_no_weight,
    _other_words_count_in_full,
    _ended_classes_stay,
]


@pytest.mark.parametrize("few", [pytest.param(0, id="row by row"), pytest.param(10**9, id="in bits")])
@pytest.mark.parametrize("plant", PLANTED)
def test_a_planted_defect_is_caught(plant: Plant, few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "FEW", few)
    monkeypatch.setattr(holding, "_STRAY_AT_LEAST", 0)
    plant(monkeypatch)
    engine, scan = EmbeddedSearch(tmp_path), PlainScan(LISTINGS)
    engine.write({shown.id: (shown, 1) for shown in LISTINGS}, reached=Reached(240, "event-240"))

    @settings(
        max_examples=400, deadline=None, database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(wanted=criteria())
    def compare(wanted: Criteria) -> None:
        assert answer(engine.find(wanted, NOW)) == answer(scan.find(wanted, NOW))

    with pytest.raises(AssertionError):
        compare()
    engine.close()
