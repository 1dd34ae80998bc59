"""What a search page was asked, read from its address and written back into addresses: each chip, tab and page link is one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

Pair = tuple[str, str]

VIEWS = ("list", "map", "providers")
OWN = frozenset({"view", "lang"})
"""Of the page itself; the directory is not asked them."""
USUAL_KM = "10"
"""What the form has chosen before anybody does. A place among the words has its own usual distance, which grows where little is near."""
OF_OTHERS = ("utm_", "fbclid", "gclid", "msclkid", "mc_")
"""What social networks and newsletters add to links. People who follow such a link meant no search by it."""


@dataclass(frozen=True)
class Asked:
    """`pairs` are the search's parameters in the order given, without empty ones."""

    pairs: tuple[Pair, ...] = ()
    view: str = "list"

    @classmethod
    def read(cls, given: Iterable[Pair]) -> "Asked":
        """A form sends every field, filled in or not; what is empty asks nothing, and nothing is asked twice."""
        filled = list(dict.fromkeys((name, value.strip()) for name, value in given if value.strip()))
        views = [value for name, value in filled if name == "view" and value in VIEWS]
        asked = cls(tuple((name, value) for name, value in filled if name not in OWN and not name.startswith(OF_OTHERS)), *views[:1])
        if asked.one("near") or (asked.one("q") and asked.one("within") not in ("", USUAL_KM)):
            return asked
        return cls(tuple(pair for pair in asked.pairs if not _needs_place(pair)), asked.view)

    def one(self, name: str) -> str:
        return next((value for given, value in self.pairs if given == name), "")

    def every(self, name: str) -> frozenset[str]:
        return frozenset(value for given, value in self.pairs if given == name)

    def without(self, name: str, value: str | None = None) -> "Asked":
        """Back on the first page. Without `value` everything of that name goes; without a place, so does its distance."""
        kept = (pair for pair in self.pairs if pair[0] != "cursor" and not (pair[0] == name and value in (None, pair[1])))
        return Asked.read([*kept, ("view", self.view)])

    def adding(self, name: str, value: str) -> "Asked":
        """In place of what `name` was before."""
        before = self.without(name)
        return Asked((*before.pairs, (name, value)), before.view)

    def also(self, name: str, value: str) -> "Asked":
        """Beside what `name` was before."""
        before = self.without("cursor")
        return Asked(tuple(dict.fromkeys((*before.pairs, (name, value)))), before.view)

    def saying(self, q: str) -> "Asked":
        """With these words, or none."""
        return self.adding("q", q) if q else self.without("q")

    def keeping(self, *names: str) -> "Asked":
        return Asked(tuple(pair for pair in self.pairs if pair[0] in names), self.view)

    def seen_as(self, view: str) -> "Asked":
        return Asked(self.without("cursor").pairs, view)

    @property
    def whole(self) -> tuple[Pair, ...]:
        """Without what belongs to one page of the list, for the map and the counts."""
        return tuple(pair for pair in self.pairs if pair[0] not in ("cursor", "limit"))

    def address(self, path: str = "/classes") -> str:
        query = [*self.pairs, *([("view", self.view)] if self.view != VIEWS[0] else [])]
        return f"{path}?{urlencode(query)}" if query else path


def _needs_place(pair: Pair) -> bool:
    """The form sends its distance whether or not a place was given; one that somebody chose may be for a place among the words."""
    return pair[0] == "within" or pair == ("sort", "nearest")
