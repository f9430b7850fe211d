"""A problem with the previous plan: what is past stays as it is, and of the rest what can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from pdsched.expansion import in_full
from pdsched.plan.plan import Plan
from pdsched.problem import Kept, KeptCover, KeptSession, Problem, Trainer
from pdsched.problem.base import Record, record_of, refuse_no_date
from pdsched.renamed import warn_renamed


def with_previous(
    problem: Problem | Mapping[str, Any],
    plan: Plan | Mapping[str, Any],
    *,
    as_of: dt.date | None = None,
) -> Problem:
    """The problem with the previous plan: its past stays as it is, and of the rest what can be.

    What lies before ``calendar.today`` (inside the horizon) becomes the past of the problem, whole.
    What lies after it is ``kept``, for the goal ``changes``.

    Args:
        problem: what is given now; a record, or a dictionary of its fields. So is the plan.
        plan: what people were told, for this problem or for one like it. Left out of the past is
            what was to be at a school that the problem now has as closed on that date: it did not
            take place. Left out of what is kept is what names people, courses or schools that are
            no longer there; and out of both, dates outside the horizon.
        as_of: the date that stands for ``calendar.today``; that of the problem if left out.

    Raises:
        RecordError: if a dictionary has values that a problem or a plan cannot have.
        TypeError: if the problem or the plan is something else; with what to give.
        ValueError: if ``as_of`` is a text or a moment, and no date.

    >>> from datetime import date, time
    >>> from pdsched import Plan, Problem, Session, with_previous
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "staff": [{"id": "ada", "schools": ["north"]}],
    ...   "courses": [{"id": "sheets", "topic": "sheets", "minutes": 60, "group_max": 8}],
    ... })
    >>> session = Session(id="s", course="sheets", date=date(2026, 9, 8), start=time(9),
    ...                   end=time(10), staff=("ada", "bob"))
    >>> [kept.staff for kept in with_previous(problem, Plan(sessions=(session,))).kept]
    ['ada']
    >>> later = with_previous(problem, Plan(sessions=(session,)), as_of=date(2026, 9, 9))
    >>> [session.id for session in later.past_sessions], later.kept
    (['s'], ())
    """
    given = record_of("problem", problem, Problem, "pdsched.load_problem reads files")
    known = record_of("plan", plan, Plan, "pdsched.load_plan reads files")
    given = dated(given, as_of)
    return given.model_copy(update={**_kept(given, known), **_past(given, known)})


def keep(problem: Problem, plan: Plan, *, as_of: dt.date | None = None) -> Problem:
    """The old name of `with_previous`."""
    warn_renamed("pdsched.plan.keep", "pdsched.with_previous")
    return with_previous(problem, plan, as_of=as_of)


def dated(problem: Problem, as_of: dt.date | None) -> Problem:
    """The problem on another date than its ``calendar.today``; as it is for ``None``.

    Raises:
        ValueError: if ``as_of`` is a text or a moment, and no date.

    >>> problem = Problem(calendar={"time_zone": "UTC", "first": "2026-09-07",
    ...                             "last": "2026-09-11"})
    >>> dated(problem, dt.date(2026, 9, 9)).calendar.today, dated(problem, None) is problem
    (datetime.date(2026, 9, 9), True)
    """
    if as_of is None:
        return problem
    refuse_no_date("as_of", as_of)
    calendar = problem.calendar.model_copy(update={"today": as_of})
    return problem.model_copy(update={"calendar": calendar})


def past_plan(problem: Problem) -> Plan:
    """The past of a problem, as a plan of its own.

    >>> past_plan(Problem(calendar={"time_zone": "UTC", "first": "2026-09-07",
    ...                             "last": "2026-09-11"})) == Plan()
    True
    """
    return Plan(
        sessions=problem.past_sessions,
        releases=problem.past_releases,
        covers=problem.past_covers,
        engagements=problem.past_engagements,
    ).canonical()


def is_bare(problem: Problem, plan: Plan) -> bool:
    """Whether nothing is in a plan, which holds the past of its problem, but that.

    >>> is_bare(Problem(calendar={"time_zone": "UTC", "first": "2026-09-07",
    ...                           "last": "2026-09-11"}), Plan())
    True
    """
    past = past_plan(problem)
    return all(
        len(getattr(plan, part)) == len(getattr(past, part))
        for part in ("sessions", "releases", "covers", "engagements")
    )


def left_out(problem: Problem, plan: Plan) -> tuple[int, int]:
    """How many attendances of the previous plan `with_previous` leaves out, and of how many."""
    told, now = len(_attended(plan)), with_previous(problem, plan)
    past = sum(len(session.staff) for session in now.past_sessions)
    return told - len(now.kept) - past, told


def _attended(plan: Plan) -> set[Kept]:
    return {
        Kept(
            staff=person,
            course=session.course,
            date=session.date,
            start=session.start,
            school=session.school,
        )
        for session in plan.sessions
        for person in session.staff
    }


def _given(plan: Plan, trainers: Mapping[str, Trainer]) -> set[KeptSession]:
    """What trainers were told, each member of a team for themselves."""
    return {
        KeptSession(trainer=name, course=s.course, date=s.date, start=s.start, school=s.school)
        for s in plan.sessions
        if s.trainer is not None and s.trainer in trainers
        for name in trainers[s.trainer].people
    }


def _kept(problem: Problem, plan: Plan) -> dict[str, tuple[Record, ...]]:
    """The fields of a problem that tell what the previous plan has from today on."""
    calendar = problem.calendar
    staff, courses = {s.id for s in problem.staff}, {c.id for c in in_full(problem).courses}
    schools: set[str | None] = {None, *(s.id for s in problem.schools)}
    trainers, substitutes = {t.id: t for t in problem.trainers}, {s.id for s in problem.substitutes}
    starts = {lesson.id: lesson.start for lesson in problem.lessons}

    def is_to_come(day: dt.date) -> bool:
        return calendar.first <= day <= calendar.last and not calendar.is_past(day)

    attended = (
        k
        for k in _attended(plan)
        if is_to_come(k.date) and (k.staff in staff and k.course in courses and k.school in schools)
    )
    given = (
        k
        for k in _given(plan, trainers)
        if is_to_come(k.date) and k.course in courses and k.school in schools
    )
    covers = {
        KeptCover(colleague=c.colleague, date=c.date, start=starts[c.lesson])
        for c in plan.covers
        if c.colleague in staff and c.lesson in starts and is_to_come(c.date)
    }
    engagements = (
        e
        for e in plan.engagements
        if e.substitute in substitutes and e.school in schools and is_to_come(e.date)
    )
    return {
        "kept": _in_order(attended, "date", "start", "staff", "course"),
        "kept_sessions": _in_order(given, "date", "start", "trainer", "course"),
        "kept_covers": _in_order(covers, "date", "start", "colleague"),
        "kept_engagements": _in_order(engagements, "date", "half", "school", "substitute"),
    }


def _in_order(records: Iterable[Record], *fields: str) -> tuple[Record, ...]:
    """Records by some of their fields, and else by all."""

    def order(record: Record) -> tuple[object, ...]:
        return (*(getattr(record, field) for field in fields), record.model_dump_json())

    return tuple(sorted(records, key=order))


def _past(problem: Problem, plan: Plan) -> dict[str, tuple[Record, ...]]:
    """The fields of a problem that tell what the previous plan had before today."""
    lessons = {lesson.id: lesson.school for lesson in problem.lessons}
    took_place = _Took(problem)
    sessions = tuple(s for s in plan.sessions if took_place.on(s.date, s.school))
    held = {session.id for session in sessions}
    releases = tuple(r for r in plan.releases if r.session in held)
    away = {(r.staff, r.date) for r in releases}
    return {
        "past_sessions": sessions,
        "past_releases": releases,
        "past_covers": tuple(
            c
            for c in plan.covers
            if (c.staff, c.date) in away and took_place.on(c.date, lessons.get(c.lesson))
        ),
        "past_engagements": tuple(e for e in plan.engagements if took_place.on(e.date, e.school)),
    }


class _Took:
    """What took place before today: not what was to be at a closed school."""

    def __init__(self, problem: Problem) -> None:
        self._calendar = problem.calendar
        self._open = frozenset(problem.calendar.open_days())
        self._closed = {school.id: frozenset(school.closed) for school in problem.schools}

    def on(self, day: dt.date, school: str | None) -> bool:
        """Whether something at a school, or at none, on a date is past and took place."""
        if not self._calendar.is_past(day) or day not in self._open:
            return False
        return school is None or day not in self._closed.get(school, ())
