"""The delivery over RabbitMQ passes what local delivery passes, and more: on a real broker and PostgreSQL, with nameko as it runs."""

from shared.testing.delivery import DeliveryBehaviour
from shared.testing.mending import MendingBehaviour
from tests.stack.fixtures import Postgres, Rabbit

from .green import run_green


def test_the_behaviour_suite_passes(postgres_server: Postgres, rabbit_server: Rabbit) -> None:
    passed, said = run_green("green_suite.py", postgres_server, rabbit_server)
    suites = {*dir(DeliveryBehaviour), *dir(MendingBehaviour)}
    assert passed >= len([name for name in suites if name.startswith("test_")]), said


def test_the_worker_takes_what_it_should_never_get(postgres_server: Postgres, rabbit_server: Rabbit) -> None:
    passed, said = run_green("green_worker.py", postgres_server, rabbit_server)
    assert passed >= 15, said
