"""A whole school year of one real school: a series of five half-days with coaching for everybody.

    uv run python -m benchmarks year
    uv run python -m benchmarks year --seconds 60 --trainers 2 --policy quebec

Needs ``PDSCHED_REAL_DATA``. The timetable is real (Untis, 80 teachers); trainers, rooms, protected
time and substitutes are drawn around it, and the series is ours. Without ``--policy`` every
optional rule holds with loose figures; ``adults-a-day`` only in the model that is timed, unless
``--adults`` asks for it in the plan, too. ``benchmarks/README.md`` says what each line is.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.machine import machine
from benchmarks.measure import peak_mib
from benchmarks.under_policy import completed
from pdsched import (
    Plan,
    Policy,
    Problem,
    ProblemError,
    Result,
    generate,
    load_policy,
    score,
    solve,
    verify,
)
from pdsched.policy import RULES
from pdsched.policy.figures import figures_of
from pdsched.problem import Course, Modality, Need, Prerequisite, Role, Trainer
from pdsched.timetables import import_timetable

WEEKS = 36
WORKSHOPS, WORKSHOP_MINUTES, COACHING_MINUTES = 5, 180, 45
SERIES_GAP = (10, 25)
"""School days between two workshops, at least and at most."""
COACHING_LAG = (5, 20)
"""School days between a workshop and its coaching."""
COACHED = (2, 5)
"""Workshops that coaching follows."""
VISITING = 4
"""Trainers who visit: with the two that are drawn for a school of this size, every group would have
to be full on every date."""
ASKED_SECONDS, ASKED_MIB = 10.0, 2048.0
"""What drawing and stating the model may take."""
LOOSE: Mapping[str, Any] = {
    figure.name: figure.info.loose for figure in figures_of(Policy) if figure.info.loose is not None
}
"""Figures that hardly bind, as their fields give them, so that every rule is stated; a run says
which rules have none."""
ADULTS: int = LOOSE["adults_of_a_class_a_day"]
"""That of ``adults-a-day``, for which covers are named, so that a search gets less far. (By the
timetable up to 33 teachers have a class on a date: courses run side by side.)"""


def loose(adults: int | None = None) -> Policy:
    """Every optional rule; ``protected-minutes`` replaces ``protected-time``.

    With ``adults`` that of adults on a date, too, for which covers are named.

    >>> loose().holds("class-hits"), Policy().holds("class-hits")
    (True, False)
    >>> loose().holds("adults-a-day"), loose(ADULTS).holds("adults-a-day")
    (False, True)
    """
    return Policy(**{**LOOSE, "name": "loose", "adults_of_a_class_a_day": adults})


def school_year(path: Path, seed: int, tightness: float, trainers: int = VISITING) -> Problem:
    """The school of an Untis timetable in a year in which all its teachers want the series."""
    timetable, _ = import_timetable("untis", path, weeks=WEEKS)
    drawn = completed(generate(around=timetable, seed=seed, tightness=tightness))
    courses = tuple(series())
    taught = tuple(course.id for course in courses)
    teachers = [person.id for person in drawn.staff if person.role == Role.TEACHER]
    pairs = [(person, course) for person in teachers for course in taught]
    visiting = visitors(drawn, timetable, seed, trainers)
    sentences = (
        f"{WORKSHOPS} workshops of {WORKSHOP_MINUTES} minutes, {_days(SERIES_GAP)} apart, and a"
        f" visit of a coach {_days(COACHING_LAG)} after workshops {_and(COACHED)}, wanted by all"
        f" {len(teachers)} teachers in place of the needs and courses drawn; {trainers} trainers"
        " visit and give them all (assumed).",
    )
    return drawn.model_copy(
        update={
            "name": f"{drawn.name}: a year with a series",
            "assumptions": drawn.assumptions + sentences,
            "staff": tuple(p.model_copy(update={"levels": {}}) for p in drawn.staff),
            "courses": courses,
            "needs": tuple(
                Need(id=f"n-{number:04d}", staff=person, course=course)
                for number, (person, course) in enumerate(pairs, 1)
            ),
            "trainers": tuple(t.model_copy(update={"courses": taught}) for t in visiting),
        }
    )


def visitors(drawn: Problem, timetable: Problem, seed: int, count: int) -> list[Trainer]:
    """So many visiting trainers: those drawn with the seed, and then with the seeds after it."""
    found = _visiting(drawn)
    while len(found) < count:
        seed += 1
        found += _visiting(generate(around=timetable, seed=seed))
    return [t.model_copy(update={"id": f"tr-{n}"}) for n, t in enumerate(found[:count], 1)]


def _visiting(problem: Problem) -> list[Trainer]:
    return [t for t in problem.trainers if any(w.dates for w in t.available)]


def _days(lag: tuple[int, int]) -> str:
    return f"{lag[0]} to {lag[1]} school days"


def _and(numbers: Sequence[int]) -> str:
    return " and ".join(map(str, numbers))


def series() -> Iterator[Course]:
    """The workshops, one after the other, and the coaching that follows some of them.

    >>> [course.id for course in series()][:4]
    ['workshop-1', 'workshop-2', 'coaching-2', 'workshop-3']
    """
    for number in range(1, WORKSHOPS + 1):
        before = _after(number - 1, SERIES_GAP) if number > 1 else ()
        yield Course(
            id=f"workshop-{number}",
            topic="series",
            level_from=number - 1,
            level_to=number,
            minutes=WORKSHOP_MINUTES,
            group_min=4,
            group_max=14,
            prerequisites=before,
        )
        if number in COACHED:
            yield Course(
                id=f"coaching-{number}",
                topic=f"coaching {number}",
                modality=Modality.COACHING,
                minutes=COACHING_MINUTES,
                group_max=2,
                prerequisites=_after(number, COACHING_LAG),
            )


def _after(number: int, lag: tuple[int, int]) -> tuple[Prerequisite, ...]:
    return (Prerequisite(course=f"workshop-{number}", min_days=lag[0], max_days=lag[1]),)


def built(problem: str, policy: str) -> dict[str, float]:
    """Draw and state the model of everything; seconds, sizes, and the most memory that it took.

    Takes and gives plain texts and numbers: it runs in a process of its own.
    """
    from pdsched.model import (  # here, so that only this process loads the engine
        enumerate_candidates,
        formulate,
    )

    given = Problem.model_validate_json(problem)
    chosen = Policy.model_validate_json(policy)
    started = perf_counter()
    candidates = enumerate_candidates(given, chosen)
    drawn = perf_counter()
    program = formulate(candidates).program
    return {
        "draw": drawn - started,
        "state": perf_counter() - drawn,
        "attendances": len(candidates.placement),
        "columns": program.columns,
        "rows": program.rows,
        "entries": len(program.row),
        "peak_mib": peak_mib(),
    }


def build_apart(problem: Problem, policy: Policy) -> dict[str, float]:
    """The same in a process of its own, so that its memory is all that counts."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(built, problem.to_json(), policy.model_dump_json()).result()


def planned(problem: Problem, result: Result) -> dict[str, Any]:
    """What the plan of the year comes to."""
    plan = result.plan
    told = {
        "goals": [
            {"id": g.id, "value": g.value, "bound": g.bound, "gap": g.gap, "method": g.method}
            for g in result.goals
        ],
        "seconds": result.seconds,
        "solver_mib": result.peak_mib,
        "message": result.message,
    }
    if plan is None:
        return {**told, "accepted": False}
    values = score(problem, plan, result.policy)
    steps = workshops_done(plan)
    return {
        **told,
        "accepted": not verify(problem, plan, result.policy),
        "met": len(problem.needs) - len(plan.unmet),
        "sessions": len(plan.sessions),
        "half_days": values["engaged-half-days"],
        "lessons": values["lessons-covered"],
        "unserved": values["unserved-people"],
        "whole_series": sum(steps[person] == WORKSHOPS for person in steps),
    }


def workshops_done(plan: Plan) -> Counter[str]:
    """Workshops that each person attends."""
    courses = {session.id: session.course for session in plan.sessions}
    return Counter(r.staff for r in plan.releases if courses[r.session].startswith("workshop-"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command line understands."""
    parser.add_argument("--policy", metavar="NAME_OR_FILE", help="in place of the loose one")
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tightness", type=float, default=0.02)
    parser.add_argument("--adults", type=int, help="of a class on a date, in the plan, too")
    parser.add_argument("--trainers", type=int, default=VISITING, help="who visit the school")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Draw the year, time the model, plan, and print what comes of it; 1 if it is not accepted."""
    data = os.environ.get("PDSCHED_REAL_DATA")
    if not data:
        print("PDSCHED_REAL_DATA is not set: point it at the folder that holds timetables/")
        return 2
    try:
        named = load_policy(options.policy) if options.policy else None
    except ProblemError as error:
        print(error)
        return 2
    path = Path(data) / "timetables" / "untis" / "GPU001.TXT"
    problem = school_year(path, options.seed, options.tightness, options.trainers)
    policy = named or loose(options.adults)
    model = build_apart(problem, named or loose(options.adults or ADULTS))
    result = solve(problem, policy, seconds=options.seconds, seed=options.seed)
    told = planned(problem, result)
    if options.json:
        print(json.dumps({"policy": policy.name, "model": model, **told}))
    else:
        for line in lines(problem, policy, options, model, told):
            print(line)
    return 0 if told["accepted"] else 1


def lines(
    problem: Problem,
    policy: Policy,
    options: argparse.Namespace,
    model: Mapping[str, float],
    told: Mapping[str, Any],
) -> Iterator[str]:
    """What is printed."""
    yield f"# {machine()}; seed {options.seed}, tightness {options.tightness}; policy {policy.name}"
    if unset := [rule for rule in RULES if not policy.holds(rule)]:
        yield f"# rules that do not hold in the plan: {', '.join(unset)}"
    days = len(problem.calendar.open_days())
    yield (
        f"problem   {len(problem.needs)} needs of {len({n.staff for n in problem.needs})} people,"
        f" {days} school days, {len(problem.substitutes)} substitutes,"
        f" {len(problem.trainers)} trainers"
    )
    spent = model["draw"] + model["state"]
    within = spent <= ASKED_SECONDS and model["peak_mib"] <= ASKED_MIB
    yield (
        f"model     {spent:.1f} s (draw {model['draw']:.1f}, state {model['state']:.1f}),"
        f" {model['peak_mib']:.0f} MiB; {model['attendances']:,} attendances,"
        f" {model['columns']:,} columns, {model['rows']:,} rows;"
        f" asked {ASKED_SECONDS:.0f} s and {ASKED_MIB:.0f} MiB: {'kept' if within else 'MISSED'}"
    )
    for goal in told["goals"]:
        gap = "-" if goal["gap"] is None else f"{100 * goal['gap']:.2f} %"
        yield (
            f"goal      {goal['id']}: value {goal['value']}, bound {goal['bound']}"
            f" ({goal['method'] or 'none'}), gap {gap}"
        )
    if "met" in told:
        yield (
            f"plan      {told['met']} needs met in {told['sessions']} sessions,"
            f" {told['whole_series']} people with all {WORKSHOPS} workshops,"
            f" {told['unserved']} with nothing; {told['half_days']} half-days,"
            f" {told['lessons']} lessons covered"
        )
    yield f"solve     {told['seconds']:.0f} s, {told['solver_mib']:.0f} MiB; {told['message']}"
    yield f"accepted  {'yes' if told['accepted'] else 'NO'}"
