"""A change of the ranking table that harms people is caught: a ruler that shows nothing measures nothing."""

import json
import subprocess
import sys

import pytest

from tests.architecture.repository import ROOT
from tests.search_quality.measure import GOAL
from tests.search_quality.planted import HARMS, NO_HARM

Seen = dict[str, tuple[float, list[str]]]


@pytest.fixture(scope="module")
def seen() -> Seen:
    """Harm → (mean of the judged questions, orders that no longer hold)."""
    told = subprocess.run([sys.executable, "-m", "tests.search_quality.planted"], cwd=ROOT, capture_output=True, text=True, check=True)
    return {harm: (mean, broken) for harm, (mean, broken) in json.loads(told.stdout).items()}


def test_without_harm_all_is_well(seen: Seen) -> None:
    mean, broken = seen[NO_HARM]
    assert (mean >= GOAL, broken) == (True, [])


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmful_change_of_the_table_is_caught(harm: str, seen: Seen) -> None:
    mean, broken = seen[harm]
    assert mean < GOAL or broken
    assert mean < seen[NO_HARM][0]
