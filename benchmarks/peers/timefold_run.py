"""Puts a problem before Timefold, and reads its best solution; importing this starts Java."""
# Timefold is not installed where the types are checked.
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

import threading
from collections.abc import Iterator
from time import monotonic
from typing import Any

from _jpyinterpreter import convert_to_java_python_like_object
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
LATE = 20
"""Size of late acceptance. Timefold's own 400 wants more moves than Python constraints allow in a
minute. Of 20, 50 and 100, hill climbing, tabu search and simulated annealing, tried once or twice
each on 70 teachers, 20 was the best."""
_SEATS = f"org.jpyinterpreter.user.{Seat.__module__}.{Seat.__qualname__}"
PHASES = f"""<?xml version="1.0" encoding="UTF-8"?>
<solver xmlns="https://timefold.ai/xsd/solver">
  <constructionHeuristic>
    <queuedEntityPlacer>
      <entitySelector id="seat"><entityClass>{_SEATS}</entityClass></entitySelector>
      <changeMoveSelector><entitySelector mimicSelectorRef="seat"/></changeMoveSelector>
    </queuedEntityPlacer>
  </constructionHeuristic>
  <localSearch>
    <acceptor><lateAcceptanceSize>{LATE}</lateAcceptanceSize></acceptor>
    <forager><acceptedCountLimit>1</acceptedCountLimit></forager>
  </localSearch>
</solver>
"""
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
        xml_source_text=PHASES,
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
    in_java = convert_to_java_python_like_object(schedule)
    # `Solver.solve` would bring all of the problem back, object by object; a few numbers will do.
    seconds_left = deadline - _SHARE_TO_END * seconds - monotonic()
    timer = threading.Timer(max(0.0, seconds_left), solver.terminate_early)
    timer.daemon = True
    timer.start()
    try:
        solution = solver._delegate.solve(in_java)
    finally:
        timer.cancel()
    return list(groups_of(problem, schedule, solution))


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


def groups_of(problem: Problem, given: Schedule, solution: Any) -> Iterator[Group]:
    """Sessions that are held, with those of their members who can come."""
    days = problem.calendar.open_days()
    staff_of = {need.id: need.staff for need in problem.needs}
    seated: dict[int, list[Seat]] = {}
    for seat, solved in zip(given.seats, _field(solution, "seats"), strict=True):
        session = _field(solved, "session")
        if not _is_none(session):
            seated.setdefault(int(str(_field(session, "id"))), []).append(seat)
    for session, solved in zip(given.sessions, _field(solution, "sessions"), strict=True):
        chosen = _field(solved, "placement")
        if _is_none(chosen):
            continue
        placement = session.placements[_field(solved, "placements").indexOf(chosen)]
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


def _field(thing: Any, name: str) -> Any:
    """A field of a Java object that was a Python object."""
    return getattr(thing, "$getAttributeOrError")(name)


def _is_none(thing: Any) -> bool:
    return thing is None or str(thing) == "None"
