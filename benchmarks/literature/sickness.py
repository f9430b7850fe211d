"""Rosters after sickness: open shifts go to staff with room for them, and the rest stays.

Format: data of MiniZinc (``.dzn``). For each employee ``contract`` and ``employee_expertises``; for
each shift ``start_time``, ``stop_time``, ``req_expertise``; ``is_assigned``, employees x shifts.
MiniZinc Challenge 2022, ``roster-sickness``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd
from pathlib import Path
from typing import Any

from benchmarks.literature.instance import Assignment, BadInstanceError, Known, Statement
from benchmarks.literature.program import Program
from benchmarks.literature.slots import LAST, in_slots
from benchmarks.literature.smptsp import COURSES, DATE, SCHOOL, half_of, lesson, unasked
from pdsched import Plan, Policy, Problem

OPTIMA = {
    "small-4": 14457,
    "large-2": 247896,
    "large-2-2": 191062,
    "large-4": 217464,
    "large-4-2": 233969,
}
"""By name of the instance; that of large-4 is published, the others are proven by two solvers."""
Spans = Sequence[tuple[int, int]]
HEAVIEST = 1000
"""What a goal can weigh in a tier."""


@dataclass(frozen=True)
class Sickness:
    """Employees, shifts, and who works which already."""

    name: str
    contract: tuple[int, ...]
    """By employee, in units of time."""
    expertises: tuple[frozenset[int], ...]
    """By employee."""
    spans: tuple[tuple[int, int], ...]
    """By shift."""
    required: tuple[int, ...]
    """By shift, the expertise that it asks for."""
    assigned: tuple[tuple[bool, ...], ...]
    """By employee and shift."""
    maximise = True

    @cached_property
    def shifts_of(self) -> list[list[int]]:
        """By employee, the shifts that they work already."""
        return [[s for s, works in enumerate(row) if works] for row in self.assigned]

    @cached_property
    def open(self) -> list[int]:
        """Shifts that nobody works."""
        return [s for s in range(len(self.spans)) if not any(row[s] for row in self.assigned)]

    @property
    def weight(self) -> int:
        """What a shift counts that somebody works."""
        return 1 + max(*self.contract, *(end - start for start, end in self.spans))

    @property
    def given(self) -> int:
        """Shifts that somebody works already, once for each who does."""
        return sum(map(len, self.shifts_of))

    def known(self) -> Known:
        """The optimum, where it is known."""
        return Known(OPTIMA.get(self.name), OPTIMA.get(self.name))

    # For pdsched

    def statement(self) -> Statement:
        """Open shifts are lessons of people who are away, employees cover them as colleagues.

        An employee's shifts are their own lessons, and those that overlap are one, since nobody
        holds two lessons at once. Each lesson lasts on until nothing has ended that overlaps it:
        two of which one is new may not both overlap a third.
        """
        slots = in_slots(self._drawn_out())
        if max(end for _, end in slots) > LAST:
            raise BadInstanceError(f"{self.name}: more than {LAST} moments that differ")
        needs, off = self._weights()
        problem: dict[str, Any] = {
            "calendar": {"time_zone": "UTC", "first": DATE, "last": DATE},
            "schools": [SCHOOL],
            "courses": COURSES,
            "staff": [
                *({"id": f"t{s}", "schools": ["site"]} for s in self.open),
                *(self._employee(e) for e in range(len(self.contract))),
            ],
            "needs": [
                {"id": f"n{s}", "staff": f"t{s}", "course": half_of(slots[s][0]), "priority": 1}
                for s in self.open
            ],
            "lessons": [
                *(lesson(s, *slots[s], **self._asked(s)) for s in self.open),
                *(x for e in range(len(self.contract)) for x in self._working(e, slots)),
            ],
        }
        policy = Policy(
            goals=({"needs-met": needs, "contract-minutes-off": off},),
            colleague_cover="volunteers",
            off=unasked(),
        )
        tier = policy.tiers[0].id
        shift = self.weight * self.given
        return Statement(Problem.model_validate(problem), policy, tier, off, shift)

    def _drawn_out(self) -> list[tuple[int, int]]:
        """Each shift up to the end of the last that begins before it ends."""
        return [
            (start, max(last for first, last in self.spans if first < end))
            for start, end in self.spans
        ]

    def _employee(self, number: int) -> dict[str, Any]:
        return {
            "id": f"w{number}",
            "schools": ["site"],
            "qualifications": [f"e{x}" for x in sorted(self.expertises[number])],
            "cover_volunteer": True,
            "contract_minutes": self.contract[number],
        }

    def _working(self, employee: int, slots: Spans) -> list[dict[str, Any]]:
        """What an employee works already, shifts that overlap as one lesson."""
        blocks: list[tuple[int, int, int]] = []
        for shift in sorted(self.shifts_of[employee], key=lambda s: slots[s]):
            (start, end), counted = slots[shift], self._length(shift)
            if blocks and start < blocks[-1][1]:
                begun, last, before = blocks.pop()
                start, end, counted = begun, max(last, end), before + counted
            blocks.append((start, end, counted))
        return [
            lesson(n, start, end, counted_minutes=counted)
            | {"id": f"w{employee}-{n}", "staff": [f"w{employee}"]}
            for n, (start, end, counted) in enumerate(blocks)
        ]

    def _asked(self, shift: int) -> dict[str, Any]:
        start, end = self.spans[shift]
        return {"qualification": f"e{self.required[shift]}", "counted_minutes": end - start}

    def _weights(self) -> tuple[int, int]:
        """What a point of a need and a unit of time weigh: a need has ten points."""
        common = gcd(self.weight, 10)
        if self.weight // common > HEAVIEST:
            raise BadInstanceError(f"{self.name}: a shift counts {self.weight} units of time")
        return self.weight // common, 10 // common

    def assignment(self, plan: Plan) -> Assignment:
        """Who takes which open shift."""
        return {int(c.lesson[1:]): int((c.colleague or "w-1")[1:]) for c in plan.covers}

    # For others

    def program(self) -> Program:
        """A column for each employee and open shift, and one for what a contract is off."""
        program = Program(maximise=True, constant=self.weight * self.given)
        takes = {pair: program.column(weight=self.weight) for pair in self._pairs}
        for shift in self.open:
            columns = [takes[pair] for pair in self._pairs if pair[1] == shift]
            program.row(columns, [1] * len(columns), most=1)
        for e in range(len(self.contract)):
            theirs = [s for s in self.open if (e, s) in takes]
            for shift in range(len(self.spans)):
                columns = [takes[e, s] for s in theirs if self._overlap(s, shift)]
                if columns:
                    program.row(columns, [1] * len(columns), most=self._room(e, shift))
            self._state_contract(program, e, [takes[e, s] for s in theirs], theirs)
        return program

    def _state_contract(
        self, program: Program, employee: int, columns: list[int], shifts: list[int]
    ) -> None:
        lengths = [self._length(s) for s in shifts]
        beyond = self._worked(self.shifts_of[employee]) - self.contract[employee]
        off = program.column(weight=-1, most=abs(beyond) + sum(lengths))
        program.row([*columns, off], [*lengths, -1], most=-beyond)
        program.row([*columns, off], [*(-x for x in lengths), -1], most=beyond)

    @cached_property
    def _pairs(self) -> list[tuple[int, int]]:
        return [
            (e, s)
            for e in range(len(self.contract))
            for s in self.open
            if self.required[s] in self.expertises[e]
        ]

    def dealt(self, values: Sequence[float]) -> Assignment:
        """Who takes which open shift, in the order of the columns of `program`."""
        chosen = values[: len(self._pairs)]
        return {s: e for (e, s), x in zip(self._pairs, chosen, strict=True) if x > 0.5}

    # The checker

    def faults(self, assignment: Assignment) -> list[str]:
        """What somebody takes who cannot, or who then works too much at once."""
        faults = []
        for shift, employee in assignment.items():
            if shift not in self.open:
                faults.append(f"shift {shift} is not open")
            if not 0 <= employee < len(self.contract):
                faults.append(f"there is no employee {employee}")
            elif self.required[shift] not in self.expertises[employee]:
                faults.append(f"employee {employee} cannot work shift {shift}")
        for e in range(len(self.contract)):
            taken = [s for s, employee in assignment.items() if employee == e]
            for shift in range(len(self.spans)):
                new = sum(self._overlap(s, shift) for s in taken)
                if new > self._room(e, shift):
                    faults.append(f"employee {e} works too much around shift {shift}")
        return faults

    def value(self, assignment: Assignment) -> int:
        """The weight of all shifts that somebody works, less what contracts are off."""
        off = 0
        for e, contract in enumerate(self.contract):
            taken = [s for s, employee in assignment.items() if employee == e]
            off += abs(self._worked([*self.shifts_of[e], *taken]) - contract)
        return self.weight * (self.given + len(assignment)) - off

    def _length(self, shift: int) -> int:
        start, end = self.spans[shift]
        return end - start

    def _worked(self, shifts: Sequence[int]) -> int:
        return sum(map(self._length, shifts))

    def _overlap(self, one: int, other: int) -> bool:
        (start, end), (first, last) = self.spans[one], self.spans[other]
        return start < last and first < end

    def _room(self, employee: int, shift: int) -> int:
        """New shifts around a shift that an employee can have."""
        had = sum(self._overlap(s, shift) for s in self.shifts_of[employee])
        return max(1, had) - had


# Reading


def read(path: Path) -> Sickness:
    """An instance from a file.

    Raises:
        BadInstanceError: if it is not in the format.
    """
    try:
        return parse(path.stem, path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInstanceError(f"{path}: {error}") from None


def parse(name: str, text: str) -> Sickness:
    """An instance from its text."""
    fields = dict(re.findall(r"(\w+)\s*=\s*([^;]*);", re.sub(r"%.*", "", text)))
    if missing := {*_FIELDS} - set(fields):
        raise ValueError(f"lacks {', '.join(sorted(missing))}")
    employees, shifts = int(fields["n_employees"]), int(fields["n_shifts"])
    starts, stops = _numbers(fields["start_time"]), _numbers(fields["stop_time"])
    sets = re.findall(r"\{([^}]*)\}", fields["employee_expertises"])
    works = [x == "true" for x in re.findall(r"true|false", fields["is_assigned"])]
    instance = Sickness(
        name,
        tuple(_numbers(fields["contract"])),
        tuple(frozenset(_numbers(x)) for x in sets),
        tuple(zip(starts, stops, strict=True)),
        tuple(_numbers(fields["req_expertise"])),
        tuple(tuple(works[n : n + shifts]) for n in range(0, len(works), max(1, shifts))),
    )
    by_employee = {len(instance.contract), len(instance.expertises), len(instance.assigned)}
    by_shift = {len(instance.spans), len(instance.required), len(instance.assigned[-1])}
    if by_employee != {employees} or by_shift != {shifts}:
        raise ValueError(f"is not of {employees} employees and {shifts} shifts throughout")
    if any(start >= end for start, end in instance.spans):
        raise ValueError("a shift ends before it begins")
    return instance


_FIELDS = (
    *("n_shifts", "n_employees", "contract", "employee_expertises"),
    *("start_time", "stop_time", "req_expertise", "is_assigned"),
)


def _numbers(text: str) -> list[int]:
    return list(map(int, re.findall(r"-?\d+", text)))
