"""A sheet is taken as plain from its bytes only where the look cell by cell would find nothing, wherever the bytes are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.adapters.spreadsheets.plain_sheet import is_plain

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="x"><sheetData>'
PLAIN = HEAD + '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>5</v></c></row></sheetData></worksheet>'


def sheet(cell: str, head: str = HEAD) -> bytes:
    return f"{head}<row>{cell}</row></sheetData></worksheet>".encode()


@given(st.integers(1, len(PLAIN)), st.integers(1, len(PLAIN)))
def test_a_plain_sheet_is_plain_however_it_comes_in_pieces(one: int, other: int) -> None:
    first, second = sorted((one, other))
    content = PLAIN.encode()
    assert is_plain([content[:first], content[first:second], content[second:]])


@pytest.mark.parametrize(
    "odd",
    {
        "a formula": sheet('<c r="A1"><f>1+1</f></c>'),
        "an error": sheet('<c r="A1" t="e"><v>#N/A</v></c>'),
        "an error in other quotes": sheet("<c r=\"A1\" t='e'><v>#N/A</v></c>"),
        "a cell that does not say where it is": sheet("<c><v>1</v></c>"),
        "a cell far below": sheet('<c r="A1048576"><v>1</v></c>'),
        "a cell far out": sheet('<c r="XFD1"><v>1</v></c>'),
        "another prefix": sheet('<x:c r="A1"><x:v>1</x:v></x:c>'),
        "a comment": sheet('<!-- <c r="A1"> -->'),
        "a document type": sheet("", '<?xml version="1.0"?><!DOCTYPE x><worksheet><sheetData>'),
        "another encoding": sheet('<c r="A1"><v>1</v></c>', HEAD.replace("UTF-8", "UTF-7")),
        "bytes of two each": PLAIN.encode("utf-16"),
        "nothing": b"",
    }.values(),
)
@pytest.mark.parametrize("size", [1, 7, 4096])
def test_what_is_odd_is_not_plain(odd: bytes, size: int) -> None:
    assert not is_plain(odd[at : at + size] for at in range(0, len(odd), size))
