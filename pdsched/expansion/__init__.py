"""A problem in full: what its records imply, written out for whoever plans, judges or shows."""

from pdsched.expansion.full import in_full
from pdsched.expansion.learner import Learner
from pdsched.expansion.steps import (
    Answering,
    answers,
    implied_steps,
    with_steps,
    without_need,
)

__all__ = [
    "Answering",
    "Learner",
    "answers",
    "implied_steps",
    "in_full",
    "with_steps",
    "without_need",
]
