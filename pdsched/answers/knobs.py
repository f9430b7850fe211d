"""Knobs: what they do to a problem and policy, in words, and where their faults are.

The edits are those of `pdsched.answers.lifts`, as for repairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from pdsched.answers.knob_text import EXAMPLES, GivenKnob, read_knob
from pdsched.answers.lifts import ALL_DAY, Edit, changed, further, with_fields
from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.policy import RULES, Policy
from pdsched.policy.figures import figures_of
from pdsched.problem import Half, HalfDays, Problem, RecordError, Room, Substitute, Weekday
from pdsched.views.names import Names
from pdsched.views.words import day
from pdsched.what_if import Knob

TABLES = {
    "trainer": ("trainers", "PD204", "trainer"),
    "group": ("courses", "PD203", "course"),
    "seats": ("rooms", "PD205", "room"),
    "room": ("schools", "PD202", "school"),
}
HALVES = {"am": "morning", "pm": "afternoon"}
WEEKDAYS = dict(
    zip((w.value for w in Weekday), ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"),
        strict=True)
)  # fmt: skip
MOST_IN_GROUP, MOST_SEATS = 1000, 5000


class Turned(NamedTuple):
    """A knob, ready to be turned."""

    knob: Knob
    change: str
    """In words, beginning with a capital and without a stop."""
    edit: Edit
    grows: bool
    """Whether every plan without it is one with it."""
    schools: frozenset[str] | None = None
    """Home schools of those whom it is about; ``None``: anybody's."""
    courses: frozenset[str] | None = None
    """Courses that it is about; ``None``: any."""
    dates: tuple[date, ...] = ()
    """Dates that it is about; none: any."""


def turned(
    problem: Problem, policy: Policy, knobs: Sequence[GivenKnob], of: str = ""
) -> tuple[Turned, ...]:
    """Knobs made ready.

    Args:
        problem: What is given.
        policy: The policy.
        knobs: What is to be changed, each for itself.
        of: What faults begin with that say where they stand.

    Raises:
        ProblemError: with all faults: what is no knob, names nothing, or goes too far.
    """
    setting, faults, ready = _Setting(problem, policy), list[Fault](), list[Turned]()
    for number, given in enumerate(knobs):
        where = f"{of}knobs[{number}]"
        try:
            knob = read_knob(given) if isinstance(given, str) else given
        except ValueError as error:
            message, _, advice = str(error).partition("; ")
            told = message.partition("' ")[2] or message
            faults.append(fault("PD110", where, str(given), told, advice))
            continue
        made = setting.turned(where, knob)
        if isinstance(made, Fault):
            faults.append(made)
        else:
            ready.append(made)
    if faults:
        raise ProblemError(faults)
    return tuple(ready)


class _Setting:
    """A problem and policy with their knobs."""

    def __init__(self, problem: Problem, policy: Policy) -> None:
        self.problem, self.policy, self.names = problem, policy, Names(problem)

    @cached_property
    def days(self) -> tuple[date, ...]:
        return self.problem.calendar.open_days()

    @property
    def grows(self) -> bool:
        """Whether more is never asked for more: a counted limit can ask each one for something."""
        return not any(limit.asks for limit in self.policy.limits)

    def turned(self, where: str, knob: Knob) -> Turned | Fault:
        if knob.kind in TABLES:
            table, code, noun = TABLES[knob.kind]
            if knob.what not in {r.id for r in getattr(self.problem, table)}:
                return fault(code, where, knob.what, f"is no {noun}", f"give the id of a {noun}")
        makers: dict[str, Callable[[Knob], Turned]] = {
            "substitute": self._substitute,
            "trainer": self._trainer,
            "group": self._group,
            "seats": self._seats,
            "room": self._room,
            "figure": self._figure,
            "without": self._without,
        }
        try:
            return makers[knob.kind](knob)
        except _WrongError as error:
            return fault(error.code, where, error.value, error.message, error.advice)

    def _when(self, knob: Knob, text: str) -> tuple[str, dict[str, Any], tuple[date, ...]]:
        """Words, fields of a window, and the dates, of ``tue`` or ``2026-10-06``."""
        if text in WEEKDAYS:
            weekday = Weekday(text)
            dates = tuple(d for d in self.days if Weekday.of(d) is weekday)
            return f"every {WEEKDAYS[text]}day", {"weekdays": (weekday,)}, dates
        try:
            on = date.fromisoformat(text)
        except ValueError:
            advice = f"write {EXAMPLES[knob.kind]}"
            raise _WrongError("PD113", knob.by, "is no weekday or date", advice) from None
        calendar = self.problem.calendar
        if not calendar.first <= on <= calendar.last:
            advice = f"give one from {calendar.first} to {calendar.last}"
            raise _WrongError("PD308", text, "is outside the horizon", advice)
        return f"on {day(on)}", {"dates": (on,)}, (on,)

    def _substitute(self, knob: Knob) -> Turned:
        schools = frozenset(s.id for s in self.problem.schools if s.zone == knob.what)
        if not schools:
            zones = ", ".join(sorted({s.zone for s in self.problem.schools})[:8])
            raise _WrongError("PD209", knob.what, "is no zone", f"give one of {zones}")
        text, _, half = knob.by.rpartition("-")
        if half not in HALVES:
            advice = f"write {EXAMPLES[knob.kind]}"
            raise _WrongError("PD113", knob.by, "is no half-day", advice)
        when, fields, dates = self._when(knob, text)
        asked = {lesson.qualification or "" for lesson in self.problem.lessons} - {""}
        available = HalfDays(halves=(Half(half),), **fields)

        def make(_: Problem, name: str) -> Iterable[Substitute]:
            yield Substitute(
                id=name,
                zones=(knob.what,),
                qualifications=tuple(sorted(asked)),
                available=(available,),
            )

        said = f"One more substitute in zone {knob.what} {when} {HALVES[half]}"
        if when.startswith("on"):
            said = f"One more substitute in zone {knob.what} {when}, in the {HALVES[half]}"
        return Turned(knob, said, further("substitutes", make), self.grows, schools, None, dates)

    def _trainer(self, knob: Knob) -> Turned:
        when, fields, dates = self._when(knob, knob.by)
        window = ALL_DAY.model_copy(update=fields)
        edit = changed("trainers", [knob.what], lambda t: {"available": (*t.available, window)})
        trainer = next(t for t in self.problem.trainers if t.id == knob.what)
        said = f"{self.names.person(knob.what)} comes {when}"
        return Turned(knob, said, edit, self.grows, None, frozenset(trainer.courses), dates)

    def _number(self, knob: Knob, now: int, least: int, most: int) -> int:
        """What there is of something with a knob turned, between limits."""
        if not re.fullmatch(r"[+-]?[0-9]{1,6}", knob.by) or int(knob.by) == 0:
            advice = f"write {EXAMPLES[knob.kind]}"
            raise _WrongError("PD108", knob.by, "is no number of what is more", advice)
        if not least <= now + int(knob.by) <= most:
            advice = f"it is {now}, and may be {least} to {most}"
            raise _WrongError("PD109", knob.by, "goes too far", advice)
        return now + int(knob.by)

    def _group(self, knob: Knob) -> Turned:
        course = next(c for c in self.problem.courses if c.id == knob.what)
        least = max(course.group_min, course.group_preferred or 1)
        size = self._number(knob, course.group_max, least, MOST_IN_GROUP)
        edit = with_fields("courses", [knob.what], {"group_max": size})
        said = f"Groups of up to {size} in {self.names.course(knob.what)}"
        return Turned(
            knob, said, edit, size > course.group_max and self.grows, None, frozenset([knob.what])
        )

    def _seats(self, knob: Knob) -> Turned:
        room = next(r for r in self.problem.rooms if r.id == knob.what)
        seats = self._number(knob, room.capacity, 1, MOST_SEATS)
        edit = with_fields("rooms", [knob.what], {"capacity": seats})
        where = f"{self.names.room(room.id)}, {self.names.school(room.school)}"
        said = f"{seats} seats in {where}"
        return Turned(knob, said, edit, seats > room.capacity and self.grows)

    def _room(self, knob: Knob) -> Turned:
        seats = self._number(knob, 0, 1, MOST_SEATS)

        def make(_: Problem, name: str) -> Iterable[Room]:
            yield Room(id=name, school=knob.what, capacity=seats)

        said = f"One more room with {seats} seats at {self.names.school(knob.what)}"
        return Turned(knob, said, further("rooms", make), self.grows)

    def _figure(self, knob: Knob) -> Turned:
        value = getattr(self.policy, knob.what, None)
        if knob.what not in NUMBERED or isinstance(value, bool) or value is None:
            advice = f"give one of {', '.join(self.figures)}"
            raise _WrongError("PD110", knob.what, "is no figure that is a number here", advice)
        if not re.fullmatch(r"[+-]?([0-9]{1,6}|[0-9]*\.[0-9]{1,4})", knob.by):
            raise _WrongError("PD108", knob.by, "is no number", "write +1, -1 or +0.05")
        is_whole = type(value) is int and "." not in knob.by
        then = value + int(knob.by) if is_whole else round(value + float(knob.by), 6)
        try:
            Policy.model_validate(self.policy.model_dump() | {knob.what: then})
        except RecordError as error:
            said = error.errors()[0]["msg"]
            raise _WrongError("PD109", f"{then}", f"cannot be {knob.what}", said) from None
        said = f"{knob.what.replace('_', ' ').capitalize()}: {then} in place of {value}"

        def edit(problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
            return problem, Policy.model_validate(policy.model_dump() | {knob.what: then})

        return Turned(knob, said, edit, then > value and self._is_most(knob.what))

    def _is_most(self, figure: str) -> bool:
        """Whether a figure says how much may be at most, and nothing else asks for it."""
        readers = [rule for rule in RULES if figure in self.policy.figures(rule)]
        counted = [RULES[rule].counted for rule in readers]
        return all(c is not None and c.at_most == figure for c in counted) and not any(
            self.policy.counts(rule) for rule in readers
        )

    @property
    def figures(self) -> list[str]:
        """Figures of the policy that are numbers, and set."""
        values = ((name, getattr(self.policy, name)) for name in NUMBERED)
        return [n for n, v in values if isinstance(v, int | float) and not isinstance(v, bool)]

    def _without(self, knob: Knob) -> Turned:
        for table, never in NEVER.items():
            if knob.what in {r.id for r in getattr(self.problem, table)}:
                shown = self.names.room if table == "rooms" else self.names.person
                # The record stays: what is past or pinned may name it.
                edit = with_fields(table, [knob.what], never)
                return Turned(knob, f"Without {shown(knob.what)}", edit, grows=False)
        advice = "give the id of one"
        raise _WrongError("PD204", knob.what, "is no trainer, substitute or room", advice)


NEVER: dict[str, dict[str, Any]] = {
    "trainers": {"available": ()},
    "substitutes": {"available": (HalfDays(dates=()),)},
    "rooms": {"unavailable": (ALL_DAY,)},
}
"""By table, fields of a record that is never there."""
NUMBERED = tuple(f.name for f in figures_of(Policy) if f.info.within is not None)
"""Figures of a policy that lie between two numbers."""


class _WrongError(Exception):
    """What is wrong with a knob."""

    def __init__(self, code: str, value: str, message: str, advice: str) -> None:
        super().__init__(code, value, message, advice)
        self.code, self.value, self.message, self.advice = code, value, message, advice


def edited(problem: Problem, policy: Policy, knobs: Iterable[Turned]) -> tuple[Problem, Policy]:
    """Problem and policy with some knobs turned."""
    for knob in knobs:
        problem, policy = knob.edit(problem, policy)
    return problem, policy
