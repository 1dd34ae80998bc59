"""Files that cannot be taken: each is refused saying what it is and what to do, and nothing changes."""

import struct
import tracemalloc
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from services.directory.adapters.spreadsheets.reading import SpreadsheetFiles
from services.directory.domain.spreadsheet.plan import ImportTarget
from shared.errors import Invalid, SignpostError, TooLarge
from tests.imports.conftest import World, venues
from tests.imports.files import ROUNDHAY, VENUE_HEADER, as_csv, as_ods, as_xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_SPREADSHEETS = {
    "nothing at all": (b"", "empty"),
    "blank lines only": (b"\r\n \r\n", "empty"),
    "a PDF": (b"%PDF-1.7\n...", "a PDF document"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
    "a web page called .xls": (b"<html><table><tr><td>VENUE_NAME", "a web page"),
    "Excel 2003 XML": (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook>', "an XML file"),
    "an old .xls": (OLE + bytes(600) + "Workbook".encode("utf-16-le") + bytes(100), ".xls"),
    "a password-protected .xlsx": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(100), "password"),
    "random bytes": (bytes(range(256)) * 4, "neither a workbook nor text"),
    "half a workbook": (as_xlsx([VENUE_HEADER, ROUNDHAY])[:2000], "damaged"),
    "a header and no rows": (venues(), "no rows under it"),
    "columns nobody knows": (as_csv([("Colour", "Shape"), ("red", "round")]), "“Colour”, “Shape”"),
    "an open quotation mark": (venues(ROUNDHAY) + b'V9,"Hall, no end\r\nV10,Other\r\n', "quotation mark"),
}


def zip_of(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return file.getvalue()


def parts_of(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(workbook)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def refusal(world: World, file: bytes | Path, into: ImportTarget | None = None) -> SignpostError:
    """What a person is told; first seen in the preview, then alike in the import. Nothing is written."""
    before = world.content()
    target = (into,) if into else ()
    with pytest.raises(SignpostError) as seen:
        world.preview(file, *target)
    with pytest.raises(SignpostError) as told:
        world.bring(file, *target)
    assert told.value.message == seen.value.message and told.value.remedy
    assert world.content() == before
    return told.value


@pytest.mark.parametrize(("file", "said"), NOT_SPREADSHEETS.values(), ids=NOT_SPREADSHEETS.keys())
def test_what_is_no_usable_spreadsheet_is_called_what_it_is(world: World, file: bytes, said: str) -> None:
    told = refusal(world, file)
    assert isinstance(told, Invalid) and said in told.message


@pytest.mark.parametrize("make", [as_xlsx, as_ods])
def test_an_empty_workbook_is_called_empty(world: World, make: type) -> None:
    assert "empty" in refusal(world, make([])).message


def test_other_zip_files_are_called_what_they_are(world: World) -> None:
    assert "a Word document" in refusal(world, zip_of({"word/document.xml": b"<x/>"})).message
    assert "Apple Numbers" in refusal(world, zip_of({"Index/Document.iwa": b"x"})).message
    assert "zip archive" in refusal(world, zip_of({"letter.txt": b"x"})).message
    assert ".xlsb" in refusal(world, zip_of({"xl/workbook.bin": b"x"})).message


def test_a_file_of_300_mb_is_refused_before_it_is_read(world: World, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(300_000_000)
    tracemalloc.start()
    told = refusal(world, large)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(told, TooLarge) and "300 MB" in told.message and "the limit is 50 MB" in told.message
    assert peak < 20_000_000


def test_a_zip_bomb_is_refused_by_what_it_states(world: World) -> None:
    bomb = zip_of(parts_of(as_xlsx([VENUE_HEADER, ROUNDHAY])) | {"xl/media/picture.bin": bytes(300_000_000)})
    told = refusal(world, bomb)
    assert isinstance(told, TooLarge) and "not opened" in told.message and "250 MB" in told.message


def test_a_zip_bomb_under_the_size_limit_is_refused_by_how_it_grows(world: World) -> None:
    bomb = zip_of(parts_of(as_xlsx([VENUE_HEADER, ROUNDHAY])) | {"xl/media/picture.bin": bytes(30_000_000)})
    assert "400 times" in refusal(world, bomb).message


def test_a_zip_bomb_that_lies_about_its_size_is_refused_while_it_unpacks(world: World) -> None:
    honest = zip_of(parts_of(as_xlsx([VENUE_HEADER, ROUNDHAY])) | {"xl/media/picture.bin": bytes(30_000_000)})
    lying = honest.replace(struct.pack("<L", 30_000_000), struct.pack("<L", 900_000))
    told = refusal(world, lying)
    assert isinstance(told, TooLarge) and "more than it states" in told.message


def test_a_part_with_a_document_type_is_refused(world: World) -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    parts = parts_of(as_xlsx([VENUE_HEADER, ROUNDHAY]))
    sheet = parts["xl/worksheets/sheet1.xml"]
    head, rest = sheet.split(b"?>", 1)
    assert "damaged" in refusal(world, zip_of(parts | {"xl/worksheets/sheet1.xml": head + b"?>" + entities + rest})).message


def test_an_encoding_nobody_knows_is_damage(world: World) -> None:
    parts = parts_of(as_xlsx([VENUE_HEADER, ROUNDHAY]))
    assert "damaged" in refusal(world, zip_of(parts | {"xl/workbook.xml": parts["xl/workbook.xml"].replace(b"UTF-8", b"UTF-9")})).message


def test_a_workbook_that_could_be_read_as_two_is_refused(world: World) -> None:
    both = parts_of(as_xlsx([VENUE_HEADER, ROUNDHAY])) | {"content.xml": b"<x/>"}
    assert "damaged" in refusal(world, zip_of(both)).message
    parts = parts_of(as_xlsx([VENUE_HEADER, ROUNDHAY], More=[VENUE_HEADER]))
    twice = parts["xl/workbook.xml"].replace(b'name="More"', b'name="Sheet1"')
    assert "damaged" in refusal(world, zip_of(parts | {"xl/workbook.xml": twice})).message


def test_one_stray_cell_far_away_is_named_instead_of_filling_the_memory(world: World) -> None:
    book = openpyxl.Workbook()
    book.active.append(VENUE_HEADER)
    book.active.append(ROUNDHAY)
    book.active["C1048576"] = "stray"
    file = BytesIO()
    book.save(file)
    assert "C1048576" in refusal(world, file.getvalue()).message
    assert "columns" in refusal(world, as_csv([VENUE_HEADER, [*ROUNDHAY, *[""] * 300, "stray"]])).message


def test_more_than_50000_rows_are_refused_naming_the_limit(world: World) -> None:
    told = refusal(world, as_csv([("Name", "Postcode"), *([f"Hall {number}", "LS8 5AN"] for number in range(50_001))]))
    assert isinstance(told, TooLarge) and "50,000 rows" in told.message


def test_a_password_protected_ods_is_called_so(world: World) -> None:
    parts = parts_of(as_ods([VENUE_HEADER, ROUNDHAY]))
    manifest = b'<m:manifest xmlns:m="urn:x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    assert "password" in refusal(world, zip_of(parts | {"META-INF/manifest.xml": manifest})).message


def test_a_missing_file_is_told_by_name(world: World, tmp_path: Path) -> None:
    assert "none.csv" in refusal(world, tmp_path / "none.csv").message


def spoilt(good: bytes) -> Iterator[bytes]:
    """A workbook with one byte changed, at 60 places."""
    for at in range(0, len(good), max(1, len(good) // 60)):
        yield good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :]


@pytest.mark.parametrize("make", [as_xlsx, as_ods])
def test_a_damaged_workbook_is_read_or_refused_but_never_breaks_anything(make: type) -> None:
    for file in spoilt(make([VENUE_HEADER, ROUNDHAY])):
        try:
            for sheet in SpreadsheetFiles().read(file):
                list(sheet.rows())
        except SignpostError as told:
            assert told.remedy
