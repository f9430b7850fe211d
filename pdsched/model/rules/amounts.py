"""Rules of how much is learned. The plan in which nothing happens can break them."""

from __future__ import annotations

import numpy as np

from pdsched.model.formulation.champions import state_champions
from pdsched.model.formulation.doses import Doses
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import tells_apart, with_needs
from pdsched.model.rules.registry import rule


@rule("dose")
def dose(f: Formulation) -> None:
    """Nobody is short of their dose."""
    owed = Doses(f.index).owed(f)
    none = np.zeros(len(owed.lacks), dtype=np.int64)
    f.at_least(owed.unit, f.attend.column[owed.entry], owed.minutes, owed.lacks, slack=none)


@rule("champions")
def champions(f: Formulation) -> None:
    """No school misses champions."""
    state_champions(f, insist=True)


tells_apart("dose", "champions", single_staff=with_needs)
