"""Rule of the past: it stays as it was."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints, lookup_sorted
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.index import first_open
from pdsched.model.rules.registry import rule
from pdsched.model.solution.past import past_engagements


@rule("past")
def past_stays(s: Formulation) -> None:
    """What was before today is there. Nothing else is a candidate of those days."""
    first = first_open(s.index)
    _happens(s, s.attend_columns[s.day < first])
    day = s.candidates.placements.day[s.used[s.offer_seat]]
    _happens(s, s.hold_columns[day < first])
    _happens(s, s.engaged_columns[lookup_sorted(past_engagements(s.index), s.engaged)[0]])


def _happens(s: Formulation, columns: Ints) -> None:
    s.rows.add(np.arange(len(columns)), columns, lower=1)


tells_apart("past")
