"""Which code made the rows of the feed. When a mapping, a label or the reading of words changes, they are made again from the log."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

from services.directory.domain import analyser, openreferral
from shared.contracts import labels
from shared.geo import region


@cache
def made_by() -> str:
    """The same for the same code, wherever it runs."""
    folders = Path(openreferral.__path__[0]), Path(__file__).parent
    modules = [Path(str(module.__file__)) for module in (analyser, labels)]
    sources = [*(file for folder in folders for file in sorted(folder.glob("*.py"))), *modules, region.FOLDER / "authorities.json"]
    return blake2b(b"\0".join(source.read_bytes() for source in sources), digest_size=8).hexdigest()
