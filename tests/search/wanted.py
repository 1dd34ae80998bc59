"""Hypothesis makes searches as people would: words of the listings with slips, places, distances, filters."""

from collections.abc import Mapping
from datetime import timedelta

from hypothesis import strategies as st

from services.directory.domain.analyser import words
from services.directory.domain.criteria import Criteria, Sort
from services.directory.domain.filters import FILTERS
from shared.geo import Place
from tests.search.corpus import LANGUAGES, NAMES, NOW, TEXTS, TOWNS, VENUES, corpus

PLACES = tuple(Place(town[1], town[1], "outcode", town[2], town[3], town[4], 1000) for town in TOWNS)
SAID = tuple(
    sorted({word for text in (*NAMES, *TEXTS, *VENUES, *(town[0] for town in TOWNS), *(town[1] for town in TOWNS)) for word in words(text)})
)
ASKED = (
    *SAID,
    "creche",
    "childcare",
    "nursery",
    "jobs",
    "mums",
    "free",
    "beginners",
    "e2",
    "entry",
    "2",
    "morning",
    "polish",
    "zzzzqqq",
    "the",
)
OPEN_CODES: Mapping[str, tuple[str, ...]] = {
    "support_language": (*LANGUAGES, "xx"),
    "provider": ("nobody", *sorted({shown.provider.id for shown in corpus(240, seed=7)})[:40]),
    "authority": tuple(town[4] for town in TOWNS),
    "network": ("Leeds ESOL network", "Calderdale ESOL network", "Nowhere network"),
}


@st.composite
def _word(draw: st.DrawFn) -> str:
    word = draw(st.sampled_from(ASKED))
    if len(word) < 3 or draw(st.integers(0, 3)):
        return word
    at = draw(st.integers(0, len(word) - 2))
    return draw(
        st.sampled_from(
            (word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + "x" + word[at:], word.upper())
        )
    )


ALIKE = ("creche", "nursery", "speaking", "talk", "jobs", "work", "mums", "women", "ladies", "free", "beginners", "reading", "online", "e2")
questions = st.sampled_from(ALIKE) | st.lists(_word(), max_size=3).map(" ".join)


@st.composite
def _filters(draw: st.DrawFn) -> dict[str, frozenset[str]]:
    chosen = draw(st.lists(st.sampled_from(FILTERS), max_size=4, unique_by=lambda each: each.name))
    return {
        each.name: draw(st.frozensets(st.sampled_from(OPEN_CODES.get(each.name) or tuple(map(str, each.options or ()))), max_size=3))
        for each in chosen
    }


@st.composite
def criteria(draw: st.DrawFn) -> Criteria:
    near = draw(st.none() | st.sampled_from(PLACES))
    sorts = [sort for sort in Sort if near or sort is not Sort.NEAREST]
    return Criteria(
        q=draw(st.just("") | questions),
        near=near,
        within_m=draw(st.none() | st.sampled_from((0.0, 500.0, 3000.0, 12_345.6, 40_000.0))),
        filters=draw(st.just({}) | _filters()),
        starts_by=draw(st.none() | st.integers(-30, 200).map(lambda days: NOW.date() + timedelta(days=days))),
        verified_within_days=draw(st.none() | st.sampled_from((0, 30, 92, 400, 10**7))),
        sort=draw(st.sampled_from(sorts)),
        limit=draw(st.sampled_from((0, 1, 5, 20, 100))),
        any_word=draw(st.booleans()),
    )


TITLES = tuple(sorted({name for shown in corpus(240, seed=7) for name in (shown.details.name, shown.provider.name)}))


@st.composite
def typed_names(draw: st.DrawFn) -> str:
    """The beginning of a name, or of words in it, as far as somebody has typed; now and then with a slip, or of nothing that is held."""
    parts = draw(st.sampled_from(TITLES)).split()
    start = draw(st.integers(0, len(parts) - 1))
    text = " ".join(parts[start : start + draw(st.integers(1, 3))])
    typed = text[: draw(st.integers(1, len(text)))]
    other = draw(st.sampled_from(("", "", "", "x", " Trust", " conv", "  ", "zzz")))
    return draw(st.sampled_from((typed, typed.upper(), f"{typed[:2]}{typed[3:]}", f"{typed}{other}")))
