"""The goals as weights of the decisions, one entry each, registered by id."""

from pdsched.model.goals import (
    amounts,
    cadence,
    changes,
    contracts,
    cover,
    equity,
    holders,
    learning,
    paid,
    people,
    sessions,
    sizes,
    times,
    trainers,
    wishes,
)
from pdsched.model.goals.registry import GOALS, Goal
from pdsched.model.goals.tiers import goal_of, state_goals, tier_goals

__all__ = [
    "GOALS",
    "Goal",
    "amounts",
    "cadence",
    "changes",
    "contracts",
    "cover",
    "equity",
    "goal_of",
    "holders",
    "learning",
    "paid",
    "people",
    "sessions",
    "sizes",
    "state_goals",
    "tier_goals",
    "times",
    "trainers",
    "wishes",
]
