"""The index on disk: tantivy holds each class's card, its words by group, its row, and how far in the event log it all is.

One commit holds changes and position together, so a crash leaves both or neither.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from services.directory.adapters.search_embedded import columns, rows, saved
from services.directory.adapters.search_embedded.index_files import check_whole
from services.directory.adapters.search_embedded.rows import Row
from services.directory.domain import analyser, filters, running, searched_text, word_list
from services.directory.domain.searched_text import Group
from shared.contracts import labels
from shared.errors import Unavailable
from shared.messaging.inbox import Reached

GROUPS = tuple(Group)
_POSITION = "position"
_WRITER_BYTES = 50_000_000
_LAST = 2**63


@dataclass(frozen=True)
class Document:
    """One class as it is written. No row: withdrawn, only its sequence is kept. `ordinal` grows with every write."""

    id: str
    sequence: int
    ordinal: int
    row: Row | None
    card: bytes
    groups: dict[str, Group]


@dataclass(frozen=True)
class Held:
    """One class as it is read back at start."""

    id: str
    sequence: int
    ordinal: int
    row: Row | None


@dataclass(frozen=True)
class Position:
    """How far the index is, how far it must be before searches are answered, and a name that it has from its first commit on."""

    reached: Reached
    complete_at: int
    lineage: str


class TextIndex:
    """One writer at a time over all processes; any number of readers."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """`folder` is that of open_index. Raises ValueError or OSError when the files are damaged."""
        self.folder, self._lineage = folder, secrets.token_hex(8)
        if read_only:
            self._index, self._writer = tantivy.Index.open(str(folder)), None
            return
        folder.mkdir(parents=True, exist_ok=True)
        check_whole(folder)
        self._index = tantivy.Index(_schema(), path=str(folder), reuse=True)
        self._writer = self._index.writer(_WRITER_BYTES, 1)
        self._lineage = stored_position(self.searcher()).lineage or self._lineage

    def searcher(self) -> tantivy.Searcher:
        """A view that does not move."""
        self._index.reload()
        return self._index.searcher()

    def write(self, documents: Iterable[Document], reached: Reached, complete_at: int) -> tantivy.Searcher:
        """All of it in one commit, with the position, and with that from which searches are answered; returns the view after it.

        Raises Unavailable, and then nothing was written.
        """
        writer = self._must_write()
        try:
            for document in documents:
                writer.delete_documents_by_term("key", f"class:{document.id}")
                writer.add_document(_written(document))
            writer.delete_documents_by_term("key", _POSITION)
            writer.add_document(_position(reached, complete_at, self._lineage))
            writer.commit()
        except (ValueError, OSError) as error:
            writer.rollback()
            raise Unavailable(f"The search index cannot be written: {error}", remedy="See whether its disk is full.") from error
        return self.searcher()

    def close(self) -> None:
        """Let the writer's lock go."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def _must_write(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise Unavailable("The search index is open for reading only.", remedy="Write through the Signpost that runs on this folder.")
        return self._writer


def held_classes(searcher: tantivy.Searcher, first: int = 0) -> Iterator[Held]:
    """Every class in the index from this ordinal on, tombstones too, in the order they were written."""
    later = tantivy.Query.range_query(_schema(), "ordinal", tantivy.FieldType.Unsigned, first, _LAST)
    for _, address in searcher.search(later, max(searcher.num_docs, 1), order_by_field="ordinal", order=tantivy.Order.Asc).hits:
        yield _read(searcher.doc(address))


def stored_position(searcher: tantivy.Searcher) -> Position:
    found = searcher.search(tantivy.Query.term_query(_schema(), "key", _POSITION), limit=1).hits
    if not found:
        return Position(Reached(), 0, "")
    document = searcher.doc(found[0][1])
    reached = Reached(_number(document, "sequence"), str(document.get_first("event") or ""))
    return Position(reached, _number(document, "complete_at"), str(document.get_first("lineage") or ""))


def held_class(searcher: tantivy.Searcher, id: str) -> Held | None:
    found = searcher.search(tantivy.Query.term_query(_schema(), "key", f"class:{id}"), limit=1).hits
    return _read(searcher.doc(found[0][1])) if found else None


def classes_with(searcher: tantivy.Searcher, token: str) -> list[NDArray[np.int64]]:
    """By group, in the order of GROUPS: the ordinals of the classes whose first group with this token it is."""
    return [_ordinals(searcher, group, token) for group in GROUPS]


def cards(searcher: tantivy.Searcher, ordinals: Sequence[int]) -> dict[int, bytes]:
    """Ordinal → card. One term each: a set of terms goes through the whole dictionary, 1.5 ms already at 20,000 listings."""
    if not ordinals:
        return {}
    each = (tantivy.Query.term_query(_schema(), "ordinal", ordinal, "basic") for ordinal in ordinals)
    query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in each])
    documents = [searcher.doc(address) for _, address in searcher.search(query, limit=len(ordinals), count=False).hits]
    return {_number(document, "ordinal"): _bytes(document, "card") for document in documents}


def kind() -> str:
    """The name of the subfolder. It changes with what is stored and how text is read: then an empty index is begun."""
    parts = (
        Path(__file__),
        *(Path(str(module.__file__)) for module in (rows, columns, saved, analyser, filters, running, searched_text, word_list, labels)),
    )
    return "classes-" + hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()[:12]


def _ordinals(searcher: tantivy.Searcher, group: Group, token: str) -> NDArray[np.int64]:
    query = tantivy.Query.term_query(_schema(), group.value, token, "basic")
    hits = searcher.search(query, limit=max(searcher.num_docs, 1), count=False, order_by_field="ordinal", order=tantivy.Order.Asc).hits
    return np.fromiter((ordinal for ordinal, _ in hits), dtype=np.int64, count=len(hits))


def _position(reached: Reached, complete_at: int, lineage: str) -> tantivy.Document:
    where = {"sequence": reached.position, "event": reached.event_id, "complete_at": complete_at}
    return tantivy.Document.from_dict({"key": _POSITION, "lineage": lineage, **where}, _schema())


def _written(document: Document) -> tantivy.Document:
    made = tantivy.Document()
    made.add_text("key", f"class:{document.id}")
    made.add_unsigned("sequence", document.sequence)
    made.add_unsigned("ordinal", document.ordinal)
    if document.row:
        made.add_bytes("row", rows.packed(document.row))
        made.add_bytes("card", document.card)
    for group in GROUPS:
        made.add_text(group.value, " ".join(token for token, of in document.groups.items() if of is group))
    return made


def _read(document: tantivy.Document) -> Held:
    id = str(document.get_first("key")).removeprefix("class:")
    row = _bytes(document, "row")
    return Held(id, _number(document, "sequence"), _number(document, "ordinal"), rows.unpacked(row) if row else None)


def _number(document: tantivy.Document, field: str) -> int:
    return int(document.get_first(field) or 0)


def _bytes(document: tantivy.Document, field: str) -> bytes:
    return bytes(document.get_first(field) or b"")


@cache
def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("sequence", stored=True)
    builder.add_text_field("event", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("complete_at", stored=True)
    builder.add_text_field("lineage", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("ordinal", stored=True, indexed=True, fast=True)
    builder.add_bytes_field("row", stored=True)
    builder.add_bytes_field("card", stored=True)
    for group in GROUPS:
        builder.add_text_field(group.value, tokenizer_name="whitespace", index_option="basic")
    return builder.build()
