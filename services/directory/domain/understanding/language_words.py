"""Help in a language, as people ask for it: “Arabic speaking teacher”, “somebody who speaks Polish”."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from services.directory.domain.analyser import words
from services.directory.domain.filters import language_name

CODES = (
    *("am", "ar", "bg", "bn", "ckb", "cs", "el", "es", "fa", "fr", "gu", "hi", "hu", "it", "ku", "lt", "lv", "ne", "pa", "pa-Arab", "pl"),
    *("pnb", "prs", "ps", "pt", "ro", "ru", "sd", "sk", "so", "sq", "sw", "ta", "ti", "tr", "uk", "ur", "vi", "yue", "zh"),
)
"""Languages of the region (Census 2021, main language), as listings name them."""
ALSO = {
    "kurdish": ("ku", "ckb"),
    "sorani": ("ckb",),
    "kurmanji": ("ku",),
    "punjabi": ("pa", "pa-Arab", "pnb"),
    "panjabi": ("pa", "pa-Arab", "pnb"),
    "pahari": ("pnb",),
    "mirpuri": ("pnb",),
    "farsi": ("fa",),
    "dari": ("prs", "fa"),
    "bengali": ("bn",),
    "sylheti": ("bn",),
    "bangla": ("bn",),
    "chinese": ("zh", "yue"),
    "mandarin": ("zh",),
    "cantonese": ("yue",),
}
OF_THE_LEARNER = frozenset({"client", "learner", "student", "he", "she", "they", "husband", "wife", "friend", "mother", "father"})
"""“My client speaks Sorani” says nothing of the class."""
AFTER, BEFORE = frozenset({"speaking", "speaker", "speakers"}), frozenset({"speaks", "in"})


@dataclass(frozen=True)
class Spoken:
    """`codes`: of the filter “support_language”; `tokens`: how many the phrase takes."""

    codes: tuple[str, ...]
    tokens: int


def spoken_at(tokens: Sequence[str], at: int) -> Spoken | None:
    """A language that help is wanted in. Its name alone is only a word: it may be the learner's own."""
    if (
        tokens[at] in BEFORE
        and not OF_THE_LEARNER.intersection(tokens[max(at - 1, 0) : at])
        and at + 1 < len(tokens)
        and (codes := _languages().get(tokens[at + 1]))
    ):
        return Spoken(codes, 2)
    codes = _languages().get(tokens[at])
    return Spoken(codes, 2) if codes and at + 1 < len(tokens) and tokens[at + 1] in AFTER else None


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    names = {words(language_name(code))[0]: (code,) for code in CODES if "-" not in code}
    return names | ALSO
