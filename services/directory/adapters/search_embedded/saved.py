"""What the engine holds in memory as one file beside the index, so that a start need not read every class's row again.

It may be older than the index, never newer: what was written since is read from the index. One that is damaged, or does not belong to
this index, is as if there were none.
"""

import logging
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson

from services.directory.adapters.search_embedded.columns import Columns

FILE = "columns.npz"
_TOLD = "told"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CodesSaved:
    """Sets of one filter in order of their numbers, and what its codes are called."""

    sets: Sequence[Sequence[str]]
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Saved:
    """Classes below `next_ordinal` as they were at `position` of the index so named. `gone`: withdrawn ones with their sequence.
    `words`: how many classes say each. `names`: of each class its name, provider id, provider's name and town.
    """

    lineage: str
    position: int
    next_ordinal: int
    columns: Columns
    ids: Sequence[str]
    gone: Mapping[str, int]
    codes: Mapping[str, CodesSaved]
    words: Mapping[str, int]
    names: Sequence[Sequence[str]]


def save(folder: Path, saved: Saved) -> None:
    """The old one stays until the new one is whole. A disk that refuses costs only the time that it would have saved."""
    told = {
        "lineage": saved.lineage,
        "position": saved.position,
        "next_ordinal": saved.next_ordinal,
        "ids": saved.ids,
        "gone": saved.gone,
        "codes": saved.codes,
        "words": saved.words,
        "names": saved.names,
    }
    unfinished = folder / f"{FILE}.unfinished"
    try:
        with unfinished.open("wb") as file:
            np.savez(file, allow_pickle=False, **{_TOLD: np.frombuffer(orjson.dumps(told), dtype=np.uint8)}, **saved.columns)
        unfinished.replace(folder / FILE)
    except OSError as error:
        log.warning("the columns of the search index could not be saved; the next start takes longer: %s", error)


def load(folder: Path) -> Saved | None:
    """zip files carry a checksum of each part, which reading checks."""
    try:
        with np.load(folder / FILE, allow_pickle=False) as file:
            told = orjson.loads(file[_TOLD].tobytes())
            columns = {name: file[name] for name in file.files if name != _TOLD}
        return Saved(
            told["lineage"],
            told["position"],
            told["next_ordinal"],
            columns,
            told["ids"],
            told["gone"],
            {name: CodesSaved(**each) for name, each in told["codes"].items()},
            told["words"],
            told["names"],
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        log.warning("the saved columns of the search index are damaged; every class is read again: %s", error)
        return None
