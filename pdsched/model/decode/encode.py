"""From a plan back to the numbers of the candidates: the inverse of `pdsched.model.decode.decode`.

Names become members of their groups, sessions become placements with offers. What is not among the
candidates, because the plan was made for another problem or with another policy, is left out; of
the rest, as many points are kept as keep every rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from pdsched.engines.arrays import Ints, lookup_sorted, union, unique
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.program import Objective
from pdsched.model.build import formulate
from pdsched.model.candidates.candidates import Candidates, Releases
from pdsched.model.candidates.engagements import Engagements, pinned_places
from pdsched.model.candidates.placements import NOWHERE
from pdsched.model.candidates.releases import releases_around, releases_of
from pdsched.model.decode.past_plan import without_past
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import solution_of, values_of
from pdsched.model.goals.learning import NEEDS_MET
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.covers import Coverings
from pdsched.model.instance.granularity import covers_are_named
from pdsched.model.instance.index import HALVES
from pdsched.model.solution.past import joined_with, past_choice
from pdsched.model.solution.solution import Counts, Solution
from pdsched.plan import Cover, Engagement, Plan, Release, Session
from pdsched.problem import minutes

REPAIR_WORK = 5.0
"""Deterministic work for finding out what of a plan still fits."""

Offer = tuple[int, int]
"""Numbers of a trainer and of a room group, -1 for none."""


def encode(candidates: Candidates, plan: Plan) -> Solution | None:
    """The solution that a plan says, or the part of it that keeps every rule.

    Returns:
        ``None`` where no part of it does, because a pin asks for what the plan does not hold, or
        where none was found with moderate effort. A plan that keeps every rule is never cut.
    """
    chosen = written(candidates, plan)
    f = _stated(candidates, chosen)
    dated = f.coverings.dated(f.cover.lesson, f.cover.day)
    idle = ~lookup_sorted(f.demands.duties, dated)[0]
    if idle.any():
        # Whoever they covered for can no longer go.
        chosen = chosen._replace(covering=chosen.covering.only(~idle))
        f = _stated(candidates, chosen)
    values = values_of(f, chosen)
    if not f.program.keeps(values):
        return _what_fits(f, values)
    # Whoever holds nothing that is due is named no more.
    return chosen._replace(naming=solution_of(f, values).naming)


def _stated(candidates: Candidates, chosen: Solution) -> Formulation:
    """The formulation of nothing but what is chosen."""
    return formulate(
        candidates, chosen.attends.ids, chosen.engaged.ids, covering=chosen.covering.ids
    )


def written(candidates: Candidates, plan: Plan) -> Solution:
    """All of a plan that is among the candidates, whatever the rules say."""
    to_come = without_past(plan, candidates.index.world.problem)
    return joined_with(past_choice(candidates), _Writer(candidates).solution(to_come))


def naming_of(candidates: Candidates, covers: Iterable[Cover]) -> Counts:
    """Covers by substitutes as a solution names them."""
    return _Writer(candidates).naming(covers)


def _what_fits(f: Formulation, values: Ints) -> Solution | None:
    """The best part of a solution that keeps every rule, by the engine."""
    most = f.most()
    limit = np.minimum(values, most)
    for columns in (*f.following, f.named.column):
        limit[columns] = most[columns]
    goal = NEEDS_MET
    program = replace(f.program, most=limit)
    objective = Objective(goal.weights(f), goal.maximise)
    answer = CpSat().run(program, objective, SolveLimits(None, REPAIR_WORK, 1, 0))
    return None if answer.values is None else solution_of(f, answer.values)


class _Writer:
    """Looks up the records of plans among the candidates."""

    def __init__(self, candidates: Candidates) -> None:
        self.c = candidates
        index = self.index = candidates.index
        self._trainers = {t.id: n for n, t in enumerate(index.trainers)}
        self._rooms = {r: n for n, g in enumerate(index.rooms) for r in g.members}
        self._courses = {c.id: n for n, c in enumerate(index.courses)}
        self._days: dict[date, int] = {d: n for n, d in enumerate(index.days)}
        self._substitutes = {s: n for n, g in enumerate(index.substitutes) for s in g.members}
        self._groups = {m: n for n, g in enumerate(index.staff) for m in g.members}
        self._slots = {
            need: slot
            for group in index.staff
            for needs in group.member_needs
            for slot, need in enumerate(needs)
        }
        lessons = zip(candidates.lessons.group.tolist(), candidates.lessons.ids, strict=True)
        self._lessons = {(index.staff[g].members[0], x): n for n, (g, x) in enumerate(lessons)}
        p = candidates.placements
        key = self._key(p.course, p.day, p.start, p.venue)
        self._order = np.argsort(key, kind="stable")
        self._keys = key[self._order]

    def _key(self, course: Ints, day: Ints, start: Ints, venue: Ints) -> Ints:
        spot = (course * len(self.index.days) + day) * 2048 + start
        return spot * (len(self.index.schools) + 1) + venue - NOWHERE

    def solution(self, plan: Plan) -> Solution:
        """All of the plan that is among the candidates, whatever the rules say."""
        needs = {(r.session, r.staff): r for r in plan.releases}
        attends: Counter[int] = Counter()
        holds: Counter[int] = Counter()
        for session in plan.sessions:
            releases = [r for p in session.staff if (r := needs.get((session.id, p))) is not None]
            for placement, offer in self._offers(session):
                seated = list(self._attendances(placement, releases))
                is_full = session.course in self.index.grouped and offer in holds
                if seated and not is_full:
                    holds[offer] += 1
                    attends.update(seated)
                    break
        attended, offered = _counted(attends), _counted(holds)
        return Solution(
            attended,
            offered,
            self._engaged(plan.engagements, releases_of(self.c, attended.ids, offered.ids)),
            self._covering(plan.covers),
            self.naming(plan.covers),
        )

    def _offers(self, session: Session) -> Iterator[tuple[int, int]]:
        """Placements of a session, and its offer there; several where it could stand in lessons."""
        course, day = self._courses.get(session.course), self._days.get(session.date)
        venue = NOWHERE if session.school is None else self.index.school.get(session.school)
        if course is None or day is None or venue is None:
            return
        trainer = NOWHERE if session.trainer is None else self._trainers.get(session.trainer)
        room = NOWHERE if session.room is None else self._rooms.get(session.room)
        placements = self.c.placements
        for placement in self._placements(course, day, minutes(session.start), venue):
            first, last = placements.first_offer[placement : placement + 2].tolist()
            for offer in range(first, last):
                if (trainer, room) == (placements.trainer[offer], placements.room[offer]):
                    yield placement, offer

    def _placements(self, course: int, day: int, start: int, venue: int) -> list[int]:
        key = self._key(*np.array([[course], [day], [start], [venue]], dtype=np.int64))
        low, high = np.searchsorted(self._keys, [key[0], key[0] + 1])
        numbers: list[int] = self._order[low:high].tolist()
        return numbers

    def _attendances(self, placement: int, releases: Iterable[Release]) -> Iterator[int]:
        first, last = self.c.first_attendance[placement : placement + 2].tolist()
        group, slot = self.c.group[first:last], self.c.slot[first:last]
        for release in releases:
            type_and_slot = self._groups.get(release.staff), self._slots.get(release.need or "")
            if None not in type_and_slot:
                yield from (
                    first + np.flatnonzero((group == type_and_slot[0]) & (slot == type_and_slot[1]))
                ).tolist()

    def _engaged(self, engagements: Iterable[Engagement], releases: Releases) -> Counts:
        """Engagements that could be of use to somebody."""
        numbers = Engagements(self.index)
        engaged: Counter[int] = Counter()
        for e in engagements:
            group, school = self._substitutes.get(e.substitute), self.index.school.get(e.school)
            day = self._days.get(e.date)
            if group is not None and school is not None and day is not None:
                place = (school * len(self.index.days) + day) * 2 + HALVES.index(e.half)
                engaged[group * numbers.places + place] += 1
        counts = _counted(engaged)
        places = self._of_use(unique(numbers.split(counts.ids)[1]), releases)
        return counts.only(lookup_sorted(numbers.at(places), counts.ids)[0])

    def _covering(self, covers: Sequence[Cover]) -> Counts:
        """Covers by colleagues who could give them."""
        colleagues, lessons = colleagues_of(self.index), self.c.lessons
        together = Counter((c.staff, c.lesson, c.date) for c in covers)
        rows = [
            (
                colleagues.number[c.colleague],
                self._lessons[c.staff, c.lesson],
                self._days[c.date],
                together[c.staff, c.lesson, c.date] > 1,
            )
            for c in covers
            if c.colleague in colleagues.number
            and (c.staff, c.lesson) in self._lessons
            and c.date in self._days
        ]
        who, lesson, day, part = np.array(rows, dtype=np.int64).reshape(len(rows), 4).T
        numbers = Coverings(self.index, lessons)
        possible = numbers.all(colleagues, lessons, lesson, day)
        asked = unique(numbers.join(who, lesson, day, part > 0))
        ids = asked[lookup_sorted(possible, asked)[0]]
        return Counts.of(ids, np.ones(len(ids), dtype=np.int64))

    def naming(self, covers: Iterable[Cover]) -> Counts:
        """Covers by substitutes, where a solution names them."""
        if not covers_are_named(self.index.world):
            return Counts.none()
        rows = [
            (self._substitutes[c.substitute], self._lessons[c.staff, c.lesson], self._days[c.date])
            for c in covers
            if c.substitute in self._substitutes
            and (c.staff, c.lesson) in self._lessons
            and c.date in self._days
        ]
        who, lesson, day = np.array(rows, dtype=np.int64).reshape(len(rows), 3).T
        ids = unique(Coverings(self.index, self.c.lessons).join(who, lesson, day))
        return Counts.of(ids, np.ones(len(ids), dtype=np.int64))

    def _of_use(self, places: Ints, releases: Releases) -> Ints:
        """Half-days at schools where a lesson could be taken, or for which a pin asks."""
        numbers = Engagements(self.index)
        useful = unique(self.c.places_taken(releases)[1])
        if self.index.world.policy.keeps_pins:
            useful = union(useful, pinned_places(self.index, numbers))
        idle = places[~lookup_sorted(useful, places)[0]]
        if len(idle):
            days = unique(numbers.split_place(idle)[1])
            is_near = np.isin(self.c.placements.day, days)
            near = np.flatnonzero(is_near[self.c.placement])
            around = releases_around(self.c, near)
            useful = union(useful, self.c.places_taken(around)[1])
        return places[lookup_sorted(useful, places)[0]]


def _counted(counts: Counter[int]) -> Counts:
    return Counts.of(
        np.fromiter(counts.keys(), dtype=np.int64, count=len(counts)),
        np.fromiter(counts.values(), dtype=np.int64, count=len(counts)),
    )
