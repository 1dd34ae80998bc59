"""What a person typed, exactly as it was typed, so that a page with errors shows it again."""

import re
from collections.abc import Iterable, Mapping, Sequence

Pairs = Iterable[tuple[str, str]]
UNSEEN = "-provider_id"
"""How the fields end that a row carries along and nobody types into."""


class Typed:
    """Field name → what was typed. Rows are fields named `sessions-0-day`, `sessions-0-starts`, `sessions-1-day`, …"""

    def __init__(self, pairs: Pairs = ()) -> None:
        self._values: dict[str, tuple[str, ...]] = {}
        for name, value in pairs:
            self._values[name] = (*self._values.get(name, ()), value)

    def one(self, name: str) -> str:
        """Without the spaces around it; empty when nothing was typed. Browsers end lines with CR LF, we with LF."""
        return self._values.get(name, ("",))[0].replace("\r\n", "\n").strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Every ticked value."""
        return tuple(value for value in self._values.get(name, ()) if value)

    def ticked(self, name: str) -> bool:
        return self.one(name) == "yes"

    def number(self, name: str) -> int:
        """Of a hidden field; 0 when it was tampered with."""
        text = self.one(name)
        return int(text) if text.isascii() and text.isdecimal() else 0

    def pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self._values.items() for value in values]

    def having(self, changes: Mapping[str, str | Sequence[str]]) -> "Typed":
        """A copy in which these fields hold this instead."""
        kept = [(name, value) for name, value in self.pairs() if name not in changes]
        new = [(name, value) for name, given in changes.items() for value in ([given] if isinstance(given, str) else given)]
        return Typed([*kept, *new])

    def rows(self, group: str) -> list[int]:
        """The numbers of the rows in which something was typed."""
        numbered = re.compile(rf"{re.escape(group)}-(\d{{1,3}})-")
        filled = [name for name, value in self.pairs() if value.strip() and not name.endswith(UNSEEN)]
        return sorted({int(found[1]) for name in filled if (found := numbered.match(name))})

    def tidy(self, group: str, without: int | None = None) -> "Typed":
        """Rows numbered from 0 without gaps, the empty ones and row `without` left out: so numbers in messages fit the page."""
        numbers = {old: new for new, old in enumerate(each for each in self.rows(group) if each != without)}
        return Typed(pair for each in self.pairs() if (pair := _renumbered(each, group, numbers)))


def _renumbered(pair: tuple[str, str], group: str, numbers: Mapping[int, int]) -> tuple[str, str] | None:
    name, value = pair
    found = re.match(rf"{re.escape(group)}-(\d{{1,3}})-(.*)", name)
    if not found:
        return pair
    number = numbers.get(int(found[1]))
    return None if number is None else (f"{group}-{number}-{found[2]}", value)
