"""A change of the ranking table that harms people is caught: a ruler that shows nothing measures nothing."""

import json
import subprocess
import sys

import pytest

from tests.architecture.repository import ROOT
from tests.search_quality.measure import GOAL
from tests.search_quality.planted import HARMS, NO_HARM


def seen(harm: str) -> tuple[float, list[str]]:
    """(mean of the judged questions, orders that no longer hold) with this harm planted."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.search_quality.planted", harm], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    return told["mean"], told["broken"]


@pytest.fixture(scope="module")
def unharmed() -> float:
    mean, broken = seen(NO_HARM)
    assert (mean >= GOAL, broken) == (True, [])
    return mean


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmful_change_of_the_table_is_caught(harm: str, unharmed: float) -> None:
    mean, broken = seen(harm)
    assert mean < GOAL or broken
    assert mean < unharmed
