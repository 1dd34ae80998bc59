"""Where the processes of a stack are asked how they are: in its folder's note, or as SIGNPOST_PROCESSES names them."""

from shared.errors import Invalid
from signpost.stack.folder import StackNote
from signpost.stack.kinds import KINDS
from signpost.stack.look import Place

FORM = "name=http://host:port, with commas between, such as directory api=http://directory-api:8000,portal=http://portal:8000"


def noted(note: StackNote) -> list[Place]:
    return [Place(each.name, f"http://127.0.0.1:{each.port}", each.since, each.restarts, each.why) for each in note.processes]


def named(text: str) -> list[Place]:
    """Raises Invalid for what is not of that form, and for a process there is none of."""
    pairs = [pair.strip().partition("=") for pair in text.split(",") if pair.strip()]
    known = {kind.name for kind in KINDS}
    wrong = [name for name, _, url in pairs if name not in known or not url.startswith("http")]
    if wrong or not pairs:
        raise Invalid.field("SIGNPOST_PROCESSES", f"It cannot be read{f' at “{wrong[0]}”' if wrong else ''}.", f"Set it to {FORM}.")
    return [Place(name, url.rstrip("/")) for name, _, url in pairs]
