"""What the past breaks by itself lets nothing be added to it, and is no fault of a plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pdsched.engines.program import IntegerProgram
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import values_of
from pdsched.model.solution.past import past_choice


def excused(f: Formulation, program: IntegerProgram) -> IntegerProgram:
    """The program with limits that the past keeps: what it breaks lets nothing be added.

    A row that asks for something, and breaks where nothing happens at all, stays as it is.
    """
    problem = f.index.world.problem
    if not problem.past_sessions and not problem.past_engagements:
        return program
    activity = program.activity(values_of(f, past_choice(f.candidates)))
    lower, upper = program.lower, program.upper
    return replace(
        program,
        lower=np.where(lower <= 0, np.minimum(lower, activity), lower),
        upper=np.where(upper >= 0, np.maximum(upper, activity), upper),
    )
