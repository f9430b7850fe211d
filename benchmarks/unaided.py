"""What a plan reaches with neither trainer nor substitute."""

from __future__ import annotations

from pdsched import Plan, Policy, Problem, score
from pdsched.plan import Release
from pdsched.problem import CoverKind


def unaided(problem: Problem, plan: Plan, policy: Policy) -> int:
    """Points for needs that nobody helps with: no trainer leads, and no lesson has to be covered.

    That is learning alone or in a peer group, in time that is free, or whose lessons nobody has to
    hold.

    >>> from pdsched import Plan, Policy, Problem, generate
    >>> unaided(generate(size="XS", seed=1), Plan(), Policy())
    0
    """
    led = {session.id for session in plan.sessions if session.trainer is not None}
    covered = {lesson.id for lesson in problem.lessons if lesson.cover is CoverKind.NEEDED}

    def alone(release: Release) -> bool:
        return release.session not in led and covered.isdisjoint(release.lessons)

    releases = tuple(release for release in plan.releases if alone(release))
    kept = plan.model_copy(update={"releases": releases})
    return score(problem, kept, policy)["needs-met"]
