"""What things cost, where a district knows it."""

from __future__ import annotations

from pdsched.policy.figures import figure
from pdsched.problem.base import Record

_UNIT = "of the currency"
_WITHIN = (0, 1_000_000)
_SOURCE = "What a district pays is its own; what is left at 0 is left out of the cost."


class Prices(Record):
    """What is paid, in one currency; what is left at 0 costs nothing.

    They change no plan: no rule or goal reads them, and policies with and without them are the same
    by their digest. `pdsched.kpis` reads them for the figure ``cost``.

    >>> from pdsched import Prices
    >>> Prices(half_day=110, currency="CAD").half_day
    110.0
    """

    half_day: float = figure(0.0, unit=_UNIT, within=_WITHIN, source=_SOURCE)
    """What a substitute costs for a half-day."""
    colleague_cover: float = figure(0.0, unit=_UNIT, within=_WITHIN, source=_SOURCE)
    """What a lesson costs that a colleague covers."""
    trainer_hour: float = figure(0.0, unit=_UNIT, within=_WITHIN, source=_SOURCE)
    """What a trainer costs for an hour of a session."""
    travel_hour: float = figure(0.0, unit=_UNIT, within=_WITHIN, source=_SOURCE)
    """What somebody who attends costs for an hour on the way."""
    kilometre: float = figure(0.0, unit=_UNIT, within=_WITHIN, source=_SOURCE)
    """What somebody who attends is paid for a kilometre of the way, where the problem says how long
    it is."""
    currency: str = figure("", unit="text", source="Money of a district is its own.")
    """What one of it is called, such as ``CAD``."""

    @property
    def told(self) -> str:
        """Those that are not 0, in words.

        >>> Prices(half_day=110, kilometre=0.5, currency="CAD").told
        'half-day 110 CAD, kilometre 0.5 CAD'
        """
        amounts = self.model_dump(exclude={"currency"})
        told = (
            f"{name.replace('_', '-')} {amount:g} {self.currency}".strip()
            for name, amount in amounts.items()
            if amount
        )
        return ", ".join(told) or "none"
