"""Words that say nothing here, and words that mean the same. Used when a question is read, so a change needs no new index."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.directory.domain.analyser import stem, words

NOISE = frozenset(
    words(
        """a an and any at by can class classes course courses do english esol find for from group groups i in is
        language learn learner learners learning lesson lessons looking me my near need now of on only or please session sessions some
        study that the to want with you your"""
    )
)
"""Every class here is an English class: a question made only of these asks for everything."""


@dataclass(frozen=True)
class Alike:
    """Words that people use for the same thing, and the filter codes (“filter:code”) that say it without words."""

    said: str
    means: tuple[str, ...] = ()


ALIKE: tuple[Alike, ...] = (
    Alike(
        "creche childcare nursery childminding babysitting", ("childcare:creche", "childcare:children-welcome", "childcare:help-with-cost")
    ),
    Alike("conversation speaking talking talk chat conversational", ("focus:conversation",)),
    Alike("job jobs work working employment employability career", ("focus:employability",)),
    Alike("mum mums mother mothers mummy parent parents family", ("focus:family-learning",)),
    Alike("women woman lady ladies female womens", ("women_only:yes",)),
    Alike("beginner beginners starter basic", ("level:pre-entry", "level:entry-1")),
    Alike("e1", ("level:entry-1",)),
    Alike("e2", ("level:entry-2",)),
    Alike("e3", ("level:entry-3",)),
    Alike("l1", ("level:level-1",)),
    Alike("l2", ("level:level-2",)),
    Alike("preentry", ("level:pre-entry",)),
    Alike("free", ("cost:free",)),
    Alike("literacy reading writing read write", ("focus:literacy",)),
    Alike("exam exams examination qualification certificate accredited", ("focus:exam-preparation", "regulated:yes")),
    Alike("citizenship settlement", ("focus:life-in-the-uk",)),
    Alike("health doctor gp nhs hospital", ("focus:health",)),
    Alike("driving theory", ("focus:driving-theory",)),
    Alike("online zoom remote internet virtual", ("format:online",)),
    Alike("wheelchair accessible step-free", ("step_free:yes",)),
    Alike("weekend", ("day:saturday", "day:sunday")),
    Alike("refugee refugees asylum"),
)


def _by_stem() -> Mapping[str, frozenset[str]]:
    """Stem → everything else it may be said as: stems of other words, and codes."""
    table: dict[str, frozenset[str]] = {}
    for row in ALIKE:
        stems = frozenset(stem(word) for word in words(row.said))
        for each in stems:
            table[each] = table.get(each, frozenset()) | stems - {each} | frozenset(row.means)
    return table


OTHER_WORDS = _by_stem()
LISTED_WORDS = NOISE | frozenset(word for row in ALIKE for word in words(row.said))
"""Known whether or not a listing says them: a typing slip may be read as one of these."""
CONCEPTS = frozenset(stem(word) for row in ALIKE for word in words(row.said) if any(code.startswith("focus:") for code in row.means))
"""Words for what a class is about."""
