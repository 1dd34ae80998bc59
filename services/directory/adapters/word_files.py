"""The words of each language, read from the files in `words`: what a translator extends."""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.directory.domain.understanding.phrases import WordFile
from services.directory.domain.understanding.words_check import Fault

FOLDER = Path(__file__).parent / "words"


class _File(BaseModel):
    """One file as it is written."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(pattern=r"^[a-z]{2,3}$")
    language: str = Field(min_length=2)
    own_name: str = Field(min_length=1)
    said: dict[str, list[str]]
    places: dict[str, list[str]] = {}


def read_word_files(folder: Path = FOLDER) -> tuple[list[WordFile], list[Fault]]:
    """English first, then by code; and what makes a file unreadable, which is then passed over."""
    files, faults = [], []
    for path in sorted(folder.glob("*.toml"), key=lambda path: (path.stem != "en", path.stem)):
        try:
            read = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
            faults.append(Fault(path.name, _where(error), _what(error), "Compare the file with en.toml."))
            continue
        if read.code != path.stem:
            faults.append(Fault(path.name, "code", f"The file says code “{read.code}”.", f"Write {path.stem}, or rename the file."))
        files.append(WordFile(read.code, read.language, read.own_name, read.said, read.places))
    return files, faults


def _where(error: Exception) -> str:
    return ".".join(str(part) for part in error.errors()[0]["loc"]) if isinstance(error, ValidationError) else "file"


def _what(error: Exception) -> str:
    return str(error.errors()[0]["msg"]) if isinstance(error, ValidationError) else f"It cannot be read: {error}"
