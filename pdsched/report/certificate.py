"""By what the report can be checked: versions, digests, seed, policy."""

from __future__ import annotations

from importlib.metadata import version
from typing import NamedTuple

from pdsched.problem import Problem
from pdsched.report.answer import Answer
from pdsched.result import Result


class Certificate(NamedTuple):
    """What was solved, by what, and how it ended."""

    result: Result | None
    """``None`` where the report is of a plan alone."""
    version: str
    """Of the pdsched that wrote the report."""
    problem_digest: str
    answered_digest: str
    """Digest of the problem that the plan says it answers; empty where it does not say."""
    policy_name: str
    policy_digest: str
    policy: tuple[str, ...]
    """The policy in sentences."""


def certificate(problem: Problem, answer: Answer, language: str) -> Certificate:
    """The certificate of a report, its policy in a language."""
    return Certificate(
        result=answer.result,
        version=version("pdsched"),
        problem_digest=problem.digest(),
        answered_digest=answer.made_for,
        policy_name=answer.policy.name,
        policy_digest=answer.policy.digest(),
        policy=answer.policy.sentences(language=language),
    )
