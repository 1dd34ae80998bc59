"""“Did you mean …?”: the question as it was most likely meant, written out whole."""

from collections.abc import Mapping, Sequence

from services.directory.domain.analyser import spelt
from services.directory.domain.question import Vocabulary
from services.directory.domain.spelling import closest_loosely
from services.directory.domain.understanding.understood import Understood


def meant(q: str, understood: Understood, corrected: Mapping[str, str], unknown: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """The question with every slip mended, None when it had none.

    `corrected`: by the engine, and searched so; for the `unknown` words, which were not looked for, one slip more is thought of.
    """
    guessed = {word: near for word in unknown if (near := closest_loosely(word, vocabulary.near, vocabulary.classes_with))}
    mended = {**(understood.corrected or {}), **corrected, **guessed}
    read, end = [], 0
    for token in spelt(q):
        read += [q[end : token.start], mended.get(token.word, q[token.start : token.end])]
        end = token.end
    written = "".join([*read, q[end:]])
    return written if written != q else None
