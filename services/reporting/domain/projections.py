"""Everything that is counted, in one table: what events are folded into, what is rebuilt and verified.

To count something new, add a row here and a migration that makes its table; then `signpost reporting rebuild`.
"""

from typing import Any

from services.reporting.domain.projection import Projection
from services.reporting.domain.supply import SUPPLY

PROJECTIONS: tuple[Projection[Any], ...] = (SUPPLY,)
