"""A ledger as tables: for the terminal, and for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pdsched.accounts.entries import ColleagueCovers, LedgerEntry, Payback
from pdsched.accounts.ledger import Ledger
from pdsched.outside import csv_text, quoted
from pdsched.problem import Problem
from pdsched.views import Sheet, sheets_to_text, tables_to_html
from pdsched.views.names import Names
from pdsched.views.tables import Column, first_rows

_Row = tuple[str, ...]
_ENTRY = ("who", "figure", "of", "before", "added", "after")
_PAYBACK = ("staff", "date", "minutes", "by")
_COVERS = ColleagueCovers._fields
_BEYOND = "after the horizon"


def ledger_to_text(ledger: Ledger, problem: Problem | None = None) -> str:
    """The tables of a ledger that have rows, in aligned columns; with names where there are."""
    tables = sheets_to_text(_sheets(ledger, problem))
    return f"{_head(ledger)}\n\n{tables}" if ledger.as_of else tables


def ledger_to_html(ledger: Ledger, problem: Problem | None = None) -> str:
    """The same tables as HTML."""
    tables = [
        first_rows(map(Column, sheet.columns), sheet.rows, tuple, sheet.title)
        for sheet in _sheets(ledger, problem)
    ]
    return tables_to_html(tables, _head(ledger))


def _head(ledger: Ledger) -> str:
    return f"What happened before {ledger.as_of}" if ledger.as_of else "What the plan uses up"


def _sheets(ledger: Ledger, problem: Problem | None) -> tuple[Sheet, ...]:
    """The tables that have rows."""
    who = Names(problem).person
    sheets = (
        Sheet(
            title="Staff: carried into the next plan",
            columns=_ENTRY,
            rows=_called(_rows(ledger.staff), who),
        ),
        Sheet(
            title="Substitutes: carried into the next plan",
            columns=_ENTRY,
            rows=_called(_rows(ledger.substitutes), who),
        ),
        Sheet(
            title="Covers by colleagues",
            columns=tuple(name.replace("_", " ") for name in _COVERS),
            rows=_called((_covers(f, "-") for f in ledger.colleague_covers), who),
        ),
        Sheet(
            title="Protected time to be given back",
            columns=_PAYBACK,
            rows=_called((_payback(p, _BEYOND) for p in ledger.paybacks), who),
        ),
    )
    return tuple(sheet for sheet in sheets if sheet.rows)


def ledger_to_csv(ledger: Ledger) -> dict[str, str]:
    """The tables of a ledger by the names of their files."""
    return {
        "staff_ledger.csv": _table(_ENTRY, _rows(ledger.staff)),
        "substitute_ledger.csv": _table(_ENTRY, _rows(ledger.substitutes)),
        "colleague_covers.csv": _table(_COVERS, (_covers(f, "") for f in ledger.colleague_covers)),
        "paybacks.csv": _table(_PAYBACK, (_payback(p, "") for p in ledger.paybacks)),
    }


def _called(rows: Iterable[_Row], who: Callable[[str], str]) -> tuple[_Row, ...]:
    """Rows that begin with a person, by their name."""
    return tuple((who(identity), *cells) for identity, *cells in rows)


def _rows(entries: Iterable[LedgerEntry]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_cells(entry)) for entry in entries)


def _cells(entry: LedgerEntry) -> Iterator[str]:
    yield from (entry.who, entry.figure, entry.of)
    yield from (f"{number:.10g}" for number in (entry.before, entry.added, entry.after))


def _covers(covers: ColleagueCovers, nobody_counts: str) -> tuple[str, ...]:
    return tuple(nobody_counts if cell is None else str(cell) for cell in covers)


def _payback(payback: Payback, beyond: str) -> tuple[str, ...]:
    by = payback.by.isoformat() if payback.by else beyond
    return payback.staff, payback.date.isoformat(), str(payback.minutes), by


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return csv_text(columns, ([quoted(cell) if cell else "" for cell in row] for row in rows))
