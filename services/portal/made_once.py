"""Pieces of pages that depend on nothing but what they are made from: made once, kept, and shown to everybody who asks for the same."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Protocol

from markupsafe import Markup

from services.portal.languages import current_language

MOST_PIECES = 4_000
"""Two for each class lately shown, some two kilobytes each."""


class Macro(Protocol):
    name: str

    def __call__(self, *made_from: Hashable) -> Markup: ...


class MadeOnce:
    """Pages are rendered one at a time, so it needs no lock. A class that changes is another value, and so is another day."""

    def __init__(self) -> None:
        self._pieces: OrderedDict[Hashable, Markup] = OrderedDict()

    def __call__(self, macro: Macro, *made_from: Hashable) -> Markup:
        """What the macro makes of these values alone, in the language of the page. The one not shown longest makes room."""
        key = (macro.name, current_language().code, made_from)
        piece = self._pieces.get(key)
        if piece is None:
            piece = self._pieces[key] = macro(*made_from)
            if len(self._pieces) > MOST_PIECES:
                self._pieces.popitem(last=False)
        self._pieces.move_to_end(key)
        return piece
