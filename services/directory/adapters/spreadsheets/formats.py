"""What a file is, by what is in it. People rename files, and some programs write web pages called .xls."""

from enum import Enum

from shared.errors import Invalid

SAVE_AS = "Open it in your spreadsheet program, choose “Save as” and save it as .xlsx, .ods or .csv."


class Format(Enum):
    TEXT = "text"
    ZIP = "zip"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document (rich text)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed archive (7-Zip)"),
    (b"Rar!", "a compressed archive (RAR)"),
    (b"SQLite format 3", "a database"),
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta")


def format_of(start: bytes) -> Format:
    """`start`: the first kilobytes of the file, and for old Office files as much as there is. Raises Invalid, saying what it is instead."""
    if not start.strip():
        raise Invalid(
            "The file is empty.",
            remedy="Choose the file again; if it is empty on your computer too, save it once more from your spreadsheet program.",
        )
    if start.startswith(b"PK\x03\x04"):
        return Format.ZIP
    if start.startswith(_OLE):
        raise _old_office(start)
    for sign, what in _OTHERS:
        if start.startswith(sign):
            raise Invalid(f"This is {what}, not a spreadsheet.", remedy="Choose the spreadsheet itself, as .xlsx, .ods or .csv.")
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        raise Invalid("This is a web page or an XML file, although it may be called a spreadsheet.", remedy=SAVE_AS)
    return Format.TEXT


def _old_office(data: bytes) -> Invalid:
    """A password-protected .xlsx is such a container as well (MS-OFFCRYPTO 2.3.4.4); its stream is called EncryptedPackage."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Invalid(
            "The workbook is protected by a password, so it cannot be read.",
            remedy="Save it without a password (File, Info, Protect workbook), then choose it again.",
        )
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return Invalid(
            "This is a workbook of the old kind (.xls, Excel 97 to 2003).", remedy="Open it, choose “Save as” and save it as .xlsx or .ods."
        )
    return Invalid("This is an old Office document, not a spreadsheet that can be read.", remedy=SAVE_AS)
