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
from benchmarks.peers.days import NEEDED
from benchmarks.peers.ground import Away, Ground
from benchmarks.peers.ledger import Held, Meeting, Visit, worth
from benchmarks.peers.slots import Arc, Slot, Slots, Wish
from benchmarks.peers.writing import Snapshot
from pdsched import Plan, Policy, Problem

Option = tuple[Slot, int | None, int | None]
"""A session: when and where, by which trainer, in which room."""
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
    status = solver.solve(notebook.model, _First(diary.found))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return notebook.read(solver)


class _First(cp_model.CpSolverSolutionCallback):
    """Says that there is a solution."""

    def __init__(self, found: Callable[[], None]) -> None:
        super().__init__()
        self._found = found

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        self._found()


class Notebook:
    """The model, cell by cell."""

    def __init__(self, ground: Ground, limit: float) -> None:
        self.ground, self.slots = ground, Slots(ground)
        self._limit = limit
        self.model = cp_model.CpModel()
        self.session: dict[Option, cp_model.IntVar] = {}
        self.attends: dict[tuple[Wish, Slot], cp_model.IntVar] = {}
        self.cover: dict[tuple[int, int, int], cp_model.IntVar] = {}
        """By substitute, lesson of a person, and day."""
        self.engaged: dict[tuple[int, int, int, int], cp_model.IntVar] = {}
        """By substitute, school, day and half."""
        self._aways: dict[tuple[int, Slot], Away] = {}

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
            self._covers,
            self._substitutes,
            self._releases,
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
            self._no_overlap(items)

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
            away = self._away(wish.person, slot)
            by_day[wish.person, slot.day].append((away.start, away.end, attends))
        for items in by_day.values():
            yield
            self._no_overlap(items)

    def _away(self, person: int, slot: Slot) -> Away:
        key = person, slot
        if key not in self._aways:
            self._aways[key] = self.ground.away(person, *slot[1:])
        return self._aways[key]

    def _no_overlap(self, items: Iterable[tuple[int, int, cp_model.IntVar]]) -> None:
        """At every moment at which something begins, at most one of what is going on."""
        rows = list(items)
        for moment in sorted({start for start, _, _ in rows}):
            here = [v for start, end, v in rows if start <= moment < end]
            if len(here) > 1:
                self.model.add_at_most_one(here)

    def _trainers_once(self) -> Iterable[None]:
        by_day: dict[tuple[int, int], list[tuple[Slot, cp_model.IntVar]]] = defaultdict(list)
        by_week: dict[tuple[int, int], list[tuple[Slot, cp_model.IntVar]]] = defaultdict(list)
        for (slot, trainer, _), session in self.session.items():
            if trainer is not None:
                by_day[trainer, slot.day].append((slot, session))
                by_week[trainer, self.ground.week[slot.day]].append((slot, session))
        for (trainer, _), items in by_day.items():
            yield
            self._no_overlap((slot.start, slot.end, v) for slot, v in items)
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

    # Cover

    def _covers(self) -> Iterable[None]:
        """Each lesson that is taken and needs cover has one."""
        takes: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for (wish, slot), attends in self.attends.items():
            for number in self._away(wish.person, slot).owed:
                takes[number, slot.day].append(attends)
        for (number, day), several in takes.items():
            yield
            row = self.ground.rows[number]
            assert row.kind == NEEDED
            able = [
                sub
                for sub in self.ground.callable_at((row.school, day, row.half))
                if row.wants & ~self.ground.has[sub] == 0
            ]
            covers = []
            for sub in able:
                place = sub, row.school, day, row.half
                if place not in self.engaged:
                    self.engaged[place] = self.model.new_bool_var("")
                cover = self.cover[sub, number, day] = self.model.new_bool_var("")
                self.model.add_implication(cover, self.engaged[place])
                covers.append(cover)
            taken = several[0]
            if len(several) > 1:
                taken = self.model.new_bool_var("")
                self.model.add_max_equality(taken, several)
            self.model.add(sum(covers) == taken)

    def _substitutes(self) -> Iterable[None]:
        held: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for (sub, number, day), cover in self.cover.items():
            row = self.ground.rows[number]
            held[sub, day].append((row.start, row.end, cover))
        for items in held.values():
            yield
            self._no_overlap(items)
        by_sub: dict[int, list[tuple[int, int, int, cp_model.IntVar]]] = defaultdict(list)
        for (sub, school, day, half), engaged in self.engaged.items():
            by_sub[sub].append((school, day, half, engaged))
        for sub, several in by_sub.items():
            yield
            self._limits(sub, several)

    def _limits(self, sub: int, several: list[tuple[int, int, int, cp_model.IntVar]]) -> None:
        limits = self.ground.problem.substitutes[sub]
        days: dict[int, list[tuple[int, int, cp_model.IntVar]]] = defaultdict(list)
        weeks: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for school, day, half, engaged in several:
            days[day].append((school, half, engaged))
            weeks[self.ground.week[day]].append(engaged)
        for day, items in days.items():
            for half in (0, 1):
                self.model.add_at_most_one(v for _, h, v in items if h == half)
            self.model.add(sum(v for _, _, v in items) <= limits.max_half_days_per_day)
            for morning, h, one in items:
                for afternoon, k, other in items:
                    if (h, k) == (0, 1) and not self.ground.can_make_way(morning, afternoon, day):
                        self.model.add_at_most_one(one, other)
        if limits.max_half_days_per_week is not None:
            for week in weeks.values():
                self.model.add(sum(week) <= limits.max_half_days_per_week)
        if limits.max_half_days is not None:
            self.model.add(sum(v for _, _, _, v in several) <= limits.max_half_days)

    # Releases

    def _releases(self) -> Iterable[None]:
        policy = self.ground.policy
        weeks: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        in_all: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        absent: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for (wish, slot), attends in self.attends.items():
            away = self._away(wish.person, slot)
            if away.owed:
                weeks[wish.person, self.ground.week[slot.day]].append(attends)
                in_all[wish.person].append(attends)
                home = int(self.ground.home[wish.person])
                absent[home, slot.day].append((away.start, away.end, attends))
        for week in weeks.values():
            yield
            self.model.add(sum(week) <= policy.releases_per_week)
        for several in in_all.values():
            yield
            self.model.add(sum(several) <= policy.releases_in_all)
        for (home, _), items in absent.items():
            for moment in sorted({start for start, _, _ in items}):
                yield
                here = [v for start, end, v in items if start <= moment < end]
                if len(here) > self.ground.away_limit[home]:
                    self.model.add(sum(here) <= self.ground.away_limit[home])

    def _goals(self) -> Iterable[None]:
        yield
        weight = 1 + len(self.engaged)
        points = sum(weight * worth(w, slot.day) * v for (w, slot), v in self.attends.items())
        self.model.maximize(points - sum(self.engaged.values()))

    # The answer

    def read(self, solver: cp_model.CpSolver) -> Plan:
        """The plan of a solution."""
        attending: dict[Slot, list[Wish]] = defaultdict(list)
        for (wish, slot), attends in self.attends.items():
            if solver.boolean_value(attends):
                attending[slot].append(wish)
        held: dict[tuple[int, int, int], dict[int, list[Held]]] = defaultdict(dict)
        for (sub, school, day, half), engaged in self.engaged.items():
            if solver.boolean_value(engaged):
                held[school, day, half][sub] = []
        for (sub, number, day), cover in self.cover.items():
            if solver.boolean_value(cover):
                row = self.ground.rows[number]
                held[row.school, day, row.half][sub].append(Held(row.start, row.end, number))
        hands = {
            place: tuple((sub, tuple(items)) for sub, items in subs.items() if items)
            for place, subs in held.items()
        }
        return Snapshot(self._meetings(solver, attending), hands).to_plan(self.ground)

    def _meetings(
        self, solver: cp_model.CpSolver, attending: dict[Slot, list[Wish]]
    ) -> Iterable[Meeting]:
        held: dict[Slot, list[Option]] = defaultdict(list)
        for option, session in self.session.items():
            if solver.boolean_value(session):
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
        visits = (Visit(0, slot, wish, self._away(wish.person, slot)) for wish in wishes)
        return Meeting(slot, trainer, room, len(wishes), tuple(visits))


def _in_order(first: Slot, then: Slot, arc: Arc) -> bool:
    in_time = (first.day, first.end) <= (then.day, then.start)
    return in_time and arc.least <= then.day - first.day <= arc.most
