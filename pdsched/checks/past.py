"""The past of a problem: dates before today that were open, and who attended to meet what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pdsched.checks.codes import fault
from pdsched.checks.index import Index
from pdsched.errors import Fault
from pdsched.problem import Session

LEAVE_OUT = "leave it out: it did not take place"


def dates(index: Index) -> Iterator[Fault]:
    """What is said to be past, not before today, outside the horizon, or on a closed day."""
    if not index.dated:
        return
    problem = index.problem
    lessons = {lesson.id: lesson.school for lesson in problem.lessons}
    opened = _Open(index)
    for path, session in index.rows("past_sessions", problem.past_sessions):
        yield from opened.judge(f"{path}.date", session.date, session.school)
    for path, release in index.rows("past_releases", problem.past_releases):
        yield from opened.judge(f"{path}.date", release.date, None)
    for path, cover in index.rows("past_covers", problem.past_covers):
        yield from opened.judge(f"{path}.date", cover.date, lessons.get(cover.lesson))
    for path, engagement in index.rows("past_engagements", problem.past_engagements):
        yield from opened.judge(f"{path}.date", engagement.date, engagement.school)
    today = problem.calendar.today
    if today is not None and today > problem.calendar.last:
        message = f"is after the horizon, which ends on {problem.calendar.last}"
        advice = "every date is past, so that nothing can be planned: correct it"
        yield fault("PD925", "calendar.today", today, message, advice)


class _Open:
    """Which dates are before today and open."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._days = frozenset(index.problem.calendar.open_days())

    def judge(self, where: str, day: date, school: str | None) -> Iterator[Fault]:
        calendar = self._index.problem.calendar
        place = self._index.schools.get(school) if school is not None else None
        if calendar.today is None:
            message = "is said to be past, and nothing says what date it is"
            yield fault("PD801", where, day, message, "give calendar.today")
        elif not calendar.is_past(day):
            message = f"is not before today, {calendar.today}"
            yield fault("PD801", where, day, message, "correct calendar.today, or leave it out")
        elif not self._index.days.bit(day):
            message = f"is outside the horizon, {calendar.first} to {calendar.last}"
            yield fault(
                "PD308", where, day, message, "leave it out, or let the horizon begin there"
            )
        elif day not in self._days or (place is not None and day in place.closed):
            whose = f"for {place.id}" if place is not None and day in self._days else "in all"
            yield fault("PD309", where, day, f"is a day on which it is closed {whose}", LEAVE_OUT)


def attendances(index: Index) -> Iterator[Fault]:
    """People of the past who attended without a release, or the other way round, or twice.

    Whoever led may have a release for it or not: who was away follows from the session.
    """
    problem = index.problem
    if not index.whole("past_sessions", "past_releases"):
        return
    released = Counter((r.staff, r.session) for r in problem.past_releases if not r.leads)
    attended = {
        (person, session.id) for session in problem.past_sessions for person in session.staff
    }
    for path, session in index.rows("past_sessions", problem.past_sessions):
        yield from _people(path, session, released)
    for path, release in index.rows("past_releases", problem.past_releases):
        if not release.leads and (release.staff, release.session) not in attended:
            message = f"has a release for session {release.session!r} of the past without attending"
            advice = "name the person in its staff, or leave the release out"
            yield fault("PD802", f"{path}.staff", release.staff, message, advice)


def _people(path: str, session: Session, released: Counter[tuple[str, str]]) -> Iterator[Fault]:
    if not session.staff:
        message = "was attended by nobody"
        yield fault("PD802", f"{path}.staff", "", message, "name who attended, or leave it out")
    for number, person in enumerate(session.staff):
        count = released[person, session.id]
        if count != 1 or person in session.staff[:number]:
            told = f"{count} releases" if count else "no release"
            message = f"attended session {session.id!r} of the past and has {told} for it"
            advice = "list each person once, and in past_releases one release for each"
            yield fault("PD802", f"{path}.staff[{number}]", person, message, advice)


def dates_of_sessions(index: Index) -> Iterator[Fault]:
    """Releases of the past on another date than their session."""
    held = {session.id: session.date for session in reversed(index.problem.past_sessions)}
    for path, release in index.rows("past_releases", index.problem.past_releases):
        day = held.get(release.session, release.date)
        if release.date != day:
            message = f"is not the date of session {release.session!r} of the past, {day}"
            yield fault("PD805", f"{path}.date", release.date, message, "correct one of the two")


def covers_of_nobody_away(index: Index) -> Iterator[Fault]:
    """Covers of the past for people whom no session of that date took."""
    problem = index.problem
    if not index.whole("past_sessions", "past_releases"):
        return
    away = {(release.staff, release.date) for release in problem.past_releases}
    for session in problem.past_sessions:
        givers = index.givers(session.trainer)
        away.update((person, session.date) for person in (*session.staff, *givers))
    for path, cover in index.rows("past_covers", problem.past_covers):
        if (cover.staff, cover.date) not in away:
            message = f"was at no session of the past on {cover.date}, so that nothing took lesson "
            advice = "correct the date, give the release that took it, or leave the cover out"
            yield fault("PD927", f"{path}.staff", cover.staff, f"{message}{cover.lesson!r}", advice)


def venues(index: Index) -> Iterator[Fault]:
    """Sessions of the past at no venue where their course has one, or the other way round.

    A warning: courses that were held at a distance then may be held in person now.
    """
    for path, session in index.rows("past_sessions", index.problem.past_sessions):
        course = index.courses.get(session.course)
        if course is None or course.modality.has_venue == (session.school is not None):
            continue
        held = "at home schools" if session.school is None else "at a venue"
        message = f"is {course.modality}, and this session of the past was held {held}"
        advice = "give its school" if session.school is None else "leave its school out"
        where = f"{path}.school" if session.school is not None else path
        advice += ", or let it be if the course was another then"
        yield fault("PD928", where, session.course, message, advice)


def leaders(index: Index) -> Iterator[Fault]:
    """Releases of the past without a need, of others than who led the session, or twice."""
    problem = index.problem
    if not index.whole("past_sessions", "past_releases"):
        return
    led = {(name, s.id) for s in problem.past_sessions for name in index.givers(s.trainer)}
    first: dict[tuple[str, str], str] = {}
    for path, release in index.rows("past_releases", problem.past_releases):
        if not release.leads:
            continue
        who = release.staff, release.session
        if who not in led:
            message = f"has a release without need for {release.session!r} without leading it"
            advice = "give the need that was met, or leave the release out"
            yield fault("PD802", f"{path}.staff", release.staff, message, advice)
        seen = first.setdefault(who, path)
        if seen != path:
            message = f"leads session {release.session!r} of the past, as {seen} says"
            yield fault("PD802", f"{path}.staff", release.staff, message, "list it once")


def needs(index: Index) -> Iterator[Fault]:
    """Needs that the past meets twice, or for somebody else."""
    problem = index.problem
    whose = {need.id: need.staff for need in index.full.needs}
    first: dict[str, str] = {}
    for path, release in index.rows("past_releases", problem.past_releases):
        if release.need is None:
            continue
        where, owner = f"{path}.need", whose.get(release.need, release.staff)
        if owner != release.staff:
            message = f"is a need of {owner!r}, and {release.staff!r} attended"
            yield fault("PD803", where, release.need, message, "name a need of this person")
        seen = first.setdefault(release.need, path)
        if seen != path:
            message = f"was met before by {seen}"
            yield fault("PD803", where, release.need, message, "name another need of this person")


def told_twice(index: Index) -> Iterator[Fault]:
    """Engagements and covers of the past that are listed twice."""
    for kind in ("past_engagements", "past_covers"):
        first: dict[object, str] = {}
        for path, record in index.rows(kind, getattr(index.problem, kind)):
            seen = first.setdefault(record, path)
            if seen != path:
                message = f"is what {seen} says"
                yield fault("PD804", path, record.date, message, "list it once")
