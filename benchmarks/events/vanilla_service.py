"""A nameko service as most would write it: an event handler that writes a row. Run as a process: AMQP and PostgreSQL addresses given."""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402

os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"  # without it psycopg would hold up every other handler
import psycopg  # noqa: E402
from nameko.events import event_handler  # noqa: E402
from nameko.extensions import DependencyProvider  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402


class Rows(DependencyProvider):
    """A connection for each handler that runs at once."""

    def setup(self) -> None:
        self._free: list[psycopg.Connection] = []

    def get_dependency(self, worker_ctx: object) -> psycopg.Connection:
        return self._free.pop() if self._free else psycopg.connect(sys.argv[2])

    def worker_teardown(self, worker_ctx: object) -> None:
        self._free.append(worker_ctx.service.rows)  # type: ignore[attr-defined]


class Vanilla:
    name = "vanilla"
    rows = Rows()

    @event_handler("producer", "class_published")
    def handle(self, payload: dict[str, object]) -> None:
        self.rows.execute("insert into vanilla (event_id, data) values (%s, %s)", (payload["id"], json.dumps(payload["data"])))
        self.rows.commit()


if __name__ == "__main__":
    runner = ServiceRunner({"AMQP_URI": sys.argv[1], "max_workers": 10})
    runner.add_service(Vanilla)
    runner.start()
    runner.wait()
