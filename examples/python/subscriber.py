"""A partner system that hears Signpost's events: what is new from its queue, or the last 30 days again from its stream.

export SIGNPOST_EVENTS=amqps://partner.NAME:SECRET@signpost.example.org:5671/signpost
python subscriber.py queue
python subscriber.py stream --from first
"""

import argparse
import asyncio
import json
import logging
import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import aio_pika
from aio_pika.abc import AbstractIncomingMessage
from aio_pika.exceptions import AMQPError, ProbableAuthenticationError

AT_ONCE = 50
RECONNECT_SECONDS = 2


async def read_queue(address: str, seen: sqlite3.Connection) -> None:
    """What is new. A message stays in the queue until it is acknowledged, so nothing is missed while we are away."""
    async for message in messages(address, "queue", {}):
        event = event_of(message)
        with seen:  # one transaction: our own effect, and the note that we had this event
            new = seen.execute("INSERT OR IGNORE INTO seen VALUES (?)", [event["id"]]).rowcount == 1
            if new:
                show(event)
        await message.ack()


async def read_stream(address: str, begin: str | int) -> None:
    """The last 30 days, from the place asked for, and then what is new. Reading takes nothing away: read it as often as you like."""
    async for message in messages(address, "stream", {"x-stream-offset": begin}):
        show(event_of(message) | {"offset": message.headers["x-stream-offset"]})
        await message.ack()  # asks for more; the event stays


async def messages(address: str, kind: str, arguments: dict[str, str | int]) -> AsyncIterator[AbstractIncomingMessage]:
    """They come at least once. Ends with the connection: the broker ends it too when what we may hear has changed."""
    name = f"{unquote(urlsplit(address).username or '')}.{kind}"  # partner.NAME.queue
    connection = await aio_pika.connect(address)
    async with connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=AT_ONCE)  # how many we are sent before we acknowledge: a stream insists on it
        queue = await channel.get_queue(name, ensure=False)  # it is there: a partner declares and binds nothing
        async with queue.iterator(arguments=arguments) as coming:
            async for message in coming:
                yield message


def event_of(message: AbstractIncomingMessage) -> dict[str, object]:
    """CloudEvents, binary mode: the attributes are headers that begin with ce-, the data is the body."""
    attributes = {name.removeprefix("ce-"): value for name, value in message.headers.items() if name.startswith("ce-")}
    return attributes | {"sequence": int(str(attributes["sequence"])), "data": json.loads(message.body)}


def show(event: dict[str, object]) -> None:
    """Instead of this: your own work. Of two events about one `subject` the one with the higher `sequence` is enough."""
    print(json.dumps(event), flush=True)


async def for_ever(address: str, asked: argparse.Namespace) -> None:
    """Come back after the broker was away. A wrong name or secret is not tried again."""
    seen = sqlite3.connect(asked.seen)
    seen.execute("CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY)")
    while True:
        try:
            await (read_queue(address, seen) if asked.what == "queue" else read_stream(address, asked.begin))
        except ProbableAuthenticationError:
            sys.exit("The broker does not let us in. Was the secret rotated, or the partner removed?")
        except (AMQPError, OSError) as error:
            print(f"The connection broke ({type(error).__name__}).", file=sys.stderr)
        print(f"Trying again in {RECONNECT_SECONDS} s.", file=sys.stderr)
        await asyncio.sleep(RECONNECT_SECONDS)


def main() -> None:
    asking = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asking.add_argument("what", choices=["queue", "stream"])
    asking.add_argument("--from", dest="begin", default="first", type=offset, help="stream: first, last, next, 7D, or an offset")
    asking.add_argument("--seen", type=Path, default=Path("seen.sqlite"), help="queue: a file of the ids that were dealt with")
    logging.getLogger("aiormq").setLevel(logging.CRITICAL)  # it would print a traceback for each connection that ends
    address = os.environ.get("SIGNPOST_EVENTS") or sys.exit("Set SIGNPOST_EVENTS, as the first lines of this file show.")
    asyncio.run(for_ever(address, asking.parse_args()))


def offset(text: str) -> str | int:
    return int(text) if text.isdigit() else text


if __name__ == "__main__":
    main()
