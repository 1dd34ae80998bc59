"""What FastAPI and pydantic found wrong, in sentences a person understands. Never repeats what was sent."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from shared.errors import FieldProblem

Sentence = tuple[str, str]
"""What is wrong, and what to do."""
Context = Mapping[str, Any]

LONGEST_NAME = 120
LONGEST_RULE = 300
"""Characters; names come from the caller, and so may parts of a rule's message."""


def field_problems(found: Sequence[Any]) -> tuple[FieldProblem, ...]:
    """One problem per field and reason, in the order found. `found` is `RequestValidationError.errors()`."""
    problems = (_unreadable_json(each) or FieldProblem(field_name(each["loc"]), *_sentence(each)) for each in found)
    return tuple(dict.fromkeys(problems))


def _unreadable_json(error: Mapping[str, Any]) -> FieldProblem | None:
    """The second part of its location is not a field but how many characters were read."""
    if error["type"] != "json_invalid":
        return None
    message = f"The body is not valid JSON; reading stopped at character {error['loc'][-1]}."
    return FieldProblem("body", message, "Look there for a missing quote, comma or bracket.")


def field_name(location: Sequence[str | int]) -> str:
    """`("body", "sessions", 0, "starts")` is `sessions[0].starts`; a query, path or header parameter is its own name."""
    if not location:
        return "body"
    place, *path = location
    if place != "body":
        return str(path[0] if path else place)[:LONGEST_NAME]
    return _joined(part for part in path if not _is_pydantic_internal(part))[:LONGEST_NAME] or "body"


def _joined(path: Iterable[str | int]) -> str:
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name


def _is_pydantic_internal(part: str | int) -> bool:
    """Validators and unions show up in locations as `function-after[…]` and the like."""
    return isinstance(part, str) and "[" in part


def _sentence(error: Mapping[str, Any]) -> Sentence:
    kind, context = str(error["type"]), error.get("ctx") or {}
    if kind in FIXED:
        return FIXED[kind]
    if kind in WITH_CONTEXT:
        return WITH_CONTEXT[kind](context)
    for prefix, sentence in BY_PREFIX:
        if kind.startswith(prefix):
            return sentence
    return ("This is not valid.", "See /docs for what is expected here.")


def _own_rule(context: Context) -> Sentence:
    """A ValueError raised in one of our own models is written for people; it says what to do itself."""
    return (str(context.get("error", "This is not valid."))[:LONGEST_RULE], "")


def _choices(context: Context) -> Sentence:
    return ("This is not one of the values allowed.", f"Use one of: {context['expected']}.".replace("'", ""))


def _characters(count: int) -> str:
    return "one character" if count == 1 else f"{count} characters"


def _items(count: int) -> str:
    return "one entry" if count == 1 else f"{count} entries"


NUMBER = ("This is not a number.", "Send a number, such as 12.5.")
WHOLE_NUMBER = ("This is not a whole number.", "Send a whole number, such as 12.")
TRUE_FALSE = ("This is neither true nor false.", "Send true or false.")
DATE = ("This is not a date.", "Send year, month and day, such as 2026-09-14.")
TIME = ("This is not a time of day.", "Send hours and minutes, such as 09:30.")
MOMENT = ("This is not a date with a time.", "Send it with its zone, such as 2026-09-14T09:30:00Z.")
TEXT = ("This is not text.", "Send text.")
LIST = ("This is not a list.", "Send a list, even when it has one entry.")
OBJECT = ("This is not an object with named fields.", "Send a JSON object, with Content-Type: application/json.")

FIXED: dict[str, Sentence] = {
    "missing": ("This is missing.", "Give it a value."),
    "extra_forbidden": ("This name is not known here.", "Leave it out, or check its spelling."),
    "bool_parsing": TRUE_FALSE,
    "bool_type": TRUE_FALSE,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "finite_number": NUMBER,
    "int_from_float": WHOLE_NUMBER,
    "timezone_aware": MOMENT,
    "dict_type": OBJECT,
    "model_type": OBJECT,
    "model_attributes_type": OBJECT,
    "string_pattern_mismatch": ("This is not in the form expected.", "See /docs for the form."),
    "string_unicode": ("This text is not valid Unicode.", "Send it as UTF-8."),
    "none_required": ("This must be empty here.", "Leave it out."),
}

WITH_CONTEXT: dict[str, Callable[[Context], Sentence]] = {
    "value_error": _own_rule,
    "assertion_error": _own_rule,
    "enum": _choices,
    "literal_error": _choices,
    "string_too_short": lambda c: ("This is too short.", f"Use at least {_characters(c['min_length'])}."),
    "string_too_long": lambda c: ("This is too long.", f"Use at most {_characters(c['max_length'])}."),
    "too_short": lambda c: ("This list is too short.", f"Give at least {_items(c['min_length'])}."),
    "too_long": lambda c: ("This list is too long.", f"Give at most {_items(c['max_length'])}."),
    "greater_than_equal": lambda c: ("This is too small.", f"Send {c['ge']} or more."),
    "greater_than": lambda c: ("This is too small.", f"Send more than {c['gt']}."),
    "less_than_equal": lambda c: ("This is too large.", f"Send {c['le']} or less."),
    "less_than": lambda c: ("This is too large.", f"Send less than {c['lt']}."),
    "multiple_of": lambda c: ("This is not in the steps allowed.", f"Send a multiple of {c['multiple_of']}."),
}

BY_PREFIX: tuple[tuple[str, Sentence], ...] = (
    ("int_", WHOLE_NUMBER),
    ("float_", NUMBER),
    ("decimal_", NUMBER),
    ("datetime_", MOMENT),
    ("timezone_", MOMENT),
    ("date_", DATE),
    ("time_", TIME),
    ("string_", TEXT),
    ("list_", LIST),
    ("set_", LIST),
    ("tuple_", LIST),
    ("uuid_", ("This is not an id.", "Send an id as it was given, such as 018f6d1e-7c1a-7000-8000-000000000000.")),
    ("url_", ("This is not a web address.", "Send it whole, such as https://example.org/page.")),
    ("union_tag", ("The kind of this is missing or not known.", "See /docs for the kinds there are.")),
)
