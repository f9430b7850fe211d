"""Goals of how much is learned: what is lacking to amounts that somebody asked for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.champions import bounds, missing_after, state_champions
from pdsched.model.formulation.doses import Doses
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.registry import Goal, goal, own_columns
from pdsched.model.instance.distinctions import tells_apart, with_needs
from pdsched.model.solution.solution import Solution


def _shortage(f: Formulation) -> None:
    """A column for the minutes that each person lacks, in each topic if these count apart."""
    owed = Doses(f.index).owed(f)
    short = f.at_least(
        owed.unit, f.attend.column[owed.entry], owed.minutes, owed.lacks, slack=owed.lacks
    )
    f.own["dose-shortage"] = short


def _shortage_of(candidates: Candidates, solution: Solution) -> int:
    doses = Doses(candidates.index)
    learned = doses.learned(candidates, solution.attends)
    return int(np.maximum(doses.lacking - learned, 0).sum())


def _bounds(candidates: Candidates) -> Iterator[tuple[int, str]]:
    yield 0, "plain"
    if not candidates.partial:
        yield int(Doses(candidates.index).at_best(candidates).sum()), "needs"


goal(
    "dose-shortage",
    Goal(own_columns("dose-shortage"), _shortage_of, bounds=_bounds, state=_shortage),
)


def _missing(f: Formulation) -> None:
    """Columns for the champions that each school misses."""
    f.own["champions-missing"] = state_champions(f, insist=False)


def _missing_of(candidates: Candidates, solution: Solution) -> int:
    return missing_after(candidates, solution.attends.ids)


goal(
    "champions-missing",
    Goal(own_columns("champions-missing"), _missing_of, bounds=bounds, state=_missing),
)


tells_apart("dose-shortage", "champions-missing", single_staff=with_needs)
