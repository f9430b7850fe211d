"""What is wanted: sessions, releases, covers, engagements and unmet needs; data only.

A plan is canonical: its records are sorted, its session ids follow from their contents, and its
JSON is the same bytes for the same plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from pdsched.problem import (
    Cover,
    Engagement,
    Kept,
    KeptCover,
    KeptSession,
    Problem,
    Release,
    Session,
)
from pdsched.problem.base import Id, Record, refuse_no_date
from pdsched.renamed import warn_renamed

__all__ = [
    "ENDED",
    "OTHER_GOALS",
    "Cover",
    "Engagement",
    "MadeUnder",
    "Plan",
    "Release",
    "Session",
    "UnmetNeed",
    "dated",
    "keep",
    "left_out",
    "past_plan",
    "with_previous",
]


ENDED = "search-ended"
"""What stands for a rule where nothing but the end of the search is known to stop a need."""
OTHER_GOALS = "other-goals"
"""What stands for a rule where goals before `needs-met`, or weighed against it, stop a need."""


class UnmetNeed(Record):
    """A need that the plan leaves open, and the rule that stopped it."""

    need: Id
    rule: str
    """Id of the rule; ``search-ended`` where nothing but the time limit stopped it; ``other-goals``
    where goals that come before ``needs-met``, or are weighed against it, would lose by it."""
    reason: str = ""
    """A sentence."""


class MadeUnder(Record):
    """The policy under which a plan was made."""

    name: str
    digest: str
    """`Policy.digest` of it."""


class Plan(Record):
    """The whole answer; see `pdsched.views` to look at it by person, school, day and so on.

    >>> from pdsched import Plan
    >>> Plan().to_json()
    '{"format":"pdsched-plan","version":1,"problem":"","policy":null,"sessions":[],"releases":[],"covers":[],"engagements":[],"unmet":[]}'
    """

    format: Literal["pdsched-plan"] = "pdsched-plan"
    version: Literal[1] = 1
    problem: str = ""
    """`Problem.digest` of the problem that it answers."""
    policy: MadeUnder | None = None
    """The policy under which `pdsched.solve` made it; ``null`` for one made by hand."""
    sessions: tuple[Session, ...] = ()
    releases: tuple[Release, ...] = ()
    covers: tuple[Cover, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    unmet: tuple[UnmetNeed, ...] = ()

    @property
    def needs_met(self) -> frozenset[str]:
        """The ids of the needs that releases meet.

        >>> Plan().needs_met
        frozenset()
        """
        return frozenset(release.need for release in self.releases if release.need is not None)

    def to_json(self) -> str:
        """Canonical JSON on one line."""
        return self.model_dump_json()

    @staticmethod
    def session_id(
        course: str,
        date: dt.date,
        start: dt.time,
        school: str | None,
        trainer: str | None,
        room: str | None,
        number: int = 1,
    ) -> str:
        """The id that a session's contents give it; ``number`` tells equal ones apart.

        >>> from datetime import date, time
        >>> Plan.session_id("sheets-1", date(2026, 9, 8), time(9), "north", "ada", "lab")
        'sheets-1|2026-09-08|09:00|north|ada|lab'
        """
        parts = [course, date.isoformat(), f"{start:%H:%M}", school, trainer, room]
        if number > 1:
            parts.append(f"#{number}")
        return "|".join(part or "" for part in parts)

    def canonical(self) -> Plan:
        """The same plan with its records sorted."""
        return Plan(
            problem=self.problem,
            policy=self.policy,
            sessions=tuple(sorted(self.sessions, key=lambda s: (s.date, s.start, s.id))),
            releases=tuple(
                sorted(
                    self.releases,
                    key=lambda r: (r.date, r.start, r.staff, r.session, r.need or ""),
                )
            ),
            covers=tuple(sorted(self.covers, key=lambda c: (c.date, c.lesson, c.staff, c.holder))),
            engagements=tuple(
                sorted(self.engagements, key=lambda e: (e.date, e.half, e.school, e.substitute))
            ),
            unmet=tuple(sorted(self.unmet, key=lambda u: u.need)),
        )

    def _repr_html_(self) -> str:
        from pdsched.views import to_html

        return to_html(self)


def with_previous(problem: Problem, plan: Plan, *, as_of: dt.date | None = None) -> Problem:
    """The problem with the previous plan: its past stays as it is, and of the rest what can be.

    What lies before ``calendar.today`` (inside the horizon) becomes the past of the problem, whole.
    What lies after it is ``kept``, for the goal ``changes``.

    Args:
        problem: what is given now.
        plan: what people were told, for this problem or for one like it. Left out of the past is
            what was to be at a school that the problem now has as closed on that date: it did not
            take place. Left out of what is kept is what names people, courses or schools that are
            no longer there; and out of both, dates outside the horizon.
        as_of: the date that stands for ``calendar.today``; that of the problem if left out.

    Raises:
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
    problem = dated(problem, as_of)
    return problem.model_copy(update={**_kept(problem, plan), **_past(problem, plan)})


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


def _given(plan: Plan) -> set[KeptSession]:
    return {
        KeptSession(trainer=s.trainer, course=s.course, date=s.date, start=s.start, school=s.school)
        for s in plan.sessions
        if s.trainer is not None
    }


def _kept(problem: Problem, plan: Plan) -> dict[str, tuple[Record, ...]]:
    """The fields of a problem that tell what the previous plan has from today on."""
    calendar = problem.calendar
    staff, courses = {s.id for s in problem.staff}, {c.id for c in problem.courses}
    schools: set[str | None] = {None, *(s.id for s in problem.schools)}
    trainers, substitutes = {t.id for t in problem.trainers}, {s.id for s in problem.substitutes}
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
        for k in _given(plan)
        if is_to_come(k.date)
        and (k.trainer in trainers and k.course in courses and k.school in schools)
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
