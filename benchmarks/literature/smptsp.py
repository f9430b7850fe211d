"""Shift minimisation personnel task scheduling: fixed tasks, as few workers as possible.

Format: ``Jobs = n`` and n lines ``start end``; ``Qualifications = m`` and m lines ``k: tasks``, the
tasks that a worker can do. A task occupies ``[start, end)``. Krishnamoorthy, Ernst and Baatar,
EJOR 219 (2012) 34-48.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.literature.instance import Assignment, BadInstanceError, Known, Statement
from benchmarks.literature.program import Program
from benchmarks.literature.slots import LAST, NOON, cliques, in_slots
from pdsched import Plan, Policy, Problem
from pdsched.policy import RULES
from pdsched.problem import clock

DATE = date(2026, 9, 8)
"""The one date of every problem."""


GOALS = ("needs-met", "engaged-half-days", "holders-of-a-class")
"""No lesson names a class, so the last one is always at its best: it asks who holds which lesson,
and plans then carry that from the first goal on."""


@dataclass(frozen=True)
class Smptsp:
    """Tasks and who can do them."""

    name: str
    spans: tuple[tuple[int, int], ...]
    """By task."""
    able: tuple[tuple[int, ...], ...]
    """By worker, the tasks that they can do."""
    published: Known
    maximise = False

    @cached_property
    def workers_of(self) -> list[list[int]]:
        """By task, who can do it."""
        workers: list[list[int]] = [[] for _ in self.spans]
        for worker, tasks in enumerate(self.able):
            for task in tasks:
                workers[task].append(worker)
        return workers

    @cached_property
    def at_once(self) -> int:
        """Most tasks at one moment: so many workers are needed at least."""
        return max(map(len, cliques(self.spans, range(len(self.spans)))), default=1)

    def known(self) -> Known:
        """What is published, and never below the tasks at one moment."""
        least, most = self.published
        return Known(max(self.at_once, least or 0), most)

    # For pdsched

    def statement(self) -> Statement:
        """Everybody who holds a task is away; each task is a lesson to be covered.

        The day has one half, so a substitute is engaged once or not at all.
        """
        slots = in_slots(self.spans)
        if max(end for _, end in slots) > LAST:
            raise BadInstanceError(f"{self.name}: more than {LAST} moments that differ")
        kind_of = self._kinds()
        problem: dict[str, Any] = {
            "calendar": {"time_zone": "UTC", "first": DATE, "last": DATE},
            "schools": [SCHOOL],
            "courses": COURSES,
            "staff": [{"id": f"t{n}", "schools": ["site"]} for n in range(len(slots))],
            "needs": [
                {"id": f"n{n}", "staff": f"t{n}", "course": half_of(start)}
                for n, (start, _) in enumerate(slots)
            ],
            "lessons": [
                lesson(n, start, end, qualification=f"q{kind_of[n]}")
                for n, (start, end) in enumerate(slots)
            ],
            "session_pins": [pinned(n, start) for n, (start, _) in enumerate(slots)],
            "substitutes": [
                {
                    "id": f"w{worker}",
                    "zones": ["all"],
                    "qualifications": sorted({f"q{kind_of[task]}" for task in tasks}),
                    "available": [{"halves": ["am"]}],
                    "max_half_days_per_day": 1,
                }
                for worker, tasks in enumerate(self.able)
            ],
        }
        policy = Policy(goals=GOALS, off=unasked())
        return Statement(Problem.model_validate(problem), policy, "engaged-half-days")

    def _kinds(self) -> list[int]:
        """By task, a number that tasks share which the same workers can do."""
        numbers: dict[tuple[int, ...], int] = {}
        return [numbers.setdefault(tuple(workers), len(numbers)) for workers in self.workers_of]

    def assignment(self, plan: Plan) -> Assignment:
        """Who covers which task."""
        return {int(c.lesson[1:]): int((c.substitute or "w-1")[1:]) for c in plan.covers}

    # For others

    def program(self) -> Program:
        """A column for each worker and task, and one for each worker; rows by clique.

        Of the tasks of a worker at one moment at most one is theirs, and none if they stay away. As
        many workers come as there are tasks at one moment: CP-SAT would not see it.
        """
        program = Program()
        used = [program.column(weight=1) for _ in self.able]
        does = {
            (worker, task): program.column()
            for worker, tasks in enumerate(self.able)
            for task in tasks
        }
        program.row(used, [1] * len(used), least=self.at_once)
        for task, workers in enumerate(self.workers_of):
            program.row([does[w, task] for w in workers], [1] * len(workers), 1, 1)
        for worker, tasks in enumerate(self.able):
            together = cliques(self.spans, tasks)
            alone = set(tasks) - {task for tasks_at_once in together for task in tasks_at_once}
            for tasks_at_once in [*together, *([task] for task in sorted(alone))]:
                columns = [does[worker, task] for task in tasks_at_once]
                program.row([*columns, used[worker]], [1] * len(columns) + [-1], most=0)
        return program

    def dealt(self, values: Sequence[float]) -> Assignment:
        """Who does which task, in the order of the columns of `program`."""
        pairs = [(worker, task) for worker, tasks in enumerate(self.able) for task in tasks]
        chosen = values[len(self.able) :]
        return {task: worker for (worker, task), x in zip(pairs, chosen, strict=True) if x > 0.5}

    # The checker

    def faults(self, assignment: Assignment) -> list[str]:
        """Tasks that nobody does, or who cannot, or who does another at the same moment."""
        faults = [f"task {n} has nobody" for n in range(len(self.spans)) if n not in assignment]
        by_worker: dict[int, list[int]] = defaultdict(list)
        for task, worker in assignment.items():
            if not 0 <= worker < len(self.able) or task not in self._able_sets[worker]:
                faults.append(f"worker {worker} cannot do task {task}")
            by_worker[worker].append(task)
        for worker, tasks in by_worker.items():
            order = sorted(tasks, key=lambda task: self.spans[task])
            faults += [
                f"worker {worker} has tasks {one} and {other} at once"
                for one, other in pairwise(order)
                if self.spans[other][0] < self.spans[one][1]
            ]
        return faults

    @cached_property
    def _able_sets(self) -> list[frozenset[int]]:
        return [frozenset(tasks) for tasks in self.able]

    def value(self, assignment: Assignment) -> int:
        """Workers with a task."""
        return len(set(assignment.values()))


SCHOOL: dict[str, Any] = {
    "id": "site",
    "periods": [
        {"id": "first", "start": "00:00", "end": "12:00"},
        {"id": "second", "start": "12:00", "end": "23:59"},
    ],
    "midday": "23:59",
}
"""Whatever begins on the day begins in its first half."""
COURSES: list[dict[str, Any]] = [
    {"id": half, "topic": half, "modality": "self-paced", "minutes": minutes, "group_max": 1000}
    for half, minutes in (("early", NOON), ("late", LAST - NOON))
]
"""What those do meanwhile whose lessons are to be covered."""


def half_of(start: int) -> str:
    """The course that takes whoever has a lesson at a minute of the day away from it."""
    return "early" if start < NOON else "late"


def lesson(number: int, start: int, end: int, **fields: Any) -> dict[str, Any]:
    """A lesson of one person who is away."""
    given = {"id": f"x{number}", "school": "site", "staff": [f"t{number}"], "date": DATE}
    return given | {"start": clock(start), "end": clock(end)} | fields


def pinned(number: int, start: int) -> dict[str, Any]:
    """That somebody is away when their lesson is."""
    course = half_of(start)
    begins = clock(0 if course == "early" else NOON)
    where = {"course": course, "staff": f"t{number}", "date": DATE, "start": begins}
    return {"id": f"p{number}", "kind": "require"} | where


def unasked() -> tuple[str, ...]:
    """Every rule that a policy can switch off, but for qualifications and pins."""
    asked = {"cover-qualification", "pins"}
    return tuple(name for name, info in RULES.items() if info.optional and name not in asked)


# Reading


def read(path: Path) -> Smptsp:
    """An instance from a file, which may be compressed by gzip.

    Raises:
        BadInstanceError: if it is not in the format.
    """
    name = path.name.removesuffix(".gz").removesuffix(".dat")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        text = file.read()
    try:
        spans, able = parse(text)
    except (ValueError, IndexError) as error:
        raise BadInstanceError(f"{path}: {error}") from None
    return Smptsp(name, spans, able, _published(path, name))


def parse(text: str) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, ...], ...]]:
    r"""Spans by task, and tasks by worker.

    >>> parse("Type = 1\nJobs = 2\n0 5\n5 9\nQualifications = 2\n2: 0 1\n1: 1\n")
    (((0, 5), (5, 9)), ((0, 1), (1,)))
    """
    lines = [line for line in map(str.strip, text.splitlines()) if line and line[0] != "#"]
    heads = {
        key.strip(): n
        for n, line in enumerate(lines)
        if "=" in line
        for key in [line.split("=")[0]]
    }
    if not {"Jobs", "Qualifications"} <= set(heads):
        raise ValueError("no 'Jobs =' or no 'Qualifications ='")
    spans = tuple(_span(line) for line in _block(lines, heads["Jobs"]))
    able = tuple(_able(line, len(spans)) for line in _block(lines, heads["Qualifications"]))
    lonely = set(range(len(spans))) - {task for tasks in able for task in tasks}
    if lonely:
        raise ValueError(f"nobody can do task {min(lonely)}")
    return spans, able


def _block(lines: list[str], head: int) -> list[str]:
    count = int(lines[head].split("=")[1])
    block = lines[head + 1 : head + 1 + count]
    if len(block) < count or not count or any("=" in line for line in block):
        raise ValueError(f"{lines[head]!r} is not followed by so many lines")
    return block


def _span(line: str) -> tuple[int, int]:
    start, end = map(int, line.split())
    if start >= end:
        raise ValueError(f"task {line!r} ends before it begins")
    return start, end


def _able(line: str, tasks: int) -> tuple[int, ...]:
    count, _, numbers = line.partition(":")
    able = tuple(map(int, numbers.split()))
    if len(able) != int(count) or any(not 0 <= task < tasks for task in able):
        raise ValueError(f"line {line[:40]!r} names other tasks than it says")
    return able


def _published(path: Path, name: str) -> Known:
    """The bounds of ``known_bounds.csv``, in the folder of the file or above it."""
    for folder in (path.parent, path.parent.parent):
        table = folder / "known_bounds.csv"
        if table.is_file():
            with table.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    if row["instance"] == name:
                        least, most = row["sheet_lb"], row["sheet_ub"]
                        return Known(
                            int(least) if least.isdigit() else None,
                            int(most) if most.isdigit() else None,
                        )
    return Known()
