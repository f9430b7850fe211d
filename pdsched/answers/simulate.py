"""`simulate`: what becomes of a plan when engagements are filled by chance.

Each run fills each engagement with its chance, that of the goal ``expected-unfilled``, one without
regard to the other. A release falls out where one of its lessons is held by a substitute who does
not come; who leads or attends without that goes on. What is held in reserve comes for certain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from time import monotonic
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pdsched.answers.asked_about import checked
from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem, plan_of
from pdsched.plan import Plan, Release
from pdsched.policy import Policy
from pdsched.problem import Half, Problem
from pdsched.referee import Case, Facts
from pdsched.referee.goals.cover import chance_of_being_filled
from pdsched.result import Result
from pdsched.runner.judge import Judge
from pdsched.views.names import Names
from pdsched.views.words import count, day
from pdsched.what_if import ReleaseRisk, Reserve, SchoolRisk, Simulation, Spread

RUNS = 1000
MOST_RUNS = 100_000
PAYS_FROM = 0.5
"""Releases that a substitute in reserve saves on average where it pays, by default."""
LOW, HIGH = 0.05, 0.95
MOST_RESERVE = 20
"""Substitutes in reserve in one half-day and zone, at most."""

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Cell = tuple[date, Half, str]


def simulate(
    problem: GivenProblem,
    plan: GivenPlan | Result,
    n: int = RUNS,
    seed: int = 0,
    *,
    policy: GivenPolicy | None = None,
    pays_from: float = PAYS_FROM,
) -> Simulation:
    """What becomes of a plan when engagements are filled by chance, and which reserve pays.

    An engagement is filled with the chances of its substitute, school, weekday and notice,
    multiplied, as the goal ``expected-unfilled`` has it. Those of dates before today were. A
    substitute in reserve is for one half-day and one zone, comes for certain, and may hold any
    lesson there; of engagements that are not filled, those that most releases wait for come first.

    Args:
        problem: What is given.
        plan: A plan of it that keeps every rule, or a result that has one.
        n: Runs, 1 to 100,000.
        seed: Seed of the runs: the same seed gives the same numbers.
        policy: As of `pdsched.solve`; that of the result, if one is given and this is not.
        pays_from: Releases that a substitute in reserve saves on average where it pays, above 0.

    Raises:
        ProblemError: if `pdsched.check` finds errors, or there is no such policy.
        StartRejectedError: if the plan breaks a rule.
        ValueError: if a number is out of its range.

    >>> from pdsched import Plan, simulate
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> simulate({"calendar": calendar}, Plan()).sentence
    'The plan engages nobody: nothing can fall out.'
    """
    if not 1 <= n <= MOST_RUNS:
        raise ValueError(f"n={n!r}: give a number of runs from 1 to {MOST_RUNS}")
    if pays_from <= 0:
        raise ValueError(f"pays_from={pays_from!r}: give a number above 0")
    began = monotonic()
    given, under = checked(problem, policy, plan)
    judge = Judge(given, under)
    if isinstance(plan, Result):
        plan = plan.plan or Plan()
    listed, _ = judge.start(plan_of(plan))
    made = _Runs(judge.facts, listed, under, n, seed)
    simulation = made.simulation(given, pays_from)
    return simulation.model_copy(update={"seconds": round(monotonic() - began, 3)})


class _Waiting(NamedTuple):
    """A release that waits for engagements, by their numbers."""

    release: Release
    engagements: tuple[int, ...]
    covers: int


class _Runs:
    """Runs of one plan: what is filled in each, and what falls out."""

    def __init__(self, facts: Facts, plan: Plan, policy: Policy, n: int, seed: int) -> None:
        self.facts, self.plan, self.n, self.seed = facts, plan, n, seed
        case = Case(facts, plan, policy)
        calendar = facts.problem.calendar
        self.chances: Floats = np.array(
            [
                1.0 if calendar.is_past(e.date) else chance_of_being_filled(case, e)
                for e in plan.engagements
            ]
        )
        """By engagement, of being filled."""
        self.waiting = list(self._waiting())
        self.filled: Bools = np.random.default_rng(seed).random((n, len(self.chances))) < (
            self.chances
        )
        """Runs x engagements."""

    def _waiting(self) -> Iterator[_Waiting]:
        """Releases that wait for substitutes, in the order of the plan."""
        number = {(e.substitute, e.school, e.date, e.half): n
                  for n, e in enumerate(self.plan.engagements)}  # fmt: skip
        lessons, schools = self.facts.lessons, self.facts.schools
        of_cover: dict[tuple[str, str, date], int] = {}
        for cover in self.plan.covers:
            if cover.substitute is not None:
                lesson = lessons[cover.lesson]
                is_morning = lesson.start < schools[lesson.school].midday
                half = Half.AM if is_morning else Half.PM
                key = (cover.substitute, lesson.school, cover.date, half)
                of_cover[cover.staff, cover.lesson, cover.date] = number[key]
        for release in self.plan.releases:
            taken = [(release.staff, lesson, release.date) for lesson in release.lessons]
            held = [of_cover[key] for key in taken if key in of_cover]
            if held:
                yield _Waiting(release, tuple(sorted(set(held))), len(held))

    def lost(self, filled: Bools, waiting: Sequence[_Waiting]) -> Bools:
        """Runs x releases: whether each falls out."""
        lost = np.zeros((len(filled), len(waiting)), dtype=np.bool_)
        for number, each in enumerate(waiting):
            lost[:, number] = ~filled[:, list(each.engagements)].all(axis=1)
        return lost

    def simulation(self, problem: Problem, pays_from: float) -> Simulation:
        names = Names(problem)
        lost = self.lost(self.filled, self.waiting)
        chances = np.array([1 - self.chances[list(w.engagements)].prod() for w in self.waiting])
        home = [self.facts.staff[w.release.staff].schools[0] for w in self.waiting]
        unfilled = spread((~self.filled).sum(axis=1), float((1 - self.chances).sum()))
        all_lost = spread(lost.sum(axis=1), float(chances.sum()))
        schools = [self._school(names, school, lost, chances, home)
                   for school in dict.fromkeys(home)]  # fmt: skip
        people = [self._person(names, *both) for both in zip(self.waiting, chances, strict=True)]
        reserves = sorted(self._reserves(pays_from), key=lambda r: (-r.saved, r.date, r.half))
        return Simulation(
            question="What becomes of this plan if substitutes come by their chances?",
            sentence=self._sentence(unfilled, all_lost, reserves),
            runs=self.n,
            seed=self.seed,
            engagements=len(self.chances),
            unfilled=unfilled,
            releases=len(self.plan.releases),
            lost=all_lost,
            schools=tuple(sorted(schools, key=lambda s: (-s.lost.expected, s.school))),
            people=tuple(
                sorted(
                    (p for p in people if p.chance > 0), key=lambda p: (-p.chance, p.date, p.staff)
                )
            ),
            pays_from=pays_from,
            reserves=tuple(reserves),
            problem=problem.digest(),
        )

    def _school(
        self, names: Names, school: str, lost: Bools, chances: Floats, home: list[str]
    ) -> SchoolRisk:
        is_here = np.array([name == school for name in home], dtype=np.bool_)
        staff = self.facts.staff
        return SchoolRisk(
            school=school,
            name=names.school(school),
            releases=sum(staff[r.staff].schools[0] == school for r in self.plan.releases),
            lost=spread(lost[:, is_here].sum(axis=1), float(chances[is_here].sum())),
        )

    def _person(self, names: Names, waiting: _Waiting, chance: float) -> ReleaseRisk:
        release = waiting.release
        return ReleaseRisk(
            staff=release.staff,
            name=names.person(release.staff),
            school=self.facts.staff[release.staff].schools[0],
            session=release.session,
            date=release.date,
            covers=waiting.covers,
            chance=round(float(chance), 6),
        )

    def _sentence(self, unfilled: Spread, lost: Spread, reserves: Sequence[Reserve]) -> str:
        if not len(self.chances):
            return "The plan engages nobody: nothing can fall out."
        said = (
            f"Of {count(len(self.chances), 'engagement')}, {unfilled.expected:.1f} are not filled "
            f"as is to be expected, and {lost.expected:.1f} of "
            f"{count(len(self.plan.releases), 'release')} fall out; in nine of ten runs between "
            f"{lost.low} and {lost.high}."
        )
        if not reserves:
            return f"{said} No reserve pays."
        first = reserves[0]
        half = {Half.AM: "in the morning", Half.PM: "in the afternoon"}[first.half]
        return (
            f"{said} A reserve pays in {count(len(reserves), 'half-day')}, most of all "
            f"{count(first.substitutes, 'substitute')} on {day(first.date)} {half} in zone "
            f"{first.zone}: {first.saved:.1f} releases are saved."
        )

    # The reserve

    def _reserves(self, pays_from: float) -> Iterator[Reserve]:
        """Where a reserve pays, each half-day and zone by itself."""
        cells: dict[Cell, list[int]] = defaultdict(list)
        for number, e in enumerate(self.plan.engagements):
            cells[e.date, e.half, self.facts.schools[e.school].zone].append(number)
        dependent: dict[int, list[int]] = defaultdict(list)
        for number, each in enumerate(self.waiting):
            for engagement in each.engagements:
                dependent[engagement].append(number)
        for cell, engagements in cells.items():
            waiting = sorted({w for e in engagements for w in dependent[e]})
            if (1 - self.chances[engagements]).sum() > 0 and waiting:
                # Those that most releases wait for are filled first.
                engagements.sort(key=lambda e: (-len(dependent[e]), e))
                concerned = [self.waiting[w] for w in waiting]
                yield from self._reserve(cell, engagements, concerned, pays_from)

    def _reserve(
        self, cell: Cell, engagements: list[int], waiting: list[_Waiting], pays_from: float
    ) -> Iterator[Reserve]:
        missing = ~self.filled[:, engagements]
        place = np.cumsum(missing, axis=1)
        lost = [float(self.lost(self.filled, waiting).sum()) / self.n]
        filled = self.filled.copy()
        for size in range(1, min(len(engagements), MOST_RESERVE) + 1):
            filled[:, engagements] = ~missing | (place <= size)
            lost.append(float(self.lost(filled, waiting).sum()) / self.n)
            if lost[-2] - lost[-1] < pays_from:
                break
        saves = [before - after for before, after in pairwise(lost)]
        paying = next((n for n, saved in enumerate(saves) if saved < pays_from), len(saves))
        if paying:
            on, half, zone = cell
            yield Reserve(
                date=on,
                half=half,
                zone=zone,
                engagements=len(engagements),
                unfilled=round(float((1 - self.chances[engagements]).sum()), 6),
                substitutes=paying,
                saved=round(lost[0] - lost[paying], 6),
                next_saves=round(saves[paying], 6) if paying < len(saves) else 0.0,
            )


def spread(numbers: NDArray[np.int64], expected: float) -> Spread:
    """How numbers are spread; the quantiles are numbers that were met.

    >>> spread(np.array([0, 0, 1, 3]), 1.0).median
    0
    """
    low, median, high = np.quantile(numbers, [LOW, 0.5, HIGH], method="inverted_cdf")
    return Spread(
        expected=round(expected, 6),
        mean=round(float(numbers.mean()), 6),
        low=int(low),
        median=int(median),
        high=int(high),
        most=int(numbers.max()),
    )
