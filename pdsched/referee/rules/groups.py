"""Who learns together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pdsched.problem import Modality
from pdsched.referee.case import Case, Meeting
from pdsched.referee.registry import Finding, rule


@rule("most-of-one-school")
def most_of_one_school(case: Case) -> Iterator[Finding]:
    """Only so many of a group have the same home school."""
    most = case.policy.most_of_one_school or 0
    for meeting, school, people in _schools(case):
        if people > most:
            yield (
                (meeting.session.id, school),
                f"{people} of {school} attend {meeting}, allowed {most}",
                people - most,
            )


@rule("least-of-one-school")
def least_of_one_school(case: Case) -> Iterator[Finding]:
    """Of a home school nobody is in a group, or so many."""
    least = case.policy.least_of_one_school or 0
    for meeting, school, people in _schools(case):
        if people < least:
            yield (
                (meeting.session.id, school),
                f"{people} of {school} attend {meeting}; at least {least} should, or nobody",
                least - people,
            )


def _schools(case: Case) -> Iterator[tuple[Meeting, str, int]]:
    """Each group that mixes schools, each home school in it, and how many are of it."""
    for meeting in case.meetings:
        if meeting.course.modality not in (Modality.SELF_PACED, Modality.COACHING):
            known = [p for p in meeting.people if p in case.facts.home]
            for school, people in Counter(case.facts.home[p] for p in known).items():
                yield meeting, school, people
