"""Courses, needs, trainers, rooms and substitutes, drawn; see `strategies`."""

from __future__ import annotations

from datetime import date

from draw_basics import QUALIFICATIONS, TOPICS, Size, dates, many, maybe, one_in, some, windows
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from pdsched import Problem
from pdsched.problem import (
    Course,
    Half,
    HalfDays,
    Modality,
    Need,
    Prerequisite,
    Room,
    Substitute,
    Trainer,
    Weekday,
    Window,
    clock,
)

MODALITIES = [Modality.IN_PERSON, Modality.COACHING, *Modality]


@composite
def courses(draw: DrawFn, size: Size, places: list[str]) -> tuple[Course, ...]:
    """Courses of one topic or two: steps of a chain, declared or by levels, or ways up one step."""
    found: list[Course] = []
    for number in range(1, draw(st.sampled_from([size.courses, *range(1, size.courses + 1)])) + 1):
        found.append(draw(_course(f"course-{number}", found, places)))
    return tuple(found)


@composite
def _course(draw: DrawFn, name: str, earlier: list[Course], places: list[str]) -> Course:
    before = draw(st.sampled_from([None, *earlier[-1:]]))
    topic = before.topic if before else draw(st.sampled_from(TOPICS))
    level = before.level_to if before and draw(st.booleans()) else 0
    is_bare = before is None or (level > 0 and draw(one_in(4)))
    least = draw(st.sampled_from([1, 1, 1, 1, 2]))
    most = least + draw(st.sampled_from([0, 1, 2]))
    return Course(
        id=name,
        topic=topic,
        level_from=level,
        level_to=level + draw(st.sampled_from([1, 1, 2])),
        modality=draw(st.sampled_from(MODALITIES)),
        minutes=draw(st.sampled_from([60, 60, 30, 90, 120])),
        group_min=least,
        group_preferred=draw(st.sampled_from([None, None, least, most])),
        group_max=most,
        prerequisites=() if before is None or is_bare else (draw(_arc(before.id)),),
        schools=draw(maybe(8, some(places))),
    )


@composite
def _arc(draw: DrawFn, course: str) -> Prerequisite:
    least = draw(st.sampled_from([0, 0, 1, 2]))
    most = draw(st.sampled_from([None, None, least, least + 1]))
    rhythm = draw(st.sampled_from([None, 1, 2, 7]))
    return Prerequisite(course=course, min_days=least, max_days=most, cadence_days=rhythm)


@composite
def needs(draw: DrawFn, world: Problem, size: Size) -> tuple[Need, ...]:
    """Needs of everybody, for a course or for a step that some course answers."""
    found: dict[object, Need] = {}
    least = draw(st.sampled_from([1, 1, 0, size.needs, size.needs]))
    for person in world.staff:
        wanted = draw(many(st.sampled_from(world.courses), least, size.needs))
        for course in {c.id: c for c in wanted}.values():
            need = draw(_need(world, f"need-{len(found) + 1}", person.id, course))
            key = need.staff, need.course or (need.topic, need.level_from, need.level_to)
            found.setdefault(key, need)
    return tuple(found.values())


@composite
def _need(draw: DrawFn, world: Problem, name: str, staff: str, course: Course) -> Need:
    by_topic = draw(one_in(3))
    level_to = draw(st.integers(1, course.level_to)) if by_topic else None
    return Need(
        id=name,
        staff=staff,
        course=None if by_topic else course.id,
        topic=course.topic if by_topic else None,
        level_from=draw(maybe(6, st.integers(0, (level_to or course.level_to) - 1))),
        level_to=level_to,
        priority=draw(st.sampled_from([3, 1, 2, 5])),
        due=draw(maybe(3, dates(world))),
    )


@composite
def trainers(draw: DrawFn, world: Problem, number: int) -> Trainer:
    """A trainer, mostly for every course and there all day."""
    all_day = Window(start=clock(420), end=clock(1080))
    part = windows(world)
    names = [c.id for c in world.courses]
    return Trainer(
        id=f"trainer-{number}",
        courses=draw(st.one_of(st.just(tuple(names)), some(names))),
        available=draw(st.sampled_from([(all_day,), (all_day,), ()])) or (draw(part), draw(part)),
        schools=draw(maybe(4, some([s.id for s in world.schools]))),
        max_minutes_per_day=draw(st.sampled_from([None] * 4 + [60, 120])),
        max_minutes_per_week=draw(st.sampled_from([None] * 5 + [60, 120, 180])),
    )


@composite
def rooms(draw: DrawFn, world: Problem, number: int) -> Room:
    """A room with few seats."""
    return Room(
        id=f"room-{number}",
        school=draw(st.sampled_from(world.schools)).id,
        capacity=draw(st.sampled_from([3, 1, 2])),
        unavailable=(draw(windows(world)),) if draw(one_in(6)) else (),
    )


@composite
def substitutes(draw: DrawFn, world: Problem, number: int) -> Substitute:
    """A substitute of every zone or of few schools, with or without limits."""
    places = [s.id for s in world.schools]
    known = tuple(sorted({s.zone for s in world.schools}))
    zones = draw(st.sampled_from([known, known, known[:1], ()]))
    return Substitute(
        id=f"substitute-{number}",
        zones=zones,
        schools=draw(some(places)) if not zones or draw(one_in(4)) else (),
        excluded_schools=draw(some(places)) if draw(one_in(8)) else (),
        familiar_schools=draw(some(places)) if draw(one_in(2)) else (),
        preferred_schools=draw(some(places)) if draw(one_in(2)) else (),
        qualifications=draw(st.sampled_from([QUALIFICATIONS, (), QUALIFICATIONS[:1]])),
        available=draw(st.sampled_from([(HalfDays(),), ()]))
        or tuple(draw(many(_half_days(draw(dates(world))), 1, 2))),
        max_half_days_per_day=draw(st.sampled_from([2, 1])),
        max_half_days_per_week=draw(st.sampled_from([None, None, 1, 2, 3])),
        max_half_days_per_month=draw(st.sampled_from([None, None, None, 1, 2])),
        max_half_days_per_term=draw(st.sampled_from([None, None, None, 1, 2])),
        max_half_days=draw(st.sampled_from([None, 1, 2, 3])),
        half_days_before=draw(st.sampled_from([0, 0, 0, 1])),
        class_days_before=draw(st.sampled_from([{}, {}, {"5a": 1}, {"5a": 2, "5b": 1}])),
        fill_probability=draw(st.sampled_from([1.0, 0.9, 0.57])),
    )


@composite
def _half_days(draw: DrawFn, day: date) -> HalfDays:
    which = draw(st.sampled_from(["every", "every", "weekdays", "dates", "first", "last"]))
    return HalfDays(
        halves=draw(st.sampled_from([tuple(Half), tuple(Half), (Half.AM,), (Half.PM,)])),
        weekdays=(Weekday.of(day),) if which == "weekdays" else None,
        dates=(day,) if which == "dates" else None,
        first=day if which == "first" else None,
        last=day if which == "last" else None,
    )
