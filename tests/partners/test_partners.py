"""Adding, changing, rotating and removing partners, and what each opens and closes on the broker and for the feed."""

from datetime import timedelta

import amqp
import httpx
import pytest
from amqp.exceptions import AccessRefused, ConnectionForced

from services.reporting.domain.partners import EXCHANGE, OVERLAP
from services.reporting.use_cases.add_partner import add_partner
from services.reporting.use_cases.grant_partner import grant_partner
from services.reporting.use_cases.remove_partner import remove_partner
from services.reporting.use_cases.rotate_partner import AT_ONCE, rotate_partner
from services.reporting.use_cases.settle_partner import settle_partners
from services.reporting.use_cases.show_partners import list_partners, show_partner
from services.reporting.wiring import open_grants, open_partner_broker
from shared.errors import Conflict, Invalid, NotFound
from shared.storage.history import history_of
from tests.partners.conftest import BRADFORD, LEEDS, OPERATOR, PLACES, PUBLISHED, WITHDRAWN, YORK, Platform, taken


def tell(platform: Platform, *keys: tuple[str, str]) -> None:
    """One message each, named after its key."""
    operator = platform.as_operator()
    channel = operator.channel()
    channel.confirm_select()
    for authority, type in keys:
        channel.basic_publish_confirm(amqp.Message(f"{authority} {type}"), exchange=EXCHANGE, routing_key=f"{authority}.{type}")
    operator.collect()


def waits(platform: Platform, queue: str) -> list[str]:
    operator = platform.as_operator()
    names = taken(operator, queue)
    operator.collect()
    return names


def may_connect(platform: Platform, user: str, secret: str | None) -> bool:
    try:
        platform.connect(user, secret or "").collect()
    except AccessRefused:
        return False
    return True


EVERY = [(authority, type) for authority in (LEEDS, BRADFORD, YORK) for type in (PUBLISHED, WITHDRAWN, PLACES)]


def test_a_partner_hears_the_types_it_was_granted_of_the_authorities_that_granted_it(platform: Platform) -> None:
    library = platform.add("library", {LEEDS, YORK}, {PUBLISHED, PLACES})
    tell(platform, *EVERY)
    heard = waits(platform, library.partner.queue)
    assert heard == [f"{authority} {type}" for authority in (LEEDS, YORK) for type in (PUBLISHED, PLACES)]


def test_its_secret_opens_the_feed_for_the_same_and_is_kept_nowhere(platform: Platform) -> None:
    library = platform.add("library", {LEEDS, YORK}, {"class.published"})
    secret = library.secret or ""
    grant = open_grants(platform.reporting).of_secret(secret)
    assert grant and (grant.partner, grant.authorities, grant.types) == (library.partner.name, {LEEDS, YORK}, {PUBLISHED})
    files = platform.reporting.settings.data.glob("reporting.sqlite*")
    assert not any(secret.encode() in file.read_bytes() for file in files)


def test_what_is_no_partners_secret_opens_nothing(platform: Platform) -> None:
    platform.add("library")
    grants = open_grants(platform.reporting)
    assert [grants.of_secret(secret) for secret in ("", "partner_", "partner_wrong", "a signed token")] == [None] * 4


def test_adding_the_same_again_changes_nothing_and_shows_no_secret(platform: Platform) -> None:
    library = platform.add("library")
    again = add_partner(platform.reporting.works, platform.broker, OPERATOR, library.partner.name, {LEEDS}, {PUBLISHED})
    assert (again.partner, again.secret) == (library.partner, None)
    assert may_connect(platform, library.partner.user, library.secret)


def test_adding_one_that_is_there_with_another_grant_is_refused_and_changes_nothing(platform: Platform) -> None:
    library = platform.add("library").partner
    with pytest.raises(Conflict):
        add_partner(platform.reporting.works, platform.broker, OPERATOR, library.name, {LEEDS, YORK}, {PUBLISHED})
    assert list_partners(platform.reporting.works, removed_too=True) == [library]


def test_a_name_that_means_something_to_the_broker_is_refused(platform: Platform) -> None:
    names = ("", "Library", "a.b", "library-", "-library", "a--b", "a b", "a*", ".*", "bücher", "x" * 41, "a\n")
    for name in names:
        with pytest.raises(Invalid):
            add_partner(platform.reporting.works, platform.broker, OPERATOR, name, {LEEDS}, {PUBLISHED})
    assert list_partners(platform.reporting.works, removed_too=True) == []


def test_a_grant_that_grows_keeps_what_waits(platform: Platform) -> None:
    library = platform.add("library").partner
    tell(platform, (LEEDS, PUBLISHED))
    grant_partner(platform.reporting.works, platform.broker, OPERATOR, library.name, {LEEDS, YORK}, {PUBLISHED})
    tell(platform, *EVERY)
    assert waits(platform, library.queue) == [f"{LEEDS} {PUBLISHED}"] * 2 + [f"{YORK} {PUBLISHED}"]


def test_when_an_authority_ends_its_grant_queue_and_stream_hold_nothing_of_it(platform: Platform) -> None:
    outcome = platform.add("library", {LEEDS, YORK})
    library = outcome.partner
    tell(platform, (LEEDS, PUBLISHED), (YORK, PUBLISHED))
    grant_partner(platform.reporting.works, platform.broker, OPERATOR, library.name, {LEEDS}, {PUBLISHED})
    tell(platform, *EVERY)
    assert waits(platform, library.queue) == [f"{LEEDS} {PUBLISHED}"]
    assert in_stream(platform, library.user, outcome.secret, library.stream, 1) == [f"{LEEDS} {PUBLISHED}"]


def in_stream(platform: Platform, user: str, secret: str | None, stream: str, count: int) -> list[str]:
    """What is in it from its beginning."""
    connection = platform.connect(user, secret or "")
    channel, names = connection.channel(), []
    channel.basic_qos(0, 10, False)
    channel.basic_consume(stream, callback=lambda message: names.append(str(message.body)), arguments={"x-stream-offset": "first"})
    while len(names) < count:
        connection.drain_events(timeout=10)
    connection.collect()
    return names


def test_a_stream_can_be_read_again_and_again_and_from_an_offset(platform: Platform) -> None:
    library = platform.add("library", {LEEDS}, {PUBLISHED, PLACES})
    tell(platform, (LEEDS, PUBLISHED), (LEEDS, PLACES))
    for _ in range(2):
        told = in_stream(platform, library.partner.user, library.secret, library.partner.stream, 2)
        assert told == [f"{LEEDS} {PUBLISHED}", f"{LEEDS} {PLACES}"]


def test_a_new_secret_keeps_what_waits_and_the_old_one_opens_the_feed_for_a_day(platform: Platform) -> None:
    library = platform.add("library")
    tell(platform, (LEEDS, PUBLISHED))
    new = rotate_partner(platform.reporting.works, platform.broker, OPERATOR, library.partner.name)
    grants = open_grants(platform.reporting)
    assert [may_connect(platform, library.partner.user, one.secret) for one in (library, new)] == [False, True]
    assert [grants.of_secret(one.secret or "") is not None for one in (library, new)] == [True, True]
    platform.clock.move(OVERLAP - timedelta(seconds=1))
    assert grants.of_secret(library.secret or "")
    platform.clock.move(timedelta(seconds=1))
    assert [grants.of_secret(one.secret or "") is not None for one in (library, new)] == [False, True]
    assert waits(platform, library.partner.queue) == [f"{LEEDS} {PUBLISHED}"]


def test_rotating_again_gives_an_older_secret_no_longer_life(platform: Platform) -> None:
    library = platform.add("library")
    rotate_partner(platform.reporting.works, platform.broker, OPERATOR, library.partner.name)
    platform.clock.move(OVERLAP / 2)
    rotate_partner(platform.reporting.works, platform.broker, OPERATOR, library.partner.name)
    platform.clock.move(OVERLAP / 2)
    assert open_grants(platform.reporting).of_secret(library.secret or "") is None


def test_a_connection_that_is_open_outlives_a_rotation_but_not_one_at_once(platform: Platform) -> None:
    library = platform.add("library")
    connection = platform.connect(library.partner.user, library.secret or "")
    rotate_partner(platform.reporting.works, platform.broker, OPERATOR, library.partner.name)
    assert connection.channel().basic_get(library.partner.queue) is None
    new = rotate_partner(platform.reporting.works, platform.broker, OPERATOR, library.partner.name, AT_ONCE)
    with pytest.raises(ConnectionForced):
        connection.drain_events(timeout=10)
    assert open_grants(platform.reporting).of_secret(library.secret or "") is None
    assert may_connect(platform, library.partner.user, new.secret)


def test_one_that_is_removed_is_sent_away_and_leaves_nothing_behind(platform: Platform) -> None:
    library = platform.add("library")
    connection = platform.connect(library.partner.user, library.secret or "")
    remove_partner(platform.reporting.works, platform.broker, OPERATOR, library.partner.name)
    with pytest.raises(ConnectionForced):
        connection.drain_events(timeout=10)
    assert not may_connect(platform, library.partner.user, library.secret)
    assert open_grants(platform.reporting).of_secret(library.secret or "") is None
    assert names_on_broker(platform) == []
    assert list_partners(platform.reporting.works, removed_too=True) == []
    with pytest.raises(NotFound):
        show_partner(platform.reporting.works, platform.broker, library.partner.name)


def names_on_broker(platform: Platform) -> list[str]:
    with httpx.Client(base_url=platform.rabbit.management_url, trust_env=False) as management:
        return [queue["name"] for queue in management.get(f"/api/queues/{platform.rabbit.vhost}").json()]


def test_its_name_may_be_used_again_and_the_old_secret_opens_nothing(platform: Platform) -> None:
    library = platform.add("library")
    remove_partner(platform.reporting.works, platform.broker, OPERATOR, library.partner.name)
    again = add_partner(platform.reporting.works, platform.broker, OPERATOR, library.partner.name, {YORK}, {PLACES})
    assert [may_connect(platform, library.partner.user, one.secret) for one in (library, again)] == [False, True]
    assert open_grants(platform.reporting).of_secret(library.secret or "") is None
    tell(platform, *EVERY)
    assert waits(platform, library.partner.queue) == [f"{YORK} {PLACES}"]


def test_without_a_broker_only_the_feed_is_opened_and_the_broker_can_be_told_later(platform: Platform) -> None:
    name = "without-broker"
    added = add_partner(platform.reporting.works, None, OPERATOR, name, {LEEDS}, {PUBLISHED})
    assert added.without_broker
    assert open_grants(platform.reporting).of_secret(added.secret or "")
    (told,) = settle_partners(platform.reporting.works, platform.broker, OPERATOR)
    assert told.partner.is_settled
    assert may_connect(platform, added.partner.user, added.secret)


def test_while_the_broker_is_away_a_partner_is_added_all_the_same_and_finished_by_asking_again(platform: Platform) -> None:
    away = open_partner_broker("http://nobody:nothing@127.0.0.1:9", platform.rabbit.url)
    first = add_partner(platform.reporting.works, away, OPERATOR, "unlucky", {LEEDS}, {PUBLISHED})
    assert first.secret and first.trouble
    second = add_partner(platform.reporting.works, platform.broker, OPERATOR, "unlucky", {LEEDS}, {PUBLISHED})
    assert (second.secret, second.trouble) == (None, None)
    assert may_connect(platform, first.partner.user, first.secret)


def test_a_broker_that_lost_everything_gets_it_again_with_the_secrets_partners_have(platform: Platform) -> None:
    library = platform.add("library")
    platform.broker.remove(library.partner)
    assert not may_connect(platform, library.partner.user, library.secret)
    list(settle_partners(platform.reporting.works, platform.broker, OPERATOR))
    assert may_connect(platform, library.partner.user, library.secret)
    tell(platform, *EVERY)
    assert waits(platform, library.partner.queue) == [f"{LEEDS} {PUBLISHED}"]


def test_who_did_what_to_a_partner_is_in_the_history_without_its_secrets(platform: Platform) -> None:
    library = platform.add("library")
    new = rotate_partner(platform.reporting.works, platform.broker, OPERATOR, library.partner.name)
    remove_partner(platform.reporting.works, platform.broker, OPERATOR, library.partner.name)
    with platform.reporting.works.read() as connection:
        noted = history_of(connection, "partner", library.partner.name)
    assert [(each.action, each.actor_name) for each in noted] == [("removed", "ola"), ("rotated", "ola"), ("added", "ola")]
    assert not any(one.secret and one.secret in str(noted) for one in (library, new))
