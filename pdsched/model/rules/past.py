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
def past_stays(f: Formulation) -> None:
    """What was before today is there. Nothing else is a candidate of those days."""
    x, y, e = f.attend, f.session, f.engage
    first = first_open(f.index)
    _happens(f, x.column[x.day < first])
    _happens(f, y.column[y.day < first])
    _happens(f, e.column[lookup_sorted(past_engagements(f.index), e.ids)[0]])


def _happens(f: Formulation, columns: Ints) -> None:
    f.rows.add(np.arange(len(columns)), columns, lower=1)


tells_apart("past")
