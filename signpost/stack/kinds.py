"""Every kind of process there is: what starts it, what it reads from the environment, what it is for.

Supervisor, status, containers and docs read this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.settings import Environment, FeedSettings, HearingSettings, MessagingSettings, PagesSettings, StoreSettings

SERVICES = ("directory", "reporting")
"""With a database each; in the order they are migrated."""


@dataclass(frozen=True)
class Kind:
    """`work` is empty for the portal, which is one process. `web`: its port serves pages or an API, not health alone."""

    service: str
    work: str
    settings: type[Environment]
    what: str
    web: bool = False

    @property
    def name(self) -> str:
        return f"{self.service} {self.work}".strip()

    @property
    def command(self) -> tuple[str, ...]:
        """Of `signpost`."""
        return ("serve", *self.name.split())

    @property
    def variables(self) -> tuple[str, ...]:
        """What it reads from the environment, and cannot start without."""
        return self.settings.variables(self.service)


KINDS = (
    Kind("directory", "api", StoreSettings, "answers searches and takes changes", web=True),
    Kind("directory", "relay", MessagingSettings, "sends the directory's events to the broker"),
    Kind("directory", "worker", MessagingSettings, "applies events to the Open Referral UK feed"),
    Kind("directory", "timers", MessagingSettings, "repairs, sends on and tidies what is due"),
    Kind("reporting", "api", FeedSettings, "answers what is on offer where, and partners' feed of events", web=True),
    Kind("reporting", "worker", MessagingSettings, "keeps every event and counts supply"),
    Kind("reporting", "timers", HearingSettings, "repairs, makes room for months ahead and tidies"),
    Kind("reporting", "forwarder", MessagingSettings, "passes events on to partners' queues"),
    Kind("portal", "", PagesSettings, "the pages people see", web=True),
)
BY_NAME: Mapping[str, Kind] = {each.name: each for each in KINDS}
