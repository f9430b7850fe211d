"""What is carried into the next plan has to be read again: figures that no problem can say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pdsched.checks import read_record
from pdsched.errors import Fault, ProblemError
from pdsched.problem import Problem, StaffMember, Substitute

_ADVICE = "lower it in the problem before the plan by what has been given back since, or begin anew"


def refuse_beyond(problem: Problem, staff: Collection[str], substitutes: Collection[str]) -> None:
    """Refuse a problem of which figures have grown beyond their limits.

    Args:
        problem: with the figures after a plan.
        staff: ids of the staff members whose figures have changed.
        substitutes: the same of substitutes.

    Raises:
        ProblemError: with a fault for each such figure, as reading the problem would tell it.
    """
    faults = [
        *_beyond("staff", problem.staff, staff),
        *_beyond("substitutes", problem.substitutes, substitutes),
    ]
    if faults:
        raise ProblemError(faults)


def _beyond(
    kind: str, records: Sequence[StaffMember | Substitute], changed: Collection[str]
) -> Iterator[Fault]:
    for place, record in enumerate(records):
        if record.id in changed:
            _, faults = read_record(type(record), record.model_dump(mode="json"))
            for each in faults:
                where, advice = f"{kind}[{place}].{each.where}", f"{each.advice}: {_ADVICE}"
                yield each._replace(where=where, advice=advice)
