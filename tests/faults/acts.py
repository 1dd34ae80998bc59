"""What is done to a bed while events are said, each from its beginning to its end. Processes killed at a point are in the configurations."""

from collections.abc import Callable
from time import sleep

from tests.faults.bed import until
from tests.faults.stack_bed import CONSUMERS, StackBed

Act = Callable[[StackBed], None]
FEW_SECONDS = 3.0
HALF_OPEN_SECONDS = 14.0
"""Longer than a relay waits for a confirm."""


def cut_often(bed: StackBed) -> None:
    for _ in range(5):
        for proxy in bed.broker_ways:
            proxy.cut()
        sleep(0.7)


def refused(bed: StackBed) -> None:
    """Nobody reaches the broker, and each is told so at once."""
    for proxy in bed.broker_ways:
        proxy.refuse()
    sleep(FEW_SECONDS)
    _open(bed)


def half_open(bed: StackBed) -> None:
    """What the broker says does not arrive, and nobody is told."""
    for proxy in bed.broker_ways:
        proxy.hold(["back"])
    sleep(HALF_OPEN_SECONDS)
    _open(bed)


def slow(bed: StackBed) -> None:
    for proxy in bed.broker_ways:
        proxy.slow(0.02, piece=4096)
    sleep(FEW_SECONDS * 2)
    _open(bed)


def partitioned(bed: StackBed) -> None:
    """Nothing passes for longer than two heartbeats, in which RabbitMQ and the workers give each other up."""
    for proxy in bed.broker_ways:
        proxy.hold()
    sleep(2 * bed.heartbeat_seconds + 2)
    _open(bed)


def databases_cut(bed: StackBed) -> None:
    for _ in range(5):
        bed.database_way.cut()
        sleep(0.7)


def broker_killed(bed: StackBed) -> None:
    bed.rabbit.kill()
    sleep(FEW_SECONDS)
    bed.rabbit.start()


def postgres_killed(bed: StackBed) -> None:
    bed.postgres.kill()
    sleep(FEW_SECONDS)
    bed.postgres.start()


def connections_closed(bed: StackBed) -> None:
    for _ in range(3):
        bed.rabbit.control("close_all_connections", "--vhost", bed.vhost.name, "a fault trial")


def relays_replaced(bed: StackBed) -> None:
    """Whoever leads is stopped where it is, loses the lead to the other, and goes on with what it had in hand."""
    for leader in ("relay", "second relay"):
        bed.processes[leader].freeze()
        bed.end_leads()
        sleep(FEW_SECONDS)
        bed.processes[leader].thaw()
        sleep(FEW_SECONDS / 2)


def _open(bed: StackBed) -> None:
    for proxy in bed.broker_ways:
        proxy.let_through()


def queue_filled(bed: StackBed) -> None:
    """One consumer is away until its queue refuses; those beside it must not be held up."""
    bed.processes["faults.count"].stop()
    until("the queue is full", lambda: bed.depth("faults.count") >= bed.queue_length)
    said = {event.id for event in bed.truth().said}
    until("siblings of a full queue go on", lambda: bed.reporting_has(said))
    bed.processes["faults.count"].start()


def workers_frozen(bed: StackBed) -> None:
    """Stopped with messages in hand, for longer than the broker lets them; it closes their channels."""
    for consumer in CONSUMERS:
        bed.processes[consumer].freeze()
    sleep(FEW_SECONDS)
    for consumer in CONSUMERS:
        bed.processes[consumer].thaw()
