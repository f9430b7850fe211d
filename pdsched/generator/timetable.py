"""Invented timetables: no teacher and no class is in two places at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from pdsched.generator.district import Place
from pdsched.generator.roster import Post
from pdsched.generator.streams import Streams
from pdsched.problem import CoverKind, Lesson, Period

TEACHING_SHARE = 0.8
"""Share of the periods that a teacher teaches, on average."""
_UNEVEN = 0.06
_LAB_SHARE = 0.3
_EXAM_SHARE = 0.01
_SUPERVISED_SHARE = 0.03

Slot = tuple[str, Period]


def make_lessons(
    places: Sequence[Place], posts: Sequence[Post], streams: Streams
) -> tuple[Lesson, ...]:
    """The lessons of all schools; each class is held in every period."""
    lessons: list[Lesson] = []
    for place in places:
        here = [post for post in posts if post.school == place.school.id]
        rng = streams.of("timetable", place.school.id)
        for slot, post, class_name in _Timetable(place, here, rng).deal():
            lessons.append(_lesson(len(lessons) + 1, slot, post, class_name, place, rng))
    return tuple(lessons)


class _Timetable:
    """Deals the classes of a school to its teachers, period by period."""

    def __init__(self, place: Place, posts: Sequence[Post], rng: Random) -> None:
        self._posts = posts
        self._rng = rng
        self._taught: Counter[Post] = Counter()
        self._passed: Counter[Post] = Counter()
        self._before: dict[Post, Counter[int]] = defaultdict(Counter)
        self._eager = {post: 1 + rng.uniform(-_UNEVEN, _UNEVEN) for post in posts}
        self._slots = [(d, p) for d in place.school.cycle.days for p in place.school.periods]
        present = sum(_works(post, slot) for post in posts for slot in self._slots)
        self._classes = max(1, round(TEACHING_SHARE * present / len(self._slots)))

    def deal(self) -> Iterator[tuple[Slot, Post, str]]:
        self._rng.shuffle(self._slots)
        for slot in self._slots:
            teaching = self._who_teaches(slot)
            for post, number in self._classes_of(teaching).items():
                self._before[post][number] += 1
                yield slot, post, f"class {number + 1}"

    def _who_teaches(self, slot: Slot) -> list[Post]:
        """Those who have taught least of their periods so far; ties fall by chance."""
        present = [post for post in self._posts if _works(post, slot)]
        self._rng.shuffle(present)
        for post in present:
            self._passed[post] += 1
        present.sort(key=lambda post: self._taught[post] - self._eager[post] * self._due(post))
        teaching = present[: self._classes]
        self._taught.update(teaching)
        return teaching

    def _due(self, post: Post) -> float:
        return TEACHING_SHARE * self._passed[post]

    def _classes_of(self, teaching: Sequence[Post]) -> dict[Post, int]:
        """Each class to the teacher who has had it most often, those with a class first."""
        free = list(range(self._classes))
        self._rng.shuffle(free)
        dealt = {}
        for post in sorted(teaching, key=lambda p: -max(self._before[p].values(), default=0)):
            number = max(free, key=lambda n: self._before[post][n])
            free.remove(number)
            dealt[post] = number
        return dealt


def _works(post: Post, slot: Slot) -> bool:
    day, period = slot
    return day in post.days and period.start < post.until


def _lesson(
    number: int, slot: Slot, post: Post, class_name: str, place: Place, rng: Random
) -> Lesson:
    day, period = slot
    return Lesson(
        id=f"l-{number:04d}",
        school=place.school.id,
        staff=(post.staff,),
        day=day,
        start=period.start,
        end=period.end,
        cover=_cover(rng),
        qualification=_qualification(post, rng),
        subject=post.department,
        classes=(class_name,),
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
