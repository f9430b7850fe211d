"""A plan for those who learn and those who teach them."""

from __future__ import annotations

from collections import defaultdict

from pdsched.expansion import in_full
from pdsched.plan import Cover, Plan, Release, Session, UnmetNeed
from pdsched.problem import Id, Problem, Record, minutes
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
    unmet: tuple[UnmetNeed, ...] = ()
    """Needs that the plan does not meet, by id; without rule and reason where it gives none."""


class TrainerView(Record):
    """What one trainer sees of a plan."""

    trainer: Id
    sessions: tuple[Session, ...]
    """By date and clock."""

    @property
    def minutes(self) -> int:
        """Minutes in sessions."""
        return sum(minutes(s.end) - minutes(s.start) for s in self.sessions)


def by_person(plan: Plan, problem: Problem | None = None) -> tuple[PersonView, ...]:
    """Staff who attend or lead something, or hold a lesson for a colleague, by id.

    With the problem also those who need something, with what stays open.

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
    unmet = {} if problem is None else _unmet(plan, problem)
    return tuple(
        PersonView(
            staff=staff,
            visits=tuple(visits.get(staff, ())),
            helps=tuple(helps.get(staff, ())),
            unmet=tuple(unmet.get(staff, ())),
        )
        for staff in sorted({*visits, *helps, *unmet})
    )


def _unmet(plan: Plan, problem: Problem) -> dict[str, list[UnmetNeed]]:
    """The needs of each person that no release meets."""
    met, reasons = plan.needs_met, {unmet.need: unmet for unmet in plan.unmet}
    unmet_by_person: dict[str, list[UnmetNeed]] = defaultdict(list)
    for need in sorted(in_full(problem).needs, key=lambda need: need.id):
        if need.id not in met:
            told = reasons.get(need.id, UnmetNeed(need=need.id, rule=""))
            unmet_by_person[need.staff].append(told)
    return unmet_by_person


def by_trainer(plan: Plan, problem: Problem | None = None) -> tuple[TrainerView, ...]:
    """Every trainer who gives something, by id.

    With the problem each member of a team has a view of their own, and the team none.

    >>> plan = Plan(sessions=[{"id": "s", "course": "sheets-1", "date": "2026-09-08",
    ...     "start": "09:00", "end": "10:30", "trainer": "tom", "staff": ["ada"]}])
    >>> [(view.trainer, len(view.sessions), view.minutes) for view in by_trainer(plan)]
    [('tom', 1, 90)]
    """
    trainers = () if problem is None else problem.trainers
    people = {trainer.id: trainer.people for trainer in trainers}
    sessions: dict[str, list[Session]] = defaultdict(list)
    for session in sorted(plan.sessions, key=lambda s: (s.date, s.start, s.id)):
        if session.trainer is not None:
            for name in people.get(session.trainer, (session.trainer,)):
                sessions[name].append(session)
    return tuple(TrainerView(trainer=t, sessions=tuple(sessions[t])) for t in sorted(sessions))
