"""When two names are the same name to a person."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Without capitals, accents, punctuation and repeated spaces: "St. John’s  Hall" and "st johns hall" are one."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w\s]", "", plain.replace("&", " and ")).split())
