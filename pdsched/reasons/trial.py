"""One attempt to meet a need more: the records that it would add to a plan."""

from __future__ import annotations

from typing import NamedTuple

from pdsched.plan import Cover, Engagement, Release, Session
from pdsched.problem import clock
from pdsched.referee import Case
from pdsched.referee.local import Change, Records
from pdsched.referee.meeting import Meeting


class Trial(NamedTuple):
    """A session as it would be, who comes to it, and who holds their lessons."""

    meeting: Meeting
    session: Session
    change: Change

    @staticmethod
    def joining(meeting: Meeting) -> Trial:
        """More people in a session of the plan; nobody yet."""
        session = meeting.session
        return Trial(meeting, session, Change(Records((session,)), Records((session,))))

    @staticmethod
    def founding(case: Case, meeting: Meeting) -> Trial:
        """A new session, whose trainers, as far as they are on the staff, are released for it."""
        session = meeting.session
        leading = tuple(
            _release(case, name, meeting, None)
            for name in case.facts.givers(session.trainer)
            if name in case.facts.staff
        )
        return Trial(meeting, session, Change(Records((session,), leading)))

    @property
    def people(self) -> tuple[str, ...]:
        """Who is released for it on trial, to attend or to lead."""
        return tuple(release.staff for release in self.change.new.releases)

    def with_person(self, case: Case, staff: str, need: str) -> Trial:
        """The same with somebody more who attends, for a need of theirs."""
        session = self.session.model_copy(update={"staff": (*self.session.staff, staff)})
        release = _release(case, staff, self.meeting, need)
        new = self.change.new
        new = new._replace(sessions=(session,), releases=(*new.releases, release))
        return self._replace(session=session, change=self.change._replace(new=new))

    def uncovered(self) -> Trial:
        """The same with nobody who holds a lesson."""
        new = self.change.new._replace(covers=(), engagements=())
        return self._replace(change=self.change._replace(new=new))

    def with_hand(self, cover: Cover, engagement: Engagement | None) -> Trial:
        """The same with a lesson held, for which somebody may have to be engaged."""
        new = self.change.new
        more = () if engagement is None or engagement in new.engagements else (engagement,)
        new = new._replace(covers=(*new.covers, cover), engagements=(*new.engagements, *more))
        return self._replace(change=self.change._replace(new=new))


def _release(case: Case, staff: str, meeting: Meeting, need: str | None) -> Release:
    where = staff, meeting.day, meeting.span, meeting.venue
    if need is None:
        away = case.away_to_lead(*where)
    else:
        away = case.away(*where, in_lesson=meeting.course.modality.in_lesson)
    return Release(
        staff=staff,
        session=meeting.session.id,
        date=meeting.day,
        start=clock(away.span.start),
        end=clock(away.span.end),
        need=need,
        lessons=tuple(held.lesson.id for held in away.taken),
    )
