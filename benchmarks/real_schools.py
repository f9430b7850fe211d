"""Every real timetable: import, draw what it does not know, solve, verify; one row each.

    uv run python benchmarks/real_schools.py
    uv run python benchmarks/real_schools.py --only ZA-WD --seconds 30 --seed 2

Needs ``PDSCHED_REAL_DATA`` (a folder that holds ``timetables/``). The lessons are real; needs,
courses, trainers, rooms, substitutes and protected time are drawn by `pdsched.generate` around
them, so every figure is of a real timetable *paired with drawn needs*. By default a school of up
to 60 teachers gets 60 seconds, a larger one 120. A plan that the referee rejects raises.
``--colleagues all`` lets colleagues cover; ``helped`` counts the lessons that they hold.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.machine import machine
from pdsched import Policy, Problem, generate, solve, verify
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


Kind = Literal["untis", "xhstt", "fet"]


def timetables(folder: Path) -> Iterator[tuple[Kind, Path]]:
    """Kind and path of every timetable under a folder, in a fixed order."""
    yield from (("untis", path) for path in sorted((folder / "untis").glob("*.TXT")))
    yield from (("xhstt", path) for path in sorted((folder / "xhstt").glob("*.xml")))
    for path in sorted((folder / "fet").iterdir()):
        if path.suffix in (".csv", ".fet") and path.name != "summary.csv":
            yield "fet", path


def row(
    kind: Kind,
    path: Path,
    seconds: float | None,
    seed: int,
    tightness: float,
    colleagues: str = "never",
) -> dict[str, Any]:
    """One school from its file to its judged plan."""
    policy = Policy(colleague_cover=ColleagueCover(colleagues))
    timetable, _ = import_timetable(kind, path)
    teachers = sum(member.role is Role.TEACHER for member in timetable.staff)
    problem: Problem = generate(around=timetable, seed=seed, tightness=tightness)
    limit = seconds or (60.0 if teachers <= 60 else 120.0)
    started = perf_counter()
    result = solve(problem, seconds=limit, seed=seed, policy=policy)
    spent = perf_counter() - started
    assert result.plan is not None, "there are no pins, so there is a plan"
    needs, half_days = result.goal("needs-met"), result.goal("engaged-half-days")
    return {
        "school": path.stem[:34],
        "teachers": teachers,
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


def shown(entry: dict[str, Any]) -> str:
    """One line of the table."""
    gap = entry["gap"]
    words = {
        **entry,
        "gap": "-" if gap is None else f"{100 * gap:.2f} %",
        "proven": "yes" if entry["proven"] else "no",
        "all_proven": "yes" if entry["all_proven"] else "no",
    }
    return " ".join(form.format(words[name]) for name, form in COLUMNS.items())


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
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, help="limit for each school")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tightness", type=float, default=0.01)
    parser.add_argument("--colleagues", choices=[*ColleagueCover], default="never")
    parser.add_argument("--only", default="", help="part of the file's name")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args()
    data = os.environ.get("PDSCHED_REAL_DATA")
    if not data:
        print("PDSCHED_REAL_DATA is not set: point it at the folder that holds timetables/")
        return 2
    chosen = [t for t in timetables(Path(data) / "timetables") if options.only in t[1].name]
    print(f"# {machine()}; seed {options.seed}, tightness {options.tightness}")
    if not options.json:
        print(" ".join(form.format(name) for name, form in COLUMNS.items()))
    rows = []
    for kind, path in chosen:
        entry = row(
            kind, path, options.seconds, options.seed, options.tightness, options.colleagues
        )
        rows.append(entry)
        print(json.dumps(entry) if options.json else shown(entry), flush=True)
    print(f"# {summary(rows)}")
    return 0 if all(r["violations"] == 0 for r in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
