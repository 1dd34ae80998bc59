"""Three brokers on this machine that stand for each other: a queue lives on as long as two of them do."""

from pathlib import Path
from urllib.parse import quote

import httpx

from signpost.stack.servers import Names, RabbitServer

NODES = ("first", "second", "third")


class Cluster:
    """The first is the one addresses name; all of them are up between faults."""

    def __init__(self, folder: Path) -> None:
        self._names = Names(folder / "names")
        self.nodes = [RabbitServer(folder / name, name=f"faults-{name}", names=self._names) for name in NODES]

    def start(self) -> None:
        first, *others = self.nodes
        first.start()
        for node in others:
            node.start()
            node.join(first)

    def stop(self) -> None:
        for node in self.nodes[::-1]:
            node.stop()
        self._names.stop()

    def leader_of(self, vhost: str, queue: str) -> RabbitServer:
        answer = httpx.get(f"{self._management()}/api/queues/{quote(vhost, safe='')}/{queue}", trust_env=False, timeout=30)
        leader = answer.raise_for_status().json()["leader"]
        return next(node for node in self.nodes if node.node == leader)

    def _management(self) -> str:
        return next(node for node in self.nodes if node.running()).management_url
