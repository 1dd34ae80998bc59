"""The comparison finds each kind of fault by itself, and is silent where there is none."""

from dataclasses import replace

import pytest

from tests.faults.checker import Verdict, check_ledger, check_parked, check_producer
from tests.faults.consumers import Ledger
from tests.faults.truth import Said, Truth

TYPE = "uk.signpost.class.updated.v1"
SAID = [Said("e1", TYPE, "a", 1), Said("e2", TYPE, "a", 2), Said("e3", TYPE, "b", 1)]
TRUTH = Truth(SAID, {"a": 2, "b": 1})
LEDGER = Ledger(["e1", "e3", "e2"], {"a": 2, "b": 1}, {"a": [1, 2], "b": [1]})


def checked(truth: Truth = TRUTH, ledger: Ledger = LEDGER, accepted: str = "e1 e2 e3", parked: str = "") -> Verdict:
    verdict = Verdict()
    check_producer(verdict, truth, accepted.split())
    check_ledger(verdict, truth.said, ledger, parked.split())
    return verdict


def test_what_came_out_right_has_no_findings() -> None:
    assert checked() == Verdict(events=3)


@pytest.mark.parametrize(
    ("ledger", "found"),
    [
        (replace(LEDGER, lines=["e1", "e2"]), "1 events without effect in faults.count: e3"),
        (replace(LEDGER, lines=["e1", "e2", "e3", "e2"]), "1 events with more than one effect in faults.count: e2"),
        (replace(LEDGER, lines=["e1", "e2", "e3", "e9"]), "never committed, or should be parked: e9"),
        (replace(LEDGER, kept={"a": 1, "b": 1}), "keeps an older state of: a"),
        (replace(LEDGER, kept={"a": 2}), "knows nothing of: b"),
        (replace(LEDGER, kept={"a": 3, "b": 1}), "a state of that was never committed: a"),
        (replace(LEDGER, journal={"a": [1, 2, 1, 2], "b": [1]}), "wrote an older state over a newer: a"),
        (replace(LEDGER, journal={"a": [1, 2, 2], "b": [1]}), "wrote one change twice: a"),
    ],
)
def test_an_effect_that_is_missing_doubled_or_out_of_order_is_found(ledger: Ledger, found: str) -> None:
    assert any(found in finding for finding in checked(ledger=ledger).findings)


def test_a_change_without_its_event_is_lost() -> None:
    assert checked(Truth(SAID, {"a": 3, "b": 1})).findings == ["1 changes without an event: a change 3"]


def test_an_event_without_its_change_never_happened() -> None:
    assert "events of changes that never happened: e2" in checked(Truth(SAID, {"a": 1, "b": 1})).findings[0]


def test_what_was_promised_and_is_not_there_is_lost() -> None:
    verdict = checked(accepted="e1 e2 e3 e4")
    assert (verdict.lost, verdict.findings) == (1, ["1 accepted events not in the producer's database: e4"])


def test_a_parked_event_has_no_effect_and_a_good_one_is_not_parked() -> None:
    verdict = checked(parked="e3", ledger=LEDGER)
    assert "should be parked: e3" in verdict.findings[0]
    check_parked(verdict := Verdict(), "faults.count", expected={"e3"}, parked={"e1"}, waiting={"e2"})
    assert (verdict.lost, len(verdict.findings)) == (2, 3)
