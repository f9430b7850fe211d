"""Real districts: their schools as the federal list has them, each with a real timetable.

    uv run python -m benchmarks ladder --districts liberty leon

Schools, places and numbers of teachers are those of districts in Florida. Nobody publishes who
teaches what and when there, so each school is given the timetable of another real school of
similar size. That is **our pairing**: every figure that comes of it says so, and so does the
problem, which lists what is assumed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from math import ceil
from pathlib import Path
from typing import NamedTuple

from benchmarks.real_schools import timetables
from benchmarks.zones import (
    KILOMETRES_PER_HOUR,
    PARKING_MINUTES,
    ROAD_FACTOR,
    Point,
    travel_minutes,
    zones_of,
)
from pdsched import Problem
from pdsched.problem import Calendar, Lesson, School, StaffMember, Travel
from pdsched.problem.calendar import WORKING_WEEK
from pdsched.timetables import DatedTimetable, Timetable, import_timetable, read_timetable

PAIRED = "our pairing"
DISTRICTS: Mapping[str, str] = {
    "liberty": "1201170",
    "leon": "1201110",
    "duval": "1200480",
    "miami-dade": "1200390",
}
"""Districts by name, with their number in the federal list."""
ROSTER = Path("district_rosters") / "us_florida_public_schools_hifld.csv"
SCHOOLS_PER_ZONE = 9
"""Assumed; the invented districts have eight to ten."""
FIRST, WEEKS, TIME_ZONE = date(2026, 9, 7), 40, "America/New_York"
_BREAKS = (date(2026, 11, 23), date(2026, 12, 21), date(2026, 12, 28), date(2027, 3, 15))
"""Mondays of the weeks in which schools are closed; assumed."""


class Listed(NamedTuple):
    """A school of the federal list."""

    id: str
    name: str
    level: str
    teachers: int
    place: Point


class Share(NamedTuple):
    """What a school is given: a timetable, and how many teachers are kept in each copy of it."""

    timetable: Problem
    kept: tuple[int, ...]


@dataclass(frozen=True)
class AtWork:
    """A school with its staff and lessons."""

    school: School
    staff: tuple[StaffMember, ...]
    lessons: tuple[Lesson, ...]


def read_district(data: Path, name: str) -> Problem:
    """A district at work, with nothing to learn yet: for ``generate(around=...)``.

    Args:
        data: Folder of the real data.
        name: A key of `DISTRICTS`.
    """
    listed, unknown = read_roster(data / ROSTER, DISTRICTS[name])
    shares = pair([school.teachers for school in listed], read_timetables(data / "timetables"))
    zones = zones_of([school.place for school in listed], ceil(len(listed) / SCHOOLS_PER_ZONE))
    parts = [
        at_work(school, share, f"zone-{zone + 1}")
        for school, share, zone in zip(listed, shares, zones, strict=True)
    ]
    return Problem(
        name=f"{name} ({PAIRED})",
        assumptions=tuple(_sentences(name, listed, unknown, shares)),
        calendar=school_year(),
        schools=tuple(part.school for part in parts),
        travel=tuple(
            Travel(origin=a.id, destination=b.id, minutes=travel_minutes(a.place, b.place))
            for a, b in combinations(listed, 2)
        ),
        staff=tuple(person for part in parts for person in part.staff),
        lessons=tuple(lesson for part in parts for lesson in part.lessons),
    )


def read_roster(path: Path, district: str) -> tuple[list[Listed], int]:
    """The schools of a district that have teachers, and how many others it lists.

    The others have no teacher of their own (0), or a number that is not known (-999).
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["DISTRICTID"] == district]
    listed = [
        Listed(
            row["NCESID"],
            row["NAME"],
            row["LEVEL_"],
            int(row["FT_TEACHERS"]),
            (float(row["LATITUDE"]), float(row["LONGITUDE"])),
        )
        for row in rows
        if int(row["FT_TEACHERS"]) > 0
    ]
    return sorted(listed), len(rows) - len(listed)


def _has_other_weeks(timetable: Timetable | DatedTimetable) -> bool:
    """Whether its days do not fit weeks from Monday to Friday."""
    return isinstance(timetable, Timetable) and len(timetable.days) % len(WORKING_WEEK) > 0


@cache
def read_timetables(folder: Path) -> tuple[Problem, ...]:
    """Every real timetable on a week from Monday to Friday, the smallest school first.

    Where a school has six days, they follow the school days one after the other. A ``.fet`` file
    holds a school that a table beside it holds too, and is left out.
    """
    found = [
        import_timetable(
            kind,
            path,
            weekdays=WORKING_WEEK,
            rotating=_has_other_weeks(read_timetable(kind, path)),
            first=FIRST,
            weeks=WEEKS,
            time_zone=TIME_ZONE,
        )[0]
        for kind, path in timetables(folder)
        if path.suffix != ".fet"
    ]
    return tuple(sorted(found, key=lambda timetable: (len(timetable.staff), timetable.name)))


def pair(counts: Sequence[int], found: Sequence[Problem]) -> list[Share]:
    """What each school of so many teachers is given: **our pairing**, by number of teachers alone.

    It is the smallest timetable that has enough teachers, of which so many are kept; equal ones
    take turns. A school larger than all of them is made of houses: several copies side by side,
    as few and as equal as can be.
    """
    most = max(len(timetable.staff) for timetable in found)
    shares = []
    for number, count in enumerate(counts):
        houses = ceil(count / most)
        kept = tuple(count // houses + (house < count % houses) for house in range(houses))
        least = min(len(t.staff) for t in found if len(t.staff) >= kept[0])
        equal = [timetable for timetable in found if len(timetable.staff) == least]
        shares.append(Share(equal[number % len(equal)], kept))
    return shares


def at_work(listed: Listed, share: Share, zone: str) -> AtWork:
    """The school with its own names for all that comes from the timetable."""
    given = share.timetable.schools[0]
    school = given.model_copy(update={"id": listed.id, "name": listed.name, "zone": zone})
    staff: list[StaffMember] = []
    lessons: list[Lesson] = []
    for house, kept in enumerate(share.kept, 1):
        mark = listed.id[-5:] + ("" if len(share.kept) == 1 else f"-{house}")
        people = {person.id: f"{mark} {person.id}" for person in _evenly(share, kept)}
        staff += [
            person.model_copy(update={"id": people[person.id], "schools": (listed.id,)})
            for person in share.timetable.staff
            if person.id in people
        ]
        lessons += _held_by(people, share.timetable.lessons, listed.id, mark)
    return AtWork(school, tuple(staff), tuple(lessons))


def _evenly(share: Share, kept: int) -> list[StaffMember]:
    """So many teachers of the timetable, evenly over its list, which often goes by subject."""
    people = share.timetable.staff
    return [people[place * len(people) // kept] for place in range(kept)]


def _held_by(
    people: Mapping[str, str], lessons: Sequence[Lesson], school: str, mark: str
) -> Iterator[Lesson]:
    """The lessons that these people hold, under their new names."""
    for lesson in lessons:
        if holders := tuple(people[person] for person in lesson.staff if person in people):
            yield lesson.model_copy(
                update={
                    "id": f"{mark} {lesson.id}",
                    "school": school,
                    "staff": holders,
                    "classes": tuple(f"{mark} {name}" for name in lesson.classes),
                }
            )


def school_year() -> Calendar:
    """One calendar for all schools of a district: 40 weeks from September, with usual breaks."""
    closed = [monday + timedelta(days=day) for monday in _BREAKS for day in range(5)]
    return Calendar(
        time_zone=TIME_ZONE,
        first=FIRST,
        last=FIRST + timedelta(days=7 * WEEKS - 1),
        closed=(FIRST, *closed),
    )


def _sentences(
    name: str, listed: Sequence[Listed], unknown: int, shares: Sequence[Share]
) -> Iterator[str]:
    """What is real, and what is assumed."""
    teachers = sum(school.teachers for school in listed)
    used = {share.timetable.name: share.timetable for share in shares}
    yield (
        f"Schools, places and numbers of teachers are those of {name} in Florida (NCES): "
        f"{len(listed)} schools with {teachers} teachers; {unknown} entries without teachers, "
        "or whose number is not known, are left out."
    )
    yield (
        f"The timetables are real, but of other schools: {PAIRED}, by number of teachers alone, of "
        f"{len(used)} timetables. Of each the number of teachers that the school has is kept, "
        f"evenly over the list; {sum(len(share.kept) > 1 for share in shares)} schools larger "
        "than all timetables are made of copies side by side."
    )
    yield (
        f"Travel: the great circle times {ROAD_FACTOR} at {KILOMETRES_PER_HOUR:.0f} km/h, and "
        f"{PARKING_MINUTES} minutes (assumed)."
    )
    yield f"Zones are groups of about {SCHOOLS_PER_ZONE} near schools (assumed)."
    yield "The calendar is one for all schools, with usual breaks (assumed)."
    yield from _said_of(used)


def _said_of(used: Mapping[str, Problem]) -> Iterator[str]:
    """What was assumed of the timetables, each sentence once."""
    said: dict[str, list[str]] = {}
    for name, timetable in used.items():
        for sentence in timetable.assumptions:
            said.setdefault(sentence, []).append(name)
    for sentence, names in said.items():
        whose = "All timetables" if len(names) == len(used) else ", ".join(names)
        yield f"{whose}: {sentence}"
