"""Invented timetables: no teacher and no class is in two places at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from pdsched.generator.district import Place
from pdsched.generator.roster import Post
from pdsched.generator.streams import Streams, numbered
from pdsched.problem import CoverKind, Lesson, Period

TEACHING_SHARE = 0.8
"""Share of the periods that a teacher teaches, on average."""
_UNEVEN = 0.06
_LAB_SHARE = 0.3
_EXAM_SHARE = 0.01
_SUPERVISED_SHARE = 0.03

Slot = tuple[str, Period]


class _Dealt(NamedTuple):
    """A lesson before it has its number."""

    school: str
    slot: Slot
    post: Post
    class_name: str
    cover: CoverKind
    qualification: str | None


def make_lessons(
    places: Sequence[Place], posts: Sequence[Post], streams: Streams
) -> tuple[Lesson, ...]:
    """The lessons of all schools; each class is held in every period."""
    posts_of: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        posts_of[post.school].append(post)
    dealt: list[_Dealt] = []
    for place in places:
        rng = streams.of("timetable", place.school.id)
        for slot, post, class_name in _Timetable(place, posts_of[place.school.id], rng).deal():
            cover, qualification = _cover(rng), _qualification(post, rng)
            dealt.append(_Dealt(place.school.id, slot, post, class_name, cover, qualification))
    return tuple(
        _lesson(numbered("l", number, len(dealt), least=4), each)
        for number, each in enumerate(dealt, 1)
    )


class _Timetable:
    """Deals the classes of a school to its teachers, period by period.

    Posts and classes go by their numbers.
    """

    def __init__(self, place: Place, posts: Sequence[Post], rng: Random) -> None:
        self._posts = posts
        self._rng = rng
        self._eager = [1 + rng.uniform(-_UNEVEN, _UNEVEN) for _ in posts]
        self._slots = [(d, p) for d in place.school.cycle.days for p in place.school.periods]
        present = sum(_works(post, slot) for post in posts for slot in self._slots)
        self._classes = max(1, round(TEACHING_SHARE * present / len(self._slots)))
        self._taught = [0] * len(posts)
        self._passed = [0] * len(posts)
        self._before = [[0] * self._classes for _ in posts]

    def deal(self) -> Iterator[tuple[Slot, Post, str]]:
        self._rng.shuffle(self._slots)
        for slot in self._slots:
            for post, number in self._classes_of(self._who_teaches(slot)):
                self._before[post][number] += 1
                yield slot, self._posts[post], f"class {number + 1}"

    def _who_teaches(self, slot: Slot) -> list[int]:
        """Those who have taught least of their periods so far; ties fall by chance."""
        present = [number for number, post in enumerate(self._posts) if _works(post, slot)]
        self._rng.shuffle(present)
        for post in present:
            self._passed[post] += 1
        present.sort(key=lambda post: self._taught[post] - self._eager[post] * self._due(post))
        teaching = present[: self._classes]
        for post in teaching:
            self._taught[post] += 1
        return teaching

    def _due(self, post: int) -> float:
        return TEACHING_SHARE * self._passed[post]

    def _classes_of(self, teaching: Sequence[int]) -> list[tuple[int, int]]:
        """Each class to the teacher who has had it most often, those with a class first."""
        free = list(range(self._classes))
        self._rng.shuffle(free)
        dealt = []
        for post in sorted(teaching, key=lambda post: -max(self._before[post])):
            number = max(free, key=self._before[post].__getitem__)
            free.remove(number)
            dealt.append((post, number))
        return dealt


def _works(post: Post, slot: Slot) -> bool:
    day, period = slot
    return day in post.days and period.start < post.until


def _lesson(lesson_id: str, dealt: _Dealt) -> Lesson:
    day, period = dealt.slot
    return Lesson(
        id=lesson_id,
        school=dealt.school,
        staff=(dealt.post.staff,),
        day=day,
        start=period.start,
        end=period.end,
        cover=dealt.cover,
        qualification=dealt.qualification,
        subject=dealt.post.department,
        classes=(dealt.class_name,),
    )


def _cover(rng: Random) -> CoverKind:
    drawn = rng.random()
    if drawn < _EXAM_SHARE:
        return CoverKind.IMPOSSIBLE
    return CoverKind.NOT_NEEDED if drawn < _EXAM_SHARE + _SUPERVISED_SHARE else CoverKind.NEEDED


def _qualification(post: Post, rng: Random) -> str | None:
    drawn = rng.random()
    if post.department == "science" and drawn < _LAB_SHARE:
        return "laboratory"
    if post.department == "special education":
        return "special-education"
    return None
