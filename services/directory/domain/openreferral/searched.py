"""Which words `search` finds a service by: each word asked for has to begin a word of what the feed says in these fields.

Name, description, name of the organization, names of the terms of its attributes, name and city of its location. Capitals, accents and
punctuation do not count. Nothing is ranked or guessed: whoever reads the whole feed can find the same services.
"""

from collections.abc import Iterator

from services.directory.domain.analyser import words
from services.directory.domain.openreferral.locations import location
from services.directory.domain.openreferral.services import terms_of
from services.directory.domain.openreferral.status import GONE
from shared.contracts.directory import ClassShown


def searched_words(shown: ClassShown) -> tuple[str, ...]:
    """In order, each once."""
    return tuple(sorted({word for text in _texts(shown) for word in words(text)}))


def _texts(shown: ClassShown) -> Iterator[str]:
    yield shown.provider.name
    if shown.withdrawn:
        yield GONE
        return
    yield shown.details.name
    yield shown.details.description
    yield from (term.name for term in terms_of(shown))
    if shown.where:
        place = location(shown.id, shown.where, None)
        yield place["name"]
        yield from (address["city"] for address in place.get("addresses", []))
