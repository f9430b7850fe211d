"""A plan for those who learn and those who teach them."""

from __future__ import annotations

from collections import defaultdict

from pdsched.plan import Cover, Plan, Release, Session
from pdsched.problem import Id, Record, minutes
from pdsched.views.lookup import CoverBook, found, in_clock_order


class Visit(Record):
    """One person at one session, to attend or to lead it: where to go, and who holds the classes.

    Who leads has a release that names no need.
    """

    session: Session
    release: Release
    covers: tuple[Cover, ...] = ()


class PersonView(Record):
    """What one staff member sees of a plan."""

    staff: Id
    visits: tuple[Visit, ...] = ()
    """By date and clock."""
    helps: tuple[Cover, ...] = ()
    """Lessons held for colleagues, by date."""


class TrainerView(Record):
    """What one trainer sees of a plan."""

    trainer: Id
    sessions: tuple[Session, ...]
    """By date and clock."""

    @property
    def minutes(self) -> int:
        """Minutes in sessions."""
        return sum(minutes(s.end) - minutes(s.start) for s in self.sessions)


def by_person(plan: Plan) -> tuple[PersonView, ...]:
    """Staff who attend or lead something, or hold a lesson for a colleague, by id.

    Raises:
        PdschedError: if the plan names what it does not hold.

    >>> plan = Plan(
    ...     sessions=[{"id": "s", "course": "sheets-1", "date": "2026-09-08", "start": "09:00",
    ...                "end": "10:00", "staff": ["ada"]}],
    ...     releases=[{"staff": "ada", "session": "s", "date": "2026-09-08", "start": "08:45",
    ...                "end": "10:15", "need": "n1", "lessons": ["l1"]}],
    ... )
    >>> for person in by_person(plan):
    ...     print(person.staff, [visit.session.course for visit in person.visits])
    ada ['sheets-1']
    """
    sessions = {session.id: session for session in plan.sessions}
    book = CoverBook(plan.covers)
    visits: dict[str, list[Visit]] = defaultdict(list)
    for release in in_clock_order(plan):
        session = found(sessions, release.session, "session")
        visits[release.staff].append(
            Visit(session=session, release=release, covers=book.of(release))
        )
    helps: dict[str, list[Cover]] = defaultdict(list)
    for cover in sorted(plan.covers, key=lambda c: (c.date, c.lesson, c.staff)):
        if cover.colleague is not None:
            helps[cover.colleague].append(cover)
    return tuple(
        PersonView(
            staff=staff, visits=tuple(visits.get(staff, ())), helps=tuple(helps.get(staff, ()))
        )
        for staff in sorted({*visits, *helps})
    )


def by_trainer(plan: Plan) -> tuple[TrainerView, ...]:
    """Every trainer who gives something, by id.

    >>> plan = Plan(sessions=[{"id": "s", "course": "sheets-1", "date": "2026-09-08",
    ...     "start": "09:00", "end": "10:30", "trainer": "tom", "staff": ["ada"]}])
    >>> [(view.trainer, len(view.sessions), view.minutes) for view in by_trainer(plan)]
    [('tom', 1, 90)]
    """
    sessions: dict[str, list[Session]] = defaultdict(list)
    for session in sorted(plan.sessions, key=lambda s: (s.date, s.start, s.id)):
        if session.trainer is not None:
            sessions[session.trainer].append(session)
    return tuple(TrainerView(trainer=t, sessions=tuple(sessions[t])) for t in sorted(sessions))
