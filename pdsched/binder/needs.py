"""How many need what: by topic and level, and by school."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from pdsched.binder.chapter import ONE_LEAF, Chapter
from pdsched.binder.extent import home_of, is_about_many
from pdsched.binder.matter import Matter
from pdsched.problem import Course, Need

K = TypeVar("K")
_MOST = 400
"""Steps that are listed at most; the others are counted."""


class Step(NamedTuple):
    """A step of learning: from one level of a topic to another."""

    topic: str
    level_from: int | None
    """``None`` where no level is stated."""
    level_to: int | None
    """``None`` where what is needed is not known."""

    @property
    def order(self) -> tuple[str, int, int]:
        """By which steps stand in a table."""
        first, last = (-1 if level is None else level for level in self[1:])
        return (self.topic.casefold(), first, last)


class Tally(NamedTuple):
    """Some needs, counted."""

    number: int
    met: int
    people: int
    """Who have them."""

    @property
    def still_open(self) -> int:
        """Needs that the plan does not meet."""
        return self.number - self.met


class SchoolNeeds(NamedTuple):
    """The needs of those whose home school it is."""

    school: str
    """Empty for people who are not known."""
    topics: tuple[tuple[str, Tally], ...]
    """By topic."""
    all: Tally


class NeedsPage(NamedTuple):
    """All needs, counted twice: by step, and by home school."""

    steps: tuple[tuple[Step, Tally], ...]
    """By topic and levels."""
    steps_left_out: int
    schools: tuple[SchoolNeeds, ...]
    all: Tally
    implied: int
    """Those that no record states: steps before others, and meetings of series."""


def needs(matter: Matter) -> Chapter:
    """The needs by topic and level, and by school and topic.

    A need for a level of a topic counts from where the person stands, one for a course by the
    levels of the course, one with wishes by those of the first.
    """
    leaves = ONE_LEAF if is_about_many(matter) else ()
    return Chapter("needs", leaves, (_page(matter) for _ in leaves))


def _page(matter: Matter) -> NeedsPage:
    chosen = matter.chosen.people
    counted = [need for need in matter.full.needs if chosen is None or need.staff in chosen]
    met = matter.plan.needs_met
    stated = {need.id for need in matter.problem.needs}
    steps = _tallies(((step_of(matter, need), need) for need in counted), met)
    in_order = sorted(steps.items(), key=lambda item: item[0].order)
    return NeedsPage(
        steps=tuple(in_order[:_MOST]),
        steps_left_out=max(0, len(in_order) - _MOST),
        schools=_by_school(matter, counted, met),
        all=_tallies((("", need) for need in counted), met).get("", Tally(0, 0, 0)),
        implied=sum(need.id not in stated for need in counted),
    )


def _by_school(
    matter: Matter, counted: Iterable[Need], met: frozenset[str]
) -> tuple[SchoolNeeds, ...]:
    of_school: dict[str, list[Need]] = defaultdict(list)
    for need in counted:
        of_school[home_of(matter, need.staff)].append(need)
    lines: list[SchoolNeeds] = []
    for school, its in of_school.items():
        topics = _tallies(((step_of(matter, need).topic, need) for need in its), met)
        name = matter.names.school(school) if school else ""
        whole = _tallies((("", need) for need in its), met)[""]
        lines.append(SchoolNeeds(name, tuple(sorted(topics.items())), whole))
    return tuple(sorted(lines, key=lambda line: line.school.casefold()))


def _tallies(needs: Iterable[tuple[K, Need]], met: frozenset[str]) -> dict[K, Tally]:
    """Needs counted by what stands before each."""
    numbers, met_numbers, people = Counter[K](), Counter[K](), defaultdict[K, set[str]](set)
    for key, need in needs:
        numbers[key] += 1
        met_numbers[key] += need.id in met
        people[key].add(need.staff)
    return {key: Tally(n, met_numbers[key], len(people[key])) for key, n in numbers.items()}


def step_of(matter: Matter, need: Need) -> Step:
    """The step that a need asks for; one with wishes that of the first."""
    if need.named:
        return step_to(matter.courses.get(need.named[0]))
    topic = need.topic or ""
    level, member = need.level_from, matter.staff.get(need.staff)
    if level is None and member is not None:
        level = member.levels.get(topic)
    return Step(topic, level, need.level_to)


def step_to(course: Course | None) -> Step:
    """The step of a course; of none, that of nothing.

    >>> step_to(Course(id="sheets-1", topic="sheets", minutes=60, group_max=8))
    Step(topic='sheets', level_from=0, level_to=1)
    """
    if course is None:
        return Step("", None, None)
    return Step(course.topic, course.level_from, course.level_to)
