"""Generated districts: a school year, regions with trainers of their own, ids that sort."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import mean

import pytest

from pdsched.checks import check
from pdsched.generator import SIZES, generate
from pdsched.generator.regions import Region, hubs_of, make_regions
from pdsched.generator.rooms import draw_rooms
from pdsched.generator.streams import Streams
from pdsched.generator.terms import usable_teaching_days
from pdsched.problem import (
    Calendar,
    Modality,
    Period,
    Problem,
    School,
    StaffMember,
    Trainer,
    Travel,
    Weekday,
    clock,
    minutes,
)


@pytest.fixture(scope="module")
def large() -> Problem:
    """Three thousand teachers."""
    return generate(size="L", seed=3)


def visitors(problem: Problem) -> list[Trainer]:
    """The trainers who come on named dates."""
    return [t for t in problem.trainers if any(w.dates for w in t.available)]


def test_a_ladder_of_sizes() -> None:
    """Thirty to ten thousand teachers; from S on, a plan is for a whole school year."""
    ladder = [SIZES[name] for name in ("XS", "S", "M", "L", "XL")]
    assert [size.teachers for size in ladder] == [30, 70, 500, 3000, 10000]
    assert [size.schools for size in ladder] == [1, 3, 15, 65, 190]
    assert [size.weeks for size in ladder] == [12, 40, 40, 40, 40]


def test_a_large_district_is_sound(large: Problem) -> None:
    """The checks find nothing; schools and zones are as many."""
    assert check(large) == ()
    assert len(large.schools) == 65
    assert len({school.zone for school in large.schools}) == 8
    assert len(large.substitutes) == 600
    assert len(large.travel) == 65 * 64 // 2
    assert {5 <= way.minutes <= 75 for way in large.travel} == {True}


def test_ids_of_a_large_district_sort_by_their_number(large: Problem) -> None:
    """Ids of one kind are equally long, so that their order is that of their numbers."""
    for kind in ("schools", "lessons", "protected", "needs", "trainers", "substitutes"):
        ids = [record.id for record in getattr(large, kind)]
        assert ids == sorted(ids), kind
        assert len({len(name) for name in ids}) == 1, kind
    prefixes = defaultdict(set)
    for person in large.staff:
        prefixes[person.id.split("-")[0]].add(len(person.id))
    assert all(len(lengths) == 1 for lengths in prefixes.values())


@pytest.mark.parametrize("size", ["S", "M", "L"])
def test_a_school_year_has_its_days(size: str) -> None:
    """About 180 days with pupils, a few without, and nothing at either end or in exam weeks."""
    calendar = generate(size=size, seed=1).calendar
    days = usable_teaching_days(calendar)
    assert 170 <= len(calendar.open_days()) - len(calendar.pupil_free) <= 185
    assert 7 <= len(calendar.pupil_free) <= 10
    assert date(2026, 12, 25) in calendar.closed
    assert date(2027, 3, 17) in calendar.closed
    assert days[0] >= calendar.first + timedelta(days=14)
    assert days[-1] <= calendar.last - timedelta(days=14)
    assert not any(Weekday.of(day) is Weekday.FRI for day in days)
    exams = [b for b in calendar.blackouts if b.id.startswith("exams")]
    assert [b.last - b.first for b in exams] == [timedelta(days=13)] * 2
    assert not any(b.first <= day <= b.last for b in exams for day in days)


def test_a_short_calendar_can_still_be_asked_for() -> None:
    """Weeks that are given count, whatever the size."""
    calendar = generate(size="S", weeks=12).calendar
    assert (calendar.last - calendar.first).days == 7 * 12 - 3
    assert {blackout.id for blackout in calendar.blackouts} == {
        "first-week",
        "end-of-week",
        "last-week",
    }


# --- Regions --------------------------------------------------------------------------------------


def test_every_topic_is_taught_in_every_region(large: Problem) -> None:
    """The trainers of each region together give all that is held at a school."""
    taught: dict[tuple[str, ...] | None, set[str]] = defaultdict(set)
    for trainer in visitors(large):
        taught[trainer.schools].update(trainer.courses)
    held_here = {
        course.id
        for course in large.courses
        if course.modality.has_trainer and course.modality is not Modality.REMOTE
    }
    assert len(taught) == 3
    assert all(courses == held_here for courses in taught.values())


def test_each_zone_has_a_hub_in_one_region(large: Problem) -> None:
    """The regions part the schools with rooms, and none of two to four zones lacks one."""
    zones = {school.id: school.zone for school in large.schools}
    regions = {trainer.schools or () for trainer in visitors(large)}
    hubs = [hub for region in regions for hub in region]
    assert Counter(hubs) == Counter({room.school: 1 for room in large.rooms})
    assert {zones[hub] for hub in hubs} == set(zones.values())
    assert all(2 <= len({zones[hub] for hub in region}) <= 4 for region in regions)


def test_trainers_come_two_to_four_days_a_week(large: Problem) -> None:
    """On the average of the weeks that have a usable day, and at most twelve hours."""
    days = usable_teaching_days(large.calendar)
    weeks = len({day.isocalendar()[:2] for day in days})
    for trainer in visitors(large):
        dates = [day for window in trainer.available for day in window.dates or ()]
        assert len(dates) == len(set(dates))
        assert 2 <= len(dates) / weeks <= 4
        assert trainer.max_minutes_per_week == 12 * 60


def test_several_advise_at_a_distance(large: Problem) -> None:
    """Three advisers for 3,000 teachers, on weekly half-days, for everything that is remote."""
    remote = {c.id for c in large.courses if c.modality is Modality.REMOTE}
    advisers = [t for t in large.trainers if t not in visitors(large)]
    assert [set(adviser.courses) for adviser in advisers] == [remote] * 3
    assert all(adviser.schools is None for adviser in advisers)
    assert all(window.weekdays for adviser in advisers for window in adviser.available)


def test_assumptions_name_regions_and_advisers(large: Problem) -> None:
    """What is assumed for a large district stands beside the rest."""
    told = " ".join(large.assumptions)
    assert "11 with" in told
    assert "3 more advise at a distance" in told
    assert "work in 3 regions" in told
    assert "side of 8 kilometres" in told
    assert "two times two weeks of exams" in told


def line_of_zones(zones: int, schools: int, teachers: int = 1) -> Problem:
    """Zones along a road, ten minutes from one to the next, listed in no order."""
    period = Period(id="1", start=clock(480), end=clock(720))
    made = [
        School(id=f"{zone}-{n}", zone=f"z{zone}", periods=(period,))
        for zone in sorted(range(zones), key=lambda z: (z * 7) % zones)
        for n in range(schools)
    ]
    ways = tuple(
        Travel(origin=a.id, destination=b.id, minutes=10 * abs(int(a.zone[1:]) - int(b.zone[1:])))
        for i, a in enumerate(made)
        for b in made[i + 1 :]
    )
    staff = tuple(
        StaffMember(id=f"{school.id}-{n}", schools=(school.id,))
        for school in made
        for n in range(teachers)
    )
    calendar = Calendar(time_zone="UTC", first=date(2026, 9, 7), last=date(2026, 9, 11))
    return Problem(calendar=calendar, schools=tuple(made), travel=ways, staff=staff)


def zones_of(regions: list[Region]) -> Iterator[list[int]]:
    """The numbers of the zones of each region, in order."""
    for region in regions:
        yield sorted({int(hub.zone[1:]) for hub in region.hubs})


def test_regions_are_made_of_neighbours() -> None:
    """Nine zones along a road are three regions of three that follow one another."""
    problem = line_of_zones(9, 1)
    regions = make_regions(problem, hubs_of(problem), trainers=9)
    assert sorted(zones_of(regions)) == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert [region.trainers for region in regions] == [3, 3, 3]


@pytest.mark.parametrize(("trainers", "regions"), [(2, 1), (5, 1), (6, 2), (8, 2), (30, 3)])
def test_fewer_trainers_have_larger_regions(trainers: int, regions: int) -> None:
    """A region has three trainers or more, or is the only one; all trainers are placed."""
    problem = line_of_zones(9, 1)
    made = make_regions(problem, hubs_of(problem), trainers)
    assert len(made) == regions
    assert sum(region.trainers for region in made) == trainers


@pytest.mark.parametrize(("schools", "hubs"), [(3, 1), (8, 1), (10, 2), (18, 3)])
def test_one_school_of_six_is_a_hub(schools: int, hubs: int) -> None:
    """Each zone has at least one."""
    problem = line_of_zones(2, schools)
    assert Counter(hub.zone for hub in hubs_of(problem)) == {"z0": hubs, "z1": hubs}


def test_rooms_suffice_for_the_trainers_of_a_region() -> None:
    """Five rooms for four trainers where there are several regions, else one at each hub."""
    problem = line_of_zones(6, 1)
    for trainers, rooms in ((4, 6), (40, 50)):
        regions = make_regions(problem, hubs_of(problem), trainers)
        drawn = draw_rooms(regions, Streams(1))
        assert len(drawn) == len({room.id for room in drawn}) == rooms
        assert {room.school for room in drawn} == {school.id for school in problem.schools}


def test_sessions_fit_into_the_visits(large: Problem) -> None:
    """Trainers' windows and rooms are long enough for every course, and most days have a visit."""
    days = usable_teaching_days(large.calendar)
    visits = Counter(d for t in visitors(large) for w in t.available for d in w.dates or ())
    assert mean(visits[day] for day in days) == pytest.approx(11 * 3 / 4, abs=1)
    longest = max(course.minutes for course in large.courses)
    for trainer in large.trainers:
        assert any(minutes(w.end) - minutes(w.start) >= longest for w in trainer.available)
