"""Words for invented names. Every name starts with a word that is no place or family of the region, so that nobody takes it for real."""

from functools import cache

from signpost.sample.dice import Dice

_FIRST = """
Quill Lark Brindle Marigold Fennel Tansy Juniper Saffron Clover Thimble Lantern Copper Velvet Willowisp Harebell Teasel Bramling Pebble
Silverbell Otterly Wren Goldcrest Kestrel Sparrow Dunnock Linnet Mistle Plover Curlew Dabchick Hazel Medlar Quince Damson Bilberry
Cobnut Cinder Ember Tumble Whistle
"""
_SECOND = "mere wick combe fold garth holt spring brook gate light well bank side croft stead way moor leigh haven bridge"
_STREETS = ("Street", "Road", "Lane", "Avenue", "Terrace", "Place")
_STAFF = (
    "ESOL office",
    "Adult learning team",
    "Enquiries desk",
    "Community learning",
    "Course advice",
    "ESOL coordinator",
    "Learner support",
)


@cache
def invented_words() -> tuple[str, ...]:
    """800 words such as Larkmere."""
    return tuple((first + second).replace("lll", "ll") for first in _FIRST.split() for second in _SECOND.split())


def invented(dice: Dice) -> str:
    return dice.pick(invented_words())


def street(dice: Dice) -> str:
    """A house number in an invented street: a real street could be somebody's home."""
    return f"{dice.randint(1, 240)} {invented(dice)} {dice.pick(_STREETS)}"


def staff(dice: Dice) -> str:
    """Whom to ask for: an office, never a person's name."""
    return dice.pick(_STAFF)


def slug(name: str) -> str:
    """A host name of the first two words, such as larkmere-community."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name.lower().replace("'", "").replace("’", ""))
    return "-".join(plain.split()[:2])


def phone(authority: str, dice: Dice) -> str:
    """A number that rings nowhere: Leeds, Sheffield, and no area elsewhere (Ofcom, "Telephone numbers for use in TV and radio drama")."""
    area = _DRAMA_AREAS.get(authority)
    number = dice.randrange(1000)
    return f"{area} 496 {number:04d}" if area else f"01632 960{number:03d}"


_DRAMA_AREAS = {"E08000035": "0113", "E08000019": "0114"}
