"""Levels as people write them: "E1", "Entry 2", "ESOL Entry Level 3", "L1", "Pre-entry", "Entry 1-3"."""

import re

from services.directory.domain.spreadsheet.sheet import Cell, as_text
from services.directory.domain.spreadsheet.values import Unreadable
from shared.contracts.provision import Level

_ENTRY = (Level.ENTRY_1, Level.ENTRY_2, Level.ENTRY_3)
_UPPER = (Level.LEVEL_1, Level.LEVEL_2)
_PRE = re.compile(r"\bpre[ -]?entry\b")
_NUMBERS = r"([1-3](?:\s*(?:,|/|&|\+|-|–|to|and)\s*(?:entry(?:\s*level)?\s*|e)?[1-3])*)(?![\d:.])"
_IN_ENTRY = re.compile(rf"\b(?:entry(?:\s*level)?|e)\s*{_NUMBERS}")
_IN_LEVEL = re.compile(r"(?<!entry )\b(?:level|l)\s*([12](?:\s*(?:,|/|&|\+|-|–|to|and)\s*(?:level\s*|l)?[12])*)(?![\d:.])")
_OF_DFE = re.compile(r"entry level|[1-8]|level [3-8]|introductory")


def levels_named(text: str) -> tuple[Level, ...]:
    """Every level a text names, in order; none when it names none."""
    plain = " ".join(text.casefold().split())
    found: set[Level] = {Level.PRE_ENTRY} if _PRE.search(plain) else set()
    rest = _PRE.sub(" ", plain)
    for match in _IN_ENTRY.finditer(rest):
        found.update(_ENTRY[number - 1] for number in _numbers(match[1]))
    for match in _IN_LEVEL.finditer(rest):
        found.update(_UPPER[number - 1] for number in _numbers(match[1]))
    return tuple(level for level in Level if level in found)


def levels_of(cell: Cell) -> tuple[Level, ...]:
    """Of a level column. The DfE's "1" and "2" are level 1 and 2; its "Entry level" does not say which, so it gives none."""
    text = " ".join(as_text(cell).casefold().split())
    if text in {"1", "2"}:
        return (_UPPER[int(text) - 1],)
    if text in {"all", "all levels", "any", "any level", "mixed"}:
        return tuple(Level)
    found = levels_named(text)
    if not found and not _OF_DFE.fullmatch(text):
        raise Unreadable(
            f"“{as_text(cell)}” is not an ESOL level.",
            "Write Pre-entry, Entry 1, Entry 2, Entry 3, Level 1 or Level 2; several with commas.",
        )
    return found


def _numbers(text: str) -> list[int]:
    """ "1-3" is 1, 2 and 3; "1/3" is 1 and 3."""
    numbers = [int(digit) for digit in re.findall(r"[1-3]", text)]
    if re.search(r"-|–|to", text) and len(numbers) == 2:
        return list(range(min(numbers), max(numbers) + 1))
    return numbers
