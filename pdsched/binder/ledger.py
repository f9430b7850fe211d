"""What the plan uses up: in all, by substitute, and school by school for each person."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pdsched.accounts import Ledger, LedgerEntry
from pdsched.accounts import ledger as account
from pdsched.binder.chapter import ONE_LEAF, Chapter, Leaf
from pdsched.binder.extent import home_of, is_about_many
from pdsched.binder.matter import Matter
from pdsched.plan import Plan
from pdsched.problem.once import once

FIGURES = (
    *("releases_before", "hours_before", "covers_before", "cover_minutes_before"),
    *("protected_minutes_before", "points_wanted_before", "points_met_before"),
)
"""Fields of staff that a plan adds to, in the order of the columns."""
_MOST = 400
"""Lines of each kind at most; the others are counted."""


class Amount(NamedTuple):
    """A figure before the plan, and what this adds."""

    before: float = 0
    added: float = 0

    @property
    def after(self) -> float:
        """With what is added."""
        return round(self.before + self.added, 6)


class Total(NamedTuple):
    """One figure, added up over people."""

    figure: str
    """Field of the problem that carries it."""
    of: str
    """Topic, or else empty."""
    amount: Amount


class SubstituteAccount(NamedTuple):
    """The half-days of a substitute."""

    name: str
    half_days: Amount
    classes: tuple[tuple[str, Amount], ...]
    """Dates with each class."""


class PaybackLine(NamedTuple):
    """Protected time to be given back."""

    name: str
    date: dt.date
    minutes: int
    by: dt.date | None
    """``None`` beyond the horizon."""


class CoverAccount(NamedTuple):
    """What a colleague holds for others."""

    name: str
    covers: Amount
    minutes: Amount
    to_pay: int | None
    """``None`` where the policy does not say from which on covers are paid."""


class LedgerPage(NamedTuple):
    """The ledger of all people together, and what is owed."""

    as_of: dt.date | None
    """What is before it counts; ``None`` for the whole plan."""
    totals: tuple[Total, ...]
    paybacks: tuple[PaybackLine, ...]
    paybacks_left_out: int
    covers: tuple[CoverAccount, ...]
    covers_left_out: int
    substitutes: tuple[SubstituteAccount, ...]
    substitutes_left_out: int


class PersonAccount(NamedTuple):
    """The figures of one person."""

    name: str
    amounts: tuple[Amount, ...]
    """One for each of the figures of its leaf."""


class SchoolLedger(NamedTuple):
    """The figures of those whose home school it is."""

    as_of: dt.date | None
    figures: tuple[str, ...]
    """`FIGURES`, of which somebody in the binder has an amount."""
    people: tuple[PersonAccount, ...]
    """Those who have some, by name."""


def ledger(matter: Matter) -> Chapter:
    """The account of the plan."""
    leaves = ONE_LEAF if is_about_many(matter) else ()
    return Chapter("ledger", leaves, (_page(matter) for _ in leaves))


def staff_ledger(matter: Matter) -> Chapter:
    """A leaf for each school, with a row for each person who has figures."""
    if not is_about_many(matter):
        return Chapter("staff-ledger", (), ())
    by_school: dict[str, dict[str, list[LedgerEntry]]] = defaultdict(lambda: defaultdict(list))
    for entry in _chosen(_ledger(matter).staff, matter.chosen.people):
        by_school[home_of(matter, entry.who)][entry.who].append(entry)
    schools = sorted(by_school, key=lambda school: matter.names.school(school).casefold())
    leaves = tuple(Leaf(matter.names.school(school) if school else "?") for school in schools)
    told = {e.figure for of in by_school.values() for entries in of.values() for e in entries}
    figures = tuple(figure for figure in FIGURES if figure in told)
    pages = (_school(matter, by_school[school], figures) for school in schools)
    return Chapter("staff-ledger", leaves, pages)


@once
def _ledger(matter: Matter) -> Ledger:
    return account(matter.problem, matter.answer.plan or Plan(), matter.policy)


def _chosen(entries: Iterable[LedgerEntry], chosen: frozenset[str] | None) -> Iterator[LedgerEntry]:
    return (entry for entry in entries if chosen is None or entry.who in chosen)


def _school(
    matter: Matter, people: Mapping[str, Iterable[LedgerEntry]], figures: tuple[str, ...]
) -> SchoolLedger:
    lines: list[PersonAccount] = []
    for who, entries in people.items():
        amounts = {e.figure: Amount(e.before, e.added) for e in entries if not e.of}
        columns = tuple(amounts.get(figure, Amount()) for figure in figures)
        lines.append(PersonAccount(matter.names.person(who), columns))
    return SchoolLedger(_ledger(matter).as_of, figures, tuple(sorted(lines)))


def _page(matter: Matter) -> LedgerPage:
    whole, people, named = _ledger(matter), matter.chosen.people, matter.names.person
    paybacks = [
        PaybackLine(named(each.staff), each.date, each.minutes, each.by)
        for each in whole.paybacks
        if people is None or each.staff in people
    ]
    covers = [
        CoverAccount(
            named(each.who),
            Amount(each.in_all - each.covers, each.covers),
            Amount(each.minutes_in_all - each.minutes, each.minutes),
            each.to_pay,
        )
        for each in whole.colleague_covers
        if people is None or each.who in people
    ]
    substitutes = list(_substitutes(matter, whole))
    return LedgerPage(
        as_of=whole.as_of,
        totals=tuple(_totals(_chosen(whole.staff, people))),
        paybacks=tuple(paybacks[:_MOST]),
        paybacks_left_out=max(0, len(paybacks) - _MOST),
        covers=tuple(sorted(covers)[:_MOST]),
        covers_left_out=max(0, len(covers) - _MOST),
        substitutes=tuple(substitutes[:_MOST]),
        substitutes_left_out=max(0, len(substitutes) - _MOST),
    )


def _totals(entries: Iterable[LedgerEntry]) -> Iterator[Total]:
    """By figure, hours by topic last."""
    sums: dict[tuple[str, str], Amount] = defaultdict(Amount)
    for entry in entries:
        had = sums[entry.figure, entry.of]
        sums[entry.figure, entry.of] = Amount(had.before + entry.before, had.added + entry.added)
    order = {figure: number for number, figure in enumerate(FIGURES)}
    for figure, of in sorted(sums, key=lambda key: (order.get(key[0], len(order)), key[1])):
        yield Total(figure, of, sums[figure, of])


def _substitutes(matter: Matter, whole: Ledger) -> Iterator[SubstituteAccount]:
    """Those with most half-days of the plan first."""
    of_substitute: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in _chosen(whole.substitutes, matter.chosen.substitutes):
        of_substitute[entry.who].append(entry)
    lines: list[SubstituteAccount] = []
    for who, entries in of_substitute.items():
        amounts = {(e.figure, e.of): Amount(e.before, e.added) for e in entries}
        classes = ((of, a) for (figure, of), a in amounts.items() if figure == "class_days_before")
        half_days = amounts.get(("half_days_before", ""), Amount())
        lines.append(SubstituteAccount(matter.names.person(who), half_days, tuple(classes)))
    yield from sorted(lines, key=lambda line: (-line.half_days.added, line.name))
