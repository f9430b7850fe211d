"""Goals of sessions: their sizes, their minutes and the visits of trainers."""

from __future__ import annotations

from pdsched.referee.case import Case
from pdsched.referee.goals.registry import goal


@goal("group-size-off")
def group_size_off(case: Case) -> int:
    """People by whom groups are larger or smaller than their courses prefer."""
    return sum(
        abs(len(meeting.people) - meeting.course.group_preferred)
        for meeting in case.meetings
        if meeting.course.group_preferred is not None and meeting.course.modality.has_group
    )


@goal("trainer-visits")
def trainer_visits(case: Case) -> int:
    """Triples of trainer, venue and date with a session; each of a team is one who goes there."""
    given = case.by_trainer_and_day.items()
    return len({(*who, m.venue) for who, meetings in given for m in meetings if m.venue})


@goal("sessions")
def sessions(case: Case) -> int:
    """The minutes of all sessions but self-paced ones."""
    groups = (meeting for meeting in case.meetings if meeting.course.modality.has_group)
    return sum(meeting.course.minutes for meeting in groups)
