"""Each view as sheets of rows, ready to be printed: one sheet a person, a school, a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from pdsched.expansion import in_full
from pdsched.plan import Cover, Engagement, Plan, Session, UnmetNeed
from pdsched.problem import Problem, Record
from pdsched.stages import counted
from pdsched.views.classes import HeldClass, covered_class, taken_classes
from pdsched.views.days import DayView, by_day
from pdsched.views.in_class import with_classes
from pdsched.views.lookup import CoverBook
from pdsched.views.names import Names
from pdsched.views.people import PersonView, TrainerView, Visit, by_person, by_trainer
from pdsched.views.schools import Away, SchoolDay, SchoolView, by_school
from pdsched.views.substitutes import SubstituteView, Turn, by_substitute
from pdsched.views.teaching_days import NO_LESSONS, TeachingDays
from pdsched.views.words import count, day, span

Row = tuple[str, ...]
V = TypeVar("V")


class By(StrEnum):
    """For whom a plan is printed."""

    PERSON = "person"
    SCHOOL = "school"
    DAY = "day"
    TRAINER = "trainer"
    SUBSTITUTE = "substitute"


class Sheet(Record):
    """One table with a title, and sentences below it; a cell may have several lines."""

    title: str
    columns: Row
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


def sheets(problem: Problem, plan: Plan, by: By) -> tuple[Sheet, ...]:
    """The sheets of one view, with names in place of ids where the problem has some.

    Raises:
        PdschedError: if the plan names what it or the problem does not hold.

    >>> from pdsched.views import sheets_to_text
    >>> plan = Plan(sessions=[{"id": "s", "course": "sheets-1", "date": "2026-09-08",
    ...     "start": "09:00", "end": "10:30", "trainer": "tom", "staff": ["ada"]}])
    >>> problem = Problem(calendar={"time_zone": "America/Toronto", "first": "2026-09-07",
    ...                             "last": "2026-09-11"})
    >>> print(sheets_to_text(sheets(problem, plan, By.TRAINER)))
    tom: 1 session, 90 minutes
      Date            Time         Course    School  Room  People  Who
      Tue 2026-09-08  09:00-10:30  sheets-1                1       ada
    """
    names, plan = Names(problem), with_classes(problem, plan)
    match by:
        case By.PERSON:
            book = _Classes(problem, plan, names)
            return tuple(_person(view, book, names) for view in _each(by_person(plan, problem)))
        case By.SCHOOL:
            return tuple(_school(names.told(view)) for view in _each(by_school(problem, plan)))
        case By.DAY:
            book = _Classes(problem, plan, names)
            return tuple(_day(view, book, names) for view in _each(by_day(plan)))
        case By.TRAINER:
            people = {trainer.id: trainer.people for trainer in problem.trainers}
            return tuple(_trainer(view, people, names) for view in _each(by_trainer(plan, problem)))
        case By.SUBSTITUTE:
            return tuple(
                _substitute(names.told(view)) for view in _each(by_substitute(problem, plan))
            )


def _each(views: Sequence[V]) -> Iterable[V]:
    return counted(views, "sheets")


class _Classes:
    """The classes that a release takes, and what a course teaches, in words."""

    def __init__(self, problem: Problem, plan: Plan, names: Names) -> None:
        self._names = names
        self._courses = {course.id: course for course in in_full(problem).courses}
        self._lessons = {lesson.id: lesson for lesson in problem.lessons}
        self._book = CoverBook(plan.covers)
        self._days = TeachingDays.of(problem, plan)

    def of(self, visit: Visit) -> str:
        release = visit.release
        if not release.leads and self._days.is_without(release.staff, release.date):
            return NO_LESSONS
        taken = taken_classes(self._lessons, self._book, release)
        return "\n".join(_held(self._names.told(held)) for held in taken)

    def away(self, visit: Visit) -> str:
        """When a person is away, or that they are not."""
        release, course = visit.release, self._courses.get(visit.session.course)
        if course is not None and course.modality.in_lesson and not release.leads:
            return "stays in class"
        if release.start == release.end:
            return "not away"
        return span(release.start, release.end)

    def held(self, cover: Cover) -> HeldClass:
        held = covered_class(self._lessons, cover, self._book.other_parts(cover))
        return self._names.told(held)

    def course(self, session: Session) -> str:
        """Its name, and below it topic and levels."""
        course = self._courses.get(session.course)
        name = self._names.course(session.course)
        if course is None:
            return name
        return f"{name}\n{course.topic}, level {course.level_from} to {course.level_to}"


def _held(held: HeldClass) -> str:
    return f"{span(held.start, held.end)} {held.label}: {held.held_by}"


def _place(session: Session) -> str:
    return ", ".join(part for part in (session.school, session.room) if part) or "own school"


def _person(view: PersonView, classes: _Classes, names: Names) -> Sheet:
    rows = [
        (visit.release.date, visit.release.start, _visit(visit, classes, names))
        for visit in view.visits
    ]
    helps = [classes.held(cover) for cover in view.helps]
    rows += [(held.date, held.start, _help(held)) for held in helps]
    columns = (
        "Date",
        "Away",
        "Course",
        "Session",
        "Where",
        "Trainer",
        "Classes and who holds them",
    )
    return Sheet(
        title=names.person(view.staff),
        columns=columns,
        rows=tuple(row for _, _, row in sorted(rows)),
        notes=tuple(_stays_open(unmet, names) for unmet in view.unmet),
    )


def _visit(visit: Visit, classes: _Classes, names: Names) -> Row:
    session = names.told(visit.session)
    return (
        day(visit.release.date),
        classes.away(visit),
        classes.course(visit.session),
        span(session.start, session.end),
        _place(session),
        "leads it" if visit.release.leads else session.trainer or "",
        classes.of(visit),
    )


def _stays_open(unmet: UnmetNeed, names: Names) -> str:
    why = unmet.reason or (f"rule {unmet.rule}" if unmet.rule else "the plan does not say why")
    return f"{names.aim(unmet.need)} stays open: {why}"


def _how(held: HeldClass) -> str:
    return f" ({held.how})" if held.how else ""


def _help(held: HeldClass) -> Row:
    """A class that somebody holds for a colleague."""
    said = f"{span(held.start, held.end)} {held.label}: instead of {held.staff}{_how(held)}"
    return (day(held.date), "", "", "", held.school, "", said)


def _trainer(view: TrainerView, people: Mapping[str, tuple[str, ...]], names: Names) -> Sheet:
    """The sessions of a trainer; with whom, where some are of a team."""
    givers = (people.get(session.trainer or "", ()) for session in view.sessions)
    beside = [", ".join(names.person(p) for p in who if p != view.trainer) for who in givers]
    rows: list[Row] = [
        (
            day(session.date),
            span(session.start, session.end),
            session.course,
            session.school or "",
            session.room or "",
            str(len(session.staff)),
            ", ".join(session.staff),
        )
        for session in names.told(view).sessions
    ]
    title = (
        f"{names.person(view.trainer)}: {count(len(view.sessions), 'session')}, "
        f"{view.minutes} minutes"
    )
    columns = ("Date", "Time", "Course", "School", "Room", "People", "Who")
    if any(beside):
        rows = [(*row, who) for row, who in zip(rows, beside, strict=True)]
        return Sheet(title=title, columns=(*columns, "Together with"), rows=tuple(rows))
    return Sheet(title=title, columns=columns, rows=tuple(rows))


def _day(view: DayView, classes: _Classes, names: Names) -> Sheet:
    rows = [_day_session(names.told(session)) for session in view.sessions]
    rows += [_day_engagement(names.told(engagement)) for engagement in view.engagements]
    rows += [_day_help(classes.held(c)) for c in view.covers if c.colleague is not None]
    columns = ("Time", "What", "School", "Room", "Trainer", "Who")
    return Sheet(title=day(view.date), columns=columns, rows=tuple(rows))


def _day_session(session: Session) -> Row:
    return (
        span(session.start, session.end),
        session.course,
        session.school or "",
        session.room or "",
        session.trainer or "",
        ", ".join(session.staff),
    )


def _day_engagement(engagement: Engagement) -> Row:
    return (engagement.half, "substitute", engagement.school, "", "", engagement.substitute)


def _day_help(held: HeldClass) -> Row:
    who = f"{held.colleague} instead of {held.staff}{_how(held)}"
    return (span(held.start, held.end), "colleague", held.school, held.room, "", who)


def _school(view: SchoolView) -> Sheet:
    rows = (row for school_day in view.days for row in _dated(school_day))
    columns = ("Date", "What", "Time", "Who", "Details")
    return Sheet(title=view.school, columns=columns, rows=tuple(rows))


def _dated(school_day: SchoolDay) -> Iterator[Row]:
    """The rows of one date, which stands in the first of them alone."""
    label = day(school_day.date)
    for row in _school_day(school_day):
        yield (label, *row)
        label = ""


def _school_day(school_day: SchoolDay) -> Iterator[Row]:
    for engagement in school_day.engagements:
        yield ("substitute", engagement.half, engagement.substitute, "")
    for away in school_day.away:
        yield _away(away)
    for session in school_day.sessions:
        yield _hosted(session)


def _away(away: Away) -> Row:
    if away.coached:
        return ("coached", span(away.start, away.end), away.staff, "in class, with the pupils")
    if away.start == away.end:
        return ("team", span(away.start, away.end), away.staff, "by this date, away from nobody")
    without = NO_LESSONS if away.without_lessons else "leaves no class here"
    classes = "\n".join(map(_held, away.classes)) or without
    who = f"{away.staff} (leads)" if away.leads else away.staff
    return ("away", span(away.start, away.end), who, classes)


def _hosted(session: Session) -> Row:
    people = count(len(session.staff), "person", "people")
    details = (session.course, session.room and f"room {session.room}", people)
    said = ", ".join(part for part in details if part)
    return ("session", span(session.start, session.end), session.trainer or "", said)


def _substitute(view: SubstituteView) -> Sheet:
    rows = (row for turn in view.turns for row in _turn(turn))
    title = f"{view.substitute}: {count(len(view.turns), 'half-day')}"
    columns = ("Date", "Half", "School", "Time", "Class", "Instead of")
    return Sheet(title=title, columns=columns, rows=tuple(rows))


def _turn(turn: Turn) -> Iterator[Row]:
    """One row a class; date, half-day and school stand in the first of them alone."""
    head: Row = (day(turn.date), turn.half, turn.school)
    if not turn.classes:
        yield (*head, "", "no class", "")
    for held in turn.classes:
        yield (*head, span(held.start, held.end), held.label, held.staff)
        head = ("", "", "")
