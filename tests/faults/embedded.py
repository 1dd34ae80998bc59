"""The trials without a broker: one machine on SQLite."""

from tests.faults.bed import Wanted
from tests.faults.processes import Kills
from tests.faults.trial import Configuration

LIVES = (2, 5, 9)
"""At which passing of its point a process is killed in its first, second and third life."""


def killed(name: str, what: str, *processes: str, point: str) -> Configuration:
    kills = dict.fromkeys(processes, Kills(point, LIVES))
    return Configuration(f"local: {name}", what, "embedded", Wanted(kills=kills, pause_seconds=0.08))


EMBEDDED = (
    killed(
        "producers killed before commit",
        "`signpost run`, its API in use, and a process that writes beside it are each killed three times before a commit.",
        "machine",
        "producer",
        point="api.before_commit",
    ),
    killed(
        "producers killed after commit",
        "The same right after a commit: it stands, although nobody was told.",
        "machine",
        "producer",
        point="api.after_commit",
    ),
    killed(
        "consumers killed before commit",
        "The deliveries in `signpost run`, and those of a process beside it, are killed three times with a batch applied, not committed.",
        "machine",
        "deliverer",
        point="worker.before_commit",
    ),
    killed(
        "consumers killed after commit",
        "The same right after a batch was committed.",
        "machine",
        "deliverer",
        point="worker.after_commit",
    ),
)
