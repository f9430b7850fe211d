"""Somebody is away: the changes that a form says, and the plan that disturbs least."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pdsched.checks import check
from pdsched.checks.codes import fault
from pdsched.errors import Fault, PdschedError, ProblemError
from pdsched.files import save
from pdsched.plan import Plan
from pdsched.problem import Problem
from pdsched.referee import score
from pdsched.result import GoalResult, Result, Status
from pdsched.serve.tasks.reading import kept
from pdsched.serve.tasks.solving import ended
from pdsched.serve.work import Line
from pdsched.views.names import Names


def called(problem: Problem) -> dict[str, tuple[str, str]]:
    """Everybody by the name that pages show: which kind of person, and the id.

    Who is on the staff and trains or covers, too, is told as one of the staff: who is away is so
    in every role.

    >>> given = Problem(
    ...     calendar={"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"},
    ...     staff=[{"id": "t1", "name": "Ada King", "schools": ["north"]}],
    ... )
    >>> called(given)
    {'Ada King': ('staff', 't1')}
    """
    names = Names(problem)
    trainers = [trainer for trainer in problem.trainers if not trainer.is_team]
    kinds = ("substitute", problem.substitutes), ("trainer", trainers), ("staff", problem.staff)
    return {names.person(each.id): (kind, each.id) for kind, records in kinds for each in records}


def changes(problem: Problem, lines: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """The changes that lines of a form say, as `pdsched.Changes` has them.

    Raises:
        ProblemError: with each name that nobody has; ids are taken, too.
    """
    everybody = called(problem)
    everybody |= {identity: (kind, identity) for kind, identity in everybody.values()}
    faults: list[Fault] = []
    said = []
    for line in lines:
        person = everybody.get(line["who"])
        if person is None:
            advice = "choose one of the names that the field offers"
            faults.append(fault("PD201", "who", line["who"], "is nobody in this data", advice))
            continue
        kind, identity = person
        dates = {field: line[field] for field in ("first", "last", "half") if line[field]}
        wrong = [field for field in ("first", "last") if not _is_date(line[field])]
        faults += [_no_date(field, line[field]) for field in wrong]
        said.append({"kind": "away", kind: identity, **dates})
    if faults:
        raise ProblemError(faults)
    return said


def _is_date(text: str) -> bool:
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _no_date(field: str, text: str) -> Fault:
    return fault("PD113", field, text, "is no date", "write it as YYYY-MM-DD")


def mend(problem: Problem, result: Result, asked: Mapping[str, Any]) -> Line:
    """Keep the problem after changes; its result and whom to tell go where ``asked`` says.

    Raises:
        ProblemError: if the changes have faults.
        PdschedError: if no plan was found.
    """
    from pdsched.answers.replan import replan

    if not _is_date(asked["on"]):
        raise ProblemError([_no_date("as_of", asked["on"])])
    answer = replan(
        problem,
        result,
        {"changes": changes(problem, asked["lines"])},
        as_of=date.fromisoformat(asked["on"]) if asked["on"] else None,
        language=asked["language"],
        seconds=asked["seconds"],
    )
    if answer.plan is None or answer.changed is None:
        raise PdschedError(answer.sentence)
    made = _result(answer.changed, answer.plan, result, answer.sentence)
    save(made, asked["made"])
    told = [{"sentence": each.sentence, "broken": each.broken} for each in answer.told]
    line: Line = {"sentence": answer.sentence, "proof": answer.proof.value, "told": told}
    line["run"] = ended(answer.changed, made)
    Path(asked["told"]).write_text(json.dumps(line), encoding="utf-8")
    # People of a problem that is kept are replaced already, where they are.
    return kept(answer.changed, check(answer.changed), {"target": asked["target"]})


def _result(problem: Problem, plan: Plan, before: Result, message: str) -> Result:
    """A result with the values of the goals; what was proven is how little is disturbed."""
    values = before.policy.tier_values(score(problem, plan, before.policy))
    return Result(
        status=Status.FEASIBLE,
        plan=plan,
        goals=tuple(GoalResult(id=tier.id, value=values[tier.id]) for tier in before.policy.tiers),
        policy=before.policy,
        problem=problem.digest(),
        versions=before.versions,
        message=message,
    )
