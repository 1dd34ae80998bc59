"""When two names are the same name to a person."""

import re
import unicodedata


def name_key(name: str) -> str:
    """Without capitals, accents, punctuation and repeated spaces: "St. John’s  Hall" and "st johns hall" are one."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w\s]", "", plain.replace("&", " and ")).split())
