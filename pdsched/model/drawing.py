"""Drawing the candidates: everything that no rule forbids on its own.

A rule that can be judged for one placement or one attendance alone is judged here, by leaving out
what it forbids; the functions bear the rule's id. What is left out can be in no plan, so nothing
is lost. Rules that look at several things at once are constraints (`pdsched.model.rules`).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from math import ceil

from pdsched.model.candidates import Attendance, Away, Candidates, Offer, Placement
from pdsched.model.groups import RoomGroup, StaffGroup, SubstituteGroup
from pdsched.model.world import LAST_MINUTE, Taken, World
from pdsched.problem import Course, CoverKind, Half, Need, PinKind

MOST_PAIRS = 100_000
"""Pairs of a placement and a need that are looked at; beyond, placements are thinned out."""


def answers(world: World, need: Need) -> Iterator[Course]:
    """Courses that answer a need, before level and prerequisites are judged."""
    for course in world.problem.courses:
        if need.course is not None:
            if course.id == need.course:
                yield course
        elif course.topic == need.topic and course.level_to >= (need.level_to or 0):
            yield course


def level(world: World, need: Need, course: Course) -> bool:
    """Rule ``level``."""
    if not world.policy.holds("level"):
        return True
    stands = _level_on(world, need, course)
    spread = world.policy.level_spread
    return course.level_from <= stands <= course.level_from + spread and stands < course.level_to


def _level_on(world: World, need: Need, course: Course) -> int:
    if need.level_from is not None:
        return need.level_from
    levels = world.staff[need.staff].levels
    reached = [
        first.level_to
        for first in (world.courses[arc.course] for arc in course.prerequisites)
        if first.topic == course.topic
    ]
    if course.topic in levels:
        reached.append(levels[course.topic])
    return max(reached) if reached else course.level_from


def owes(world: World, person: str, course: Course) -> bool:
    """Whether a person must still do a course before what follows it."""
    member = world.staff[person]
    done = course.id in member.completed
    return not done and member.levels.get(course.topic, -1) < course.level_to


def lessons_taken(world: World, person: str, placement: Placement) -> tuple[Taken, ...]:
    """Lessons that attending takes from a staff member, the way between schools included."""
    venue = placement.school
    taken = []
    for lesson in world.lessons(person, placement.day):
        before = world.travel(lesson.school, venue)
        after = world.travel(venue, lesson.school) if venue else 0
        if lesson.start < placement.end + after and placement.start - before < lesson.end:
            taken.append(lesson)
    return tuple(taken)


class _Drawer:
    """Draws the candidates of one world."""

    def __init__(
        self, candidates: Candidates, rooms: tuple[RoomGroup, ...], split: set[str]
    ) -> None:
        self.candidates = candidates
        self.world = candidates.world
        self.rooms = rooms
        self.split = split
        self._away: dict[tuple[str, date, int, int, str | None], Away | None] = {}
        self._coverable: dict[tuple[str, date, Half, str | None], bool] = {}

    def draw(self) -> None:
        wants = self._wants()
        drawn = {
            course.id: list(self._placements(course))
            for course in self.world.problem.courses
            if course.id in wants
        }
        step = self._step(sum(len(some) * len(wants[c]) for c, some in drawn.items()))
        self.candidates.thinned = step > 1
        chance = random.Random(step)
        for course, placements in drawn.items():
            some = placements
            if step > 1:
                count = -(-len(placements) // step)
                some = [placements[n] for n in sorted(chance.sample(range(len(some)), count))]
            for placement in some:
                self._admit(placement, wants[course])

    def _step(self, pairs: int) -> int:
        """One placement of how many is looked at; all of them where a pin insists."""
        problem = self.world.problem
        kinds = [p.kind for p in problem.session_pins] + [p.kind for p in problem.engagement_pins]
        insists = PinKind.REQUIRE in kinds
        return 1 if insists else max(1, ceil(pairs / MOST_PAIRS))

    def _wants(self) -> dict[str, list[tuple[StaffGroup, int, Need]]]:
        """Per course, the groups and need positions that it could serve."""
        wants: dict[str, list[tuple[StaffGroup, int, Need]]] = defaultdict(list)
        for group in self.candidates.staff_groups:
            for slot, need in enumerate(group.needs):
                for course in answers(self.world, need):
                    if level(self.world, need, course):
                        wants[course.id].append((group, slot, need))
        return wants

    def _placements(self, course: Course) -> Iterator[Placement]:
        for school in self._venues(course):
            for day, start in self._times(course, school):
                offers = tuple(self._offers(course, day, start, school))
                kinds = [(o,) for o in offers] if course.id in self.split else [offers]
                for some in kinds:
                    if some:
                        end = start + course.minutes
                        yield Placement(0, course, day, start, end, school, some)

    def _venues(self, course: Course) -> tuple[str | None, ...]:
        if not course.modality.has_venue:
            return (None,)
        return tuple(s for s in self.world.schools if course.schools is None or s in course.schools)

    def _times(self, course: Course, school: str | None) -> Iterator[tuple[date, int]]:
        """Rules ``session-times`` and ``blackouts`` of the venue."""
        for day in self.world.open_days:
            if school is not None and not self.world.is_open(school, day):
                continue
            for start in self._starts(course, school, day):
                if not self.world.blacked_out(school, day, start, start + course.minutes):
                    yield day, start

    def _starts(self, course: Course, school: str | None, day: date) -> list[int]:
        if school is not None:
            grids = [self.world.bells(school, day)]
        else:
            grids = [self.world.schedule(s, None) for s in self.world.schools]
        starts = {
            period.start
            for grid in grids
            for period in grid
            if period.start + course.minutes <= max(p.end for p in grid)
        }
        return sorted(starts)

    def _offers(self, course: Course, day: date, start: int, school: str | None) -> Iterator[Offer]:
        """Rules ``trainer`` and ``room``, as far as one session alone goes."""
        end = start + course.minutes
        trainers = tuple(self._trainers(course, day, start, end, school))
        rooms = tuple(self._rooms(course, day, start, end, school))
        for trainer in trainers:
            for room in rooms:
                capacity = min(course.group_max, room.capacity) if room else course.group_max
                if capacity >= course.group_min:
                    yield Offer(trainer, room, capacity)

    def _trainers(
        self, course: Course, day: date, start: int, end: int, school: str | None
    ) -> Iterator[str | None]:
        if not course.modality.has_trainer:
            yield None
            return
        for trainer in self.world.problem.trainers:
            goes = school is None or trainer.schools is None or school in trainer.schools
            can = goes and course.id in trainer.courses
            if can and self.world.present(trainer.available, day, start, end):
                yield trainer.id

    def _rooms(
        self, course: Course, day: date, start: int, end: int, school: str | None
    ) -> Iterator[RoomGroup | None]:
        if not course.modality.has_room:
            yield None
            return
        for room in self.rooms:
            if room.school == school and not self.world.absent(room.unavailable, day, start, end):
                yield room

    def _admit(self, drawn: Placement, wants: list[tuple[StaffGroup, int, Need]]) -> None:
        possible = [
            (group, slot, need, away)
            for group, slot, need in wants
            if (away := self.away(group, drawn)) is not None
        ]
        people = {group: len(group.members) for group, _, _, _ in possible}
        if sum(people.values()) < drawn.least:
            return
        number = len(self.candidates.placements)
        placement = Placement(
            number, drawn.course, drawn.day, drawn.start, drawn.end, drawn.school, drawn.offers
        )
        self.candidates.placements.append(placement)
        for group, slot, need, away in possible:
            self.candidates.attendances.append(
                Attendance(
                    len(self.candidates.attendances),
                    group,
                    slot,
                    placement,
                    away,
                    self._points(need, drawn.day),
                )
            )

    def _points(self, need: Need, day: date) -> int:
        late = need.due is not None and day > need.due
        return need.priority * (self.world.policy.late_tenths if late else 10)

    def away(self, group: StaffGroup, placement: Placement) -> Away | None:
        """What attending takes from each member; ``None`` where a rule forbids it."""
        person = group.members[0]
        key = (person, placement.day, placement.start, placement.end, placement.school)
        if key not in self._away:
            self._away[key] = self._judge(person, placement)
        return self._away[key]

    def _judge(self, person: str, placement: Placement) -> Away | None:
        world, day, venue = self.world, placement.day, placement.school
        home = world.home(person)
        if not world.is_open(home, day):
            return None
        start = max(0, placement.start - world.travel(home, venue))
        end = min(LAST_MINUTE, placement.end + (world.travel(venue, home) if venue else 0))
        if world.absent(world.staff[person].unavailable, day, start, end):
            return None
        if world.blacked_out(home, day, start, end):
            return None
        if world.policy.holds("protected-time") and any(
            span.overlaps(start, end) for span in world.protected(person, day)
        ):
            return None
        away = Away(start, end, lessons_taken(world, person, placement))
        return away if self._allowed(day, away) else None

    def _allowed(self, day: date, away: Away) -> bool:
        """Rule ``coverable``, and what follows at once from ``cover`` and the release limits."""
        policy = self.world.policy
        if any(t.cover is CoverKind.IMPOSSIBLE for t in away.lessons):
            return False
        if away.from_lessons:
            for rule, figure in (
                ("releases-per-week", policy.releases_per_week),
                ("releases-in-all", policy.releases_in_all),
            ):
                if policy.holds(rule) and figure == 0:
                    return False
        return all(
            self._can_be_covered(t, day) for t in away.lessons if t.cover is CoverKind.NEEDED
        )

    def _can_be_covered(self, lesson: Taken, day: date) -> bool:
        key = (lesson.school, day, lesson.half, lesson.qualification)
        if key not in self._coverable:
            self._coverable[key] = any(
                lesson.qualification is None or lesson.qualification in group.qualifications
                for group in self.candidates.substitute_groups
                if group.can_serve(self.world, lesson.school, day, lesson.half)
            )
        return self._coverable[key]


def draw_candidates(
    world: World,
    staff_groups: tuple[StaffGroup, ...],
    substitute_groups: tuple[SubstituteGroup, ...],
    rooms: tuple[RoomGroup, ...],
    split: set[str],
) -> Candidates:
    """All placements and attendances that no rule forbids on its own.

    Courses in ``split`` get one placement per offer, so that it is known who sits with whom; the
    others share one placement per date, time and venue, and seats are dealt out afterwards.
    """
    candidates = Candidates(world, staff_groups, substitute_groups)
    _Drawer(candidates, rooms, split).draw()
    return candidates
