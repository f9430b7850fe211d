"""One row of the table: what a peer's plan is worth, as the referee says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.peers.apart import Heard
from pdsched import Plan, Policy, Problem, score, verify
from pdsched.result import GoalResult

COLUMNS = {
    "peer": "{:<9}",
    "value": "{:>8}",
    "bound": "{:>8}",
    "gap": "{:>8}",
    "needs_met": "{:>9}",
    "trained": "{:>8}",
    "half_days": "{:>9}",
    "seconds": "{:>8}",
    "first_plan": "{:>10}",
    "peak_mib": "{:>8}",
    "violations": "{:>10}",
    "note": "  {}",
}


def trained(plan: Plan) -> int:
    """How many people attend anything."""
    return len({release.staff for release in plan.releases})


def judged(
    name: str, problem: Problem, policy: Policy, heard: Heard, bound: int | None
) -> dict[str, Any]:
    """The row of a peer; ``bound`` is ours, where it is known."""
    notes = [str(heard.told["note"])] if heard.told.get("note") else []
    notes += [heard.died] if heard.died else []
    row: dict[str, Any] = {"peer": name, "value": None, "gap": None, "violations": None}
    plan = heard.plan
    if plan is None:
        notes.append("no plan")
    else:
        values = score(problem, plan, policy)
        found = verify(problem, plan, policy)
        notes += [f"broken, for instance: {found[0]}"] if found else []
        value = values["needs-met"]
        refutes = bound is not None and value > bound and not found
        notes += [f"above our bound of {bound}, which is wrong then"] if refutes else []
        row |= {
            "value": value,
            "gap": GoalResult(id="needs-met", value=value, bound=bound).gap,
            "needs_met": len({release.need for release in plan.releases}),
            "trained": trained(plan),
            "half_days": values["engaged-half-days"],
            "violations": len(found),
            "refutes": refutes,
        }
    return row | {
        "bound": heard.told.get("bound"),
        "seconds": heard.told.get("seconds"),
        "first_plan": heard.told.get("first"),
        "peak_mib": round(heard.peak_mib),
        "note": "; ".join(notes),
    }


def shown(row: Mapping[str, Any]) -> str:
    """One line of the table."""
    words = {name: _word(name, row.get(name)) for name in COLUMNS}
    return " ".join(form.format(words[name]) for name, form in COLUMNS.items()).rstrip()


def heading() -> str:
    """The line above the table."""
    return " ".join(form.format(name) for name, form in COLUMNS.items())


def _word(column: str, value: Any) -> str:
    if value is None:
        return "-"
    return f"{100 * value:.2f} %" if column == "gap" else str(value)
