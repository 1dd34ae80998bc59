"""Which kind of postcode file is this? Told by its columns, never by its name alone; then read row by row."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path

from shared.errors import Invalid
from shared.geo.postcode_columns import Layout, Row, layout_of
from shared.geo.unpack import TextFile, text_files

__all__ = ["PostcodeFile", "Row", "open_postcode_file"]

ACCEPTED = (
    "Accepted: ONSPD or NSPL (csv or its zip), Code-Point Open (zip or csv), or a csv or csv.gz with columns postcode, lat, lon, lad_code."
)


class PostcodeFile:
    """A recognised file, and the count of what came of its rows while it was read."""

    def __init__(self, layout: Layout, parts: Sequence[TextFile]) -> None:
        self.kind, self.full = layout.kind, layout.full
        self.read = self.placed = self.ended = 0
        self.left_out: Counter[str] = Counter()
        self._parts = parts

    def batches(self, size: int) -> Iterator[list[Row]]:
        """Rows that can be placed, from up to `size` rows of the file at a time."""
        for part in self._parts:
            rows = _csv_rows(part)
            first = next(rows, [])
            layout = layout_of(first, part.path.name)
            if layout:
                yield from self._of_part(layout, rows if layout.has_header else chain([first], rows), size)

    def why(self) -> str:
        """The reasons rows were left out, for a person."""
        return ", ".join(f"{count} {reason}" for reason, count in self.left_out.most_common()) or "it has no rows"

    def _of_part(self, layout: Layout, rows: Iterator[list[str]], size: int) -> Iterator[list[Row]]:
        while batch := list(islice(rows, size)):
            self.read += len(batch)
            found = layout.rows(batch, self.left_out)
            self.placed += len(found)
            self.ended += sum(row.ended for row in found)
            yield found


@contextmanager
def open_postcode_file(path: Path) -> Iterator[PostcodeFile]:
    """Raises Invalid, naming the columns seen and the files accepted, when there is nothing usable in the file."""
    with text_files(path) as texts:
        seen = [(text, next(_csv_rows(text), [])) for text in texts]
        known = [(text, layout) for text, first in seen if (layout := layout_of(first, path.name))]
        if not known:
            raise Invalid.field("file", f"{path.name} is not a postcode file. {_what_was_seen(seen)}", ACCEPTED)
        layout, parts = _parts_to_read(known)
        yield PostcodeFile(layout, parts)


def _parts_to_read(known: list[tuple[TextFile, Layout]]) -> tuple[Layout, list[TextFile]]:
    """ONSPD and NSPL hold everything in one csv and again in one for each area: the largest is enough. Code-Point Open is only in parts."""
    whole = [one for one in known if one[1].has_header and one[1].kind != "Code-Point Open"]
    if whole:
        text, layout = max(whole, key=lambda one: one[0].size)
        return layout, [text]
    return known[0][1], [text for text, _ in known]


def _what_was_seen(seen: list[tuple[TextFile, list[str]]]) -> str:
    if not seen:
        return "It holds no csv."
    text, first = seen[0]
    columns = ", ".join(cell.strip()[:30] for cell in first[:8] if cell.isprintable()) or "nothing that can be read"
    return f"The first line of {text.name} has: {columns}."


def _csv_rows(text: TextFile) -> Iterator[list[str]]:
    try:
        yield from csv.reader(text.lines())
    except csv.Error as damage:
        raise Invalid.field("file", f"{text.name} is not a csv: {damage}.", ACCEPTED) from damage
