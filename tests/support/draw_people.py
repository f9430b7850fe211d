"""Staff, their lessons and their protected time, drawn; see `strategies`."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from draw_basics import QUALIFICATIONS, TOPICS, dates, maybe, one_in, some, windows
from facts import LAST_MINUTE, Facts, Span, span
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from pdsched import Problem
from pdsched.problem import (
    CoverKind,
    DayKind,
    Lesson,
    ProtectedTime,
    Role,
    School,
    StaffMember,
    clock,
    minutes,
)


@composite
def people(draw: DrawFn, world: Problem, number: int) -> StaffMember:
    """A staff member of one school or more, now and then with a level or hours away."""
    places = [s.id for s in world.schools]
    home = draw(st.sampled_from([places[0], *places]))
    return StaffMember(
        id=f"staff-{number}",
        schools=(home, *[p for p in places if p != home and draw(one_in(3))]),
        levels={t: draw(st.integers(0, 2)) for t in TOPICS if draw(one_in(4))},
        completed=tuple(c.id for c in world.courses if draw(one_in(8))),
        grade=draw(st.sampled_from(["", "5", "5", "6"])),
        department=draw(st.sampled_from(["", "maths", "maths", "music"])),
        unavailable=(draw(windows(world)),) if draw(one_in(5)) else (),
        works_on=draw(maybe(6, _working_days(world, home))),
        preferred=(draw(windows(world)),) if draw(one_in(4)) else (),
        protected_minutes_before=draw(st.sampled_from([0, 0, 0, 30])),
        releases_before=draw(st.sampled_from([0, 0, 0, 0, 1])),
        **draw(_as_colleagues()),
    )


def _working_days(world: Problem, home: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Weekdays and days of the home school's cycle, mixed."""
    cycle = next(school.cycle for school in world.schools if school.id == home)
    return some([*(str(day) for day in world.calendar.weekdays), *cycle.days])


@composite
def _as_colleagues(draw: DrawFn) -> dict[str, Any]:
    """What somebody could do for colleagues."""
    roles = [*[Role.TEACHER] * 5, Role.ADMINISTRATIVE_ASSISTANT]
    return {
        "role": draw(st.sampled_from(roles)),
        "qualifications": draw(st.sampled_from([QUALIFICATIONS, QUALIFICATIONS[:1], ()])),
        "cover_volunteer": draw(st.booleans()),
        "covers_before": draw(st.sampled_from([0, 0, 1, 8, 12])),
        "cover_minutes_before": draw(st.sampled_from([0, 0, 45])),
    }


class Teaching(NamedTuple):
    """How a staff member teaches on a date."""

    school: str
    mask: int
    """Which periods, bit by bit."""
    shape: str = "periods"
    cover: CoverKind = CoverKind.NEEDED
    qualification: str | None = None
    classes: tuple[str, ...] = ()
    dated: bool = False
    bound: str = ""
    """Whether a lesson of the cycle takes place only from the date on, or up to it."""


@composite
def teachings(draw: DrawFn, person: StaffMember, periods: int) -> Teaching:
    """Any of the periods, as single lessons, as one long one, or shifted by half an hour."""
    everything = 2**periods - 1
    kinds = [CoverKind.NEEDED] * 12 + [CoverKind.NOT_NEEDED, CoverKind.IMPOSSIBLE]
    return Teaching(
        school=draw(st.sampled_from([person.schools[0], *person.schools])),
        mask=draw(st.one_of(st.just(everything), st.integers(0, everything))),
        shape=draw(st.sampled_from(["periods", "periods", "periods", "long", "shifted"])),
        cover=draw(st.sampled_from(kinds)),
        qualification=draw(maybe(4, st.sampled_from(QUALIFICATIONS))),
        classes=draw(st.sampled_from([("5a",), ("5a", "5b"), (), ("5b",)])),
        dated=draw(one_in(4)),
        bound=draw(st.sampled_from(["", "", "", "first", "last"])),
    )


def lesson_spans(teaching: Teaching, school: School) -> list[Span]:
    """The hours of the lessons that a teaching means at a school."""
    chosen = [p for n, p in enumerate(school.periods) if teaching.mask >> n & 1]
    spans = [Span(minutes(p.start), minutes(p.end)) for p in chosen]
    if teaching.shape == "long" and spans:
        return [Span(spans[0].start, spans[-1].end)]
    if teaching.shape == "shifted":
        return [Span(s.start + 30, s.end + 30) for s in spans]
    return spans


@composite
def lessons(draw: DrawFn, world: Problem, crowded: bool) -> tuple[Lesson, ...]:
    """What everybody teaches on every open date; nobody holds two lessons at once.

    Where it is crowded nearly everybody teaches in every period of the home school.
    """
    facts = Facts(world)
    held: list[Lesson] = []
    for person in world.staff:
        for day in facts.school_days:
            periods = len(facts.schools[person.schools[0]].periods)
            full = Teaching(person.schools[0], 2**periods - 1)
            teaching = full if crowded and not draw(one_in(8)) else draw(teachings(person, periods))
            for hours in lesson_spans(teaching, facts.schools[teaching.school]):
                lesson = _lesson(facts, f"lesson-{len(held) + 1}", person.id, teaching, day, hours)
                if lesson is not None and _is_free(facts, held, person.id, lesson):
                    held.append(_shared(facts, held, lesson, draw(one_in(6))))
    one = {"staff_needed": 1}
    held = [
        x.model_copy(update=one) if len(x.staff) > 1 and draw(st.booleans()) else x for x in held
    ]
    if not crowded:
        return tuple(held)
    joining = [_joining(x, held) if draw(one_in(3)) else x for x in held]
    return tuple(_splitting(x, held) if draw(one_in(3)) else x for x in joining)


def _joining(lesson: Lesson, held: list[Lesson]) -> Lesson:
    """The lesson, whose class may join any other at the same hours."""
    return lesson.model_copy(update={"may_join": _beside(lesson, held)[:4]})


def _splitting(lesson: Lesson, held: list[Lesson]) -> Lesson:
    """The lesson, whose class may be divided among the first two or three others then."""
    hosts = _beside(lesson, held)[: 2 + len(held) % 2]
    return lesson.model_copy(update={"may_split": hosts}) if len(hosts) > 1 else lesson


def _beside(lesson: Lesson, held: list[Lesson]) -> tuple[str, ...]:
    """Other lessons of the school that are held all the while, on the same date before others."""
    others = (x for x in held if x.school == lesson.school and x.id != lesson.id)
    some = [x for x in others if span(x).holds(span(lesson))]
    return tuple(
        x.id for x in sorted(some, key=lambda x: (x.day, x.date) != (lesson.day, lesson.date))
    )


def _lesson(
    facts: Facts, name: str, staff: str, teaching: Teaching, day: date, hours: Span
) -> Lesson | None:
    kind = facts.kind(teaching.school, day)
    name_of_day = facts.cycle_day(teaching.school, day)
    dated = teaching.dated or name_of_day is None
    if kind is DayKind.CLOSED:
        return None
    return Lesson(
        id=name,
        school=teaching.school,
        staff=(staff,),
        day=None if dated else name_of_day,
        date=day if dated else None,
        start=clock(hours.start),
        end=clock(min(hours.end, LAST_MINUTE)),
        cover=teaching.cover,
        qualification=teaching.qualification,
        classes=teaching.classes,
        first=day if teaching.bound == "first" and not dated else None,
        last=day if teaching.bound == "last" and not dated else None,
    )


def _is_free(facts: Facts, held: list[Lesson], staff: str, lesson: Lesson) -> bool:
    """Whether a staff member holds nothing else at the hours of a lesson."""
    clashing = [x for x in held if staff in x.staff and span(x).meets(span(lesson))]
    return not any(
        facts.takes_place(x, day) and facts.takes_place(lesson, day)
        for x in clashing
        for day in facts.horizon
    )


def _shared(facts: Facts, held: list[Lesson], lesson: Lesson, wanted: bool) -> Lesson:
    """The lesson, held by a colleague too where this is wanted and possible."""
    for person in facts.staff.values() if wanted else ():
        here = lesson.school in person.schools and person.id not in lesson.staff
        if here and _is_free(facts, held, person.id, lesson):
            return lesson.model_copy(update={"staff": (*lesson.staff, person.id)})
    return lesson


@composite
def protected(draw: DrawFn, world: Problem) -> tuple[ProtectedTime, ...]:
    """Protected hours of some people, on a date or on a day of the cycle."""
    facts = Facts(world)
    found = []
    for person in world.staff:
        day = draw(maybe(3, dates(world)))
        if day is None or facts.is_closed(person.schools[0], day):
            continue
        hours = draw(windows(world))
        name = draw(st.sampled_from([None, facts.cycle_day(person.schools[0], day)]))
        found.append(
            ProtectedTime(
                id=f"protected-{person.id}",
                staff=person.id,
                start=hours.start,
                end=hours.end,
                day=name,
                date=None if name else day,
            )
        )
    return tuple(found)
