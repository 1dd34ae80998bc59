"""py-amqp gives a connection up over one message whose properties it cannot read. That message would come again with every new connection.

Here such a message has no properties but a note that they could not be read, so that it is parked like all that is no event.
"""

import struct

from amqp import serialization
from amqp.exceptions import AMQPError
from amqp.spec import Basic

UNREADABLE = "x-signpost-unreadable-properties"


def read_any_properties() -> None:
    """From now on, in this process."""
    serialization.PROPERTY_CLASSES[Basic.CLASS_ID] = _read


def _read(buffer: bytes, offset: int) -> tuple[dict[str, object], int]:
    try:
        properties: tuple[dict[str, object], int] = serialization.decode_properties_basic(buffer, offset)
    except (ValueError, OverflowError, OSError, IndexError, struct.error, AMQPError) as error:
        return {"application_headers": {UNREADABLE: type(error).__name__}}, len(buffer)
    return properties
