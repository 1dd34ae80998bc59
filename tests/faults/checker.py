"""Compares what was committed with what came of it. Knows nothing of how the events travelled, nor of what was done to them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from tests.faults.consumers import Ledger
from tests.faults.truth import Said, Truth, newest, undone, unsaid

SHOWN = 3


@dataclass
class Verdict:
    """`findings`: each in a sentence that names the first few. A trial passed when there are none."""

    events: int = 0
    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.findings

    def lose(self, what: str, which: Collection[str]) -> None:
        self.lost += len(which)
        self.find(what, which)

    def double(self, what: str, which: Collection[str]) -> None:
        self.doubled += len(which)
        self.find(what, which)

    def disorder(self, what: str, which: Collection[str]) -> None:
        self.out_of_order += len(which)
        self.find(what, which)

    def find(self, what: str, which: Collection[str]) -> None:
        if which:
            self.findings.append(f"{len(which)} {what}: {', '.join(sorted(which)[:SHOWN])}{' …' if len(which) > SHOWN else ''}")


def check_producer(verdict: Verdict, truth: Truth, accepted: Iterable[str]) -> None:
    """`accepted`: ids of the events whose producer was told that they are kept."""
    verdict.events = len(truth.said)
    verdict.lose("accepted events not in the producer's database", set(accepted) - {event.id for event in truth.said})
    verdict.lose("changes without an event", unsaid(truth))
    verdict.find("events of changes that never happened", undone(truth))


def check_ledger(verdict: Verdict, heard: Collection[Said], ledger: Ledger, parked: Collection[str]) -> None:
    """`heard`: what was said of the types both hear. `parked`: ids that must wait for a person and have no effect."""
    due = [event for event in heard if event.id not in parked]
    check_once(verdict, "faults.count", [event.id for event in due], ledger.lines)
    check_newest(verdict, "faults.latest", newest(due), ledger.kept)
    backwards = [subject for subject, written in ledger.journal.items() if any(later < earlier for earlier, later in pairwise(written))]
    verdict.disorder("subjects of which faults.latest wrote an older state over a newer", backwards)
    again = [subject for subject, written in ledger.journal.items() if len(written) != len(set(written))]
    verdict.double("subjects of which faults.latest wrote one change twice", again)


def check_once(verdict: Verdict, consumer: str, due: Collection[str], had: Collection[str]) -> None:
    """Every event that is due had its effect, and no effect is of another or came twice."""
    times = Counter(had)
    verdict.lose(f"events without effect in {consumer}", set(due) - set(times))
    verdict.double(f"events with more than one effect in {consumer}", [event for event, number in times.items() if number > 1])
    verdict.find(f"effects in {consumer} of events that were never committed, or should be parked", set(times) - set(due))


def check_newest(verdict: Verdict, consumer: str, due: Mapping[str, int], kept: Mapping[str, int]) -> None:
    """What is kept of each subject is its last change."""
    verdict.lose(f"subjects {consumer} knows nothing of", set(due) - set(kept))
    verdict.disorder(f"subjects {consumer} keeps an older state of", [one for one in due.keys() & kept.keys() if kept[one] < due[one]])
    verdict.find(f"subjects {consumer} keeps a state of that was never committed", [one for one in kept if kept[one] > due.get(one, 0)])


def check_parked(verdict: Verdict, consumer: str, expected: Collection[str], parked: Collection[str], waiting: Collection[str]) -> None:
    """`waiting`: those still on the ladder, when all should be settled."""
    verdict.lose(f"events that should be parked by {consumer} and are not", set(expected) - set(parked))
    verdict.find(f"events parked by {consumer} that are good", set(parked) - set(expected))
    verdict.lose(f"events still on the ladder of {consumer}", waiting)
