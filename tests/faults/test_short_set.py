"""A few faults of the matrix, in every run of the tests; `make faults` makes them all."""

import pytest

from tests.faults.conftest import RunsLocally
from tests.faults.embedded import EMBEDDED
from tests.faults.guarded import LOCAL_PLANTED, Planted
from tests.faults.trial import Configuration

SHORT = [one for one in EMBEDDED if one.name in ("local: producers killed after commit", "local: consumers killed after commit")]


@pytest.mark.parametrize("configuration", SHORT, ids=lambda one: one.name)
def test_nothing_is_lost_doubled_or_out_of_order_without_a_broker(configuration: Configuration, locally: RunsLocally) -> None:
    result = locally(configuration)
    assert result.verdict.findings == []
    assert result.verdict.events >= 2_000
    assert set(result.killed.values()) == {3}


@pytest.mark.parametrize("planted", LOCAL_PLANTED, ids=lambda one: one.guard)
def test_the_checker_notices_a_guard_that_is_gone(planted: Planted, locally: RunsLocally) -> None:
    assert locally(planted.configuration).verdict.findings != []
