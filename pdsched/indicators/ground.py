"""What key figures are measured on, and how amounts are added up by parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property

from pdsched.plan import Plan
from pdsched.policy import Policy, Prices
from pdsched.problem import Problem
from pdsched.referee import Case, Facts
from pdsched.referee.goals.cover import chance_of_being_filled
from pdsched.referee.meeting import Attendance


class Tally:
    """A sum, and the same by parts.

    >>> tally = Tally()
    >>> tally.add(2, school="north", role="teacher")
    >>> tally.add(1, school="south", role="teacher")
    >>> tally.value, tally.parts["school"]
    (3, {'north': 2, 'south': 1})
    """

    def __init__(self, value: float | None = 0, unit: str = "") -> None:
        self.value, self.unit = value, unit
        self.parts: dict[str, dict[str, float]] = {}

    def add(self, amount: float, **parts: str) -> None:
        """Add an amount that belongs to some parts; a part without a name is none."""
        self.value = (self.value or 0) + amount
        for kind, name in parts.items():
            of_kind = self.parts.setdefault(kind, {})
            if name:
                of_kind[name] = of_kind.get(name, 0) + amount

    def sorted(self) -> Tally:
        """The same with parts in the order of their names."""
        parts = self.parts.items()
        self.parts = {kind: dict(sorted(of_kind.items())) for kind, of_kind in sorted(parts)}
        return self


def share(part: Tally, whole: Tally, *, of: float = 100) -> Tally:
    """How much of a whole a part is, in per cent, in all and by parts that both have.

    A part to which nothing was added has all of them, with nothing in each.

    >>> part, whole = Tally(1), Tally(4)
    >>> share(part, whole).value
    25.0
    """
    tally = Tally(of * (part.value or 0) / whole.value if whole.value else None)
    for kind, wholes in whole.parts.items():
        if kind in part.parts or not part.value:
            parts = part.parts.get(kind, {})
            tally.parts[kind] = {n: of * parts.get(n, 0) / w for n, w in wholes.items() if w}
    return tally


class Ground:
    """A problem, a plan and a policy, with what several figures ask for."""

    def __init__(self, problem: Problem, plan: Plan, policy: Policy, prices: Prices) -> None:
        self.facts = Facts(problem)
        self.case = Case(self.facts, plan, policy)
        self.prices = prices
        self._known: dict[Callable[[Ground], Tally], Tally] = {}

    def of(self, measure: Callable[[Ground], Tally]) -> Tally:
        """What another figure comes to; measured once."""
        if measure not in self._known:
            self._known[measure] = measure(self)
        return self._known[measure]

    def person(self, staff: str) -> Mapping[str, str]:
        """Home school, its zone and the role of a person."""
        home = self.facts.home[staff]
        role = str(self.facts.staff[staff].role)
        return {"school": home, "zone": self.facts.schools[home].zone, "role": role}

    def place(self, school: str | None) -> Mapping[str, str]:
        """A school and its zone."""
        if school is None or school not in self.facts.schools:
            return {"school": "", "zone": ""}
        return {"school": school, "zone": self.facts.schools[school].zone}

    def week(self, day: date) -> str:
        """The first date of the week of a date."""
        return self.facts.days.week(day).isoformat()

    @cached_property
    def hours_by_person(self) -> dict[str, float]:
        """Hours that each person with needs attends, in the plan; 0 for who attends nothing."""
        hours = dict.fromkeys((need.staff for need in self.facts.problem.needs), 0.0)
        for attendance in self.case.attendances:
            if attendance.staff in hours:
                hours[attendance.staff] += hours_of(attendance)
        return hours

    @cached_property
    def chances(self) -> list[float]:
        """The chance of being filled of each engagement of the plan, in its order."""
        return [chance_of_being_filled(self.case, e) for e in self.case.engagements]


def hours_of(attendance: Attendance) -> float:
    """Hours of learning of an attendance: those of the course, travel left out."""
    return attendance.meeting.course.minutes / 60
