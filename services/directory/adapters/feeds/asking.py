"""One question to a feed: asked again, after a while, when the server is busy or the network fails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import sleep

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from services.directory.adapters.feeds.bodies import read_body
from shared.errors import Invalid, Unavailable

TIMES = 5
MOST_SECONDS_ASKED_FOR = 300
"""A feed that asks for a longer pause (Retry-After) is left for the next run."""
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
GO_ON = "What was taken before stays. Run the same command again later: it goes on where it was."
_BACK_OFF = wait_exponential_jitter(initial=1, max=30)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class _Again(Exception):
    """Worth another try. `pause`: the seconds the server asked for, None when it did not."""

    def __init__(self, said: str, pause: float | None = None) -> None:
        super().__init__(said)
        self.said, self.pause = said, pause


def ask(client: httpx.Client, url: str, params: Mapping[str, str], headers: Mapping[str, str], pause: Callable[[float], None]) -> Answer:
    """Raises Unavailable when it stays busy or out of reach, Invalid when it leads in circles. `pause` waits for so many seconds."""
    trying = Retrying(stop=stop_after_attempt(TIMES), wait=_seconds, retry=retry_if_exception_type(_Again), sleep=pause, reraise=True)
    try:
        return trying(_once, client, url, params, headers)
    except _Again as last:
        raise Unavailable(f"The feed cannot be had: {last.said} (asked {TIMES} times).", remedy=GO_ON) from last


def _once(client: httpx.Client, url: str, params: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
    try:
        with client.stream("GET", url, params=params, headers=headers) as response:
            if response.status_code in BUSY:
                raise _Again(f"it answered {response.status_code}", _asked_pause(response))
            return Answer(response.status_code, response.headers, read_body(response))
    except httpx.TooManyRedirects as circle:
        raise Invalid.field(
            "--feed", "The feed leads from one address to the next without end.", "Give the address it ends at."
        ) from circle
    except httpx.TimeoutException as slow:
        raise _Again("it did not answer in time") from slow
    except httpx.HTTPError as lost:
        raise _Again(f"the connection failed ({type(lost).__name__})") from lost
    except httpx.InvalidURL as wrong:
        raise Invalid.field("--feed", "The feed leads to what is no address.", "Tell the people who run it.") from wrong


def _seconds(state: RetryCallState) -> float:
    said = state.outcome.exception() if state.outcome else None
    asked = said.pause if isinstance(said, _Again) else None
    return _BACK_OFF(state) if asked is None else asked


def _asked_pause(response: httpx.Response) -> float | None:
    """Raises Unavailable when the server wants a longer pause than anybody waits for at a terminal."""
    text = response.headers.get("retry-after", "").strip()
    if not text:
        return None
    seconds = float(text) if text.isdecimal() else _until(text)
    if seconds is not None and seconds > MOST_SECONDS_ASKED_FOR:
        raise Unavailable(f"The feed asks to be left alone for {seconds / 60:.0f} minutes.", remedy=GO_ON)
    return seconds


def _until(text: str) -> float | None:
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max((when - datetime.now(UTC)).total_seconds(), 0)


def wait(seconds: float) -> None:
    """In life; tests note it instead."""
    sleep(seconds)
