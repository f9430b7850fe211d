"""Replanning: seconds, people told, how far that is proven, and a fresh solve beside it.

    uv run python -m benchmarks replan
    uv run python -m benchmarks replan --sizes S M L --school GPU001.TXT --seconds 30
    uv run python -m benchmarks replan --sizes --school GPU001.TXT --weeks 36 --series

A district, or a real school, is planned for some seconds. Then its busiest trainer falls ill for a
week, and it is replanned from the day before. Beside that the same is solved afresh, as people do
who have nothing else: ``fresh`` counts who would have to be told then.

With ``--weeks`` a real school lives through so many weeks, one after the other. In every fourth
something breaks, in turn: a trainer is ill, the school is closed for a day, substitutes are gone,
somebody new comes with needs. Each week is replanned from the plan of the week before, and judged.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from benchmarks.figures import Table
from benchmarks.year import school_year
from pdsched import (
    Plan,
    Problem,
    ReplanAnswer,
    generate,
    replan,
    score,
    solve,
    verify,
    with_previous,
)
from pdsched.plan import dated
from pdsched.timetables import guess_kind, import_timetable

SIZES = ("S", "M", "L")
TIGHTNESS = 0.02
"""Of a school in which all want a series, as `benchmarks.year` has it."""
EVERY = 4
"""Weeks from one thing that breaks to the next."""
TABLE = Table(
    {
        "problem": "{:<24}",
        "week": "{:<10}",
        "breaks": "{:<16}",
        "lost": "{:>5}",
        "told": "{:>5}",
        "bound": "{:>6}",
        "proof": "{:<8}",
        "open": "{:>5}",
        "seconds": "{:>8}",
        "fresh": "{:>6}",
        "fresh_open": "{:>11}",
        "accepted": "{:<8}",
    },
    decimals={"seconds": 1},
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    parser.add_argument("--sizes", nargs="*", choices=SIZES, default=["S", "M"])
    parser.add_argument("--school", nargs="*", default=[], metavar="FILE", help="real timetables")
    parser.add_argument("--weeks", type=int, default=0, help="weeks that a school lives through")
    parser.add_argument("--series", action="store_true", help="which all want, as in `year`")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--solve", type=float, default=60, help="seconds of each fresh solve")
    parser.add_argument("--seconds", type=float, default=30, help="seconds of each replan")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """A row for each replan; 1 where a plan was not accepted."""
    refused: list[str] = []

    def rows() -> Iterator[dict[str, Any]]:
        for name, problem in _problems(options):
            plan = solve(problem, seconds=options.solve, seed=options.seed).plan
            assert plan is not None, "nothing is pinned, so there is a plan"
            for told in (_year if options.weeks else _one)(problem, plan, options):
                if told["accepted"] != "yes":
                    refused.append(name)
                yield {"problem": name, **told}

    TABLE.show(rows(), as_json=options.json)
    return 1 if refused else 0


def _problems(options: argparse.Namespace) -> Iterator[tuple[str, Problem]]:
    for size in options.sizes:
        yield size, generate(size=size, seed=options.seed)
    for file in options.school:
        name = file.rsplit("/", 1)[-1][:24]
        if options.series:
            yield f"{name[:17]} series", school_year(Path(file), options.seed, TIGHTNESS)
            continue
        longer = {"weeks": options.weeks + 1} if options.weeks else {}
        timetable, _ = import_timetable(guess_kind(file), file, **longer)
        yield name, generate(around=timetable, seed=options.seed)


def _one(problem: Problem, plan: Plan, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """A week without the trainer who has most sessions in it, after a third of the plan."""
    dates = sorted({s.date for s in plan.sessions})
    monday = dates[len(dates) // 3]
    monday -= timedelta(days=monday.weekday())
    yield _row(problem, plan, monday, "trainer ill", [trainer_ill(plan, monday)], options)[0]


def _year(problem: Problem, plan: Plan, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Week after week, from the first on."""
    monday = problem.calendar.first - timedelta(days=problem.calendar.first.weekday())
    for number in range(1, options.weeks + 1):
        monday += timedelta(days=7)
        if monday > problem.calendar.last:
            return
        breaks, changes = what_breaks(problem, plan, monday, number)
        row, answer = _row(problem, plan, monday, breaks, changes, options)
        yield row
        assert answer.plan is not None
        assert answer.changed is not None
        problem, plan = answer.changed, answer.plan


def what_breaks(
    problem: Problem, plan: Plan, monday: date, number: int
) -> tuple[str, list[dict[str, Any]]]:
    """What becomes known before a week, and what that is called."""
    if number % EVERY:
        return "nothing", []
    match number // EVERY % 4:
        case 1:
            return "trainer ill", [trainer_ill(plan, monday)]
        case 2:
            school = problem.schools[0].id
            dates = [s.date for s in plan.sessions if s.date >= monday]
            day = min(dates, default=monday)
            return "school closed", [{"kind": "away", "school": school, "first": f"{day}"}]
        case 3:
            friday = monday + timedelta(days=4)
            engaged = Counter(e.substitute for e in plan.engagements if e.date >= monday)
            names = [name for name, _ in engaged.most_common(2)]
            week = {"kind": "away", "first": f"{monday}", "last": f"{friday}"}
            return "substitutes gone", [week | {"substitute": name} for name in names]
    newcomer, school = f"new-{number}", problem.schools[0].id
    joined = {"kind": "joined", "staff": newcomer, "school": school, "name": "Newcomer"}
    course = problem.courses[0].id
    need = {"kind": "new-need", "need": f"need-{newcomer}", "staff": newcomer, "course": course}
    return "new staff", [joined, need]


def trainer_ill(plan: Plan, monday: date) -> dict[str, Any]:
    """The trainer who has most sessions in a week is ill for it, or who is the next to have one."""
    friday = monday + timedelta(days=4)
    later = sorted((s.date, s.trainer) for s in plan.sessions if s.trainer and s.date >= monday)
    of_week = Counter(trainer for on, trainer in later if on <= friday)
    if not of_week and later:
        first, trainer = later[0]
        return {"kind": "away", "trainer": trainer, "first": f"{first}"}
    trainer = of_week.most_common(1)[0][0] if of_week else "nobody"
    return {"kind": "away", "trainer": trainer, "first": f"{monday}", "last": f"{friday}"}


def _row(
    problem: Problem,
    plan: Plan,
    monday: date,
    breaks: str,
    changes: list[dict[str, Any]],
    options: argparse.Namespace,
) -> tuple[dict[str, Any], ReplanAnswer]:
    """One replan, as on the day before, and a fresh solve of the same beside it."""
    as_of = max(monday - timedelta(days=1), problem.calendar.first)
    began = monotonic()
    answer = replan(problem, plan, {"changes": changes}, as_of=as_of, seconds=options.seconds)
    seconds = monotonic() - began
    row: dict[str, Any] = {"week": f"{monday}", "breaks": breaks, "seconds": seconds}
    if answer.plan is None or answer.changed is None:
        return row | {"proof": answer.proof.value, "accepted": "no"}, answer
    row |= {
        "lost": answer.needs_lost,
        "told": answer.goal("changes").value,
        "bound": answer.goal("changes").bound,
        "proof": answer.proof.value,
        "open": len(answer.plan.unmet),
        "accepted": "no" if verify(answer.changed, answer.plan) else "yes",
    }
    if changes:
        row |= fresh(answer.changed, plan, as_of, options)
    return row, answer


def fresh(changed: Problem, plan: Plan, as_of: date, options: argparse.Namespace) -> dict[str, Any]:
    """Whom a solve that knows no plan before would have to tell."""
    asked = dated(changed, as_of)
    blank = asked.model_copy(
        update=dict.fromkeys(("kept", "kept_sessions", "kept_covers", "kept_engagements"), ())
    )
    solved = solve(blank, seconds=options.solve, seed=options.seed).plan
    if solved is None:
        return {}
    known = with_previous(asked, plan)
    return {"fresh": score(known, solved)["changes"], "fresh_open": len(solved.unmet)}
