"""What is said to have happened before today: earlier checks, by authorities that keep listings well or badly, and who was asked."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from services.directory.domain.asks import Answer, Ask, How, Outcome
from services.directory.domain.freshness import STALE_AFTER
from shared.ids import Ids
from signpost.sample.dice import Dice
from signpost.sample.entries import SampleClass, SampleProvider

DILIGENCE: tuple[tuple[int, int], ...] = ((35, 80), (50, 120), (70, 150), (110, 240))
"""Days between two checks of a listing, from the authorities that keep theirs best to those that forget."""
ASKER = "Development worker (sample)"
ASKED = 0.4
"""Of the providers with listings that nobody checked for long, those that were asked."""


def earlier_checks(each: SampleClass, authority: str) -> Iterator[datetime]:
    """Between its publication and its last check. Dice of its own, so that whatever else is in the sample stays as it was."""
    dice = Dice(f"checks/{each.id}")
    least, most = DILIGENCE[int(authority[-2:]) % len(DILIGENCE)]
    at = each.published_at + timedelta(days=dice.randint(least, most))
    while at < each.verified_at:
        yield at
        at += timedelta(days=dice.randint(least, most))


def asks(providers: Iterable[SampleProvider], classes: Iterable[SampleClass], now: datetime, ids: Ids) -> Iterator[Ask]:
    """Of some providers with old listings; a third of them answered by word of mouth, the others not at all."""
    old = {each.details.provider_id for each in classes if not each.withdrawn and now - each.verified_at > STALE_AFTER}
    dice = Dice("asks")
    for provider in providers:
        if provider.id in old and dice.chance(ASKED):
            at = now - timedelta(days=dice.randint(2, 45), hours=dice.randint(0, 5))
            said = Answer(dice.pick(list(Outcome)), "", at + timedelta(days=1), ASKER) if dice.chance(1 / 3) else None
            how = dice.pick(list(How))
            yield Ask(ids.new(), provider.id, provider.details.authority, at, how, "", "signpost:sample", ASKER, said)
