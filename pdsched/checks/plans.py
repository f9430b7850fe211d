"""Whether a plan can be one of a problem: whatever it names is there."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.checks.codes import fault
from pdsched.checks.references import no_such_code
from pdsched.errors import Fault
from pdsched.expansion import in_full
from pdsched.plan import Plan
from pdsched.problem import Problem

ADVICE = "give the problem for which the plan was made"
_FIELDS = {
    "sessions": {
        "course": "courses",
        "school": "schools",
        "trainer": "trainers",
        "room": "rooms",
        "staff": "staff",
    },
    "releases": {"staff": "staff", "need": "needs", "lessons": "lessons"},
    "covers": {
        "lesson": "lessons",
        "staff": "staff",
        "substitute": "substitutes",
        "colleague": "staff",
    },
    "engagements": {"substitute": "substitutes", "school": "schools"},
    "unmet": {"need": "needs"},
}
"""Of which table each field of the records of a plan holds an id, or several."""


def not_in(problem: Problem, plan: Plan, place: str = "plan") -> tuple[Fault, ...]:
    """What a plan names that its problem does not have; nothing for a plan of this problem.

    >>> from pdsched import Engagement, Half
    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> hired = Engagement(substitute="sam", school="north", date="2026-09-07", half=Half.AM)
    >>> for fault in not_in(Problem(calendar=calendar), Plan(engagements=[hired])):
    ...     print(fault)
    PD206 plan engagements[0].substitute: 'sam' is no substitute; give the problem for which ...
    PD202 plan engagements[0].school: 'north' is no school; give the problem for which ...
    """
    return tuple(_not_in(in_full(problem), plan, place))


def _not_in(problem: Problem, plan: Plan, place: str) -> Iterator[Fault]:
    tables = {table for fields in _FIELDS.values() for table in fields.values()}
    ids = {table: {record.id for record in getattr(problem, table)} for table in tables}
    for kind, fields in _FIELDS.items():
        for number, record in enumerate(getattr(plan, kind)):
            for field, table in fields.items():
                told = getattr(record, field)
                names = (told,) if isinstance(told, str) else told or ()
                for name in names:
                    if name not in ids[table]:
                        code, noun = no_such_code(table)
                        where = f"{place} {kind}[{number}].{field}"
                        yield fault(code, where, name, f"is no {noun}", ADVICE)
