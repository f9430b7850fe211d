"""Invented teachers: where they work, and when."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from pdsched.generator.district import Place
from pdsched.generator.figures import ITINERANT_SHARE, PART_TIME_SHARE
from pdsched.generator.streams import Streams, numbered, pick
from pdsched.problem import Clock, CycleKind, StaffMember, Weekday, Window, clock
from pdsched.problem.calendar import WORKING_WEEK

_SECONDARY = {
    "languages": 5,
    "mathematics": 4,
    "science": 4,
    "humanities": 4,
    "arts": 2,
    "special education": 1,
}
_ELEMENTARY = {"": 14, "special education": 1}
"""Departments and their weights."""
_END_OF_DAY = clock(23 * 60 + 59)


class Post(NamedTuple):
    """Somebody teaches at a school on these days of its cycle, and until this time."""

    staff: str
    school: str
    days: tuple[str, ...]
    until: Clock
    department: str


def make_roster(
    places: Sequence[Place], streams: Streams
) -> tuple[tuple[StaffMember, ...], list[Post]]:
    """The teachers and their posts; an itinerant has two, a part-timer a smaller one."""
    homes = [place for place in places for _ in range(place.teachers)]
    part_time, itinerant = _part_time_and_itinerant(homes, len(places) > 1, streams)
    staff: list[StaffMember] = []
    posts: list[Post] = []
    for number, home in enumerate(homes):
        rng = streams.of("teacher", str(number))
        departments = _SECONDARY if home.secondary else _ELEMENTARY
        department = pick(rng, list(departments), list(departments.values()))
        person = StaffMember(
            id=numbered("t", number + 1, len(homes), least=3),
            schools=(home.school.id,),
            department=department,
        )
        if number in part_time:
            person, post = _part_timer(person, home, rng)
            added = [post]
        elif number in itinerant:
            person, added = _itinerant(person, home, places, rng)
        else:
            added = [_post(person, home)]
        staff.append(person)
        posts += added
    return tuple(staff), posts


def _part_time_and_itinerant(
    homes: Sequence[Place], several_schools: bool, streams: Streams
) -> tuple[set[int], set[int]]:
    """Numbers of those who work part-time and of those at two schools; nobody does both."""
    order = list(range(len(homes)))
    streams.of("part-time and itinerant").shuffle(order)
    part_time = order[: round(PART_TIME_SHARE * len(homes))]
    others = [n for n in order[len(part_time) :] if _weekly(homes[n])]
    itinerant = max(1, round(ITINERANT_SHARE * len(homes))) if several_schools else 0
    return set(part_time), set(others[:itinerant])


def _weekly(place: Place) -> bool:
    return place.school.cycle.kind is CycleKind.WEEKLY


def _post(person: StaffMember, place: Place, days: Sequence[str] | None = None) -> Post:
    days = place.school.cycle.days if days is None else tuple(days)
    return Post(person.id, place.school.id, days, _END_OF_DAY, person.department)


def _part_timer(person: StaffMember, home: Place, rng: Random) -> tuple[StaffMember, Post]:
    """One or two days a week off; where the days rotate, the afternoons."""
    if not _weekly(home):
        midday = home.school.midday
        away = Window(start=midday, end=_END_OF_DAY)
        person = person.model_copy(update={"fte": 0.5, "unavailable": (away,)})
        return person, _post(person, home)._replace(until=midday)
    off = rng.sample(WORKING_WEEK, rng.choice((1, 2)))
    days_off = tuple(day for day in WORKING_WEEK if day in off)
    away = Window(start=clock(0), end=_END_OF_DAY, weekdays=days_off)
    fte = (5 - len(days_off)) / 5
    person = person.model_copy(update={"fte": fte, "unavailable": (away,)})
    return person, _post(person, home, [day for day in WORKING_WEEK if day not in days_off])


def _itinerant(
    person: StaffMember, home: Place, places: Sequence[Place], rng: Random
) -> tuple[StaffMember, list[Post]]:
    """Three days a week at the home school and two at another one with a weekly timetable."""
    other = rng.choice([place for place in places if place is not home and _weekly(place)])
    there = rng.sample(WORKING_WEEK, 2)
    person = person.model_copy(update={"schools": (home.school.id, other.school.id)})
    at_home: list[Weekday] = [day for day in WORKING_WEEK if day not in there]
    away = [day for day in WORKING_WEEK if day in there]
    return person, [_post(person, home, at_home), _post(person, other, away)]
