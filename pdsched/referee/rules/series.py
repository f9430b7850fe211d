"""Who goes through a series together."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.problem import Modality
from pdsched.referee.case import Case
from pdsched.referee.grouping import grouped
from pdsched.referee.registry import Finding, rule


@rule("same-group")
def same_group(case: Case) -> Iterator[Finding]:
    """A group that is to stay together through a series does."""
    facts = case.facts
    visits = grouped(case.attendances, lambda a: (a.staff, a.meeting.course.id))
    for meeting in case.meetings:
        for arc in meeting.course.prerequisites:
            courses = (meeting.course, facts.courses[arc.course])
            if not arc.same_group or any(c.modality is Modality.SELF_PACED for c in courses):
                continue
            before = {
                visit.meeting.session.id: str(visit.meeting)
                for person in meeting.people
                for visit in visits.get((person, arc.course), ())
            }
            if len(before) > 1:
                yield (
                    (meeting.session.id, *before),
                    f"those at {meeting} come from {len(before)} groups: "
                    f"{'; '.join(before.values())}",
                )
