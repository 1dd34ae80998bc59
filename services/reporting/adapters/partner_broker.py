"""What a partner has on RabbitMQ, through its management API: a user, a queue, a stream, and what both hear."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from services.reporting.domain.partners import EXCHANGE, LIMITS, Limits, Partner
from services.reporting.use_cases.partner_ports import Waiting
from shared.errors import Unavailable

HASHING = "rabbit_password_hashing_sha256"
SEGMENT_BYTES = 5_000_000
"""A stream forgets whole segments: small ones, so that little stays past its days."""
MILLISECONDS_A_DAY = 86_400_000
SECONDS = httpx.Timeout(30, connect=5)
AGAIN = "What is stored stands. When the broker answers: signpost partners apply"


class RabbitPartners:
    """`management`: `http://user:password@host:port`, an administrator. `vhost`: where the forwarder publishes."""

    def __init__(self, management: str, vhost: str, limits: Limits = LIMITS, way: httpx.BaseTransport | None = None) -> None:
        """`way`: how it is reached, when not as httpx does."""
        self.limits, self.vhost, self._vhost = limits, vhost, quote(vhost, safe="")
        address = httpx.URL(management)
        who = httpx.BasicAuth(address.username, address.password)  # apart from the address, which httpx writes into the log
        self._client = httpx.Client(base_url=address.copy_with(userinfo=b""), auth=who, timeout=SECONDS, trust_env=False, transport=way)

    def close(self) -> None:
        self._client.close()

    def make(self, partner: Partner) -> None:
        self._put(self._named("exchanges", EXCHANGE), {"type": "topic", "durable": True})
        self._put_user(partner)
        for name, arguments in ((partner.queue, self._of_queue()), (partner.stream, self._of_stream())):
            self._put(self._named("queues", name), {"durable": True, "arguments": arguments})
            self._bind(name, partner.keys)

    def drop_queues(self, partner: Partner) -> None:
        for name in (partner.queue, partner.stream):
            self._delete(self._named("queues", name))

    def cut(self, partner: Partner) -> None:
        self._delete(f"/api/connections/username/{partner.user}")

    def remove(self, partner: Partner) -> None:
        """The user first: RabbitMQ ends the connections of one that is gone."""
        self._delete(f"/api/users/{partner.user}")
        self.drop_queues(partner)

    def waiting(self, partner: Partner) -> Waiting:
        queue, stream = (self._messages(name) for name in (partner.queue, partner.stream))
        return Waiting(queue, stream, len(self._list(f"/api/connections/username/{partner.user}")))

    def _put_user(self, partner: Partner) -> None:
        """The permission before the password: nobody is let in who may do more than this."""
        user = f"/api/users/{partner.user}"
        about = {"password_hash": partner.broker_password, "hashing_algorithm": HASHING, "tags": ""}
        if self._ask("GET", user).status_code == httpx.codes.NOT_FOUND:
            self._put(user, {**about, "password_hash": ""})  # lets nobody in
        read = rf"^partner\.{partner.name}\."
        self._put(self._named("permissions", partner.user), {"configure": "", "write": "", "read": read})
        for limit, value in (("max-connections", self.limits.connections), ("max-channels", self.limits.channels)):
            self._put(f"/api/user-limits/{partner.user}/{limit}", {"value": value})
        self._put(user, about)

    def _bind(self, queue: str, keys: frozenset[str]) -> None:
        path = f"/api/bindings/{self._vhost}/e/{EXCHANGE}/q/{queue}"
        bound = {each["routing_key"]: each["properties_key"] for each in self._list(path)}
        for key in sorted(bound.keys() - keys):
            self._delete(f"{path}/{quote(bound[key], safe='')}")
        for key in sorted(keys - bound.keys()):
            self._done(self._ask("POST", path, {"routing_key": key}))

    def _of_queue(self) -> Mapping[str, Any]:
        bounded = {"x-max-length": self.limits.waiting, "x-max-length-bytes": self.limits.waiting_bytes, "x-overflow": "drop-head"}
        return {"x-queue-type": "quorum", "x-message-ttl": self.limits.days * MILLISECONDS_A_DAY, **bounded}

    def _of_stream(self) -> Mapping[str, Any]:
        bounded = {"x-max-age": f"{self.limits.days}D", "x-max-length-bytes": self.limits.stream_bytes}
        return {"x-queue-type": "stream", "x-stream-max-segment-size-bytes": min(SEGMENT_BYTES, self.limits.stream_bytes), **bounded}

    def _messages(self, queue: str) -> int:
        answer = self._ask("GET", self._named("queues", queue))
        return 0 if answer.status_code == httpx.codes.NOT_FOUND else int(self._done(answer).json().get("messages", 0))

    def _named(self, kind: str, name: str) -> str:
        return f"/api/{kind}/{self._vhost}/{name}"

    def _list(self, path: str) -> list[dict[str, Any]]:
        answer = self._ask("GET", path)
        return [] if answer.status_code == httpx.codes.NOT_FOUND else list(self._done(answer).json())

    def _put(self, path: str, body: Mapping[str, Any]) -> None:
        self._done(self._ask("PUT", path, body))

    def _delete(self, path: str) -> None:
        """What is gone already is gone."""
        answer = self._ask("DELETE", path)
        if answer.status_code != httpx.codes.NOT_FOUND:
            self._done(answer)

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        try:
            return self._client.request(method, path, json=body)
        except httpx.TransportError as error:
            raise Unavailable(f"The broker's management API does not answer ({type(error).__name__}).", remedy=AGAIN) from error

    def _done(self, answer: httpx.Response) -> httpx.Response:
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            raise Unavailable(
                "The broker's management API does not let us in.",
                remedy="SIGNPOST_BROKER_MANAGEMENT needs the name and password of a user with the tag administrator.",
            )
        if not answer.is_success:
            raise Unavailable(f"The broker refuses {answer.request.method} {answer.request.url.path}: {_reason(answer)}.", remedy=AGAIN)
        return answer


def _reason(answer: httpx.Response) -> str:
    """As the broker says it; never the body that was sent."""
    try:
        said = answer.json()
    except ValueError:
        return str(answer.status_code)
    return f"{answer.status_code} {said.get('reason', '')}".strip() if isinstance(said, dict) else str(answer.status_code)
