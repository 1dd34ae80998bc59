"""What was kept is told to partners in its order, at least once, whatever one of them does."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import amqp
import pytest
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_binary
from cloudevents.core.formats.json import JSONFormat

from services.reporting.adapters.forwarded import Forwarded
from services.reporting.adapters.partner_broker import RabbitPartners
from services.reporting.domain.partners import EXCHANGE, Limits, Partner
from services.reporting.entrypoints.forwarder import forward
from services.reporting.settings import ReportingSettings
from services.reporting.use_cases.forward_events import TRIES
from services.reporting.use_cases.remove_partner import remove_partner
from services.reporting.wiring import forwarding_to, lead_of_forwarders, migrate_reporting_at, open_grants, open_reporting
from shared import marks
from shared.errors import Unavailable
from shared.messaging.rabbitmq.envelope import arrived
from tests.partners.conftest import BRADFORD, LEEDS, OPERATOR, PUBLISHED, YORK, Platform, event


@pytest.fixture
def library(platform: Platform) -> Partner:
    return platform.add("library", {LEEDS, YORK}).partner


def heard(platform: Platform, queue: str) -> list[str]:
    """Ids of what waits in a queue."""
    return [arrived(message.headers, bytes_of(message), message.content_type).event.id for message in messages(platform, queue)]


def messages(platform: Platform, queue: str) -> list[amqp.Message]:
    operator = platform.as_operator()
    channel, got = operator.channel(), []
    while message := channel.basic_get(queue, no_ack=True):
        got.append(message)
    operator.collect()
    return got


def bytes_of(message: amqp.Message) -> bytes:
    return message.body if isinstance(message.body, bytes) else message.body.encode()


def test_an_address_that_is_hidden_by_now_is_not_told_by_a_forwarder_that_was_behind(platform: Platform, library: Partner) -> None:
    open_once, since = event(), event()
    since = since.model_copy(update={"subject": open_once.subject, "sequence": 2})
    since.data["state"]["details"]["address_on_joining"] = True
    assert open_once.data["state"]["where"]["postcode"]
    platform.tell(open_once, since)
    first, _ = [json.loads(bytes_of(message)) for message in messages(platform, library.queue)]
    assert (first["state"]["where"]["postcode"], first["state"]["where"]["point"], first["state"]["where"]["address"]) == (None, None, [])


def test_events_come_in_the_order_they_were_kept_in(platform: Platform, library: Partner) -> None:
    told = [event(authority=authority) for _ in range(150) for authority in (LEEDS, BRADFORD, YORK)]  # more than are read at once
    platform.tell(*told)
    assert heard(platform, library.queue) == [each.id for each in told if each.authority != BRADFORD]


def test_a_message_is_a_cloudevent_to_software_that_is_not_ours(platform: Platform, library: Partner) -> None:
    told = event(name="Ateliers d’anglais")
    platform.tell(told)
    (message,) = messages(platform, library.queue)
    read = from_binary(RabbitMQMessage(dict(message.headers), message.content_type, bytes_of(message)), JSONFormat())
    assert (read.get_id(), read.get_source(), read.get_type(), read.get_subject()) == (told.id, told.source, told.type, told.subject)
    assert (read.get_time(), read.get_extension("authority"), read.get_data()) == (told.time, LEEDS, told.data)


def test_what_nobody_was_granted_is_passed_over_without_complaint(platform: Platform) -> None:
    platform.tell(event(), event())
    assert Forwarded(platform.reporting.database).reached() == 2


def test_it_goes_on_where_it_stopped(platform: Platform, library: Partner) -> None:
    first, second = event(), event()
    platform.tell(first)
    platform.tell(second)
    assert heard(platform, library.queue) == [first.id, second.id]


START = """
from services.reporting.entrypoints.forwarder import run
from shared.settings import MessagingSettings
run(MessagingSettings.read("reporting"))
"""
"""What `signpost serve reporting forwarder` runs, without what the command loads for the others."""


class Killed(BaseException):
    """Ends a process as kill -9 does: nothing catches it."""


@pytest.mark.parametrize("point", ["relay.after_publish", "forwarder.after_confirm"])
def test_after_a_crash_nothing_is_missing_and_what_comes_again_has_the_same_id(point: str, platform: Platform, library: Partner) -> None:
    told = [event() for _ in range(3)]
    with pytest.raises(Killed), killed_at(point):
        platform.tell(*told)
    platform.forward()
    came = heard(platform, library.queue)
    assert list(dict.fromkeys(came)) == [each.id for each in told]
    assert came[-3:] == [each.id for each in told]


@contextmanager
def killed_at(point: str) -> Iterator[None]:
    def kill(passed: str) -> None:
        if passed == point:
            raise Killed

    marks.listen(kill)
    try:
        yield
    finally:
        marks.listen(None)


def test_a_full_partner_loses_its_oldest_and_holds_up_nobody(platform: Platform, library: Partner) -> None:
    tiny = RabbitPartners(platform.rabbit.management_url, platform.rabbit.vhost, Limits(waiting=3, stream_bytes=10_000))
    absent = replace(platform, broker=tiny).add("absent").partner
    operator = platform.as_operator()
    ours = operator.channel()
    ours.queue_declare("ours", durable=True, auto_delete=False)
    ours.queue_bind("ours", EXCHANGE, f"{LEEDS}.{PUBLISHED}")
    told = [event() for _ in range(450)]
    platform.tell(*told)
    operator.collect()
    everything = [each.id for each in told]
    assert heard(platform, library.queue) == everything
    assert heard(platform, "ours") == everything
    assert heard(platform, absent.queue) == everything[-3:]


def test_a_partner_that_takes_its_time_holds_up_nobody(platform: Platform, library: Partner) -> None:
    slow = platform.add("slow")
    connection = platform.connect(slow.partner.user, slow.secret or "")
    channel = connection.channel()
    channel.basic_qos(0, 1, False)
    channel.basic_consume(slow.partner.queue)  # and never acknowledges
    told = [event() for _ in range(250)]
    platform.tell(*told)
    assert heard(platform, library.queue) == [each.id for each in told]
    connection.collect()
    came: list[str] = []
    wait_until(lambda: len(came) == 250, lambda: came.extend(heard(platform, slow.partner.queue)))  # what was out to it comes back
    assert set(came) == {each.id for each in told}


def wait_until(reached: Callable[[], bool], ask: Callable[[], object] = lambda: None) -> None:
    """Within half a minute."""
    until = time.monotonic() + 30
    while not reached():
        assert time.monotonic() < until, "it did not come about"
        ask()
        time.sleep(0.05)


def test_a_queue_that_refuses_everything_is_left_behind_after_some_tries(platform: Platform, library: Partner) -> None:
    """None of ours can: this one is bound by hand."""
    operator = platform.as_operator()
    channel = operator.channel()
    refusing = {"x-max-length": 1, "x-overflow": "reject-publish"}
    channel.queue_declare("refusing", durable=True, auto_delete=False, arguments=refusing)
    channel.queue_bind("refusing", EXCHANGE, f"{LEEDS}.{PUBLISHED}")
    told = [event() for _ in range(10)]
    platform.keep(*told)
    with forwarding_to(platform.reporting, platform.rabbit.url) as forwarding:
        assert [forwarding.run_once() for _ in range(TRIES)] == [0] * (TRIES - 1) + [10]
    operator.collect()
    assert list(dict.fromkeys(heard(platform, library.queue))) == [each.id for each in told]


def test_while_the_broker_is_away_nothing_is_passed_over(platform: Platform, library: Partner) -> None:
    told = event()
    platform.keep(told)
    with forwarding_to(platform.reporting, "amqp://nobody:nothing@127.0.0.1:9/nowhere") as forwarding:
        with pytest.raises(Unavailable):
            forwarding.run_once()
        assert forwarding.behind() == 1
    platform.forward()
    assert heard(platform, library.queue) == [told.id]


def test_of_two_forwarders_one_works_and_the_other_takes_over(platform: Platform, library: Partner) -> None:
    first, second = lead_of_forwarders(platform.reporting), lead_of_forwarders(platform.reporting)
    assert first.held()
    stopping, told = threading.Event(), event()
    platform.keep(told)
    with forwarding_to(platform.reporting, platform.rabbit.url) as forwarding:
        standing_by = threading.Thread(target=forward, args=(forwarding, second, stopping))
        standing_by.start()
        assert heard(platform, library.queue) == []
        first.let_go()
        wait_until(lambda: Forwarded(platform.reporting.database).reached() == 1)
        stopping.set()
        standing_by.join()
    assert heard(platform, library.queue) == [told.id]


def test_the_process_itself_killed_and_started_again_on_real_servers(platform: Platform, postgres_database: str, tmp_path: Path) -> None:
    migrate_reporting_at(postgres_database)
    settings = ReportingSettings(data=tmp_path, database_address=postgres_database)
    with closing(open_reporting(settings)) as reporting:
        stack = replace(platform, reporting=reporting)
        added = stack.add("library")
        library, told = added.partner, [event() for _ in range(6)]
        for part in (told[:3], told[3:]):
            stack.keep(*part)
            with process(stack, postgres_database, tmp_path) as running:
                position = 3 if part == told[:3] else 6
                wait_until(lambda position=position: Forwarded(reporting.database).reached() == position)  # type: ignore[misc]
                running.kill()
        assert heard(stack, library.queue) == [each.id for each in told]
        assert open_grants(reporting).of_secret(added.secret or "")
        remove_partner(reporting.works, stack.broker, OPERATOR, library.name)
        assert open_grants(reporting).of_secret(added.secret or "") is None


@contextmanager
def process(platform: Platform, database: str, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    settings = {"DATA": str(data), "REPORTING_DATABASE": database, "BROKER": platform.rabbit.url}
    environment = {**os.environ, **{f"SIGNPOST_{name}": value for name, value in settings.items()}}
    running = subprocess.Popen([sys.executable, "-c", START], env=environment)
    try:
        yield running
    finally:
        running.kill()
        running.wait()
