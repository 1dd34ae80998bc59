"""The `signpost` command run as a person runs it, on a folder of its own."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.directory.settings import DirectorySettings
from services.directory.wiring import open_directory
from signpost import cli
from signpost.commands import saying
from signpost.sample.build import build_sample


@dataclass(frozen=True)
class Said:
    """What stood on the terminal, and how the command ended."""

    code: int
    text: str


Run = Callable[..., Said]


@pytest.fixture
def signpost(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command as the installed one runs, in this process: an exception that would be a traceback fails the test."""
    monkeypatch.setattr(saying.out, "width", 400)
    monkeypatch.setattr(saying.err, "width", 400)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERMINAL_WIDTH", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("SIGNPOST_DATA", raising=False)

    def run(*words: str | Path) -> Said:
        capsys.readouterr()
        code = 0
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["signpost", *map(str, words)])
            try:
                cli.main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 0
        said = capsys.readouterr()
        return Said(code, said.out + said.err)

    return run


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample region, whose index has heard nothing yet."""
    data = tmp_path_factory.mktemp("region") / "data"
    directory = open_directory(DirectorySettings(data=data))
    build_sample(directory)
    directory.close()
    return data
