"""How far partners were told, in the database of the log they are told from: a copy that is put back knows it as it was."""

from shared.messaging.inbox import Reached
from shared.messaging.rabbitmq.sent import Sent
from shared.storage.database import Database

PARTNERS = "partners"


class Forwarded:
    def __init__(self, database: Database) -> None:
        self._sent = Sent(database)

    def reached(self) -> int:
        return self._sent.reached(PARTNERS).position

    def move(self, position: int, event_id: str) -> None:
        self._sent.move(PARTNERS, Reached(position, event_id))
