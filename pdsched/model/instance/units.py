"""Departments, grades and roles of schools: their numbers and heads, and shares of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.problem import Problem
from pdsched.problem.once import once

GRACE = 1e-9
"""A share of 0.29 of 100 people is 29, whatever the last digit of the product."""


class Units(NamedTuple):
    """The departments, the grades or the roles of all schools."""

    of: Mapping[str, int]
    """By staff member, the number of their unit; -1 where there is none."""
    heads: Ints
    """By number, how many people it has."""


@once
def units_of_schools(problem: Problem) -> dict[str, Units]:
    """Departments, grades and roles; of two schools they are two, whatever their names."""
    units = {}
    for kind in ("department", "grade", "role"):
        unit = {m.id: (m.schools[0], str(getattr(m, kind))) for m in problem.staff}
        heads = Counter(unit.values())
        numbers = {one: n if one[1] else -1 for n, one in enumerate(heads)}
        of = {person: numbers[one] for person, one in unit.items()}
        units[kind] = Units(of, np.array(list(heads.values()), dtype=np.int64))
    return units


def share_of(share: float, heads: Ints) -> Ints:
    """By number of people, so many of them, one at least."""
    return np.maximum(1, (share * heads + GRACE).astype(np.int64))
