"""Every real timetable: import, draw what it does not know, solve, verify; one row each.

    uv run python benchmarks/real_schools.py
    uv run python benchmarks/real_schools.py --only ZA-WD --seconds 30 --seed 2
    uv run python benchmarks/real_schools.py --policy quebec
    uv run python benchmarks/real_schools.py --policy mine.toml --only GPU001 ZA-WD-09

Needs ``PDSCHED_REAL_DATA`` (a folder that holds ``timetables/``). The lessons are real; needs,
courses, trainers, rooms, substitutes and protected time are drawn by `pdsched.generate` around
them, so every figure is of a real timetable *paired with drawn needs*. By default a school of up
to 60 teachers gets 60 seconds, a larger one 120. A plan that the referee rejects raises.
``--colleagues all`` lets colleagues cover; ``helped`` counts the lessons that they hold.

With ``--policy``, a ready policy or a file, the columns are those of `benchmarks.under_policy`: how
the needs are met and for whom, what it costs, what pupils lose. A plan that is rejected is then a
row that says so, and the last line says whether all were accepted.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, Literal, NamedTuple

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import under_policy
from benchmarks.figures import Table
from benchmarks.machine import machine
from pdsched import (
    PlanRejectedError,
    Policy,
    Problem,
    ProblemError,
    Result,
    generate,
    load_policy,
    solve,
    verify,
)
from pdsched.policy import ColleagueCover
from pdsched.problem import Role
from pdsched.timetables import import_timetable

COLUMNS = {
    "school": "{:<34}",
    "teachers": "{:>8}",
    "lessons": "{:>7}",
    "needs": "{:>5}",
    "met": "{:>4}",
    "points": "{:>6}",
    "bound": "{:>6}",
    "gap": "{:>7}",
    "half_days": "{:>9}",
    "helped": "{:>6}",
    "proven": "{:>7}",
    "all_proven": "{:>10}",
    "seconds": "{:>7}",
    "peak_mib": "{:>8}",
    "violations": "{:>10}",
}
TABLE = Table(COLUMNS)


Kind = Literal["untis", "xhstt", "fet"]


def timetables(folder: Path) -> Iterator[tuple[Kind, Path]]:
    """Kind and path of every timetable under a folder, in a fixed order."""
    yield from (("untis", path) for path in sorted((folder / "untis").glob("*.TXT")))
    yield from (("xhstt", path) for path in sorted((folder / "xhstt").glob("*.xml")))
    for path in sorted((folder / "fet").iterdir()):
        if path.suffix in (".csv", ".fet") and path.name != "summary.csv":
            yield "fet", path


class School(NamedTuple):
    """A real timetable paired with drawn needs."""

    name: str
    teachers: int
    problem: Problem

    def seconds(self, limit: float | None) -> float:
        """The time it gets: by its size, unless a limit is given."""
        return limit or (60.0 if self.teachers <= 60 else 120.0)


def school(kind: Kind, path: Path, seed: int, tightness: float) -> School:
    """One school from its file, with what the timetable does not know drawn around it."""
    timetable, _ = import_timetable(kind, path)
    teachers = sum(member.role == Role.TEACHER for member in timetable.staff)
    problem = generate(around=timetable, seed=seed, tightness=tightness)
    return School(path.stem[:34], teachers, problem)


def row(given: School, policy: Policy, seconds: float | None, seed: int) -> dict[str, Any]:
    """One school to its judged plan, under a policy with the goals of the default one."""
    problem = given.problem
    started = perf_counter()
    result = solve(problem, policy, seconds=given.seconds(seconds), seed=seed)
    spent = perf_counter() - started
    assert result.plan is not None, "there are no pins, so there is a plan"
    needs, half_days = result.goal("needs-met"), result.goal("engaged-half-days")
    return {
        "school": given.name,
        "teachers": given.teachers,
        "lessons": len(problem.lessons),
        "needs": len(problem.needs),
        "met": len(problem.needs) - len(result.plan.unmet),
        "points": needs.value,
        "bound": needs.bound,
        "gap": None if needs.gap is None else round(needs.gap, 5),
        "half_days": half_days.value,
        "helped": sum(cover.colleague is not None for cover in result.plan.covers),
        "proven": needs.proven,
        "all_proven": result.status.value == "optimal",
        "seconds": round(spent, 1),
        "peak_mib": round(result.peak_mib),
        "violations": len(verify(problem, result.plan, policy)),
    }


def row_under(given: School, policy: Policy, seconds: float | None, seed: int) -> dict[str, Any]:
    """One school to its judged plan, under a policy."""
    problem = under_policy.completed(given.problem)
    started = perf_counter()
    try:
        result = solve(problem, policy, seconds=given.seconds(seconds), seed=seed)
    except PlanRejectedError as error:
        print(f"# {given.name}: {error}")
        result = Result(status="unknown", problem="", policy=policy)
    spent = round(perf_counter() - started, 1)
    known = {"school": given.name, "teachers": given.teachers, "seconds": spent}
    return {**known, **under_policy.figures(problem, result)}


def summary(rows: list[dict[str, Any]]) -> str:
    """What the table comes to."""
    small = [r for r in rows if r["teachers"] <= 60]
    accepted = sum(r["violations"] == 0 for r in rows)
    within = sum(r["gap"] is not None and r["gap"] <= 0.01 for r in small)
    all_within = sum(r["gap"] is not None and r["gap"] <= 0.03 for r in rows)
    return (
        f"{len(rows)} timetables, {accepted} plans accepted by the referee; "
        f"up to 60 teachers: {within} of {len(small)} proven or within 1 %; "
        f"all: {all_within} of {len(rows)} within 3 %"
    )


def main() -> int:
    """Run from the command line."""
    options = _parser().parse_args()
    data = os.environ.get("PDSCHED_REAL_DATA")
    if not data:
        print("PDSCHED_REAL_DATA is not set: point it at the folder that holds timetables/")
        return 2
    try:
        policy = load_policy(options.policy) if options.policy else Policy()
    except ProblemError as error:
        print(error)
        return 2
    if options.colleagues:
        policy = policy.model_copy(update={"colleague_cover": ColleagueCover(options.colleagues)})
    chosen = [
        (kind, path)
        for kind, path in timetables(Path(data) / "timetables")
        if any(part in path.name for part in options.only)
    ][: options.limit]
    under = bool(options.policy)
    table = under_policy.TABLE if under else TABLE
    told = f"; policy {policy.name}" if under else ""
    print(f"# {machine()}; seed {options.seed}, tightness {options.tightness}{told}")
    if not options.json:
        print(table.head())
    rows = []
    for kind, path in chosen:
        given = school(kind, path, options.seed, options.tightness)
        planned = row_under if under else row
        entry = planned(given, policy, options.seconds, options.seed)
        rows.append(entry)
        line = table.line(entry)
        print(json.dumps(entry) if options.json else line, flush=True)
    print(f"# {under_policy.summary(rows, policy) if under else summary(rows)}")
    return 0 if rows and all(_accepted(entry) for entry in rows) else 1


def _accepted(entry: dict[str, Any]) -> bool:
    return bool(entry.get("accepted", entry["violations"] == 0))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--policy", metavar="NAME_OR_FILE", help="a ready policy, or a TOML file")
    parser.add_argument("--colleagues", choices=[*ColleagueCover], help="in place of the policy's")
    parser.add_argument("--seconds", type=float, help="limit for each school")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tightness", type=float, default=0.01)
    parser.add_argument("--only", nargs="+", default=[""], help="parts of names of files")
    parser.add_argument("--limit", type=int, help="the first so many of them")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    return parser


if __name__ == "__main__":
    sys.exit(main())
