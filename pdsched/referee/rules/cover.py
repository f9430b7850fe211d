"""Who holds the released lessons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pdsched.plan import Cover
from pdsched.referee.case import Case
from pdsched.referee.meeting import Due
from pdsched.referee.registry import Finding, rule
from pdsched.referee.rules.colleagues import taking_in
from pdsched.referee.spans import hhmm, span_of


@rule("cover")
def cover(case: Case) -> Iterator[Finding]:
    """Every released lesson that needs cover has one, by a substitute or by colleagues."""
    # All who take in a part of a class give it one cover together.
    divided = dict.fromkeys(case.divided, 1)
    given = Counter({key: len(covers) for key, covers in case.covers_of.items()} | divided)
    for due in case.due:
        yield from _uncovered(due, given)
    for one in case.covers:
        yield from _wrong_cover(case, one)
    for key in sorted(case.divided):
        yield from _ill_divided(case, *key)


def _uncovered(due: Due, given: Counter[tuple[str, str, date]]) -> Iterator[Finding]:
    """Whether those who are away have too few or too many covers, together or one of them."""
    name, least = due.lesson.id, due.covers
    covers = {staff: given[staff, name, due.day] for staff in due.people}
    when = f"on {due.day} at {hhmm(span_of(due.lesson).start)}"
    if not due.lesson.spare:
        for staff, count in covers.items():
            if count != 1:
                told = f"lesson {name} of {staff} {when} has {count or 'no'} covers, and needs one"
                yield (staff, name), told
    elif sum(covers.values()) != least or max(covers.values()) > 1:
        told = ", ".join(f"{count or 'no'} for {staff}" for staff, count in covers.items())
        needs = least or "none"
        yield (*due.people, name), f"lesson {name} {when} has covers: {told}; it needs {needs}"


def _ill_divided(case: Case, staff: str, name: str, day: date) -> Iterator[Finding]:
    """Whether a class is divided among other lessons than those, or not among all of them."""
    lesson, covers = case.facts.lessons[name], case.covers_of[staff, name, day]
    hosts = [held.lesson.id for c in covers for held in taking_in(case, c)]
    if len(covers) != len(hosts) or sorted(hosts) != sorted(set(lesson.may_split)):
        who = ", ".join(sorted(cover.holder for cover in covers))
        yield (
            (staff, name, *sorted(cover.holder for cover in covers)),
            f"lesson {name} of {staff} on {day} is divided among {who}, and may be only among one "
            f"who holds each of: {', '.join(lesson.may_split)}",
        )


def _wrong_cover(case: Case, cover: Cover) -> Iterator[Finding]:
    subjects = (cover.holder, cover.staff, cover.lesson)
    lesson = case.facts.lessons[cover.lesson]
    half = case.facts.half(lesson)
    if (cover.staff, cover.lesson, cover.date) not in case.owed:
        yield (
            subjects,
            f"{cover.holder} covers lesson {cover.lesson} of {cover.staff} on {cover.date}, "
            "which no release takes or which needs no cover",
        )
    if cover.substitute is None:
        return
    if (cover.substitute, lesson.school, cover.date, half) not in case.engaged:
        yield (
            subjects,
            f"{cover.substitute} covers lesson {cover.lesson} of {cover.staff}, but is not "
            f"engaged at {lesson.school} on {cover.date} {half}",
        )


@rule("cover-qualification")
def cover_qualification(case: Case) -> Iterator[Finding]:
    """Who covers a lesson has its qualification."""
    for one in case.covers:
        wanted = case.facts.lessons[one.lesson].qualification
        if wanted is None or wanted in _qualifications(case, one):
            continue
        yield (
            (one.holder, one.lesson),
            f"{one.holder} covers lesson {one.lesson} of {one.staff} on {one.date} "
            f"without its qualification {wanted}",
        )


def _qualifications(case: Case, cover: Cover) -> tuple[str, ...]:
    if cover.substitute is not None:
        return case.facts.substitutes[cover.substitute].qualifications
    return case.facts.staff[cover.colleague or ""].qualifications
