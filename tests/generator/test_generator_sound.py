"""Nothing that is generated is impossible: no clashes, no dangling names, no needless fault."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from facts import Facts, Span, span
from generated import _made, _medium

from pdsched.checks import check
from pdsched.problem import Problem, Role, Window, clock, minutes

__all__ = ["_made", "_medium"]  # fixtures


def test_nobody_and_no_class_is_in_two_places(made: Problem) -> None:
    """On every date, lessons of one teacher do not overlap, nor do those of one class."""
    facts = Facts(made)
    for day in facts.horizon[7:21]:
        busy: dict[tuple[str, str], list[Span]] = defaultdict(list)
        names = {school.id: facts.cycle_day(school.id, day) for school in made.schools}
        for lesson in made.lessons:
            if lesson.day == names[lesson.school]:
                busy["staff", lesson.staff[0]].append(span(lesson))
                busy[lesson.school, lesson.classes[0]].append(span(lesson))
        for spans in busy.values():
            ordered = sorted(spans)
            assert all(a.end <= b.start for a, b in pairwise(ordered))


def test_nobody_teaches_when_away(made: Problem) -> None:
    """A part-timer has no lesson on a day off."""
    facts = Facts(made)
    people = {person.id: person for person in made.staff}
    for day in facts.horizon[7:21]:
        names = {school.id: facts.cycle_day(school.id, day) for school in made.schools}
        for lesson in made.lessons:
            if lesson.day == names[lesson.school]:
                for window in people[lesson.staff[0]].unavailable:
                    assert not (window.on(day) and span(window).meets(span(lesson)))


def test_protected_time_is_free_time(made: Problem) -> None:
    """Protected time falls on a day of the home school and overlaps no lesson of the person."""
    facts = Facts(made)
    people = {person.id: person for person in made.staff}
    held = defaultdict(list)
    for lesson in made.lessons:
        held[lesson.staff[0]].append(lesson)
    for piece in made.protected:
        home = facts.schools[people[piece.staff].schools[0]]
        assert piece.day in home.cycle.days
        for lesson in held[piece.staff]:
            same_days = lesson.school != home.id or lesson.day == piece.day
            assert not (same_days and span(lesson).meets(span(piece)))


def test_most_who_teach_have_protected_time_within_bounds(medium: Problem) -> None:
    """Nine of ten teachers have protected time, near a tenth of what they teach, never 240 min."""
    facts = Facts(medium)
    people = {person.id: person for person in medium.staff}
    protected: Counter[str] = Counter()
    taught: Counter[str] = Counter()
    for piece in medium.protected:
        protected[piece.staff] += span(piece).end - span(piece).start
    for lesson in medium.lessons:
        taught[lesson.staff[0]] += span(lesson).end - span(lesson).start
    assert len(protected) > 0.9 * len(taught)
    for who, length in protected.items():
        days = len(facts.schools[people[who].schools[0]].cycle.days)
        assert length <= 240 * days / 5
        assert length <= 0.1 * taught[who] + 75 / 2


def test_every_reference_names_something(made: Problem) -> None:
    """All ids are unique in their kind, and all references name a record."""
    kinds = ("schools", "rooms", "staff", "lessons", "protected", "courses", "needs", "trainers")
    ids = {kind: {item.id for item in getattr(made, kind)} for kind in (*kinds, "substitutes")}
    assert all(len(ids[kind]) == len(getattr(made, kind)) for kind in ids)
    assert {need.staff for need in made.needs} <= ids["staff"]
    assert {need.course for need in made.needs if need.course} <= ids["courses"]
    assert {course for trainer in made.trainers for course in trainer.courses} <= ids["courses"]
    assert {before.course for c in made.courses for before in c.prerequisites} <= ids["courses"]
    assert {room.school for room in made.rooms} <= ids["schools"]
    assert {lesson.school for lesson in made.lessons} <= ids["schools"]


def test_a_problem_has_no_errors(made: Problem) -> None:
    """The checks find nothing."""
    assert check(made) == ()


def test_every_need_can_be_answered_by_somebody(made: Problem) -> None:
    """Each course that is led has a trainer who can hold it in a window; each level can be met."""
    for course in made.courses:
        if course.modality.has_trainer:
            windows = [w for t in made.trainers if course.id in t.courses for w in t.available]
            assert any(minutes(w.end) - minutes(w.start) >= course.minutes for w in windows)
    courses = {course.id: course for course in made.courses}
    people = {person.id: person for person in made.staff}
    for need in made.needs:
        stands = people[need.staff].levels
        if need.topic:
            assert need.level_to == stands.get(need.topic, 0) + 1
        elif need.course and courses[need.course].level_from != stands.get(
            courses[need.course].topic, 0
        ):
            before = courses[need.course].prerequisites[0].course
            assert any(n.staff == need.staff and n.course == before for n in made.needs)


def test_nobody_needs_the_same_course_twice(made: Problem) -> None:
    """A person names each course once, and a topic only where no course of it is named."""
    topic_of = {course.id: course.topic for course in made.courses}
    named = [(need.staff, need.course or need.topic) for need in made.needs]
    assert len(named) == len(set(named))
    by_course = {(n.staff, topic_of[n.course]) for n in made.needs if n.course}
    assert not by_course & {(n.staff, n.topic) for n in made.needs if n.topic}


def test_windows_of_support_staff_leave_time_to_learn(made: Problem) -> None:
    """Nobody on the support staff is away at all hours of a usable day."""
    day_window = Window(start=clock(0), end=clock(1439))
    for person in made.staff:
        if person.role != Role.TEACHER:
            away = sum(minutes(w.end) - minutes(w.start) for w in person.unavailable)
            assert away < minutes(day_window.end) // 2
