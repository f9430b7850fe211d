"""When sessions are held, and that nobody is in two places at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pdsched.problem import CoverKind
from pdsched.referee.case import Case
from pdsched.referee.facts import Facts
from pdsched.referee.grouping import grouped
from pdsched.referee.meeting import Meeting
from pdsched.referee.near import MOST, near
from pdsched.referee.registry import Finding, rule
from pdsched.referee.rules.colleagues import colleagues_in_one_place
from pdsched.referee.rules.roles import engaged_in_one_place
from pdsched.referee.spans import Span, hhmm, span_of


@rule("session-times")
def session_times(case: Case) -> Iterator[Finding]:
    """A session begins with a period on an open day and lasts as long as its course."""
    for meeting in case.meetings:
        for wrong in (
            _wrong_length(meeting),
            _wrong_venue(meeting),
            _wrong_time(case.facts, meeting),
        ):
            if wrong is not None:
                yield (meeting.session.id,), f"{meeting} {wrong}"


def _wrong_length(meeting: Meeting) -> str | None:
    if not meeting.course.modality.has_hour:
        no_hour = Span(0, 0)
        return None if meeting.span == no_hour else f"has an hour, and should be from {no_hour}"
    length = meeting.span.end - meeting.span.start
    if length == meeting.course.minutes:
        return None
    return f"lasts {length} minutes, its course {meeting.course.minutes}"


def _wrong_venue(meeting: Meeting) -> str | None:
    course, venue = meeting.course, meeting.venue
    if course.modality.has_venue and venue is None:
        return f"is {course.modality} and has no venue"
    if not course.modality.has_venue and venue is not None:
        return f"is {course.modality} and should have no venue, not {venue}"
    if venue is not None and course.schools is not None and venue not in course.schools:
        return f"is held at {venue}, its course only at {', '.join(course.schools)}"
    return None


def _wrong_time(facts: Facts, meeting: Meeting) -> str | None:
    day, venue = meeting.day, meeting.venue
    if venue is None:
        if not facts.days.is_school_day(day):
            return "is on a date that is no school day"
        if not meeting.course.modality.has_hour:
            return None
        if not any(_fits(meeting.span, periods) for periods in facts.schedules.values()):
            return "fits the periods of no school"
        return None
    if facts.days.is_closed(venue, day):
        return f"is on a closed date of {venue}"
    if not _fits(meeting.span, facts.periods_on(venue, day)):
        return f"does not begin with a period of {venue} on this date, or ends after the last one"
    return None


def _fits(span: Span, periods: Sequence[Span]) -> bool:
    begins = any(span.start == period.start for period in periods)
    return begins and span.end <= max(period.end for period in periods)


@rule("notice")
def notice(case: Case) -> Iterator[Finding]:
    """No session is held sooner than so many school days from today."""
    today, least = case.facts.problem.calendar.today, case.policy.notice_days or 0
    for meeting in case.meetings:
        if today is not None and case.facts.days.notice(meeting.day) < least:
            yield (
                (meeting.session.id,),
                f"{meeting} is fewer than {least} school days after {today}",
            )


@rule("blackouts")
def blackouts(case: Case) -> Iterator[Finding]:
    """No session and no release touches a blackout."""
    facts = case.facts
    for meeting in case.meetings:
        for span, blackout in facts.blackouts.on(meeting.venue, meeting.day):
            if meeting.span.overlaps(span):
                yield (meeting.session.id, blackout.id), f"{meeting} lies in {blackout.id} ({span})"
    for attendance in case.absences:
        home = facts.home[attendance.staff]
        for span, blackout in facts.blackouts.on(home, attendance.day):
            if attendance.away.span.overlaps(span):
                yield (
                    (attendance.staff, blackout.id),
                    f"the release of {attendance} lies in {blackout.id} of {home} ({span})",
                )


@rule("one-place")
def one_place(case: Case) -> Iterator[Finding]:
    """Nobody is in two places at once, and no room is used twice."""
    yield from _people(case)
    yield from _meetings(case.by_trainer_and_day)
    yield from _meetings(case.by_room_and_day)
    yield from _on_the_way(case)
    yield from _substitutes(case)
    yield from colleagues_in_one_place(case)
    yield from engaged_in_one_place(case)


def _people(case: Case) -> Iterator[Finding]:
    for (staff, day), visits in case.by_person_and_day.items():
        for one, other in near(visits, lambda a: a.away.span):
            if one.away.span.overlaps(other.away.span):
                yield (
                    (staff,),
                    f"{staff} is released twice at once on {day}: "
                    f"{one.meeting.course.id} ({one.away.span}) and "
                    f"{other.meeting.course.id} ({other.away.span})",
                )


def _meetings(groups: Mapping[tuple[str, date], Sequence[Meeting]]) -> Iterator[Finding]:
    for (who, _), meetings in groups.items():
        for one, other in near(meetings, lambda m: m.span):
            if one.span.overlaps(other.span):
                yield (who,), f"{who} is taken twice at once: {one} and {other}"


def _on_the_way(case: Case) -> Iterator[Finding]:
    """Whether there is time to go from one session to the next for who leads one of them."""
    attended = grouped(case.attendances, lambda a: (a.staff, a.day))
    longest = case.facts.longest_way
    for (name, day), led in case.by_trainer_and_day.items():
        visits = [(meeting, True) for meeting in led]
        visits += [(visit.meeting, False) for visit in attended.get((name, day), ())]
        # Of more than so many within a way some overlap, and that is said elsewhere.
        pairs = near(visits, lambda visit: visit[0].span, longest, most=longest + MOST)
        for (one, leads), (other, leads_other) in pairs:
            if not (leads or leads_other):
                continue
            way = case.facts.travel(one.venue, other.venue)
            if one.span.overlaps(other.span) or other.span.start - one.span.end >= way:
                continue
            yield (
                (name,),
                f"{name} needs {way} minutes from {one.venue} to {other.venue}, but has "
                f"{other.span.start - one.span.end} between {one} and {other}",
            )


def _substitutes(case: Case) -> Iterator[Finding]:
    lessons = case.facts.lessons
    for (substitute, day), covers in grouped(
        case.covers_by_substitutes, lambda c: (c.holder, c.date)
    ).items():
        held = [(span_of(lessons[cover.lesson]), cover) for cover in covers]
        for (one, first), (other, second) in near(held, lambda pair: pair[0]):
            if one.overlaps(other):
                yield (
                    (substitute,),
                    f"{substitute} covers two lessons at once on {day}: {first.lesson} of "
                    f"{first.staff} ({one}) and {second.lesson} of {second.staff} ({other})",
                )


@rule("staff-available")
def staff_available(case: Case) -> Iterator[Finding]:
    """Nobody is released when away or at a closed school."""
    for attendance in case.absences:
        home = case.facts.home[attendance.staff]
        if case.facts.days.is_closed(home, attendance.day):
            yield (attendance.staff,), f"{attendance} is released on a closed date of {home}"
        elif not attendance.leads and not case.facts.is_at_work(attendance.staff, attendance.day):
            yield (attendance.staff,), f"{attendance} is released on a day off"
        for window in case.facts.staff[attendance.staff].unavailable:
            if window.on(attendance.day) and span_of(window).overlaps(attendance.away.span):
                yield (
                    (attendance.staff,),
                    f"{attendance} is released while unavailable from {span_of(window)}",
                )


@rule("coverable")
def coverable(case: Case) -> Iterator[Finding]:
    """A release takes only lessons that can be covered."""
    for attendance in case.absences:
        for held in attendance.away.taken:
            if held.lesson.cover is CoverKind.IMPOSSIBLE:
                yield (
                    (attendance.staff, held.lesson.id),
                    f"{attendance} is released from lesson {held.lesson.id} "
                    f"at {hhmm(held.span.start)}, which cannot be covered",
                )


@rule("protected-time")
def protected_time(case: Case) -> Iterator[Finding]:
    """No release touches protected time."""
    for attendance in case.absences:
        for span, time in case.facts.protected.on(attendance.staff, attendance.day):
            if attendance.away.span.overlaps(span):
                yield (
                    (attendance.staff, time.id),
                    f"{attendance} is released in protected time {time.id} from {span}",
                )
