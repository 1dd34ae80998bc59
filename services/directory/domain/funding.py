"""Who may pay for a place: an answer from dated rules that never promises. The provider decides.

The learner's home decides the funder (devolved authorities set their own rules); the class decides which funders are possible.
Nothing asked here is stored, and immigration status is never asked.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.directory.domain.funding_rules import RULES, Circumstance, FundingRule
from shared.contracts.provision import Cost, CostKind, Funder


class Likelihood(StrEnum):
    """Best for the learner first."""

    LIKELY_FREE = "likely-free"
    LIKELY_FREE_FROM = "likely-free-from"
    MAY_COST = "may-cost"
    ASK = "ask"


@dataclass(frozen=True)
class Home:
    """What a learner chose to say. `area` is the combined authority of their home postcode."""

    area: str | None = None
    circumstance: Circumstance = Circumstance.NOT_SAID
    in_uk_since: date | None = None


@dataclass(frozen=True)
class FundingAnswer:
    """`starting` only with LIKELY_FREE_FROM. `rule` says why, in words; `source` where the rule stands."""

    likelihood: Likelihood
    rule: str
    source: str
    starting: date | None = None


LISTED_FREE = FundingAnswer(Likelihood.LIKELY_FREE, "The provider says that this class is free.", "The provider's listing")
NOT_KNOWN = FundingAnswer(Likelihood.ASK, "The provider has not said who pays.", "The provider's listing")


def who_pays(funders: tuple[Funder, ...], cost: Cost, home: Home, on: date) -> tuple[FundingAnswer, ...]:
    """One answer per funder, the best for the learner first; `on` is the day the class starts for them."""
    answers = [_answer(_rule(funder, home, on), home, on) for funder in funders]
    if not answers and cost.kind is CostKind.FREE:
        return (LISTED_FREE,)
    order = list(Likelihood)
    return tuple(sorted(answers, key=lambda answer: order.index(answer.likelihood))) or (NOT_KNOWN,)


def _rule(funder: Funder, home: Home, on: date) -> FundingRule | None:
    """The area's own rule where one is on record, else England's."""
    held = [rule for rule in RULES if rule.funder is funder and rule.holds(on) and rule.area in (None, home.area)]
    return max(held, key=lambda rule: (rule.area is not None, rule.since), default=None)


def _answer(rule: FundingRule | None, home: Home, on: date) -> FundingAnswer:
    if rule is None:
        return NOT_KNOWN
    words = rule.words
    if home.area and rule.free_for and not rule.area:
        words += f" {home.area} sets its own rules and may pay for more people."
    likelihood, starting = _likelihood(rule, home, on)
    return FundingAnswer(likelihood, words, rule.source, starting)


def _likelihood(rule: FundingRule, home: Home, on: date) -> tuple[Likelihood, date | None]:
    if rule.funder is Funder.FEE:
        return Likelihood.MAY_COST, None
    if not rule.promises or (rule.free_for and home.circumstance is Circumstance.NOT_SAID):
        return Likelihood.ASK, None
    if rule.free_for and home.circumstance not in rule.free_for:
        return Likelihood.MAY_COST, None
    if rule.years_in_uk and home.in_uk_since and rule.ready_on(home.in_uk_since) > on:
        return Likelihood.LIKELY_FREE_FROM, rule.ready_on(home.in_uk_since)
    return Likelihood.LIKELY_FREE, None
