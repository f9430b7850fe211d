"""Puts a problem before Timefold, and reads its best solution; importing this starts Java."""
# Timefold is not installed where the types are checked.
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

import threading
from collections.abc import Iterator
from time import monotonic

from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    EnvironmentMode,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)

from benchmarks.peers.timefold_drawing import Given
from benchmarks.peers.timefold_facts import NOBODY
from benchmarks.peers.timefold_model import Schedule, Seat, Session, constraints
from benchmarks.peers.timefold_plan import Group
from pdsched import Policy, Problem
from pdsched.problem import Need
from pdsched.referee.spans import Span

NEVER = 1_000_000
"""A day that no horizon reaches."""
_POINTS = 10
_SHARE_TO_END = 0.04
"""Of the seconds, kept for dealing out names and for the referee."""


def solve_groups(
    problem: Problem, policy: Policy, given: Given, deadline: float, seconds: float
) -> list[Group]:
    """The sessions of Timefold's best solution, ended in time to hand them back."""
    schedule = to_schedule(problem, policy, given)
    if not schedule.seats:
        return []
    config = SolverConfig(
        solution_class=Schedule,
        entity_class_list=[Session, Seat],
        environment_mode=EnvironmentMode.NO_ASSERT,
        random_seed=0,
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=constraints
        ),
        termination_config=TerminationConfig(
            spent_limit=Duration(milliseconds=max(1, round(1000 * (deadline - monotonic()))))
        ),
    )
    solver = SolverFactory.create(config).build_solver()
    called = monotonic()
    ended = threading.Event()

    def end_in_time() -> None:
        """What it took to bring the problem into Java, it takes to bring the solution back."""
        while not solver.is_solving() and not ended.wait(0.02):
            pass
        way = monotonic() - called
        ended.wait(max(0.0, deadline - _SHARE_TO_END * seconds - way - monotonic()))
        solver.terminate_early()

    watch = threading.Thread(target=end_in_time, daemon=True)
    watch.start()
    try:
        solution = solver.solve(schedule)
    finally:
        ended.set()
    return list(groups_of(problem, solution))


def to_schedule(problem: Problem, policy: Policy, given: Given) -> Schedule:
    """The planning entities; sessions start spread over the placements of their course."""
    pools: dict[str, list[Session]] = {}
    numbers = iter(range(10**9))
    for course in problem.courses:
        people = {need.staff for need in given.wants.get(course.id, ())}
        placements = given.placements.get(course.id, [])
        count = min(len(placements), len(people) // course.group_min)
        pools[course.id] = [
            Session(
                next(numbers),
                course.group_min,
                placements,
                placements[(2 * n + 1) * len(placements) // (2 * count)],
            )
            for n in range(count)
        ]
    sessions_for: dict[str, list[Session]] = {}
    for name, needs in given.wants.items():
        for need in needs:
            sessions_for.setdefault(need.id, []).extend(pools[name])
    wanted = sorted((n for n in problem.needs if sessions_for.get(n.id)), key=_by_priority)
    return Schedule(
        given.supplies,
        given.limits,
        [session for pool in pools.values() for session in pool],
        [
            _seat(problem, policy, given, next(numbers), need, sessions_for[need.id])
            for need in wanted
        ],
    )


def _by_priority(need: Need) -> int:
    return -need.priority


def _seat(
    problem: Problem,
    policy: Policy,
    given: Given,
    number: int,
    need: Need,
    sessions: list[Session],
) -> Seat:
    due, days = need.due, problem.calendar.open_days()
    return Seat(
        number,
        need.id,
        given.learners[need.staff],
        need.priority * _POINTS,
        need.priority * policy.late_tenths,
        NEVER if due is None else sum(day <= due for day in days),
        sessions,
    )


def groups_of(problem: Problem, solution: Schedule) -> Iterator[Group]:
    """Sessions that are held, with those of their members who can come."""
    days = problem.calendar.open_days()
    staff_of = {need.id: need.staff for need in problem.needs}
    seated: dict[int, list[Seat]] = {}
    for seat in solution.seats:
        if seat.session is not None:
            seated.setdefault(seat.session.id, []).append(seat)
    for session in solution.sessions:
        placement = session.placement
        if placement is None:
            continue
        hour, offer = placement.hour, placement.offer
        yield Group(
            course=problem.courses[offer.course],
            day=days[placement.day.number],
            span=Span(hour.start, hour.end),
            venue=None if hour.venue == NOBODY else problem.schools[hour.venue].id,
            trainer=None if offer.trainer is None else problem.trainers[offer.trainer.number].id,
            room=None if offer.room is None else problem.rooms[offer.room.number].id,
            seats=offer.seats,
            members={
                staff_of[seat.need]: seat.need
                for seat in seated.get(session.id, ())
                if seat.learner.loss(placement) is not None
            },
        )
