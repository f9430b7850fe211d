"""The model that an analyst would write in a notebook.

A Boolean for each person, course and time; one for each session; one for each substitute and
lesson; one for each substitute, school and half-day. The rules as they are read, default CP-SAT
with the cores that there are, both goals as one weighted sum. Candidate times that cannot be are
left out, and a self-paced course begins with a period of the person's own school.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.peers.common import Diary
from benchmarks.peers.ground import Ground
from benchmarks.peers.hands import Held
from benchmarks.peers.ledger import Meeting, Visit, worth
from benchmarks.peers.notebook_cover import CoverCells
from benchmarks.peers.slots import Arc, Slot, Slots, Wish
from benchmarks.peers.writing import Snapshot
from pdsched import Plan, Policy, Problem

Holds = Callable[[cp_model.IntVar], bool]
"""Whether a Boolean is true."""
Option = tuple[Slot, int | None, int | None]
"""A session: when and where, by which trainer, in which room."""
_KEEP_EVERY = 2.0
"""Seconds between two solutions that are handed in on the way."""
_SOLVING = 0.02
"""Share of the time kept for reading the answer."""


def plan(problem: Problem, policy: Policy, seconds: float, diary: Diary, cores: int) -> Plan | None:
    """What CP-SAT has at the time limit; ``None`` if that is nothing."""
    limit = monotonic() + seconds * (1 - _SOLVING)
    notebook = Notebook(Ground(problem, policy), limit)
    if not notebook.state():
        diary.tell(note=f"after {notebook.variables} variables the time ended: not stated")
        return None
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = cores
    solver.parameters.max_time_in_seconds = max(0.1, limit - monotonic())
    diary.tell(
        note=f"stated in {seconds - (limit - monotonic()):.0f} s, {notebook.variables} variables"
    )
    status = solver.solve(notebook.model, _Keeper(notebook, diary))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return notebook.read(solver.boolean_value)


class _Keeper(cp_model.CpSolverSolutionCallback):
    """Hands in a solution now and then, for CP-SAT may overrun its limit."""

    def __init__(self, notebook: Notebook, diary: Diary) -> None:
        super().__init__()
        self._notebook, self._diary = notebook, diary
        self._next = 0.0

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        begun = monotonic()
        if begun >= self._next:
            self._diary.keep(self._notebook.read(self.boolean_value))
            now = monotonic()
            self._next = now + _KEEP_EVERY + 10 * (now - begun)


class Notebook(CoverCells):
    """The model, cell by cell."""

    def __init__(self, ground: Ground, limit: float) -> None:
        super().__init__(ground)
        self.slots = Slots(ground)
        self._limit = limit
        self.session: dict[Option, cp_model.IntVar] = {}

    @property
    def variables(self) -> int:
        """How many there are."""
        return len(self.model.proto.variables)

    def state(self) -> bool:
        """State everything; ``False`` if the time ends first."""
        cells = (
            self._sessions,
            self._people,
            self._groups,
            self._one_place,
            self._prerequisites,
            self.covers,
            self.substitutes,
            self.releases,
            self._goals,
        )
        for cell in cells:
            for n, _ in enumerate(cell()):
                if n % 64 == 0 and monotonic() > self._limit:
                    return False
        return True

    # Sessions and people

    def _sessions(self) -> Iterable[None]:
        rooms = self.ground.problem.rooms
        for day in range(len(self.ground.dates)):
            yield
            for slot in self.slots.on(day):
                course = self.slots.courses[slot.course]
                if self._is_alone(slot):
                    continue  # Who attends is the session.
                trainers = self.slots.trainers(slot) if course.modality.has_trainer else [None]
                able = self.slots.rooms(slot) if course.modality.has_room else [None]
                for trainer in trainers:
                    for room in able:
                        if room is None or rooms[room].capacity >= course.group_min:
                            option = slot, trainer, room
                            self.session[option] = self.model.new_bool_var("")

    def _people(self) -> Iterable[None]:
        times = dict.fromkeys(slot for slot, _, _ in self.session)
        for slot in [*times, *self._alone()]:
            yield
            wishes = self.slots.wishes[slot.course]
            lost = self.ground.lost(wishes.people, *slot[1:])
            for place in np.flatnonzero(lost >= 0).tolist():
                wish = wishes.each[place]
                if slot in times or self._is_bell_of(wish.person, slot):
                    self.attends[wish, slot] = self.model.new_bool_var("")

    def _alone(self) -> Iterable[Slot]:
        for day in range(len(self.ground.dates)):
            yield from filter(self._is_alone, self.slots.on(day))

    def _is_alone(self, slot: Slot) -> bool:
        course = self.slots.courses[slot.course]
        led = course.modality.has_trainer or course.modality.has_room
        return not led and course.group_min == 1

    def _is_bell_of(self, person: int, slot: Slot) -> bool:
        return slot.start in self.ground.bells(int(self.ground.home[person]), slot.day)[0]

    def _groups(self) -> Iterable[None]:
        """Group sizes and rooms; a trainer gives one course at a time and so at most one each."""
        options: dict[Slot, list[tuple[Option, cp_model.IntVar]]] = defaultdict(list)
        for option, session in self.session.items():
            options[option[0]].append((option, session))
        people: dict[Slot, list[cp_model.IntVar]] = defaultdict(list)
        for (_, slot), attends in self.attends.items():
            people[slot].append(attends)
        for slot, several in options.items():
            yield
            course = self.slots.courses[slot.course]
            group = sum(people[slot])
            self.model.add(group >= course.group_min * sum(v for _, v in several))
            self.model.add(group <= sum(self._seats(o) * v for o, v in several))

    def _seats(self, option: Option) -> int:
        most = self.slots.courses[option[0].course].group_max
        room = option[2]
        return most if room is None else min(most, self.ground.problem.rooms[room].capacity)

    # One place at a time

    def _one_place(self) -> Iterable[None]:
        yield from self._needs_once()
        yield from self._people_once()
        yield from self._trainers_once()
        rooms: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for (slot, _, room), session in self.session.items():
            if room is not None:
                rooms[room, slot.day].append((slot.start, slot.end, session))
        for items in rooms.values():
            yield
            self.no_overlap(items)

    def _needs_once(self) -> Iterable[None]:
        by_need: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        by_course: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for (wish, slot), attends in self.attends.items():
            by_need[wish.need].append(attends)
            by_course[wish.person, slot.course].append(attends)
        for several in (*by_need.values(), *by_course.values()):
            yield
            self.model.add_at_most_one(several)

    def _people_once(self) -> Iterable[None]:
        by_day: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for (wish, slot), attends in self.attends.items():
            away = self.away(wish.person, slot)
            by_day[wish.person, slot.day].append((away.start, away.end, attends))
        for items in by_day.values():
            yield
            self.no_overlap(items)

    def _trainers_once(self) -> Iterable[None]:
        by_day: dict[tuple[int, int], list[tuple[Slot, cp_model.IntVar]]] = defaultdict(list)
        by_week: dict[tuple[int, int], list[tuple[Slot, cp_model.IntVar]]] = defaultdict(list)
        for (slot, trainer, _), session in self.session.items():
            if trainer is not None:
                by_day[trainer, slot.day].append((slot, session))
                by_week[trainer, self.ground.week[slot.day]].append((slot, session))
        for (trainer, _), items in by_day.items():
            yield
            self.no_overlap((slot.start, slot.end, v) for slot, v in items)
            self._on_the_way(items)
            most = self.ground.problem.trainers[trainer].max_minutes_per_day
            self._load(items, most)
        for (trainer, _), items in by_week.items():
            yield
            self._load(items, self.ground.problem.trainers[trainer].max_minutes_per_week)

    def _on_the_way(self, items: list[tuple[Slot, cp_model.IntVar]]) -> None:
        """Two venues need the way between them: per venue and time, one literal each."""
        at: dict[tuple[int, int, int], list[cp_model.IntVar]] = defaultdict(list)
        for slot, session in items:
            if slot.venue >= 0:
                at[slot.venue, slot.start, slot.end].append(session)
        for (venue, _, end), first in at.items():
            for (other, start, _), second in at.items():
                way = int(self.ground.travel[venue, other])
                if venue != other and 0 <= start - end < way:
                    self.model.add(sum(first) + sum(second) <= 1)

    def _load(self, items: list[tuple[Slot, cp_model.IntVar]], most: int | None) -> None:
        if most is not None:
            self.model.add(sum((s.end - s.start) * v for s, v in items) <= most)

    # What comes first

    def _prerequisites(self) -> Iterable[None]:
        before: dict[tuple[int, int], list[tuple[Slot, cp_model.IntVar]]] = defaultdict(list)
        for (wish, slot), attends in self.attends.items():
            before[wish.person, slot.course].append((slot, attends))
        for (wish, slot), attends in self.attends.items():
            yield
            for arc in wish.arcs:
                first = [v for s, v in before[wish.person, arc.course] if _in_order(s, slot, arc)]
                self.model.add(attends <= sum(first))

    def _goals(self) -> Iterable[None]:
        yield
        weight = 1 + len(self.engaged)
        points = sum(weight * worth(w, slot.day) * v for (w, slot), v in self.attends.items())
        self.model.maximize(points - sum(self.engaged.values()))

    # The answer

    def read(self, holds: Holds) -> Plan:
        """The plan of a solution."""
        attending: dict[Slot, list[Wish]] = defaultdict(list)
        for (wish, slot), attends in self.attends.items():
            if holds(attends):
                attending[slot].append(wish)
        held: dict[tuple[int, int, int], dict[int, list[Held]]] = defaultdict(dict)
        for (sub, school, day, half), engaged in self.engaged.items():
            if holds(engaged):
                held[school, day, half][sub] = []
        for (sub, number, day), cover in self.cover.items():
            if holds(cover):
                row = self.ground.rows[number]
                held[row.school, day, row.half][sub].append(Held(row.start, row.end, number))
        hands = {
            place: tuple((sub, tuple(items)) for sub, items in subs.items() if items)
            for place, subs in held.items()
        }
        return Snapshot(self._meetings(holds, attending), hands).to_plan(self.ground)

    def _meetings(self, holds: Holds, attending: dict[Slot, list[Wish]]) -> Iterable[Meeting]:
        held: dict[Slot, list[Option]] = defaultdict(list)
        for option, session in self.session.items():
            if holds(session):
                held[option[0]].append(option)
        for slot, wishes in attending.items():
            options = held.get(slot)
            if options is None:
                yield from (self._meeting((slot, None, None), [wish]) for wish in wishes)
                continue
            least = self.slots.courses[slot.course].group_min
            groups = [wishes[n * least : (n + 1) * least] for n in range(len(options))]
            rest = wishes[len(options) * least :]
            for option, group in zip(options, groups, strict=True):
                more = self._seats(option) - least
                yield self._meeting(option, group + rest[:more])
                rest = rest[more:]

    def _meeting(self, option: Option, wishes: list[Wish]) -> Meeting:
        slot, trainer, room = option
        visits = (Visit(0, slot, wish, self.away(wish.person, slot)) for wish in wishes)
        return Meeting(slot, trainer, room, len(wishes), tuple(visits))


def _in_order(first: Slot, then: Slot, arc: Arc) -> bool:
    in_time = (first.day, first.end) <= (then.day, then.start)
    return in_time and arc.least <= then.day - first.day <= arc.most
