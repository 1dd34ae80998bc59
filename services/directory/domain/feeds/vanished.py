"""When things that are no longer in a feed are taken as gone, and when that is too many to believe."""

FEW = 3
"""So many may go at once whatever the share, as when a small provider closes."""
SHARE = 0.2
"""Of the classes taken from the feed. More is likelier a fault at the source than the end of a fifth of all classes."""


def too_many(gone: int, of: int) -> bool:
    """Whether a person must say that it is right. A feed that lost everything always asks."""
    return gone > 0 and (gone >= of or (gone > FEW and gone > SHARE * of))
