"""Is a list of words in order? Two meanings for one phrase, names nobody knows, phrases never found, what is still missing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.directory.domain.location import Places
from services.directory.domain.understanding.meanings import MEANINGS
from services.directory.domain.understanding.phrases import Phrase, WordFile, folded

MAY_LACK = frozenset(
    {"esol-1", "esol-2", "esol-3", "bring-children", "improver", "school-hours", "functional-skills", "interpreting", "as-typed"}
)
"""Said in English only, or said with the word for childcare."""


@dataclass(frozen=True)
class Fault:
    """Something to mend: in which file, at what, what is wrong, what to do."""

    file: str
    at: str
    message: str
    remedy: str


def faults(files: Sequence[WordFile], places: Places) -> list[Fault]:
    """In the order of the files."""
    found = [fault for file in files for fault in (*_unknown_names(file, places), *_unreachable(file))]
    return found + list(_two_meanings(files))


def lacking(file: WordFile) -> list[str]:
    """Meanings that this language has no words for yet."""
    return [name for name in MEANINGS if not file.said.get(name) and name not in MAY_LACK]


def _unknown_names(file: WordFile, places: Places) -> Iterator[Fault]:
    for name in file.said:
        if name not in MEANINGS:
            yield Fault(f"{file.code}.toml", f"said.{name}", f"There is no meaning {name}.", f"Use one of: {', '.join(MEANINGS)}.")
    for name in file.places:
        if places.named(name) is None:
            yield Fault(f"{file.code}.toml", f"places.{name}", f"The region has no place called {name}.", "Write its English name.")


def _unreachable(file: WordFile) -> Iterator[Fault]:
    for at, phrases in _lists(file):
        for phrase in phrases:
            if not folded(phrase):
                yield Fault(f"{file.code}.toml", at, f"“{phrase}” has no letters or digits.", "Take it out, or write it in letters.")


def _two_meanings(files: Iterable[WordFile]) -> Iterator[Fault]:
    meant: dict[Phrase, dict[str, tuple[str, str]]] = defaultdict(dict)
    for file in files:
        for at, phrases in _lists(file):
            for phrase in phrases:
                meant[folded(phrase)].setdefault(at, (file.code, phrase))
    for meanings in meant.values():
        if len(meanings) > 1:
            (first, (code, _)), *others = meanings.items()
            for at, (file_code, phrase) in others:
                message = f"“{phrase}” stands for {at} here and for {first} in {code}.toml."
                yield Fault(f"{file_code}.toml", at, message, "Keep the one most people mean; say the other with one word more.")


def _lists(file: WordFile) -> Iterator[tuple[str, Sequence[str]]]:
    yield from ((f"said.{name}", phrases) for name, phrases in file.said.items())
    yield from ((f"places.{name}", phrases) for name, phrases in file.places.items())
