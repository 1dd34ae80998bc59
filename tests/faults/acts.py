"""What is done to a bed while events are said, from its beginning to its end. Kills at a point are in the configurations."""

from collections.abc import Callable
from functools import partial
from time import sleep

from services.directory.entrypoints.listener import FEED
from tests.faults.bed import NeverHappened, until
from tests.faults.newer_code import make_newer_code, migrate_as_newer
from tests.faults.small_disk import fill
from tests.faults.stack_bed import CONSUMERS, LEDGERS, REPORTING, StackBed
from tests.faults.strange import change, copies, damaged, from_later, of_a_later_kind, parked_as, publish, rubbish

Act = Callable[[StackBed], None]
FEW_SECONDS = 3.0
HALF_OPEN_SECONDS = 14.0
"""Longer than a relay waits for a confirm."""
FEW_CLASSES = 8
AHEAD = 200
"""Events that overtake the relay; classes have several of them."""
HOUR = 3600
LEADS = "the relay of /directory leads"
MOST_STILL_SAVED = 200
"""What fits into the room that files have already; then nothing does."""


def cut_often(bed: StackBed) -> None:
    for _ in range(5):
        for proxy in bed.broker_ways:
            proxy.cut()
        sleep(FEW_SECONDS / 3)


def out_cut_often(bed: StackBed) -> None:
    """What the relay wrote last is lost on its way each time."""
    for _ in range(5):
        bed.relay_way.hold(["out"])
        sleep(FEW_SECONDS / 3)
        bed.relay_way.cut()
        bed.relay_way.let_through()
        sleep(FEW_SECONDS / 3)


def refused(bed: StackBed) -> None:
    for proxy in bed.broker_ways:
        proxy.refuse()
    sleep(FEW_SECONDS)
    _let_through(bed)


def half_open(bed: StackBed) -> None:
    for proxy in bed.broker_ways:
        proxy.hold(["back"])
    sleep(HALF_OPEN_SECONDS)
    _let_through(bed)


def slow(bed: StackBed) -> None:
    for proxy in bed.broker_ways:
        proxy.slow(0.02, piece=4096)
    sleep(2 * FEW_SECONDS)
    _let_through(bed)


def databases_cut(bed: StackBed) -> None:
    for _ in range(5):
        for proxy in bed.database_ways.values():
            proxy.cut()
        sleep(FEW_SECONDS / 3)


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


def workers_frozen(seconds: float) -> Act:
    """With messages in hand, for longer than the broker leaves them there."""

    def act(bed: StackBed) -> None:
        logged = bed.rabbit.log.stat().st_size
        for consumer in CONSUMERS:
            bed.processes[consumer].freeze()
        sleep(seconds)
        for consumer in CONSUMERS:
            bed.processes[consumer].thaw()
        said = bed.rabbit.log.read_text()[logged:]
        if said.count("waiting for delivery acknowledgement") < len(CONSUMERS):
            raise NeverHappened("RabbitMQ closed fewer channels than there are workers")

    return act


def _leads(bed: StackBed, relay: str) -> bool:
    return LEADS in bed.processes[relay].said()


def relays_replaced(bed: StackBed) -> None:
    """Whoever leads is stopped where it is, loses the lead to the other, and goes on with what it had in hand."""
    for leader in ("relay", "relay 2"):
        until(f"the {leader} leads", partial(_leads, bed, leader))
        bed.processes[leader].freeze()
        bed.end_leads()
        sleep(FEW_SECONDS)
        bed.processes[leader].thaw()
        sleep(FEW_SECONDS / 2)


def queue_filled(bed: StackBed) -> None:
    """One consumer is away until its queue refuses; those beside it go on."""
    away = LEDGERS[0]
    bed.processes[away].stop()
    until("the queue is full", lambda: bed.depth(away) >= bed.wanted.queue_length)
    said = {event.id for event in bed.truth().said}
    until("the siblings of a full queue go on", lambda: not bed.missing_in_reporting(said))
    bed.processes[away].start()


def sent_again_and_out_of_order(bed: StackBed) -> None:
    """What the relay has not sent yet arrives before it does, the last first, and once more after it did; then what it sent long ago."""
    bed.processes["relay"].freeze()
    sent = bed.sent()
    until("events wait for the relay", lambda: len(copies(bed.directory, CONSUMERS, sent, AHEAD)) == AHEAD * len(CONSUMERS))
    ahead = copies(bed.directory, CONSUMERS, sent, AHEAD)
    publish(bed.broker, ahead[::-1])
    bed.processes["relay"].thaw()
    until("the relay has sent them too", lambda: bed.sent() >= sent + AHEAD)
    publish(bed.broker, ahead)
    publish(bed.broker, copies(bed.directory, CONSUMERS, 0, sent)[::-1])


def rubbish_sent(bed: StackBed) -> None:
    for sample in copies(bed.directory, CONSUMERS, 200, 1):
        bed.parked |= parked_as(rubbish(sample))
        publish(bed.broker, rubbish(sample))


def poisoned(bed: StackBed) -> None:
    bed.parked |= set(change(bed.directory, bed.class_ids()[:FEW_CLASSES], damaged))


def told_by_newer(bed: StackBed) -> None:
    ids = bed.class_ids()
    change(bed.directory, ids[:FEW_CLASSES], from_later)
    change(bed.directory, ids[FEW_CLASSES : 2 * FEW_CLASSES], of_a_later_kind)


def clock_jumped(bed: StackBed) -> None:
    """An hour forward, back, an hour backward, and right again; at the end an hour has passed, as for whatever was put off until then."""
    for error in (HOUR, 0, -HOUR, 0, HOUR + 2):
        bed.clock.write_text(str(error))
        sleep(FEW_SECONDS)


def upgraded(bed: StackBed) -> None:
    """The database first, then one process after another, each beside the older one it takes over from; last the producer."""
    code = make_newer_code(bed.folder / "newer")
    migrate_as_newer(code, bed.databases["directory"].admin)
    told_by_newer(bed)
    for name in list(bed.processes):
        bed.take_over(name, code)


def disk_filled(bed: StackBed) -> None:
    """Until nothing could be saved for a while; a server that gave up for want of room is started again, as its supervisor would."""
    server = bed.directory_server
    ballast = fill(server.folder.parent)
    said = bed.said()
    sleep(3 * FEW_SECONDS)
    if bed.said() > said + MOST_STILL_SAVED:
        raise NeverHappened("events were saved on a full disk")
    ballast.unlink()
    if not server.running():
        server.start()


def leaders_killed(bed: StackBed) -> None:
    for consumer in (REPORTING, FEED.consumer):
        bed.kill_leader(consumer)


def _let_through(bed: StackBed) -> None:
    for proxy in bed.broker_ways:
        proxy.let_through()
