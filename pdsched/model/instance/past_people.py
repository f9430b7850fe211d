"""People of whom the past tells something: they stay single."""

from __future__ import annotations

from pdsched.problem import Problem


def named_people(problem: Problem) -> set[str]:
    """Staff of whom the past tells an attendance: they stay single."""
    return {release.staff for release in problem.past_releases}


def named_substitutes(problem: Problem) -> set[str]:
    """Substitutes of whom the past tells something: they stay single."""
    covering = {cover.substitute for cover in problem.past_covers if cover.substitute is not None}
    return covering | {engagement.substitute for engagement in problem.past_engagements}
