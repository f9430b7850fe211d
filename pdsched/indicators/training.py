"""Key figures of learning: needs, hours, people, sessions."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from pdsched.indicators.ground import Ground, Tally, hours_of, share
from pdsched.indicators.registry import kpi


@kpi("needs-stated", "Needs stated", "needs", "neither", "Needs of staff, steps included.")
def needs_stated(ground: Ground) -> Tally:
    """Every need, met or not."""
    tally = Tally()
    for need in ground.facts.problem.needs:
        tally.add(1, topic=_topic(ground, need.id), **ground.person(need.staff))
    return tally


@kpi("met-needs", "Needs met", "needs", "more", "Needs that a session of the plan meets.")
def needs_met(ground: Ground) -> Tally:
    """Each need once, in the week of the session that meets it first."""
    first: dict[str, date] = {}
    for met in ground.case.met:
        first[met.need] = min(met.attendance.day, first.get(met.need, date.max))
    tally = Tally()
    for need, day in first.items():
        who = ground.person(ground.facts.needs[need].staff)
        tally.add(1, topic=_topic(ground, need), week=ground.week(day), **who)
    return tally


@kpi("met-needs-share", "Share of needs met", "%", "more", "Needs met, of those stated.")
def needs_met_share(ground: Ground) -> Tally:
    """By school, zone, role and topic as well."""
    return share(ground.of(needs_met), ground.of(needs_stated))


@kpi("hours", "Hours of learning", "hours", "more", "Hours that people learn, added up.")
def hours(ground: Ground) -> Tally:
    """Those of the courses; the way there is none of it."""
    tally = Tally()
    for one in ground.case.attendances:
        topic = one.meeting.course.topic
        tally.add(hours_of(one), topic=topic, week=ground.week(one.day), **ground.person(one.staff))
    return tally


@kpi("people-trained", "People trained", "people", "more", "Who attends a session at least.")
def people_trained(ground: Ground) -> Tally:
    """Each person once."""
    tally = Tally()
    for staff in dict.fromkeys(one.staff for one in ground.case.attendances):
        tally.add(1, **ground.person(staff))
    return tally


@kpi("sessions", "Sessions", "sessions", "neither", "Sessions that are held.")
def sessions(ground: Ground) -> Tally:
    """By the school where they are held, and by topic and week."""
    tally = Tally()
    for meeting in ground.case.meetings:
        where, week = ground.place(meeting.venue), ground.week(meeting.day)
        tally.add(1, topic=meeting.course.topic, week=week, **where)
    return tally


@kpi("mean-group-size", "Size of a group", "people", "neither", "People at a session, on average.")
def group_size(ground: Ground) -> Tally:
    """Of all sessions."""
    people = Tally()
    for meeting in ground.case.meetings:
        people.add(len(meeting.people), topic=meeting.course.topic)
    return share(people, ground.of(sessions), of=1)


@kpi("seats-filled", "Seats filled", "%", "more", "Seats at sessions that somebody takes.")
def seats_filled(ground: Ground) -> Tally:
    """Of the greatest group of the course, or of the room where it has fewer seats."""
    taken, seats = Tally(), Tally()
    for meeting in ground.case.meetings:
        most = meeting.course.group_max
        if meeting.session.room is not None:
            most = min(most, ground.facts.rooms[meeting.session.room].capacity)
        taken.add(len(meeting.people), topic=meeting.course.topic)
        seats.add(most, topic=meeting.course.topic)
    return share(taken, seats)


@kpi(
    "longest-gap",
    "Longest gap in a series",
    "days",
    "less",
    "Most days between two sessions of one person of which the second builds on the first.",
)
def longest_gap(ground: Ground) -> Tally:
    """Over all courses that name another as their prerequisite, meetings of series among them."""
    on: dict[tuple[str, str], list[date]] = defaultdict(list)
    for one in ground.case.attendances:
        on[one.staff, one.meeting.course.id].append(one.day)
    gaps = [
        (min(days) - max(earlier)).days
        for (staff, course), days in on.items()
        for arc in ground.facts.courses[course].prerequisites
        if (earlier := [day for day in on.get((staff, arc.course), ()) if day <= min(days)])
    ]
    return Tally(max(gaps, default=None))


def _topic(ground: Ground, need: str) -> str:
    """The topic of a need, or of the course that it asks for; of several wishes, of the first."""
    return next(iter(ground.facts.needs[need].topics(ground.facts.courses)), "")
