"""Mutations that change what is given, so that the plan no longer fits; see `mutations`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from cycling import week_of
from facts import Facts
from mutation import (
    Broken,
    attendances,
    breaks,
    changed,
    find,
    swapped,
    with_problem,
    with_record,
)
from strategies import Case

from pdsched import Plan
from pdsched.problem import (
    Blackout,
    Course,
    CoverKind,
    Half,
    HalfDays,
    Modality,
    Prerequisite,
    ProtectedTime,
    Weekday,
    Window,
    clock,
    minutes,
)


def window(day: date, start: time, end: time) -> Window:
    """Hours of one date."""
    return Window(start=start, end=end, dates=(day,))


def first_minute(start: time) -> tuple[time, time]:
    """The minute that begins then."""
    return start, clock(minutes(start) + 1)


def last_minute(end: time) -> tuple[time, time]:
    """The minute that ends then."""
    return clock(minutes(end) - 1), end


# --- days and people ---


@breaks("session-times")
@breaks("staff-available")
def day_closed(case: Case, plan: Plan) -> Iterator[Broken]:
    """The whole district is closed on the date of a session."""
    for session in plan.sessions:
        calendar = case.problem.calendar
        closed = changed(calendar, closed=(*calendar.closed, session.date))
        yield with_problem(case, plan, calendar=closed)


@breaks("blackouts")
def blackout_now(case: Case, plan: Plan) -> Iterator[Broken]:
    """A blackout touches the last minute of a session, or the first of a release."""
    calendar = case.problem.calendar
    for session, release in attendances(plan):
        home = find(case.problem.staff, release.staff).schools[0]
        dark = Blackout(id="now", first=session.date, last=session.date)
        for hours, schools in (
            (last_minute(session.end), None if session.school is None else (session.school,)),
            (first_minute(release.start), (home,)),
        ):
            now = changed(dark, start=hours[0], end=hours[1], schools=schools)
            blackouts = changed(calendar, blackouts=(*calendar.blackouts, now))
            yield with_problem(case, plan, calendar=blackouts)


@breaks("staff-available")
def person_away(case: Case, plan: Plan) -> Iterator[Broken]:
    """A person is unavailable in the first or the last minute of a release, or has a day off."""
    for r in plan.releases:
        for hours in (first_minute(r.start), last_minute(r.end)):
            away = (window(r.date, *hours),)
            yield with_record(case, plan, "staff", r.staff, unavailable=away)
        if not r.leads:
            others = tuple(day for day in Weekday if day is not Weekday.of(r.date))
            yield with_record(case, plan, "staff", r.staff, works_on=others)


@breaks("coverable")
def lesson_impossible(case: Case, plan: Plan) -> Iterator[Broken]:
    """A lesson taken can be covered by nobody."""
    for r in plan.releases:
        for lesson in r.lessons:
            yield with_record(case, plan, "lessons", lesson, cover=CoverKind.IMPOSSIBLE)


@breaks("protected-time")
def time_protected(case: Case, plan: Plan) -> Iterator[Broken]:
    """The first or the last minute of a release is protected, by date or by day of the cycle."""
    facts = Facts(case.problem)
    for r in plan.releases:
        day = facts.cycle_day(facts.home(r.staff), r.date)
        for start, end in (first_minute(r.start), last_minute(r.end)):
            for name in {None, day}:
                hours = ProtectedTime(
                    id="now",
                    staff=r.staff,
                    start=start,
                    end=end,
                    day=name,
                    date=None if name else r.date,
                )
                yield with_problem(case, plan, protected=(*case.problem.protected, hours))


# --- learning ---


@breaks("group-size")
def group_wrong(case: Case, plan: Plan) -> Iterator[Broken]:
    """A group is one too few, or one too many."""
    for session in plan.sessions:
        size = len(session.staff)
        limits = {"group_min": size + 1, "group_max": size + 1}
        yield with_record(case, plan, "courses", session.course, **limits)
        if size > 1:
            limits = {"group_min": 1, "group_max": size - 1}
            yield with_record(case, plan, "courses", session.course, **limits)


@breaks("coached-lesson")
def no_lesson_to_come_to(case: Case, plan: Plan) -> Iterator[Broken]:
    """What was learned is coaching in class, and nobody has a class."""
    for session in plan.sessions:
        course = find(case.problem.courses, session.course)
        coaching = changed(course, modality=Modality.COACHING_IN_CLASS)
        courses = swapped(case.problem.courses, course, coaching)
        yield with_problem(case, plan, lessons=(), courses=courses)


@breaks("level")
def level_wrong(case: Case, plan: Plan) -> Iterator[Broken]:
    """A person stands below the start of a course, too far above it, or at its end.

    Of needs that are stated, by ids that none of the needs that follow from them could have.
    """
    stated = {need.id for need in case.problem.needs if ":" not in need.id}
    for session, release in attendances(plan):
        course = find(case.problem.courses, session.course)
        above = course.level_from + case.policy.level_spread + 1
        for level in (course.level_from - 1, above, course.level_to):
            if release.need in stated and 0 <= level <= 10:
                yield with_record(case, plan, "needs", release.need, level_from=level)


@breaks("prerequisites")
def unprepared(case: Case, plan: Plan) -> Iterator[Broken]:
    """A course comes first that nobody has done."""
    for session in plan.sessions:
        course = find(case.problem.courses, session.course)
        first = Course(id="first", topic="first", minutes=60, group_max=1)
        arcs = (*course.prerequisites, Prerequisite(course="first"))
        courses = swapped(case.problem.courses, course, changed(course, prerequisites=arcs), first)
        yield with_problem(case, plan, courses=courses)


@breaks("prerequisites")
def lag_wrong(case: Case, plan: Plan) -> Iterator[Broken]:
    """The lag between two courses is a day too short, or a day too long."""
    days = Facts(case.problem).school_days
    for earlier, one in attendances(plan):
        for later, other in attendances(plan):
            if one.staff == other.staff and one.date < other.date:
                lag = days.index(other.date) - days.index(one.date)
                for least, most in ((lag + 1, None), (0, lag - 1)):
                    arc = Prerequisite(course=earlier.course, min_days=least, max_days=most)
                    plain = _not_done(case, one.staff, earlier.course)
                    yield with_record(plain, plan, "courses", later.course, prerequisites=(arc,))


def _not_done(case: Case, staff: str, course: str) -> Case:
    """The case in which a person owes a course."""
    person = find(case.problem.staff, staff)
    topic = find(case.problem.courses, course).topic
    levels = {t: level for t, level in person.levels.items() if t != topic}
    owing = changed(person, completed=(), levels=levels)
    people = swapped(case.problem.staff, person, owing)
    return Case(changed(case.problem, staff=people), case.policy)


@breaks("trainer")
def trainer_unfit(case: Case, plan: Plan) -> Iterator[Broken]:
    """A trainer does not give the course, leaves a minute early, or does not come."""
    for s in plan.sessions:
        if s.trainer is None:
            continue
        trainer = find(case.problem.trainers, s.trainer)
        others = tuple(c for c in trainer.courses if c != s.course)
        yield with_record(case, plan, "trainers", trainer.id, courses=others)
        early = (window(s.date, s.start, last_minute(s.end)[0]),)
        elsewhere = tuple(x.id for x in case.problem.schools if x.id != s.school)
        for name in {trainer.id, *trainer.people}:
            yield with_record(case, plan, "trainers", name, available=early)
            if s.school is not None and elsewhere:
                yield with_record(case, plan, "trainers", name, schools=elsewhere)


@breaks("trainer-load")
def trainer_overloaded(case: Case, plan: Plan) -> Iterator[Broken]:
    """A trainer's sessions on a date, or in a week, are a minute too many."""
    people = {t.id: t.people for t in case.problem.trainers}
    given = [(x, name) for x in plan.sessions for name in people.get(x.trainer or "", ())]
    for s, name in given:
        mine = [x for x in plan.sessions if name in people.get(x.trainer or "", ())]
        day = [x for x in mine if x.date == s.date]
        begin = week_of(case.problem.calendar, s.date)
        week = [x for x in mine if week_of(case.problem.calendar, x.date) == begin]
        for field, some in (("max_minutes_per_day", day), ("max_minutes_per_week", week)):
            load = sum(minutes(x.end) - minutes(x.start) for x in some)
            yield with_record(case, plan, "trainers", name, **{field: load - 1})


@breaks("room")
def room_unfit(case: Case, plan: Plan) -> Iterator[Broken]:
    """A room has a seat too few, or is used in the last minute."""
    for s in plan.sessions:
        if s.room is None:
            continue
        yield with_record(case, plan, "rooms", s.room, capacity=len(s.staff) - 1)
        used = (window(s.date, *last_minute(s.end)),)
        yield with_record(case, plan, "rooms", s.room, unavailable=used)


# --- substitutes ---


@breaks("cover-qualification")
def substitute_unqualified(case: Case, plan: Plan) -> Iterator[Broken]:
    """A lesson covered asks for something that nobody has."""
    for cover in plan.covers:
        yield with_record(case, plan, "lessons", cover.lesson, qualification="flying")


@breaks("substitute-available")
def substitute_away(case: Case, plan: Plan) -> Iterator[Broken]:
    """A substitute is available only in the other half, or on another date."""
    for e in plan.engagements:
        other = Half.PM if e.half is Half.AM else Half.AM
        for only in (
            HalfDays(halves=(other,)),
            HalfDays(dates=(e.date + timedelta(days=1),)),
            HalfDays(first=e.date + timedelta(days=1)),
            HalfDays(last=e.date - timedelta(days=1)),
        ):
            yield with_record(case, plan, "substitutes", e.substitute, available=(only,))


@breaks("substitute-available")
def school_closed(case: Case, plan: Plan) -> Iterator[Broken]:
    """The school of an engagement is closed."""
    for e in plan.engagements:
        yield with_record(case, plan, "schools", e.school, closed=(e.date,))


@breaks("substitute-zone")
def substitute_elsewhere(case: Case, plan: Plan) -> Iterator[Broken]:
    """A substitute refuses the school, or serves only others."""
    for e in plan.engagements:
        yield with_record(case, plan, "substitutes", e.substitute, excluded_schools=(e.school,))
        others = tuple(s.id for s in case.problem.schools if s.id != e.school)
        yield with_record(case, plan, "substitutes", e.substitute, zones=(), schools=others)
