"""Invented teachers: where they work and on which days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pdsched.generator.district import Place
from pdsched.generator.figures import ITINERANT_SHARE, PART_TIME_SHARE
from pdsched.generator.streams import Streams
from pdsched.problem import StaffMember, Weekday, Window
from pdsched.problem.base import clock
from pdsched.problem.calendar import WORKING_WEEK

_DEPARTMENTS = ("languages", "mathematics", "science", "humanities", "arts", "special education")
_DEPARTMENT_WEIGHTS = (5, 4, 4, 4, 2, 1)


class Post(NamedTuple):
    """Somebody teaches at a school on these days."""

    staff: str
    school: str
    days: tuple[Weekday, ...]
    department: str


def make_roster(
    places: Sequence[Place], streams: Streams
) -> tuple[tuple[StaffMember, ...], list[Post]]:
    """The teachers and their posts; an itinerant has two, a part-timer fewer days."""
    homes = [place for place in places for _ in range(place.teachers)]
    kinds = _kinds(len(homes), len(places) > 1, streams)
    drawn = [
        _teacher(number, home, places, kinds.get(number, ""), streams)
        for number, home in enumerate(homes)
    ]
    return tuple(person for person, _ in drawn), [post for _, posts in drawn for post in posts]


def _kinds(count: int, several_schools: bool, streams: Streams) -> dict[int, str]:
    """Who works part-time and who at two schools; nobody does both."""
    order = list(range(count))
    streams.of("part-time and itinerant").shuffle(order)
    part_time = round(PART_TIME_SHARE * count)
    itinerant = max(1, round(ITINERANT_SHARE * count)) if several_schools else 0
    return {
        **dict.fromkeys(order[:part_time], "part-time"),
        **dict.fromkeys(order[part_time : part_time + itinerant], "itinerant"),
    }


def _teacher(
    number: int, home: Place, places: Sequence[Place], kind: str, streams: Streams
) -> tuple[StaffMember, list[Post]]:
    rng = streams.of("teacher", str(number))
    department = rng.choices(_DEPARTMENTS, _DEPARTMENT_WEIGHTS)[0] if home.secondary else ""
    days_off = tuple(sorted_days(rng.sample(WORKING_WEEK, rng.choice((1, 2)))))
    other = rng.choice([p for p in places if p is not home]) if len(places) > 1 else home
    days_there = tuple(sorted_days(rng.sample(WORKING_WEEK, 2)))
    away = {"part-time": days_off, "itinerant": days_there}.get(kind, ())
    person = StaffMember(
        id=f"t-{number + 1:03d}",
        schools=(home.school.id, other.school.id) if kind == "itinerant" else (home.school.id,),
        department=department,
        fte=1 - len(days_off) / 5 if kind == "part-time" else 1.0,
        unavailable=(_whole_days(days_off),) if kind == "part-time" else (),
    )
    here = tuple(day for day in WORKING_WEEK if day not in away)
    posts = [Post(person.id, home.school.id, here, department)]
    if kind == "itinerant":
        posts.append(Post(person.id, other.school.id, days_there, department))
    return person, posts


def sorted_days(days: Sequence[Weekday]) -> list[Weekday]:
    """Weekdays in their order."""
    return [day for day in Weekday if day in days]


def _whole_days(days: tuple[Weekday, ...]) -> Window:
    return Window(start=clock(0), end=clock(23 * 60 + 59), weekdays=days)
