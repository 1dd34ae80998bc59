"""What every engine must reach over the judged questions. An engine's own test file inherits it and says how to fill the engine."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager

import pytest

from services.directory.use_cases.ports import ClassSearch
from shared.contracts.directory import ClassShown
from tests.search_quality.corpus import listings, may_be_shown
from tests.search_quality.facts import NEARLY
from tests.search_quality.measure import GOAL, Measured, mean, measure
from tests.search_quality.orders import ORDERS, as_found, wanted

Fill = Callable[[Sequence[ClassShown]], AbstractContextManager[ClassSearch]]


class QualityContract:
    @pytest.fixture(scope="class")
    @classmethod
    def fill(cls) -> Fill:
        """An engine that holds these listings and no others."""
        raise NotImplementedError("give the engine under test as the fixture `fill`")

    @pytest.fixture(scope="class")
    @classmethod
    def measured(cls, fill: Fill) -> Iterator[list[Measured]]:
        with fill(listings()) as search:
            yield measure(search)

    def test_the_answers_are_as_good_as_the_goal_on_average(self, measured: list[Measured]) -> None:
        worst = sorted(measured, key=lambda each: each.ndcg)[:15]
        assert mean(measured) >= GOAL, [f"{each.query.id} {each.ndcg:.2f}" for each in worst]

    def test_no_answer_is_empty_where_an_answer_exists(self, measured: list[Measured]) -> None:
        assert [each.query.id for each in measured if each.total == 0 and max(each.ideal) >= NEARLY] == []

    def test_nothing_is_shown_that_must_never_be_found(self, measured: list[Measured]) -> None:
        assert [shown.id for each in measured for shown in each.shown if not may_be_shown(shown)] == []

    @pytest.mark.parametrize("name", ORDERS)
    def test_the_order_is(self, fill: Fill, name: str) -> None:
        with fill(ORDERS[name].best_first) as search:
            assert as_found(search, ORDERS[name]) == wanted(ORDERS[name])
