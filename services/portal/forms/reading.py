"""Reads typed text into values, and remembers every problem on the way, named as the directory names its fields."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from services.portal.forms.times_and_dates import a_date, a_time
from services.portal.forms.typed import Typed
from services.portal.languages import gettext as _
from shared.errors import FieldProblem

T = TypeVar("T")
YES_NO = {"yes": True, "no": False}


def field_name(path: str) -> str:
    """`sessions[0].ends` is the field `sessions-0-ends` on the page."""
    return re.sub(r"[.\[]", "-", path.replace("]", ""))


class Reading:
    """Every method takes the directory's path of a field; empty text is None."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        self.problems: list[FieldProblem] = []

    def problem(self, path: str, message: str, remedy: str = "") -> None:
        self.problems.append(FieldProblem(path, message, remedy))

    def text(self, path: str) -> str | None:
        return self.typed.one(field_name(path)) or None

    def needed(self, path: str, message: str) -> str:
        """Text that must be there; `message` says what to give."""
        text = self.text(path)
        if text is None:
            self.problem(path, message)
        return text or ""

    def yes_no(self, path: str) -> bool | None:
        return YES_NO.get(self.typed.one(field_name(path)))

    def ticked(self, path: str) -> bool:
        return self.typed.ticked(field_name(path))

    def all(self, path: str) -> list[str]:
        return list(self.typed.all(field_name(path)))

    def web_address(self, path: str) -> str | None:
        """`www.example.org` is how people write it."""
        text = self.text(path)
        return f"https://{text}" if text and "://" not in text else text

    def number(self, path: str) -> int | None:
        return self._tried(path, _whole_number)

    def pence(self, path: str) -> int | None:
        return self._tried(path, _pounds)

    def clock(self, path: str) -> str | None:
        return self._tried(path, lambda text: a_time(text).isoformat())

    def day(self, path: str) -> str | None:
        """As `2026-09-14`."""
        name = field_name(path)
        try:
            found = a_date(*(self.typed.one(f"{name}-{part}") for part in ("day", "month", "year")))
            return found.isoformat() if found else None
        except ValueError as error:
            self.problem(path, str(error))
            return None

    def _tried(self, path: str, read: Callable[[str], T]) -> T | None:
        text = self.text(path)
        if text is None:
            return None
        try:
            return read(text)
        except ValueError as error:
            self.problem(path, str(error))
            return None


def _whole_number(text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text):
        raise ValueError(_("Enter a whole number up to 5,000, like 4, or leave it empty."))
    return int(text)


def _pounds(text: str) -> int:
    found = re.fullmatch(r"£?\s*(\d{1,5})(?:\.(\d{2}))?", text.replace(",", ""))
    if not found:
        raise ValueError(_("Enter an amount in pounds, like 12 or 12.50."))
    return int(found[1]) * 100 + int(found[2] or 0)


def flattened(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Plain JSON as fields of a form: what Reading reads, the other way round."""
    if isinstance(value, dict):
        return [pair for key, part in value.items() for pair in flattened(part, f"{name}-{key}" if name else key)]
    if isinstance(value, list):
        return [pair for at, part in enumerate(value) for pair in flattened(part, f"{name}-{at}" if isinstance(part, dict) else name)]
    if isinstance(value, bool):
        return [(name, "yes" if value else "no")]
    return [] if value is None else [(name, str(value))]
