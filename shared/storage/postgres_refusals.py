"""What PostgreSQL refuses with, as a sentence and what to do about it. Neither holds an address, a name or a password."""

import psycopg

from shared.errors import Invalid, SignpostError, Unavailable
from shared.storage.turns import busy

GONE = ("The database server does not answer.", "Check that PostgreSQL runs and can be reached, then try again.")
BUSY = {"55P03", "40P01", "40001"}  # lock not available, deadlock, serialization failure
READ_ONLY = "25006"
STATES = {
    "53100": ("The disk of the database server is full.", "Free some space on it, then try again."),
    "53200": ("The database server has no memory left.", "Try again in a moment; if it stays so, give the server more memory."),
    "53300": ("The database server has no connection left.", "Try again in a moment; if it stays so, raise max_connections."),
    "57014": ("The database took too long to answer.", "Try again in a moment; if it stays so, look at the server's log."),
    "25P03": ("A change took too long and was undone.", "Try again in a moment."),  # idle in a transaction
    "25006": ("The database can only be read just now.", "Point the settings to the server that takes writes, or make this one writable."),
    "42501": (
        "The database does not allow this to the role in the settings.",
        "Make the roles again and run `signpost migrate` as the owner: they give it its rights.",
    ),
    "58030": ("The database server could not read or write its disk.", "Check the disk of the database server and its log."),
    "XX001": ("The database is damaged.", "Stop Signpost and put back a backup."),
    "XX002": ("An index of the database is damaged.", "Run REINDEX DATABASE, or put back a backup."),
}
CLASSES = {"08": GONE, "57": GONE}  # connection exceptions; operator intervention: shut down, crashed, starting up
WHILE_CONNECTING = (
    ("password authentication failed", "The database server refuses the password.", "Mend the password in the database's address."),
    ("no password supplied", "The database server asks for a password.", "Write the password into the database's address."),
    ("pg_hba.conf", "The database server takes no connection from here.", "Allow this host and role in its pg_hba.conf."),
    ("not permitted to log in", "The database does not let this role in.", "Name a role in the address that may log in."),
    ("permission denied for database", "The database does not let this role in.", "Grant it CONNECT, or make the roles again."),
    ("too many", *STATES["53300"]),
    ("connection slots", *STATES["53300"]),
    (
        "does not exist",
        "There is no such database or role on the server.",
        "Check the database's address, or make database and roles first.",
    ),
    ("could not translate host name", "The database server's name is unknown.", "Check the host in the database's address."),
    ("failed to resolve host", "The database server's name is unknown.", "Check the host in the database's address."),
)
"""While a connection is made the driver gives no code, only the server's sentence; where that is in another language it is `GONE`."""


def refusal_of(failure: BaseException | None, *, writes: bool) -> SignpostError | None:
    """None where it is a mistake in the program, as is writing through a reader."""
    state = getattr(failure, "sqlstate", None)
    if state is None:
        return _without_a_state(failure)
    if state in BUSY:
        return busy()
    if state == READ_ONLY and not writes:
        return None
    said = STATES.get(state) or CLASSES.get(state[:2])
    return Unavailable(said[0], remedy=said[1]) if said else None


def _without_a_state(failure: BaseException | None) -> SignpostError | None:
    """The driver takes no such text; or no connection was made, or the one there was broke."""
    if isinstance(failure, psycopg.DataError) and "NUL" in str(failure):
        return Invalid("A text holds a character that cannot be kept (NUL).", remedy="Leave it out.")
    if not isinstance(failure, psycopg.OperationalError):
        return None
    told = str(failure)
    message, remedy = next((said for words, *said in WHILE_CONNECTING if words in told), GONE)
    return Unavailable(message, remedy=remedy)
