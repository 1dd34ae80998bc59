"""Two faults and two missing guards in every run of the tests; `make faults` makes the whole matrix."""

from tests.faults.bed import Wanted
from tests.faults.conftest import Runs
from tests.faults.guarded import INBOX, LOCAL_OUTBOX
from tests.faults.processes import Kills
from tests.faults.stack_bed import CONSUMERS, StackWanted
from tests.faults.trial import Configuration

ONCE = (3,)
LOCALLY = Configuration(
    "local: everybody killed after commit",
    "Each process is killed once right after a commit.",
    "embedded",
    Wanted({"machine": Kills("api.after_commit", (9,)), "deliverer": Kills("worker.after_commit", ONCE)}, pause_seconds=0.03),
)
OVER_RABBITMQ = Configuration(
    "everybody killed",
    "The relay is killed with a page published and not confirmed, each worker with a batch committed and not acknowledged.",
    "rabbitmq",
    StackWanted(
        {"relay": Kills("relay.after_publish", ONCE), **dict.fromkeys(CONSUMERS, Kills("worker.after_commit", ONCE))}, pause_seconds=0.03
    ),
)


def test_without_a_broker_nothing_is_lost_doubled_or_out_of_order_when_everybody_is_killed(locally: Runs) -> None:
    result = locally(LOCALLY)
    assert (result.verdict.findings, set(result.killed.values())) == ([], {1})
    assert result.verdict.events >= 2_000


def test_over_rabbitmq_nothing_is_lost_doubled_or_out_of_order_when_everybody_is_killed(on_servers: Runs) -> None:
    result = on_servers(OVER_RABBITMQ)
    assert (result.verdict.findings, set(result.killed.values())) == ([], {1})
    assert result.verdict.events >= 2_000


def test_changes_without_their_events_are_noticed_when_the_outbox_is_gone(locally: Runs) -> None:
    assert any("changes without an event" in finding for finding in locally(LOCAL_OUTBOX.configuration).verdict.findings)


def test_double_effects_are_noticed_when_the_inbox_is_gone(on_servers: Runs) -> None:
    assert on_servers(INBOX.configuration).verdict.doubled > 0
