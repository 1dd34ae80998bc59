"""The matrix over RabbitMQ and PostgreSQL: what is done, where and at which point."""

from tests.faults import acts
from tests.faults.processes import Kills
from tests.faults.stack_bed import CONSUMERS, StackWanted
from tests.faults.trial import Act, Configuration, Ground

TWICE = (2, 4)
OFTEN = (2, 3, 5)


def killed(name: str, what: str, *processes: str, point: str, passings: tuple[int, ...] = TWICE) -> Configuration:
    kills = dict.fromkeys(processes, Kills(point, passings))
    return Configuration(name, what, "rabbitmq", StackWanted(kills=kills))


def done(name: str, what: str, act: Act, wanted: StackWanted | None = None, ground: Ground = "shared") -> Configuration:
    return Configuration(name, what, "rabbitmq", wanted or StackWanted(), act, ground=ground)


RELAY_KILLED = tuple(
    killed(f"relay killed {when}", f"The relay is killed three times {where}.", "relay", point=f"relay.{point}", passings=OFTEN)
    for when, where, point in (
        ("before it publishes", "with a page of the log in hand, before any of it is published", "before_publish"),
        ("before the confirm", "with a page published and no confirm heard", "after_publish"),
        ("after the confirm", "with a page confirmed by the broker and not yet marked as sent", "after_confirm"),
        ("after it marked", "right after it marked a page as sent", "after_mark"),
    )
)
WORKERS_KILLED = tuple(
    killed(f"workers killed {when}", f"Every worker is killed twice {where}.", *CONSUMERS, point=f"worker.{point}")
    for when, where, point in (
        ("before commit", "with a batch applied and not committed", "before_commit"),
        ("after commit", "with a batch committed and not acknowledged", "after_commit"),
        ("after the acknowledgement", "right after it acknowledged a batch", "after_ack"),
    )
)
PRODUCERS_KILLED = tuple(
    killed(
        f"API killed {when}",
        f"The directory's API, in use, and a process that writes beside it are killed twice {where}. What was answered is held to; "
        "what was not answered may be there or not, but whole.",
        "api",
        "producer",
        point=f"api.{point}",
    )
    for when, where, point in (
        ("before commit", "before a commit", "before_commit"),
        ("after commit", "after a commit, before the answer", "after_commit"),
    )
)
NETWORK = (
    done("connections cut", "Every connection to the broker is cut five times, in the middle of whatever passes.", acts.cut_often),
    done("broker out of reach", "Whoever calls the broker is broken off at once, for a while.", acts.refused),
    done(
        "connections half open",
        "What the broker says arrives no more, for 14 s, and nobody is told: confirms and messages are missing.",
        acts.half_open,
    ),
    done("connections slow", "Each 4 KiB to and from the broker takes 20 ms more.", acts.slow),
    done("database connections cut", "Every connection to PostgreSQL is cut five times.", acts.databases_cut),
)
SERVERS = (
    done("broker killed", "RabbitMQ is killed with -9 and started again after three seconds.", acts.broker_killed),
    done("PostgreSQL killed", "PostgreSQL, which holds every database, is killed with -9 and started again.", acts.postgres_killed),
    done("connections closed by the broker", "`rabbitmqctl close_all_connections`, three times.", acts.connections_closed),
    done(
        "channels closed by the broker",
        "Workers stand still with messages in hand until RabbitMQ closes their channels (its consumer timeout, 3 s here), then go on.",
        acts.workers_frozen(12.0),
        ground="impatient",
    ),
    done(
        "queue full",
        "A worker is away until its queue of 300 refuses messages; the other consumers go on meanwhile; then it comes back.",
        acts.queue_filled,
        StackWanted(queue_length=300),
    ),
    done(
        "disk full",
        "The disk under the directory's PostgreSQL is filled to the last byte, then emptied.",
        acts.disk_filled,
        ground="small disk",
    ),
    done(
        "leader of a queue killed",
        "Three brokers in a cluster; the one that leads a queue is killed with -9, twice, for reporting's queue and the feed's.",
        acts.leaders_killed,
        ground="cluster",
    ),
)
STRANGE = (
    done(
        "two relays",
        "Two relays; the one that leads is frozen, loses the lead, and goes on with what it had in hand; then the other.",
        acts.relays_replaced,
        StackWanted(relays=2),
    ),
    done(
        "sent again, out of order and late",
        "To each consumer: 200 events arrive before the relay sends them, the last one first, and once more when it has; then every one "
        "that it had sent before, in reverse.",
        acts.sent_again_and_out_of_order,
    ),
    done(
        "messages that are no events",
        "To each consumer: no JSON, another version of CloudEvents, missing and nonsensical headers, headers that kill nameko's own "
        "handlers, a body over the limit. Each is parked; the others are applied.",
        acts.rubbish_sent,
    ),
    done(
        "poison among good ones",
        "Eight events of which the data does not fit their contract. They are parked; the others are applied.",
        acts.poisoned,
    ),
    done(
        "events of a newer version",
        "Events with a field, and of a version of their type, that nobody here knows. Reporting keeps them.",
        acts.told_by_newer,
    ),
    done(
        "clock jumps",
        "The clock of every process goes an hour forward, back, an hour backward and back; in the end an hour passes.",
        acts.clock_jumped,
        StackWanted(clocks=True),
    ),
    done(
        "rolling upgrade",
        "A copy of this code with one additive revision of the database and a new field in its events: the database is migrated while "
        "the old code runs, then each process is replaced, the new one beside the old for a moment, the producer last.",
        acts.upgraded,
    ),
)
OVER_RABBITMQ = (*RELAY_KILLED, *WORKERS_KILLED, *PRODUCERS_KILLED, *NETWORK, *SERVERS, *STRANGE)
