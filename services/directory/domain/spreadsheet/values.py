"""From a cell to a value, the way people in Britain write them. What cannot be read for sure is refused, never guessed."""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from services.directory.domain.spreadsheet.sheet import Cell, as_text
from shared.contracts.provision import Day, Format


class Unreadable(Exception):
    """What is wrong with a cell and what to do about it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


DATE_REMEDY = "Write it like 03/09/2026 or 3 September 2026: dates are read as day, month, year."
TIME_REMEDY = "Use the 24-hour clock, such as 13:30, or say am or pm."
_YES = frozenset({"yes", "y", "true", "1", "x", "✓"})
_NO = frozenset({"no", "n", "false", "0"})
_WORDED_DATE = re.compile(
    r"(?:[a-z]+day,? |(?:mon|tues?|wed|thurs?|thu|fri|sat|sun),? )?(\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?([a-z]{3,9})\.?,?[ -](\d{4}|\d{2})"
)
_NUMBER_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: 00:00(?::00)?)?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::00)? ?(am|pm|noon)?")
_DAY_NAMES = {day.value[:length]: day for day in Day for length in range(3, len(day.value) + 1)}
_FORMATS = {
    "classroom based": Format.IN_PERSON,
    "classroom": Format.IN_PERSON,
    "in person": Format.IN_PERSON,
    "face to face": Format.IN_PERSON,
    "work based": Format.IN_PERSON,
    "online": Format.ONLINE,
    "blended learning": Format.HYBRID,
    "blended": Format.HYBRID,
    "hybrid": Format.HYBRID,
}


def yes_no(cell: Cell) -> bool:
    text = as_text(cell).casefold()
    if text in _YES or text in _NO:
        return text in _YES
    raise Unreadable(f"“{as_text(cell)}” is neither yes nor no.", "Write Yes or No, or leave it empty.")


def a_date(cell: Cell) -> date:
    """A real date, or text as 03/09/2026 (3 September), 2026-09-03 or "3 Sept 2026"."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = " ".join(as_text(cell).casefold().split())
    if match := _ISO_DATE.fullmatch(text):
        return _day_of(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _NUMBER_DATE.fullmatch(text):
        return _day_of(_year(match[3]), int(match[2]), int(match[1]), text)
    if (match := _WORDED_DATE.fullmatch(text)) and (month := _month(match[2])):
        return _day_of(_year(match[3]), month, int(match[1]), text)
    raise Unreadable(f"“{as_text(cell)}” cannot be read as a date.", DATE_REMEDY)


def _month(word: str) -> int | None:
    months = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
    return next((at for at, name in enumerate(months, start=1) if name.startswith(word) or word == f"{name[:4]}"), None)


def _year(digits: str) -> int:
    return int(digits) + 2000 if len(digits) == 2 else int(digits)


def _day_of(year: int, month: int, day: int, text: str) -> date:
    if month > 12 >= day:
        raise Unreadable(f"“{text}” has no month {month}: it looks like an American date.", DATE_REMEDY)
    if not (2000 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        raise Unreadable(f"There is no day “{text}”.", DATE_REMEDY)
    return date(year, month, day)


def a_time(cell: Cell) -> time:
    """Raises Unreadable for 1:30 without am or pm: nobody meets at half past one at night, but nobody said so."""
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, float) and 0 < cell < 1:
        return (datetime.combine(date.min, time()) + timedelta(minutes=round(cell * 1440))).time()
    return _clock(as_text(cell))


def a_span(cell: Cell) -> tuple[time, time]:
    """From and to: "10:00-12:00", "10am to 12.30pm", "1-3pm" (both in the afternoon)."""
    text = as_text(cell).casefold()
    parts = re.split(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*", text)
    if len(parts) != 2:
        raise Unreadable(f"“{as_text(cell)}” does not say from when to when.", "Write it like 10:00-12:00.")
    ends = _clock(parts[1])
    if not parts[0].endswith(("am", "pm", "noon")) and parts[1].endswith("pm"):
        late = _try_clock(f"{parts[0]}pm")
        return (late, ends) if late and late < ends else (_clock(f"{parts[0]}am"), ends)
    return _clock(parts[0]), ends


def _try_clock(text: str) -> time | None:
    try:
        return _clock(text)
    except Unreadable:
        return None


def _clock(text: str) -> time:
    text = " ".join(text.casefold().replace("a.m.", "am").replace("p.m.", "pm").split())
    match = _CLOCK.fullmatch({"noon": "12pm", "midday": "12pm"}.get(text, text))
    hour, minute, half = (int(match[1]), int(match[2] or 0), match[3]) if match else (99, 0, None)
    if half in {"am", "pm"} and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half == "noon" and hour == 12:
        hour = 12
    elif half or hour > 23 or minute > 59:
        raise Unreadable(f"“{text}” cannot be read as a time.", TIME_REMEDY)
    elif hour < 7:
        raise Unreadable(f"“{text}” may be morning or afternoon.", TIME_REMEDY)
    if minute > 59:
        raise Unreadable(f"“{text}” cannot be read as a time.", TIME_REMEDY)
    return time(hour, minute)


def days(cell: Cell) -> tuple[Day, ...]:
    """ "Mon & Wed", "Tuesday/Thursday", "Mondays", in the order of the week."""
    words = [word.removesuffix("s") for word in re.split(r"[^a-z]+|\band\b", as_text(cell).casefold()) if word]
    found = {_DAY_NAMES.get(word) or _DAY_NAMES.get(f"{word}s") for word in words}
    if not found or None in found:
        raise Unreadable(f"“{as_text(cell)}” does not name a day of the week.", "Write it like Monday, or Mon & Wed.")
    return tuple(day for day in Day if day in found)


def a_format(cell: Cell) -> Format:
    key = " ".join(re.findall(r"[a-z]+", as_text(cell).casefold()))
    if key not in _FORMATS:
        raise Unreadable(f"“{as_text(cell)}” is not a way of teaching.", "Write Classroom based, Online, Blended learning or Work based.")
    return _FORMATS[key]


def pence(cell: Cell) -> int:
    """Pounds, as a number or as "£1,200.50" → pence. "Free" is 0."""
    text = as_text(cell).casefold().replace("£", "").replace(",", "").strip()
    try:
        amount = Decimal("0") if text in {"free", "no cost", "none"} else Decimal(text)
    except InvalidOperation:
        raise Unreadable(
            f"“{as_text(cell)}” is not an amount of money.", "Write pounds and pence, such as 12.50, or 0 when it is free."
        ) from None
    if not amount.is_finite() or not 0 <= amount <= 50_000 or amount * 100 % 1:
        raise Unreadable(f"“{as_text(cell)}” is not a fee.", "Write pounds and pence between 0 and 50,000, such as 12.50.")
    return int(amount * 100)


def a_number(cell: Cell) -> int:
    text = as_text(cell).replace(",", "")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Unreadable(f"“{as_text(cell)}” is not a whole number.", "Write a number such as 12, or leave it empty.")
    return int(text)


def a_year(cell: Cell) -> int:
    """A year, or the year of a date."""
    if isinstance(cell, date):
        return cell.year
    text = as_text(cell)
    if re.fullmatch(r"1[89]\d\d|20\d\d", text):
        return int(text)
    raise Unreadable(f"“{text}” is not a year.", "Write it like 2019, or leave it empty.")


def degrees(cell: Cell) -> float:
    try:
        return float(as_text(cell))
    except ValueError:
        raise Unreadable(f"“{as_text(cell)}” is not a coordinate.", "Write degrees such as 53.8012 or -1.5486.") from None


def phone(cell: Cell) -> str:
    """Spreadsheet programs take the first 0 from a number; it is given back."""
    text = " ".join(as_text(cell).split())
    return f"0{text}" if re.fullmatch(r"[1-9]\d{9}", text) else text


def web(cell: Cell) -> str:
    """An address without https:// gets it."""
    text = as_text(cell)
    return f"https://{text}" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text) else text


def qualification(cell: Cell) -> str:
    """An Ofqual qualification number without its strokes: 60112345 or 6011234X."""
    text = re.sub(r"[/\s]", "", as_text(cell)).upper()
    if not re.fullmatch(r"\d{7}[\dX]", text):
        raise Unreadable(f"“{as_text(cell)}” is not a qualification number.", "Write the eight characters of the QAN, such as 60112345.")
    return text
