"""Key figures of a plan: what it reaches, what it takes, and who gets what.

Each is a number with a unit, a sentence, the better direction, and its parts by school, role, zone,
topic or week. Report, workbook, frames and comparisons read these, so that a figure is told once.
"""

from pdsched.indicators import cover, equity, resources, training  # noqa: F401 - they register
from pdsched.indicators.comparison import KpiChange, KpiComparison
from pdsched.indicators.kpi import Kpi, Kpis
from pdsched.indicators.kpis import compare, kpis
from pdsched.policy import Prices

__all__ = ["Kpi", "KpiChange", "KpiComparison", "Kpis", "Prices", "compare", "kpis"]
