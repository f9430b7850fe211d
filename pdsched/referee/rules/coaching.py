"""Coaching in class: the coach comes to a lesson, whose teacher stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pdsched.referee.case import Case
from pdsched.referee.facts import Facts
from pdsched.referee.meeting import Meeting
from pdsched.referee.registry import Finding, rule
from pdsched.referee.spans import Span


def lessons_around(
    facts: Facts, staff: str, day: date, session: Span, venue: str | None
) -> frozenset[str]:
    """The lessons of a person at a school in which a session lies."""
    return frozenset(
        held.lesson.id
        for held in facts.lessons_on(staff, day)
        if held.lesson.school == venue and session.inside(held.span)
    )


@rule("coached-lesson")
def coached_lesson(case: Case) -> Iterator[Finding]:
    """All of a group hold one lesson, and none of them leaves it."""
    for meeting in case.meetings:
        if meeting.course.modality.in_lesson:
            yield from _group(case, meeting)


def _group(case: Case, meeting: Meeting) -> Iterator[Finding]:
    people = [staff for staff in meeting.people if staff in case.facts.staff]
    where = meeting.day, meeting.span, meeting.venue
    lessons = {staff: lessons_around(case.facts, staff, *where) for staff in people}
    for staff in people:
        if not lessons[staff]:
            yield (
                (staff, meeting.session.id),
                f"{staff} holds no lesson at {meeting.venue} all through {meeting}",
            )
        for lesson in sorted(lessons[staff]):
            yield from _left(case, staff, lesson, meeting)
    shared = [held for held in lessons.values() if held]
    if shared and not frozenset.intersection(*shared):
        yield (meeting.session.id,), f"those who attend {meeting} hold different lessons then"


def _left(case: Case, staff: str, lesson: str, meeting: Meeting) -> Iterator[Finding]:
    for visit in case.by_person_and_day.get((staff, meeting.day), ()):
        if any(held.lesson.id == lesson for held in visit.away.taken):
            yield (
                (staff, lesson),
                f"{staff} is coached in lesson {lesson} on {meeting.day}, and released from it "
                f"for {visit.meeting}",
            )
