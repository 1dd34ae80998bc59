"""What is broken off at any step on the broker, and done again, ends as if it had not been."""

from collections.abc import Callable

import httpx
import pytest

from services.reporting.adapters.partner_broker import RabbitPartners
from services.reporting.use_cases.grant_partner import grant_partner
from services.reporting.use_cases.remove_partner import remove_partner
from services.reporting.use_cases.rotate_partner import AT_ONCE, rotate_partner
from services.reporting.use_cases.settle_partner import Outcome, settle_partners
from tests.partners.conftest import LEEDS, OPERATOR, PLACES, PUBLISHED, Platform

Change = Callable[[Platform, str, RabbitPartners], Outcome]


def granted_and_rotated(platform: Platform, name: str, broker: RabbitPartners) -> Outcome:
    """Both are stored before the broker is told of either: every step there is."""
    grant_partner(platform.reporting.works, None, OPERATOR, name, {LEEDS}, {PLACES})
    return rotate_partner(platform.reporting.works, broker, OPERATOR, name, AT_ONCE)


def removed(platform: Platform, name: str, broker: RabbitPartners) -> Outcome:
    return remove_partner(platform.reporting.works, broker, OPERATOR, name)


class Failing(httpx.BaseTransport):
    """The way to the broker, which breaks after so many steps."""

    def __init__(self, steps: int) -> None:
        self._steps, self._way = steps, httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._steps -= 1
        if self._steps < 0:
            raise httpx.ReadError("the way broke", request=request)
        return self._way.handle_request(request)


def on_broker(platform: Platform, user: str) -> tuple[object, ...]:
    """Whether it is known there, what it hears, and which queues there are."""
    with httpx.Client(base_url=f"{platform.rabbit.management_url}/api", trust_env=False) as management:
        known = management.get(f"/users/{user}").is_success
        bound = management.get(f"/bindings/{platform.rabbit.vhost}").json()
        queues = management.get(f"/queues/{platform.rabbit.vhost}").json()
    heard = {(each["destination"], each["routing_key"]) for each in bound if each["source"]}
    return known, heard, {each["name"] for each in queues}


@pytest.mark.parametrize("change", [granted_and_rotated, removed])
def test_a_change_that_broke_off_at_any_step_is_finished_by_applying(change: Change, platform: Platform) -> None:
    steps, trouble = 0, True
    while trouble:
        added = platform.add("library", {LEEDS}, {PUBLISHED})
        name, user = added.partner.name, added.partner.user
        broken = RabbitPartners(platform.rabbit.management_url, platform.rabbit.vhost, way=Failing(steps))
        outcome = change(platform, name, broken)
        broken.close()
        trouble, steps = outcome.trouble is not None, steps + 1
        assert outcome.partner.is_settled is not trouble
        list(settle_partners(platform.reporting.works, platform.broker, OPERATOR))
        _check(platform, name, user, outcome.secret or added.secret)
        remove_partner(platform.reporting.works, platform.broker, OPERATOR, name)
    assert steps > 3, "it never broke off in the middle"


def _check(platform: Platform, name: str, user: str, secret: str | None) -> None:
    with platform.reporting.works.look() as stores:
        partner = stores.partners.find(name)
    assert partner and partner.is_settled
    if partner.removed_at:
        assert on_broker(platform, user) == (False, set(), set())
        return
    queues = {partner.queue, partner.stream}
    assert on_broker(platform, user) == (True, {(queue, key) for queue in queues for key in partner.keys}, queues)
    platform.connect(user, secret or "").collect()
