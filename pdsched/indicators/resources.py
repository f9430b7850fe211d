"""Key figures of resources: trainers, rooms, ways, protected time, and cost."""

from __future__ import annotations

from pdsched.indicators.cover import half_days, lessons_by_colleagues
from pdsched.indicators.ground import Ground, Tally, share
from pdsched.indicators.registry import kpi
from pdsched.referee.rules.releases import minutes_lost


@kpi(
    "trainer-hours",
    "Hours of trainers",
    "hours",
    "neither",
    "Hours that trainers lead; those of a team count for each of its members.",
)
def trainer_hours(ground: Ground) -> Tally:
    """By trainer, topic and week."""
    tally = Tally()
    for meeting in ground.case.meetings:
        for name in ground.facts.givers(meeting.session.trainer):
            parts = {"trainer": name, "topic": meeting.course.topic}
            tally.add(_hours(meeting.span), week=ground.week(meeting.day), **parts)
    return tally


@kpi(
    "busiest-trainer",
    "Load of the busiest trainer",
    "hours",
    "less",
    "Hours that the trainer leads who leads the most.",
)
def busiest_trainer(ground: Ground) -> Tally:
    """Over the whole plan."""
    return Tally(max(ground.of(trainer_hours).parts.get("trainer", {}).values(), default=None))


@kpi("room-hours", "Hours in rooms", "hours", "neither", "Hours in which a room is used.")
def room_hours(ground: Ground) -> Tally:
    """By room, school, zone and week."""
    tally = Tally()
    for meeting in ground.case.meetings:
        if (room := meeting.session.room) is not None:
            where = ground.place(ground.facts.rooms[room].school)
            tally.add(_hours(meeting.span), room=room, week=ground.week(meeting.day), **where)
    return tally


@kpi(
    "room-use",
    "Use of rooms",
    "%",
    "neither",
    "Hours in which rooms are used, of the periods of their schools on all open dates.",
)
def room_use(ground: Ground) -> Tally:
    """In all, and by room."""
    facts, offered = ground.facts, Tally()
    days = facts.problem.calendar.open_days()
    for school in facts.schools:
        hours = sum(_hours(span) for day in days for span in facts.periods_on(school, day))
        for room in facts.problem.rooms:
            if room.school == school:
                offered.add(hours, room=room.id)
    return share(ground.of(room_hours), offered)


@kpi(
    "travel-hours",
    "Hours on the way",
    "hours",
    "less",
    "Hours that people who attend or lead are on the way, there and back.",
)
def travel_hours(ground: Ground) -> Tally:
    """What a release is longer than its session."""
    tally = Tally()
    for one in ground.case.absences:
        span, session = one.away.span, one.meeting.span
        longer = max(0, session.start - span.start) + max(0, span.end - session.end)
        tally.add(longer / 60, week=ground.week(one.day), **ground.person(one.staff))
    return tally


@kpi(
    "travel-kilometres",
    "Kilometres on the way",
    "km",
    "less",
    "Kilometres between home school and venue of people who attend, there and back, where the "
    "problem says how far it is.",
)
def travel_kilometres(ground: Ground) -> Tally:
    """No value where it says nothing; of ways that a release takes time for."""
    travel = ground.facts.problem.travel
    there = {(t.origin, t.destination): t.kilometres for t in travel if t.kilometres is not None}
    if not there:
        return Tally(None)
    ways, tally = {(b, a): length for (a, b), length in there.items()} | there, Tally()
    for one in ground.case.absences:
        home, venue, span = ground.facts.home[one.staff], one.meeting.venue or "", one.meeting.span
        goes, comes = one.away.span.start < span.start, one.away.span.end > span.end
        length = goes * ways.get((home, venue), 0) + comes * ways.get((venue, home), 0)
        tally.add(length, week=ground.week(one.day), **ground.person(one.staff))
    return tally


@kpi(
    "protected-hours-lost",
    "Protected hours lost",
    "hours",
    "less",
    "Hours of protected time that releases take.",
)
def protected_hours_lost(ground: Ground) -> Tally:
    """By school, zone, role and week."""
    tally = Tally()
    for one in ground.case.absences:
        hours = minutes_lost(ground.case, one) / 60
        tally.add(hours, week=ground.week(one.day), **ground.person(one.staff))
    return tally


@kpi(
    "cost",
    "Cost",
    "",
    "less",
    "Half-days of substitutes, covers by colleagues, hours of trainers, and hours and kilometres "
    "on the way, at the prices that were given.",
)
def cost(ground: Ground) -> Tally:
    """No value without prices."""
    prices = ground.prices
    paid = {
        half_days: prices.half_day,
        lessons_by_colleagues: prices.colleague_cover,
        trainer_hours: prices.trainer_hour,
        travel_hours: prices.travel_hour,
        travel_kilometres: prices.kilometre,
    }
    if not any(paid.values()):
        return Tally(None)
    amounts = [(ground.of(measure).value or 0) * price for measure, price in paid.items()]
    return Tally(sum(amounts), prices.currency)


def _hours(span: tuple[int, int]) -> float:
    return (span[1] - span[0]) / 60
