"""What a plan uses up of what people have, and what is carried into the next plan.

A year is planned term after term. Limits of a year (releases, covers by colleagues, half-days,
dates with a class) and amounts (hours learned, protected time lost, free time in which colleagues
cover) then begin with what was used up before: the fields ``..._before`` of a problem. They follow
from the plan, and are told here.
"""

from typing import TYPE_CHECKING, Any

from pdsched.accounts.entries import ColleagueCovers, LedgerEntry, Payback
from pdsched.accounts.ledger import Ledger, ledger
from pdsched.accounts.text import ledger_to_csv, ledger_to_text
from pdsched.renamed import warn_renamed

__all__ = [
    "ColleagueCovers",
    "Ledger",
    "LedgerEntry",
    "Payback",
    "ledger",
    "ledger_to_csv",
    "ledger_to_text",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name != "Entry":
            raise AttributeError(f"module 'pdsched.accounts' has no attribute {name!r}")
        warn_renamed("pdsched.accounts.Entry", "pdsched.LedgerEntry")
        return LedgerEntry
