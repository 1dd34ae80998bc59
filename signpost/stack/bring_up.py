"""Servers, databases, queues and the invented region: everything a stack's processes need before the first of them starts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from shared.messaging.rabbitmq.broker import Broker
from shared.messaging.rabbitmq.topology import topology_of
from shared.settings import StoreSettings
from signpost.stack.kinds import SERVICES
from signpost.stack.migrating import MIGRATE, make_databases, set_up_demonstration
from signpost.stack.plan import Plan
from signpost.stack.programs import listens
from signpost.subscriptions import OVER_THE_BROKER

Say = Callable[[str], None]


def start_servers(plan: Plan) -> None:
    """Both at once. Raises Unavailable, saying what is missing."""
    with ThreadPoolExecutor(2) as at_once:
        for started in [at_once.submit(plan.postgres.start), at_once.submit(plan.rabbit.start)]:
            started.result()


def stop_servers(plan: Plan) -> None:
    with ThreadPoolExecutor(2) as at_once:
        for stopped in [at_once.submit(plan.rabbit.stop), at_once.submit(plan.postgres.stop)]:
            stopped.result()


def prepare(plan: Plan, say: Say, *, demo: bool) -> None:
    """On running servers. Safe to repeat, and quick when there is nothing to do."""
    addresses = plan.addresses()
    for service in SERVICES:
        owner = plan.owner_address(service)
        make_databases(plan.postgres_admin(), service, owner, addresses.databases[service])
        if applied := MIGRATE[service](owner.get_secret_value()):
            say(f"{service}: database brought up to date ({', '.join(applied)})")
    Broker(plan.rabbit.url, plan.rabbit.management_url).apply(topology_of(OVER_THE_BROKER))
    if demo and set_up_demonstration(StoreSettings.model_construct(data=plan.folder.data, database=addresses.databases["directory"])):
        say("the invented region was added")


def taken_ports(plan: Plan) -> list[int]:
    """Of those this stack would use."""
    return [port for port in plan.ports() if listens(port)]
