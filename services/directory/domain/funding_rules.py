"""The funding rules, as dated data. To record a new year's rule, end the old one and add a row: answers for past dates stay as they were.

Wording is ours; each row names the document it was read from. A combined authority that has its own rule on record wins over England's.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.contracts.provision import Funder


class Circumstance(StrEnum):
    """What a learner may choose to say of their money. Never immigration status."""

    NOT_SAID = "not-said"
    OUT_OF_WORK = "out-of-work"
    LOW_WAGE = "low-wage"
    NEITHER = "neither"


OUT_OF_WORK_OR_LOW_WAGE = frozenset({Circumstance.OUT_OF_WORK, Circumstance.LOW_WAGE})


@dataclass(frozen=True)
class FundingRule:
    """`free_for` empty: everyone. `years_in_uk`: how long one must have lived here first, with exceptions the provider knows.

    `area` is the name of a combined authority, or None for England's rule. `until` None: no later rule is on record yet.
    """

    funder: Funder
    since: date
    words: str
    source: str
    until: date | None = None
    area: str | None = None
    free_for: frozenset[Circumstance] = frozenset()
    promises: bool = True
    years_in_uk: int = 0

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)

    def ready_on(self, in_uk_since: date) -> date:
        """The day the years are full; 29 February counts as 1 March."""
        year = in_uk_since.year + self.years_in_uk
        try:
            return in_uk_since.replace(year=year)
        except ValueError:
            return date(year, 3, 1)


RULES: tuple[FundingRule, ...] = (
    FundingRule(
        Funder.ADULT_SKILLS_FUND,
        since=date(2024, 8, 1),
        words="The Adult Skills Fund pays for English classes for people who are out of work or on a low wage, usually after three years "
        "in the UK; refugees and some others need not wait.",
        source="Department for Education, Adult skills fund: funding rules",
        free_for=OUT_OF_WORK_OR_LOW_WAGE,
        years_in_uk=3,
    ),
    FundingRule(
        Funder.TAILORED_LEARNING,
        since=date(2024, 8, 1),
        words="Tailored learning is for people new to learning; each provider sets who pays and how much.",
        source="Department for Education, Adult skills fund: funding rules",
        promises=False,
    ),
    FundingRule(
        Funder.RESETTLEMENT,
        since=date(2021, 1, 1),
        words="Money of a resettlement scheme pays for people who came with that scheme.",
        source="Home Office, funding instructions of the resettlement schemes",
        promises=False,
    ),
    FundingRule(Funder.CHARITY, since=date(2000, 1, 1), words="A charity pays for this class.", source="The provider's listing"),
    FundingRule(Funder.FEE, since=date(2000, 1, 1), words="Learners pay a fee.", source="The provider's listing", promises=False),
)
