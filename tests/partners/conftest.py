"""Reporting on a file of its own and a real broker, with partners that are gone again at the end: users are the whole broker's."""

import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import amqp
import pytest

from services.reporting.adapters.forwarded import Forwarded
from services.reporting.adapters.partner_broker import RabbitPartners
from services.reporting.settings import ReportingSettings
from services.reporting.use_cases.add_partner import add_partner
from services.reporting.use_cases.remove_partner import remove_partner
from services.reporting.use_cases.settle_partner import Outcome
from services.reporting.wiring import Reporting, forwarding_to, open_partner_broker, open_reporting
from shared.clock import SetClock, SystemClock
from shared.contracts.catalogue import BY_TYPE
from shared.contracts.event import Event
from shared.contracts.published import golden
from shared.permissions import Actor, Role
from tests.stack.fixtures import Rabbit

OPERATOR = Actor("operator:ola", "ola", frozenset({Role.OPERATOR}))
LEEDS, BRADFORD, YORK = "E08000035", "E08000032", "E06000014"
PUBLISHED, WITHDRAWN, PLACES = (f"uk.signpost.{each}.v1" for each in ("class.published", "class.withdrawn", "places.changed"))


@dataclass
class Platform:
    """What an operator has, and what partners meet."""

    reporting: Reporting
    rabbit: Rabbit
    broker: RabbitPartners
    clock: SetClock

    def add(self, name: str, authorities: set[str] = {LEEDS}, types: set[str] = {PUBLISHED}) -> Outcome:  # noqa: B006  read only
        return add_partner(self.reporting.works, self.broker, OPERATOR, f"{name}-{secrets.token_hex(3)}", authorities, types)

    def tell(self, *events: Event) -> None:
        """Kept, and forwarded to partners."""
        self.keep(*events)
        self.forward()

    def tell_again(self) -> None:
        """All of it, as after a crash that came before the place was noted."""
        Forwarded(self.reporting.database).move(0, "")
        self.forward()

    def forward(self) -> None:
        with forwarding_to(self.reporting, self.rabbit.url) as forwarding:
            forwarding.run_until_idle()

    def keep(self, *events: Event) -> None:
        """As reporting does with what it heard."""
        with self.reporting.works.begin(OPERATOR, "keep what was heard") as w:
            w.events.append(events, w.now)

    def address_of(self, added: Outcome) -> str:
        """What a partner's engineer is given."""
        place = urlsplit(self.rabbit.url)
        return f"amqp://{added.partner.user}:{added.secret}@{place.hostname}:{place.port}{place.path}"

    def connect(self, user: str, secret: str) -> amqp.Connection:
        place = urlsplit(self.rabbit.url)
        connection = amqp.Connection(f"{place.hostname}:{place.port}", user, secret, virtual_host=self.rabbit.vhost, connect_timeout=10)
        connection.connect()
        return connection

    def as_operator(self) -> amqp.Connection:
        place = urlsplit(self.rabbit.url)
        return self.connect(place.username or "", place.password or "")


@pytest.fixture
def platform(tmp_path: Path, rabbit_vhost: Rabbit) -> Iterator[Platform]:
    clock = SetClock(SystemClock().now())
    reporting = open_reporting(ReportingSettings(data=tmp_path), clock)
    broker = open_partner_broker(rabbit_vhost.management_url, rabbit_vhost.url)
    yield Platform(reporting, rabbit_vhost, broker, clock)
    with reporting.works.look() as stores:
        names = [each.name for each in stores.partners.every()]
    troubles = [remove_partner(reporting.works, broker, OPERATOR, name).trouble for name in names]
    broker.close()
    reporting.close()
    assert troubles == [None] * len(names)


def event(type: str = PUBLISHED, authority: str = LEEDS, name: str = "English for work") -> Event:
    about = {"subject": str(uuid.uuid4()), "time": SystemClock().now(), "authority": authority, "sequence": 1}
    data = golden(BY_TYPE[type])["data"]
    data["state"]["details"]["name"] = name
    return Event(id=str(uuid.uuid4()), source="/directory", type=type, data=data, **about)


def taken(connection: amqp.Connection, queue: str) -> list[str]:
    """Names of what waits in a queue, all of it acknowledged."""
    channel, names = connection.channel(), []
    while message := channel.basic_get(queue):
        names.append(str(message.body))
        channel.basic_ack(message.delivery_tag)
    channel.close()
    return names
