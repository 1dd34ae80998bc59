"""Which services of a feed are English classes. A feed holds everything an authority knows of, from food banks to swimming lessons.

A service is taken when its name, or a taxonomy term it carries, says so; a description counts only in its first sentence, because
others often end with “we also offer English classes”. The words are those the sector uses of itself (seeds 000 and 001).
"""

import re
from collections.abc import Iterable

_SUBJECT = r"\bEnglish (?:language|for (?:speakers|work|beginners|health|everyday|parents|life)|conversation|speaking|as a)\b"
_LESSON = r"\bEnglish (?:class|classes|lesson|lessons|course|courses|group|cafe|café|club)\b"
_LEARN = (
    r"\b(?:learn|learning|improve|improving|practise|practising|speak|spoken|beginners?|basic|conversational) (?:your |their )?English\b"
)
_ENGLISH_CLASS = re.compile(rf"\bE\.?S\.?O\.?L\b|\bEFL\b|speakers of other languages|{_SUBJECT}|{_LESSON}|{_LEARN}", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s|\n")


def is_english_class(name: str, terms: Iterable[str], description: str) -> bool:
    first_sentence = _SENTENCE.split(description.strip(), maxsplit=1)[0]
    return any(_ENGLISH_CLASS.search(text) for text in (name, *terms, first_sentence))
