"""The goals as weights of the decisions, one entry each, registered by id."""

from pdsched.model.goals import cover, learning
from pdsched.model.goals.registry import GOALS, Goal
from pdsched.model.goals.thrift import Thrift, thrifty
from pdsched.model.goals.tiers import goal_of, tier_goals

__all__ = ["GOALS", "Goal", "Thrift", "cover", "goal_of", "learning", "thrifty", "tier_goals"]
