"""A problem with changes, and what of a plan took place.

Who is away is so in every role: staff are unavailable, trainers and substitutes lose what they
offer, rooms are taken. A school that is away for whole dates is closed on them, and the days after
it keep the names that they had in its cycle; for a part of dates it is blacked out. A session that
is cancelled is forbidden by a pin. A need that is withdrawn, or met elsewhere, goes; whoever
learned a course elsewhere has completed it.
"""

from __future__ import annotations

from typing import Any

from pdsched.answers.away import without_away
from pdsched.answers.change_faults import faults_of
from pdsched.answers.records import each_of, free_id
from pdsched.errors import ProblemError
from pdsched.expansion import in_full
from pdsched.plan import Change, ChangeKind, Changes, Plan, Session
from pdsched.problem import Need, PinKind, Problem, Record, SessionPin, StaffMember


def with_changes(problem: Problem, changes: Changes, plan: Plan) -> tuple[Problem, Plan]:
    """The problem with changes, and the plan without what did not take place.

    What the plan has of dates to come stays in it, whatever the changes say: people were told.

    Args:
        problem: What was given, with ``calendar.today`` where something is past.
        changes: What became known.
        plan: The plan that people know.

    Raises:
        ProblemError: with all faults, if changes name what is not there or contradict the plan.

    >>> problem = Problem(
    ...     calendar={"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"},
    ...     trainers=[{"id": "tess", "available": [{"start": "08:00", "end": "16:00"}]}])
    >>> away = {"kind": "away", "trainer": "tess", "first": "2026-09-08", "last": "2026-09-11"}
    >>> then, _ = with_changes(problem, Changes.model_validate({"changes": [away]}), Plan())
    >>> [day.isoformat() for day in then.trainers[0].available[0].dates]
    ['2026-09-07']
    """
    if faults := tuple(faults_of(problem, changes, plan)):
        raise ProblemError(faults)
    sessions = {session.id: session for session in plan.sessions}
    for change in changes.changes:
        match change.kind:
            case ChangeKind.AWAY:
                problem = without_away(problem, change)
            case ChangeKind.CANCELLED:
                session = sessions[str(change.session)]
                if problem.calendar.is_past(session.date):
                    plan = _not_held(plan, session)
                else:
                    problem = _forbidden(problem, session, change, plan)
            case ChangeKind.MISSED:
                plan = _not_attended(plan, str(change.session), str(change.staff))
            case ChangeKind.NEW_NEED:
                problem = _added(problem, "needs", _need(change))
            case ChangeKind.JOINED:
                member = StaffMember(
                    id=str(change.staff), name=change.name, schools=(str(change.school),)
                )
                problem = _added(problem, "staff", member)
            case ChangeKind.WITHDRAWN | ChangeKind.LEARNED:
                problem = _without_need(problem, change)
    return problem, plan


def still_wanted(problem: Problem, plan: Plan) -> Plan:
    """The plan without attendances for needs that the problem no longer has.

    >>> still_wanted(Problem(calendar={"time_zone": "UTC", "first": "2026-09-07",
    ...                                "last": "2026-09-11"}), Plan()) == Plan()
    True
    """
    needs = {None, *(need.id for need in problem.needs)}
    gone = {(r.session, r.staff) for r in plan.releases if r.need not in needs}
    for session, staff in gone:
        plan = _not_attended(plan, session, staff)
    return plan


def open_needs(problem: Problem, plan: Plan) -> frozenset[str]:
    """Ids of needs that a plan leaves open.

    >>> open_needs(Problem(calendar={"time_zone": "UTC", "first": "2026-09-07",
    ...                              "last": "2026-09-11"}), Plan())
    frozenset()
    """
    return frozenset(need.id for need in in_full(problem).needs) - plan.needs_met


# What did not take place


def _not_held(plan: Plan, session: Session) -> Plan:
    releases = [r for r in plan.releases if r.session == session.id]
    lessons = {(r.staff, r.date, lesson) for r in releases for lesson in r.lessons}
    return plan.model_copy(
        update={
            "sessions": tuple(s for s in plan.sessions if s.id != session.id),
            "releases": tuple(r for r in plan.releases if r.session != session.id),
            "covers": tuple(c for c in plan.covers if (c.staff, c.date, c.lesson) not in lessons),
        }
    )


def _not_attended(plan: Plan, session: str, staff: str) -> Plan:
    """Without the attendance of one person; without the session where nobody else was there."""
    held = next((s for s in plan.sessions if s.id == session), None)
    if held is None:  # Another change says that it was not held at all.
        return plan
    remaining = tuple(person for person in held.staff if person != staff)
    if not remaining:
        return _not_held(plan, held)
    lessons = {
        (r.date, lesson)
        for r in plan.releases
        if (r.session, r.staff) == (session, staff)
        for lesson in r.lessons
    }
    smaller = held.model_copy(update={"staff": remaining})
    return plan.model_copy(
        update={
            "sessions": tuple(smaller if s.id == session else s for s in plan.sessions),
            "releases": tuple(r for r in plan.releases if (r.session, r.staff) != (session, staff)),
            "covers": tuple(
                c for c in plan.covers if c.staff != staff or (c.date, c.lesson) not in lessons
            ),
        }
    )


# Needs and people


def _added(problem: Problem, table: str, record: Record) -> Problem:
    return problem.model_copy(update={table: (*getattr(problem, table), record)})


def _need(change: Change) -> Need:
    fields = ("staff", "course", "topic", "level_to", "priority", "due")
    given = {name: v for name in fields if (v := getattr(change, name)) is not None}
    return Need.model_validate({"id": change.need, **given})


def _without_need(problem: Problem, change: Change) -> Problem:
    need = next(n for n in problem.needs if n.id == change.need)
    rest = tuple(n for n in problem.needs if n.id != need.id)
    pins = tuple(pin for pin in problem.session_pins if pin.need != need.id)
    problem = problem.model_copy(update={"needs": rest, "session_pins": pins})
    if change.kind is ChangeKind.WITHDRAWN:
        return problem

    def learned(member: StaffMember) -> dict[str, Any]:
        if len(need.named) == 1:
            (name,) = need.named
            is_course = any(c.id == name for c in problem.courses)
            done = (*member.completed, name) if is_course else member.completed
            return {"completed": tuple(dict.fromkeys(done))}
        if need.topic is None:
            return {}  # Of several wishes nobody said which.
        topic, level = str(need.topic), need.level_to or 0
        levels = {**member.levels, topic: max(level, member.levels.get(topic, 0))}
        return {"levels": dict(sorted(levels.items()))}

    return each_of(problem, "staff", need.staff, learned)


# Sessions


def _forbidden(problem: Problem, session: Session, change: Change, plan: Plan) -> Problem:
    """No such session at that place and time; of several alike, none with its trainer and room."""
    place = (session.course, session.school, session.date, session.start)
    alike = [s for s in plan.sessions if (s.course, s.school, s.date, s.start) == place]
    pin = SessionPin(
        id=free_id("cancelled", {pin.id for pin in problem.session_pins}),
        kind=PinKind.FORBID,
        course=session.course,
        school=session.school,
        date=session.date,
        start=session.start,
        trainer=session.trainer if len(alike) > 1 else None,
        room=session.room if len(alike) > 1 else None,
        reason=change.note,
    )
    return _added(problem, "session_pins", pin)
