"""What happened is counted once: a year replanned again and again, and accounts of its parts."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from pairs_past import AFTER_HELD, HAD, after
from schools import BASE, THU2, TUE, need, plan_of, session, two_schools
from solving import with_unmet

from pdsched import Plan, Policy, Problem, verify, with_previous
from pdsched.accounts import Ledger, ledger
from pdsched.accounts.closing import happened
from pdsched.plan import past_plan
from pdsched.problem import Window
from pdsched.search import Limits, solve_here

FIRST, LAST = date(2026, 9, 7), date(2026, 11, 20)
DATES = [FIRST + timedelta(days=3 + 7 * week) for week in range(10)]
"""Ten Thursdays on which the year is planned anew."""
POLICY = Policy(releases_in_all=4, goals=("needs-met", "changes", "engaged-half-days"))


def year() -> Problem:
    """Eleven weeks of two schools, in which the trainer has an hour a week."""
    hour = [{"start": "08:00", "end": "10:00", "weekdays": ["tue"]}]
    trainer = BASE["trainers"][0] | {"available": hour, "max_minutes_per_week": 60}
    return two_schools(
        calendar=BASE["calendar"] | {"first": FIRST, "last": LAST}, trainers=[trainer]
    )


def changed_by(problem: Problem, number: int) -> Problem:
    """The same problem after something has come up: a course for somebody, or an absence."""
    today = DATES[number]
    if number % 2:
        wanted = {"id": f"more-{number}", "topic": "more", "minutes": 30, "group_max": 2}
        some = Problem.model_validate(
            BASE
            | {
                "courses": [*BASE["courses"], wanted | {"modality": "self-paced"}],
                "needs": [*BASE["needs"], need("bob", f"more-{number}")],
            }
        )
        return problem.model_copy(
            update={
                "courses": (*problem.courses, some.courses[-1]),
                "needs": (*problem.needs, some.needs[-1]),
            }
        )
    days = tuple(today + timedelta(days=n) for n in range(10))
    away = Window(start="08:00", end="15:00", dates=days)
    person = problem.staff[number // 2 % 4]
    gone = person.model_copy(update={"unavailable": (*person.unavailable, away)})
    staff = tuple(gone if member is person else member for member in problem.staff)
    return problem.model_copy(update={"staff": staff})


def planned(problem: Problem) -> Plan:
    """A plan that the referee accepts."""
    found, _, status = solve_here(problem, POLICY, limits=Limits(seconds=20))
    assert found is not None, status
    plan = with_unmet(problem, found)
    assert verify(problem, plan, POLICY) == ()
    return plan


def added(found: Ledger) -> dict[tuple[str, str, str], float]:
    """What a plan adds to each figure."""
    return {(e.who, e.figure, e.of): e.added for e in (*found.staff, *found.substitutes) if e.added}


def after_it(found: Ledger) -> dict[tuple[str, str, str], float]:
    """Each figure after the plan."""
    return {(e.who, e.figure, e.of): e.after for e in (*found.staff, *found.substitutes)}


def test_a_year_replanned_at_ten_dates() -> None:
    """No session before today is new, none that was is gone, and ledgers add up."""
    problem = year()
    plan, met = planned(problem), []
    for number, today in enumerate(DATES):
        problem = with_previous(changed_by(problem, number), plan, as_of=today)
        new = planned(problem)

        assert happened(new, today).model_dump(exclude={"problem", "policy", "unmet"}) == (
            happened(plan, today).model_dump(exclude={"problem", "policy", "unmet"})
        )
        told = ledger(problem, plan, POLICY), ledger(problem, new, POLICY)
        assert added(told[0]) == added(told[1])
        assert told[1].as_of == today
        plan = new
        met.append(len(past_plan(problem).releases))
    assert met == sorted(met)
    assert met[0] < met[-1]
    whole = ledger(problem, plan, POLICY, as_of=LAST + timedelta(days=1))
    assert whole.as_of is None
    for today in DATES:
        part = ledger(problem, plan, POLICY, as_of=today)
        rest = plan.model_copy(
            update={
                kind: tuple(r for r in getattr(plan, kind) if r.date >= today)
                for kind in ("sessions", "releases", "covers", "engagements")
            }
        )
        carried = part.carried_into(problem)
        assert past_plan(carried) == Plan()
        assert after_it(whole) == after_it(
            ledger(carried, rest, POLICY, as_of=LAST + timedelta(days=1))
        )


def test_the_ledger_counts_what_has_happened() -> None:
    """Ada was released on Tuesday of last week, and will be on Thursday of this one."""
    plan = after(session("sheets-2", THU2, "09:00", "ada"))

    def releases(**when: Any) -> float:
        found = added(ledger(AFTER_HELD, plan, **when))
        return found.get(("ada", "releases_before", ""), 0)

    assert releases() == 1
    assert releases(as_of=TUE) == 0
    assert releases(as_of=TUE + timedelta(days=1)) == 1
    assert releases(as_of=date(2026, 8, 1)) == 0
    assert releases(as_of=THU2) == 1
    assert releases(as_of=date(2026, 9, 18)) == 2
    assert releases(as_of=date(2027, 1, 1)) == 2


def test_the_later_an_account_is_closed_the_more_it_counts() -> None:
    """By each date in turn no figure is less than by the one before, from nothing to all."""
    given = two_schools()
    plan = after(session("sheets-2", THU2, "09:00", "ada"))
    first, last = given.calendar.first, given.calendar.last
    days = [first + timedelta(days=n) for n in range(-3, (last - first).days + 4)]
    told = [ledger(given, plan, as_of=day) for day in days]
    for earlier, later in pairwise(map(added, told)):
        assert all(later.get(figure, 0) >= value for figure, value in earlier.items())
        assert earlier.keys() <= later.keys()
    assert [bool(added(one)) for one in told[:4]] == [False] * 4
    assert [one.as_of for one in told] == [*days[:-3], None, None, None]
    assert told[-1] == ledger(given, plan)
    assert len({tuple(one.staff) for one in told}) == 3


@pytest.mark.parametrize("today", [date(2026, 8, 1), date(2027, 1, 1), None])
def test_without_a_date_the_whole_plan_counts(today: date | None) -> None:
    """Where today is not in the horizon the account of a plan is that of all of it."""
    given = two_schools(calendar=BASE["calendar"] | {"today": today})
    plan = plan_of(given, *HAD)

    assert added(ledger(given, plan))["ada", "releases_before", ""] == 1
    assert ledger(given, plan).as_of is None
    assert ledger(given, plan, as_of=date(2026, 8, 1)).staff == ()
