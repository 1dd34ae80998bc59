"""signpost topology: the exchange, queues and bindings on RabbitMQ, made from what every service hears."""

from typing import Annotated

import typer

from services.directory.settings import DirectorySettings
from services.directory.wiring import SOURCE, open_database
from shared.messaging.rabbitmq.broker import Broker
from shared.messaging.rabbitmq.sent import Sent, SentMark
from shared.messaging.rabbitmq.topology import QUEUE_LENGTH, Topology, topology_of
from shared.settings import BrokerSettings, MessagingSettings
from signpost.commands.saying import out
from signpost.subscriptions import OVER_THE_BROKER

app = typer.Typer(help="Queues and bindings on RabbitMQ. Reads SIGNPOST_BROKER and SIGNPOST_BROKER_MANAGEMENT.", no_args_is_help=True)
Length = Annotated[
    int, typer.Option(help="How many messages a consumer's queue holds before it refuses more.", min=1, envvar="SIGNPOST_QUEUE_LENGTH")
]


@app.command()
def diff(queue_length: Length = QUEUE_LENGTH) -> None:
    """What apply would change. Ends with 1 when there is anything."""
    found = _broker().differences(_described(queue_length)).sentences()
    if found:
        _print(found)
        raise typer.Exit(1)
    out.print("RabbitMQ is as it should be.")


@app.command()
def apply(queue_length: Length = QUEUE_LENGTH) -> None:
    """Bring RabbitMQ to what the services hear. A queue that holds messages is neither deleted nor made anew."""
    changed = _broker().apply(_described(queue_length)).sentences()
    _print(["This was so, and is mended:", *changed] if changed else ["Nothing was to be done."])


@app.command()
def resend() -> None:
    """After an older copy of the directory's database was put back, and its consumers were too or are empty: send its whole log again."""
    settings = MessagingSettings.read("directory")
    address = settings.database.get_secret_value()
    database = open_database(DirectorySettings(data=settings.data, database_address=address))
    Sent(database).forget()
    SentMark(settings.broker.get_secret_value(), SOURCE).forget()
    out.print("The relay sends the whole log again; what was applied has no second effect.")


def _broker() -> Broker:
    settings = BrokerSettings.read()
    return Broker(settings.broker.get_secret_value(), settings.broker_management.get_secret_value())


def _described(queue_length: int) -> Topology:
    return topology_of(OVER_THE_BROKER, queue_length)


def _print(sentences: list[str]) -> None:
    for sentence in sentences:
        out.print(sentence)
