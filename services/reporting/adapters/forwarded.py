"""How far partners were told, in the database of the log they are told from: a copy that is put back knows it as it was."""

from sqlalchemy import select

from shared.storage.database import Database
from shared.storage.schema import positions
from shared.storage.upsert import upsert

ROW = {"consumer": "partners", "source": "/reporting"}


class Forwarded:
    """In the event store's own order: not that of a producer's log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reached(self) -> int:
        mine = select(positions.c.position).where(*(positions.c[name] == value for name, value in ROW.items()))
        with self._database.read() as connection:
            return int(connection.execute(mine).scalar_one_or_none() or 0)

    def move(self, position: int, event_id: str) -> None:
        with self._database.write() as connection:
            upsert(connection, positions, [{**ROW, "position": position, "event_id": event_id}])
