"""signpost import: where the refused rows go is looked at before anything is imported."""

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from tests.commands.conftest import Run, signpost
from tests.imports.conftest import venues
from tests.imports.files import ROUNDHAY

BAD = ("V9", "Bad Hall", "", "", "Leeds", "", "not one", "", "", "")

__all__ = ["signpost"]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "halls.csv"
    path.write_bytes(venues(ROUNDHAY, BAD))
    return path


def brought(signpost: Run, sheet: Path, errors: Path) -> tuple[int, str]:
    said = signpost("import", sheet, "--authority", "Leeds", "--take-good-rows", "--errors", errors, "--data", sheet.parent / "data")
    return said.code, said.text


@pytest.mark.parametrize("name", ["no/such/folder/errors.xlsx", "."])
def test_errors_that_cannot_be_written_are_told_before_anything_is_imported(signpost: Run, sheet: Path, tmp_path: Path, name: str) -> None:
    code, text = brought(signpost, sheet, tmp_path / name)
    assert code and "--errors" in text and "cannot be written" in text and "Traceback" not in text
    code, text = brought(signpost, sheet, tmp_path / "errors.xlsx")
    assert "1 added" in text and (tmp_path / "errors.xlsx").is_file()


def test_refused_rows_are_written_where_asked(signpost: Run, sheet: Path, tmp_path: Path) -> None:
    brought(signpost, sheet, tmp_path / "errors.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "errors.xlsx").active.iter_rows(values_only=True))
    assert len(rows) == 2 and rows[0][-1] == "ERRORS" and rows[1][1] == "Bad Hall"


def test_no_file_is_left_where_nothing_was_refused(signpost: Run, sheet: Path, tmp_path: Path) -> None:
    sheet.write_bytes(venues(ROUNDHAY))
    code, _ = brought(signpost, sheet, tmp_path / "errors.xlsx")
    assert not code and not (tmp_path / "errors.xlsx").exists()
