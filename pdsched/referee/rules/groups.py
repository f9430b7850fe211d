"""Who learns together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pdsched.problem import Modality, Pair, PairKind
from pdsched.referee.case import Case
from pdsched.referee.grouping import grouped
from pdsched.referee.meeting import Meeting
from pdsched.referee.registry import Finding, rule

_WITHOUT_MIXING = (Modality.SELF_PACED, Modality.COACHING, Modality.COACHING_IN_CLASS)
"""Modalities of which no rule asks how many of a group are of one school."""


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
        if meeting.course.modality not in _WITHOUT_MIXING:
            known = [p for p in meeting.people if p in case.facts.home]
            for school, people in Counter(case.facts.home[p] for p in known).items():
                yield meeting, school, people


@rule("pairs")
def pairs(case: Case) -> Iterator[Finding]:
    """Who is to learn together does, and who is to learn apart does not."""
    by_course = grouped(case.meetings, lambda m: m.course.id)
    for pair in case.facts.problem.pairs:
        for course in case.facts.learning.shared_courses(pair):
            for meeting in by_course.get(course, ()):
                yield from _wrong_pair(pair, meeting)


def _wrong_pair(pair: Pair, meeting: Meeting) -> Iterator[Finding]:
    there = [person for person in pair.staff if person in meeting.people]
    if pair.kind is PairKind.APART and len(there) == 2:
        yield (
            (pair.id, meeting.session.id),
            f"{there[0]} and {there[1]} both attend {meeting}; pair {pair.id} keeps them apart",
        )
    elif pair.kind is PairKind.TOGETHER and len(there) == 1:
        missing = next(person for person in pair.staff if person not in there)
        yield (
            (pair.id, meeting.session.id),
            f"{there[0]} attends {meeting} without {missing}; pair {pair.id} keeps them together",
        )
