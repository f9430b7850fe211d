"""What an engine is given for one goal: rows, with what goals before have reached, and weights."""

from __future__ import annotations

from typing import NamedTuple

from pdsched.engines.arrays import Ints
from pdsched.engines.program import IntegerProgram, Objective
from pdsched.model.build import formulate
from pdsched.model.formulation.formulation import Formulation
from pdsched.search.subproblem import with_held
from pdsched.search.task import GoalTask


class Stated(NamedTuple):
    """A formulation, its program with the goals already done held, and what the goal weighs."""

    formulation: Formulation
    program: IntegerProgram
    objective: Objective


def stated(task: GoalTask, attendances: Ints | None = None) -> Stated:
    """Some attendances, or all of them, stated for the goal of a task."""
    f, goal = formulate(task.candidates, attendances), task.incumbent.goal
    program = with_held(f, f.program, task.held)
    return Stated(f, program, Objective(goal.weights(f), goal.maximise))
