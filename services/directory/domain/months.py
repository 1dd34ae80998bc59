"""Calendar months as numbers, so that they can be counted and compared: 2026-09 is 2026 × 12 + 8. Months begin and end at midnight UTC."""

from datetime import UTC, datetime

from services.directory.domain.freshness import AGEING_AFTER


def month_of(at: datetime) -> int:
    there = at.astimezone(UTC)
    return there.year * 12 + there.month - 1


def month_end(month: int) -> datetime:
    """The first moment of the month after."""
    year, index = divmod(month + 1, 12)
    return datetime(year, index + 1, 1, tzinfo=UTC)


def month_text(month: int) -> str:
    """`2026-09`."""
    year, index = divmod(month, 12)
    return f"{year}-{index + 1:02}"


def kept_until(verified_at: datetime) -> int:
    """The first month at whose end a listing verified then, and not since, is older than a term."""
    return month_of(verified_at + AGEING_AFTER)
