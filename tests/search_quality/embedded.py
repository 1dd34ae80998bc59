"""The embedded engine, filled. Another engine that is to be measured gets a file like this one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from services.directory.adapters.search_embedded import EmbeddedSearch
from services.directory.use_cases.ports import ClassSearch
from shared.contracts.directory import ClassShown
from shared.messaging.inbox import Reached


@contextmanager
def embedded(listings: Sequence[ClassShown]) -> Iterator[ClassSearch]:
    with TemporaryDirectory() as folder:
        engine = EmbeddedSearch(Path(folder))
        try:
            engine.write({shown.id: (shown, 1) for shown in listings}, reached=Reached(len(listings)))
            yield engine
        finally:
            engine.close()
