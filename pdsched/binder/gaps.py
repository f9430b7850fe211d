"""What the catalogue lacks: steps that no course takes, and courses that nobody gives or asks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pdsched.binder.catalogue import trainers_by_course
from pdsched.binder.chapter import ONE_LEAF, Chapter
from pdsched.binder.extent import is_about_many
from pdsched.binder.matter import Matter
from pdsched.binder.needs import Step, step_of, step_to
from pdsched.problem import Need
from pdsched.survey import GapKind, gap_report

_MOST = 200
"""Lines of each kind at most; the others are counted."""
_PEOPLE = 12
"""People who are named in a line, at most."""


class NoCourse(NamedTuple):
    """Needs for one step that no course answers, for one reason."""

    kind: GapKind
    step: Step
    course: str
    """Where a course is asked for by name; else empty."""
    needs: int
    people: tuple[str, ...]
    """The first of those who have them."""
    people_left_out: int


class NoStep(NamedTuple):
    """Levels of a topic between which no course leads."""

    topic: str
    level_from: int
    level_to: int
    people: int
    """Who stand there by the level stated for them."""


class NoTrainer(NamedTuple):
    """A course that takes a trainer, and that nobody can give."""

    course: str
    step: Step
    needs: int
    """For this very course, by name."""


class NotAsked(NamedTuple):
    """A course that nobody asks for."""

    course: str
    step: Step
    fits: int
    """People whom it would fit by the level stated for them."""


class GapsPage(NamedTuple):
    """All of them."""

    needs: tuple[NoCourse, ...]
    """Those with most needs first."""
    needs_left_out: int
    steps: tuple[NoStep, ...]
    steps_left_out: int
    trainers: tuple[NoTrainer, ...]
    trainers_left_out: int
    courses: tuple[NotAsked, ...]
    courses_left_out: int


def gaps(matter: Matter) -> Chapter:
    """What the catalogue of the district lacks, for the people whom the binder is about."""
    leaves = ONE_LEAF if is_about_many(matter) else ()
    return Chapter("gaps", leaves, (_page(matter) for _ in leaves))


def _page(matter: Matter) -> GapsPage:
    report = gap_report(matter.problem, matter.policy)
    stated = {need.id: need for need in matter.problem.needs}
    chosen = matter.chosen.people
    together: dict[tuple[GapKind, Step, str], list[Need]] = defaultdict(list)
    for gap in report.needs:
        if chosen is None or gap.staff in chosen:
            need = stated[gap.need]
            together[gap.kind, step_of(matter, need), next(iter(need.named), "")].append(need)
    needs = [_no_course(matter, *key, open_needs) for key, open_needs in together.items()]
    needs.sort(key=lambda line: (-line.needs, line.step.order, line.kind))
    courses = {course.id: course for course in matter.problem.courses}
    asked = [
        NotAsked(
            matter.names.course(each.course),
            step_to(courses.get(each.course)),
            sum(chosen is None or name in chosen for name in each.staff),
        )
        for each in report.courses
    ]
    steps, trainers = list(_no_steps(matter)), list(_no_trainers(matter))
    return GapsPage(
        needs=tuple(needs[:_MOST]),
        needs_left_out=max(0, len(needs) - _MOST),
        steps=tuple(steps[:_MOST]),
        steps_left_out=max(0, len(steps) - _MOST),
        trainers=tuple(trainers[:_MOST]),
        trainers_left_out=max(0, len(trainers) - _MOST),
        courses=tuple(asked[:_MOST]),
        courses_left_out=max(0, len(asked) - _MOST),
    )


def _no_course(
    matter: Matter, kind: GapKind, step: Step, course: str, needs: Sequence[Need]
) -> NoCourse:
    people = list(dict.fromkeys(need.staff for need in needs))
    return NoCourse(
        kind=kind,
        step=step,
        course=matter.names.course(course) if course else "",
        needs=len(needs),
        people=tuple(map(matter.names.person, people[:_PEOPLE])),
        people_left_out=max(0, len(people) - _PEOPLE),
    )


def _no_steps(matter: Matter) -> Iterator[NoStep]:
    """Levels of each topic up to the highest that a course leads to or a need asks for."""
    tops: dict[str, int] = defaultdict(int)
    taken: dict[str, set[int]] = defaultdict(set)
    for course in matter.problem.courses:
        tops[course.topic] = max(tops[course.topic], course.level_to)
        taken[course.topic].update(range(course.level_from, course.level_to))
    for need in matter.problem.needs:
        if need.topic is not None and need.level_to is not None:
            tops[need.topic] = max(tops[need.topic], need.level_to)
    standing = _standing(matter)
    for topic in sorted(tops):
        for first, last in _stretches(set(range(tops[topic])) - taken[topic]):
            people = sum(standing[topic, level] for level in range(first, last + 1))
            yield NoStep(topic, first, last + 1, people)


def _stretches(levels: set[int]) -> Iterator[tuple[int, int]]:
    """The first and last of levels in a row."""
    for level in sorted(levels):
        if level - 1 not in levels:
            last = level
            while last + 1 in levels:
                last += 1
            yield level, last


def _standing(matter: Matter) -> Counter[tuple[str, int]]:
    """How many people stand at each level of each topic."""
    chosen = matter.chosen.people
    return Counter(
        at
        for member in matter.problem.staff
        if chosen is None or member.id in chosen
        for at in member.levels.items()
    )


def _no_trainers(matter: Matter) -> Iterator[NoTrainer]:
    givers, chosen = trainers_by_course(matter), matter.chosen.people
    asked: dict[str, int] = defaultdict(int)
    for need in matter.problem.needs:
        if chosen is None or need.staff in chosen:
            for name in need.named:
                asked[name] += 1
    for course in sorted(matter.problem.courses, key=lambda c: (*step_to(c).order, c.id)):
        if course.modality.has_trainer and not givers[course.id]:
            yield NoTrainer(matter.names.course(course.id), step_to(course), asked[course.id])
