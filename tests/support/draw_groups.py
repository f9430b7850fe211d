"""What a problem can say about who learns with whom, drawn; see `strategies`."""

from __future__ import annotations

from datetime import time
from typing import Any

from draw_basics import TOPICS, dates, many, maybe, one_in, some
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from pdsched import Problem
from pdsched.problem import (
    Champions,
    Course,
    Engagement,
    Half,
    Kept,
    KeptCover,
    KeptSession,
    Pair,
    PairKind,
    Prerequisite,
    StaffMember,
)


@composite
def grouped(draw: DrawFn, world: Problem) -> Problem:
    """The problem with pairs, champions and hours before the horizon, now and then."""
    fields = {
        "pairs": draw(pairs(world)) if draw(one_in(2)) else (),
        "champions": draw(many(champions(world), 1, 2)) if draw(one_in(2)) else (),
        "courses": draw(in_series(world)) if draw(one_in(2)) else world.courses,
        "staff": draw(standing_in(draw(learned(world)) if draw(one_in(2)) else world.staff)),
        "kept": tuple(draw(many(kept(world), 1, 3))) if draw(one_in(2)) else (),
        **(draw(told(world)) if draw(one_in(3)) else {}),
    }
    named = [
        c.model_copy(update={"id": f"champions-{n}"}) for n, c in enumerate(fields["champions"])
    ]
    return world.model_copy(update=fields | {"champions": tuple(named)})


@composite
def standing_in(draw: DrawFn, staff: tuple[StaffMember, ...]) -> tuple[StaffMember, ...]:
    """The staff, of whom some now and then stand in for others; one may name themselves, too."""
    if not draw(one_in(3)):
        return staff
    names = [person.id for person in staff]
    return tuple(
        person.model_copy(update={"stands_in_for": draw(some(names))})
        if draw(one_in(2))
        else person
        for person in staff
    )


@composite
def champions(draw: DrawFn, world: Problem) -> Champions:
    """One person or two at a level that some course leads to, or beyond."""
    course = draw(st.sampled_from(world.courses))
    return Champions(
        id="champions",
        topic=course.topic,
        level=draw(st.sampled_from([course.level_to, course.level_to, 1, course.level_to + 1])),
        people=draw(st.sampled_from([1, 2, 3])),
        by=draw(maybe(3, dates(world))),
        schools=draw(maybe(3, some([s.id for s in world.schools]))),
    )


@composite
def kept(draw: DrawFn, world: Problem) -> Kept:
    """Something that the previous plan had, whether it can be again or not."""
    return Kept(staff=draw(st.sampled_from(world.staff)).id, **draw(_when(world)))


@composite
def _when(draw: DrawFn, world: Problem) -> dict[str, Any]:
    starts = sorted({p.start for s in world.schools for p in s.periods})
    return {
        "course": draw(st.sampled_from(world.courses)).id,
        "date": draw(dates(world)),
        "start": draw(st.sampled_from(starts)),
        "school": draw(st.sampled_from([None, None, *(s.id for s in world.schools)])),
    }


@composite
def told(draw: DrawFn, world: Problem) -> dict[str, Any]:
    """What trainers and colleagues were told by the previous plan."""
    starts = sorted({x.start for x in world.lessons})
    covers = st.builds(
        KeptCover,
        colleague=st.sampled_from([s.id for s in world.staff]),
        date=dates(world),
        start=st.sampled_from(starts or [time(9)]),
    )
    sessions = _when(world).flatmap(
        lambda when: st.builds(
            KeptSession,
            trainer=st.sampled_from([t.id for t in world.trainers] or ["-"]),
            **{name: st.just(value) for name, value in when.items()},
        )
    )
    return {
        "kept_covers": tuple(draw(many(covers, 0, 1))),
        "kept_sessions": tuple(draw(many(sessions, 0, 1))) if world.trainers else (),
    }


def told_substitutes(world: Problem) -> st.SearchStrategy[dict[str, Any]]:
    """What substitutes were told by it; of use where nobody is engaged for nothing."""
    engagements = st.builds(
        Engagement,
        substitute=st.sampled_from([s.id for s in world.substitutes] or ["-"]),
        school=st.sampled_from([s.id for s in world.schools]),
        date=dates(world),
        half=st.sampled_from(Half),
    )
    kept = many(engagements, 0, 2) if world.substitutes else st.just([])
    return kept.map(lambda some: {"kept_engagements": tuple(some)})


@composite
def learned(draw: DrawFn, world: Problem) -> tuple[StaffMember, ...]:
    """The staff with hours and points before the horizon."""
    hours = st.dictionaries(st.sampled_from(TOPICS), st.integers(0, 2), max_size=2)
    return tuple(
        member.model_copy(
            update={
                "hours_before": draw(st.sampled_from([0, 0.5, 1, 2])),
                "topic_hours_before": draw(hours),
                "points_wanted_before": wanted,
                "points_met_before": draw(st.sampled_from([0, wanted // 2, wanted])),
            }
        )
        for member in world.staff
        for wanted in (draw(st.sampled_from([0, 30, 70])),)
    )


@composite
def pairs(draw: DrawFn, world: Problem) -> tuple[Pair, ...]:
    """Pairs of people, each pair once."""
    people = [s.id for s in world.staff]
    found: dict[tuple[str, ...], Pair] = {}
    for number in range(draw(st.integers(1, 2)) if len(people) > 1 else 0):
        two = tuple(draw(st.permutations(people))[:2])
        one = Pair(
            id=f"pair-{number}",
            kind=draw(st.sampled_from(PairKind)),
            staff=two,
            course=draw(maybe(2, st.sampled_from([c.id for c in world.courses]))),
        )
        found.setdefault(tuple(sorted(two)), one)
    return tuple(found.values())


@composite
def in_series(draw: DrawFn, world: Problem) -> tuple[Course, ...]:
    """The courses, some of whose groups stay together."""
    has_group = {c.id: c.modality.has_group for c in world.courses}

    def kept(course: Course, arc: Prerequisite) -> Prerequisite:
        together = has_group[course.id] and has_group[arc.course] and draw(st.booleans())
        return arc.model_copy(update={"same_group": together})

    return tuple(
        course.model_copy(
            update={"prerequisites": tuple(kept(course, a) for a in course.prerequisites)}
        )
        for course in world.courses
    )
