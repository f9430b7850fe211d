"""What is wrong with changes, beside the problem and the plan that they are about."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.checks.codes import fault
from pdsched.checks.references import no_such_code
from pdsched.errors import Fault
from pdsched.expansion import in_full
from pdsched.plan import Change, ChangeKind, Changes, Plan
from pdsched.problem import Problem

_WHO = ("staff", "trainer", "substitute", "room", "school")
"""Of these, one is away."""
_ASKED = {
    ChangeKind.AWAY: ("first",),
    ChangeKind.CANCELLED: ("session",),
    ChangeKind.NEW_NEED: ("need", "staff"),
    ChangeKind.WITHDRAWN: ("need",),
    ChangeKind.LEARNED: ("need",),
    ChangeKind.MISSED: ("session", "staff"),
    ChangeKind.JOINED: ("staff", "school"),
}
"""Fields that a change of each kind has to have."""
_TAKEN = {
    ChangeKind.AWAY: (*_WHO, "last", "half", "start", "end"),
    ChangeKind.NEW_NEED: ("course", "topic", "level_to", "priority", "due"),
    ChangeKind.JOINED: ("name",),
}
"""Fields that it may have besides."""
_TABLES = {
    "staff": "staff",
    "trainer": "trainers",
    "substitute": "substitutes",
    "room": "rooms",
    "school": "schools",
    "course": "courses",
    "need": "needs",
}
"""Of which table each field holds an id."""


def faults_of(problem: Problem, changes: Changes, plan: Plan) -> Iterator[Fault]:
    """All faults of changes, in their order, each with field and value.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> away = {"kind": "away", "trainer": "tess", "first": "2026-09-08"}
    >>> changes = Changes.model_validate({"changes": [away]})
    >>> [str(each) for each in faults_of(Problem(calendar=calendar), changes, Plan())]
    ["PD204 changes[0].trainer: 'tess' is no trainer; give the id of one that there is"]
    """
    known = _Known(problem, plan)
    for number, change in enumerate(changes.changes):
        place = f"changes[{number}]"
        wrong = [*_fields(place, change)]
        yield from wrong
        yield from _times(problem, place, change)
        yield from known.references(place, change)
        if not wrong:
            yield from known.judge(place, change)


def _fields(place: str, change: Change) -> Iterator[Fault]:
    """Fields that the kind asks for and that are not there, and others that it does not take."""
    kind, asked = change.kind, _ASKED[change.kind]
    taken = {*asked, *_TAKEN.get(kind, ()), "kind", "note"}
    given = change.model_dump(exclude_none=True, exclude_defaults=True)
    for name in asked:
        if name not in given:
            yield fault(
                "PD811", f"{place}.{name}", "", f"is missing: {kind} asks for it", "give it"
            )
    for name, value in given.items():
        if name not in taken:
            advice = f"leave it out, or correct the kind; {kind} takes {', '.join(sorted(taken))}"
            yield fault("PD811", f"{place}.{name}", value, f"is nothing that {kind} takes", advice)
    if kind is ChangeKind.AWAY and sum(name in given for name in _WHO) != 1:
        told = ", ".join(name for name in _WHO if name in given) or "nobody"
        yield fault("PD811", place, told, "is not one", f"give one of {', '.join(_WHO)}")
    is_topic = change.topic is not None and change.level_to is not None
    if kind is ChangeKind.NEW_NEED and (change.course is not None) == is_topic:
        told = change.course or change.topic or ""
        yield fault(
            "PD811",
            f"{place}.course",
            told,
            "is not what is needed",
            "give course, or topic and level_to",
        )


def _times(problem: Problem, place: str, change: Change) -> Iterator[Fault]:
    calendar, first = problem.calendar, change.first
    if change.half is not None and (change.start is not None or change.end is not None):
        yield fault(
            "PD811", f"{place}.half", change.half, "stands beside a time", "give one of both"
        )
    if change.start is not None and change.end is not None and change.end <= change.start:
        advice = "give a later end"
        yield fault(
            "PD305", f"{place}.end", f"{change.end:%H:%M}", "is not after its start", advice
        )
    if first is None:
        return
    last = change.last or first
    if last < first:
        yield fault(
            "PD302", f"{place}.last", last, "is before the first date", "correct one of them"
        )
    elif last < calendar.first or first > calendar.last:
        horizon = f"give dates from {calendar.first} to {calendar.last}"
        yield fault("PD310", f"{place}.first", first, "is outside the horizon", horizon)


class _Known:
    """What there is to name; it grows with what changes add."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem = problem
        self._ids = {
            table: {record.id for record in getattr(problem, table)} for table in _TABLES.values()
        }
        self._ids["courses"] |= {
            name for course in in_full(problem).courses for name in course.names
        }
        self._teams = {trainer.id for trainer in problem.trainers if trainer.is_team}
        self._sessions = {session.id: session for session in plan.sessions}
        is_past = problem.calendar.is_past
        self._met = {r.need for r in plan.releases if r.need is not None and is_past(r.date)}

    def references(self, place: str, change: Change) -> Iterator[Fault]:
        """Ids that name nothing."""
        for field, table in _TABLES.items():
            value = getattr(change, field)
            is_new = (change.kind, field) in (
                (ChangeKind.NEW_NEED, "need"),
                (ChangeKind.JOINED, "staff"),
            )
            if value is None:
                continue
            if is_new:
                if value in self._ids[table]:
                    advice = "give an id that is free"
                    yield fault("PD210", f"{place}.{field}", value, "is there already", advice)
                self._ids[table].add(value)
            elif value not in self._ids[table]:
                code, noun = no_such_code(table)
                advice = "give the id of one that there is"
                yield fault(code, f"{place}.{field}", value, f"is no {noun}", advice)
        if change.session is not None and change.session not in self._sessions:
            advice = "give the id of a session as the plan has it"
            yield fault(
                "PD812", f"{place}.session", change.session, "is no session of the plan", advice
            )
        if change.trainer in self._teams:
            advice = "name the members who are away"
            yield fault("PD433", f"{place}.trainer", change.trainer, "is a team", advice)

    def judge(self, place: str, change: Change) -> Iterator[Fault]:
        """What contradicts the plan, or an earlier change."""
        session = self._sessions.get(change.session or "")
        if change.kind is ChangeKind.MISSED and session is not None:
            if change.staff not in session.staff:
                advice = "name somebody who was to attend"
                yield fault(
                    "PD812", f"{place}.staff", change.staff, "does not attend that session", advice
                )
            elif not self._problem.calendar.is_past(session.date):
                advice = "say from which date the plan goes on, or that somebody is away then"
                yield fault("PD812", f"{place}.session", session.id, "is still to come", advice)
        if change.kind in (ChangeKind.WITHDRAWN, ChangeKind.LEARNED):
            if change.need in self._met:
                advice = "leave it out, or say that the session was missed"
                yield fault("PD812", f"{place}.need", change.need, "was met before today", advice)
            self._ids["needs"].discard(str(change.need))
