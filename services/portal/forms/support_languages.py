"""Languages in which there is support in class: the ones most often spoken by learners here, and any other by name or code."""

import re
from collections.abc import Iterable
from functools import cache

from babel import Locale

COMMON = (
    *("ar", "fa", "prs", "ps", "ku", "ckb", "ur", "pa", "hi", "bn", "ti", "am", "so", "sw", "fr", "es", "pt", "pl", "ro", "sk", "hu"),
    *("uk", "ru", "tr", "sq", "zh", "vi", "ta", "th"),
)
CODE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")
ALSO_CALLED = {"farsi": "fa", "dari": "prs", "sorani": "ckb", "kurdish sorani": "ckb", "kurdish": "ku", "panjabi": "pa", "mandarin": "zh"}


def language_name(code: str) -> str:
    """In English; the code itself where no name is known."""
    return _names().get(code, code)


def common_languages() -> list[tuple[str, str]]:
    """(code, name) in order of name."""
    return sorted(((code, language_name(code)) for code in COMMON), key=lambda each: each[1])


def read_languages(text: str) -> tuple[list[str], list[str]]:
    """Names or codes with commas between them: the codes, and what was not understood."""
    codes, unknown = [], []
    for part in (each.strip() for each in re.split(r"[,;\n]", text)):
        code = _code(part)
        if code:
            codes.append(code)
        elif part:
            unknown.append(part)
    return codes, unknown


def others(codes: Iterable[str]) -> str:
    """As text, the languages that are not among the common ones."""
    return ", ".join(language_name(code) for code in codes if code not in COMMON)


def _code(text: str) -> str | None:
    named = ALSO_CALLED.get(text.casefold()) or _codes().get(text.casefold())
    return named or (text if CODE.fullmatch(text) and text in _names() else None)


@cache
def _names() -> dict[str, str]:
    names = {code.replace("_", "-"): str(name) for code, name in Locale("en").languages.items()}
    return {code: name for code, name in names.items() if CODE.fullmatch(code)} | {
        "prs": "Dari",
        "ckb": "Kurdish (Sorani)",
        "zh": "Chinese",
    }


@cache
def _codes() -> dict[str, str]:
    return {name.casefold(): code for code, name in _names().items()}
