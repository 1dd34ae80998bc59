"""Chance that can be repeated: the same seed throws the same."""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
_KEYS = "qwertyuiopasdfghjklzxcvbnm"


def apportion(total: int, weights: Mapping[T, float], least: int = 0) -> dict[T, int]:
    """`total` split in proportion to the weights by largest remainders, none below `least`."""
    spare = total - least * len(weights)
    whole = sum(weights.values())
    exact = {key: spare * weight / whole for key, weight in weights.items()}
    shares = {key: int(value) for key, value in exact.items()}
    left = spare - sum(shares.values())
    by_remainder = sorted(exact, key=lambda key: exact[key] - shares[key], reverse=True)
    return {key: least + shares[key] + (key in by_remainder[:left]) for key in weights}


class Dice(random.Random):
    """`random.Random` with the few throws the sample needs."""

    def chance(self, share: float) -> bool:
        return self.random() < share

    def pick(self, things: Sequence[T]) -> T:
        return things[int(self.random() * len(things))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        return self.choices(list(weights), weights=list(weights.values()))[0]

    def dealt(self, count: int, shares: Mapping[T, float]) -> list[T]:
        """`count` things in exactly these shares, shuffled."""
        hand = [thing for thing, times in apportion(count, shares).items() for _ in range(times)]
        self.shuffle(hand)
        return hand

    def slip(self, text: str) -> str:
        """The text as a hurried person types it: two letters swapped, one left out, doubled, or hit beside its key."""
        at = self.randrange(1, max(2, len(text) - 2))
        before, letter, after = text[:at], text[at], text[at + 1 :]
        beside = _KEYS[(_KEYS.find(letter) + 1) % len(_KEYS)]
        return self.pick((before + after[:1] + letter + after[1:], before + after, before + letter * 2 + after, before + beside + after))
