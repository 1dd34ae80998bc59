"""The languages a page can be asked for in, and which way each is written."""

from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from babel.support import NullTranslations, Translations

LOCALE = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Language:
    """`name` is what its own readers call it."""

    code: str
    name: str
    right_to_left: bool = False


ENGLISH = Language("en", "English")
LANGUAGES: dict[str, Language] = {
    each.code: each
    for each in (
        ENGLISH,
        Language("ar", "العربية", right_to_left=True),
        Language("fa", "فارسی", right_to_left=True),
        Language("ckb", "کوردی", right_to_left=True),
        Language("ur", "اردو", right_to_left=True),
        Language("pl", "Polski"),
        Language("ro", "Română"),
        Language("uk", "Українська"),
    )
}

_ENGLISH = Locale("en")
_current: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def use_language(language: Language) -> None:
    """For the request being answered."""
    _current.set(language)


def current_language() -> Language:
    return _current.get()


def translated(language: Language) -> bool:
    """Whether there is a catalogue; without one the words stay English, and the page says so."""
    return language is ENGLISH or isinstance(_catalogue(language.code), Translations)


def language_name(code: str) -> str:
    """What a language of the world is called on this page: `ckb` is Central Kurdish. The code itself where nobody knows."""
    names = _locale(_current.get().code).languages
    return str(names.get(code.replace("-", "_")) or names.get(code.split("-")[0], code))


def gettext(message: str) -> str:
    return _catalogue(_current.get().code).ugettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    return _catalogue(_current.get().code).ungettext(one, many, count)


@cache
def _locale(code: str) -> Locale:
    """Names in the words of the page: English while it has no catalogue."""
    return Locale(code) if translated(LANGUAGES[code]) else _ENGLISH


@cache
def _catalogue(code: str) -> NullTranslations:
    """From locale/<code>/LC_MESSAGES/messages.mo; the source language needs none."""
    return Translations.load(LOCALE, [code]) if code != ENGLISH.code else NullTranslations()
