"""`signpost geo load`: full postcodes from a file, whatever the file is."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run


def test_a_small_file_is_loaded_and_counted(signpost: Run, tmp_path: Path) -> None:
    file = tmp_path / "postcodes.csv"
    file.write_text("postcode,lat,lon\nLS8 5AA,53.81574,-1.51799\nnonsense,53.8,-1.5\nLS8 5AB,,\n")
    said = signpost("geo", "load", file, "--data", tmp_path / "data")
    assert (said.code, "1 postcodes loaded from postcodes.csv" in said.text) == (0, True)
    assert said.text.count("rows left out") == 2


@pytest.mark.parametrize("content", [b"", b"postcode,lat,lon\n", b"name,colour\na,b\n", b"\x00\xff\x00\xff" * 50, b"PK\x03\x04 not a zip"])
def test_a_file_that_is_none_of_them_is_refused_with_what_is_accepted(signpost: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "postcodes.csv"
    file.write_bytes(content)
    said = signpost("geo", "load", file, "--data", tmp_path / "data")
    assert (said.code, "→" in said.text) == (1, True)
    assert not (tmp_path / "data/postcodes.sqlite").exists()


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_is_not_there_is_told(signpost: Run, tmp_path: Path, name: str) -> None:
    said = signpost("geo", "load", tmp_path / name, "--data", tmp_path / "data")
    assert (said.code, "→" in said.text) == (1, True)
