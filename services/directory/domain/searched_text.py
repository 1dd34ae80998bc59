"""Which text of a class is searched, in groups of different weight. Only what the public may see: it reads ClassShown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.directory.domain.analyser import stem, words
from services.directory.domain.filters import BY_NAME, FILTERS, language_name
from services.directory.domain.word_list import NOISE
from shared.contracts import labels
from shared.contracts.directory import ClassShown
from shared.contracts.provision import Childcare


class Group(StrEnum):
    """Heaviest first: a word counts in the first group of a class that has it, once."""

    NAME = "name"
    LABELS = "labels"
    PLACE = "place"
    PROVIDER = "provider"
    TEXT = "text"


@dataclass(frozen=True)
class Searched:
    """`groups`: stem or “filter:code” → the first group that has it. `said`: the words before stemming, for spelling."""

    groups: Mapping[str, Group]
    said: frozenset[str]


def searched(shown: ClassShown) -> Searched:
    """Everything a question can find this class by."""
    groups: dict[str, Group] = {}
    said: set[str] = set()
    for group, text in _texts(shown):
        told = [word for word in words(text) if word not in NOISE]
        said.update(told)
        for word in told:
            groups.setdefault(stem(word), group)
    for code in _codes(shown):
        groups[code] = Group.LABELS
    return Searched(groups, frozenset(said))


def _texts(shown: ClassShown) -> Iterator[tuple[Group, str]]:
    details = shown.details
    yield Group.NAME, details.name
    yield Group.LABELS, " ".join(_labels(shown))
    yield Group.PLACE, " ".join(_place(shown))
    yield (
        Group.PROVIDER,
        " ".join(filter(None, (shown.provider.name, shown.provider.network, *(partner.name for partner in details.partners)))),
    )
    notes = (details.description, details.join_note, details.childcare_note, details.access_note, details.travel_note, details.cost.note)
    yield Group.TEXT, " ".join(filter(None, (*notes, details.awarding_organisation)))


def _labels(shown: ClassShown) -> Iterator[str]:
    details = shown.details
    yield from (labels.LEVEL[level] for level in details.levels)
    yield from (labels.ENTRY_1_PART[part] for part in details.entry_1_parts)
    yield from (labels.FOCUS[focus] for focus in details.focus)
    yield from (labels.FUNDER[funder] for funder in details.funders)
    yield from (language_name(code) for code in details.support_languages)
    yield labels.FORMAT[details.format]
    yield from details.cefr
    if details.childcare and details.childcare is not Childcare.NONE:
        yield labels.CHILDCARE[details.childcare]
    for each in FILTERS:
        if each.name in ("day", "time"):
            yield from (each.options[code] for code in each.codes(shown) if each.options)


def _place(shown: ClassShown) -> Iterator[str]:
    yield from BY_NAME["authority"].names(shown).values()
    if shown.where is None:
        return
    if not shown.where.area_only:
        yield " ".join((shown.where.name, *shown.where.address, shown.where.postcode or ""))
    yield shown.where.town or ""


def _codes(shown: ClassShown) -> Iterator[str]:
    for each in FILTERS:
        if each.options:
            yield from (f"{each.name}:{code}" for code in each.codes(shown))
