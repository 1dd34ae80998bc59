"""The shape of UK postcodes: full ones, sectors and outward codes. Says nothing of whether one exists.

Source of the shapes: Royal Mail, Programmers' Guide (PAF), "Postcode format"; areas: ONS Postcode Directory user guide.
"""

import re
from functools import lru_cache
from itertools import product

AREAS = frozenset(
    re.findall(
        r"\w+",
        """
AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD
HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA
SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE""",
    )
)
"""Postcode areas of the United Kingdom, Jersey, Guernsey and Man, with BX (banks) and BF (forces)."""

_OUTWARD = r"[A-Z]{1,2}(?:[0-9]{1,2}|[0-9][A-HJKPSTUWXY])"
_FULL = re.compile(rf"({_OUTWARD})([0-9][ABD-HJLNP-UW-Z]{{2}})")
_PART = re.compile(rf"({_OUTWARD}) ?([0-9])?[ABD-HJLNP-UW-Z]?")
_BROKEN = re.compile(rf"({_OUTWARD}) ?([0-9])[A-Z0-9]{{2}}")
_INSIDE = re.compile(rf"\b({_OUTWARD}) ?([0-9][ABD-HJLNP-UW-Z]{{2}})\b")
_LOOKS_ALIKE = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}


def _closed_up(text: str) -> str:
    return "".join(text.upper().split())


def _known_area(outcode: str) -> bool:
    return outcode.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").rstrip("0123456789") in AREAS


@lru_cache(maxsize=4096)
def normal_postcode(text: str) -> str | None:
    """The usual written form of a full postcode ("ls85aa" → "LS8 5AA"), or None if it has not the shape of one."""
    match = _FULL.fullmatch(_closed_up(text))
    if match is None or not _known_area(match[1]):
        return None
    return f"{match[1]} {match[2]}"


def mended_postcode(text: str) -> str | None:
    """A full postcode in which O was typed for 0 or I for 1, or the other way; None unless exactly one reading has the right shape."""
    closed = _closed_up(text)
    if not 5 <= len(closed) <= 7:
        return None
    readings = {normal_postcode("".join(letters)) for letters in product(*(_LOOKS_ALIKE.get(c, c) for c in closed))} - {None}
    return readings.pop() if len(readings) == 1 else None


def sector_of_broken(text: str) -> str | None:
    """ "LS8 5" of "LS8 5AO": no postcode ends in those letters (C, I, K, M, O and V are not used), but up to there it can be trusted."""
    match = _BROKEN.fullmatch(" ".join(text.upper().split()))
    return f"{match[1]} {match[2]}" if match and _known_area(match[1]) else None


def postcode_inside(text: str) -> str | None:
    """The last full postcode written in a longer text ("12 Roundhay Road, Leeds LS8 5AA"), in its usual form."""
    found = [f"{match[1]} {match[2]}" for match in _INSIDE.finditer(text.upper()) if _known_area(match[1])]
    return found[-1] if found else None


def outcode_of(postcode: str) -> str:
    """ "LS8" of "LS8 5AA" or of "LS8 5" (both in their usual form)."""
    return postcode.split(" ")[0]


def sector_of(postcode: str) -> str:
    """ "LS8 5" of "LS8 5AA" (in its usual form)."""
    return postcode[: postcode.index(" ") + 2]


def area_of(postcode: str) -> str:
    """ "LS" of "LS8 5AA"."""
    letters = re.match(r"[A-Z]+", postcode)
    return letters[0] if letters else ""


def part_readings(text: str) -> tuple[str, ...]:
    """What a part of a postcode may mean, likeliest first.

    A written space decides ("LS8 5" is a sector). Without one "LS85" is the outward code LS85, or else the sector LS8 5; the caller
    takes the first that exists. A postcode still being typed ("LS8 5A") is read as its sector, an unknown sector as its outward code.
    """
    upper = " ".join(text.upper().split())
    readings = [_read(_PART.fullmatch(upper))]
    if " " not in upper:
        readings += [_read(_PART.fullmatch(f"{upper[:-cut]} {upper[-cut:]}")) for cut in (1, 2) if len(upper) > cut]
    readings += [outcode_of(reading) for reading in readings]
    return tuple(dict.fromkeys(reading for reading in readings if reading))


def _read(match: re.Match[str] | None) -> str:
    if match is None or not _known_area(match[1]):
        return ""
    return f"{match[1]} {match[2]}" if match[2] else match[1]
