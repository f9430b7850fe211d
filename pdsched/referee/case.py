"""A plan before the referee: its sound records, looked up by person, date, trainer and so on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cached_property

from pdsched.plan import Cover, Engagement, Plan, Session
from pdsched.policy import Policy
from pdsched.problem import Half, Lesson
from pdsched.referee.facts import Away, Facts
from pdsched.referee.grouping import grouped
from pdsched.referee.meeting import Attendance, Due, Meeting, Met, Told
from pdsched.referee.spans import Span, span_of
from pdsched.referee.timetable import Held


class Case:
    """Plan, policy and facts together.

    Only sound records appear here: those whose ids are all known. The rule ``records`` reports
    the others; every other rule judges the plan as if they were not there. What a release is
    away from follows from its session, never from what its own record says.
    """

    def __init__(self, facts: Facts, plan: Plan, policy: Policy) -> None:
        self.facts = facts
        self.plan = plan
        self.policy = policy
        self.known_aways: dict[tuple[str, date, Span, str | None, bool], Away] = {}
        """What is worked out once of `away` and `away_to_lead`."""

    def since(self, rule: str) -> date | None:
        """From which date on school days in a row are judged by a rule: not those of the past.

        Where the rule is soft every step beyond it counts, whenever it was.
        """
        return None if rule in self.policy.soft else self.facts.problem.calendar.today

    @property
    def needs(self) -> Collection[str]:
        """Ids of the needs of which each is to be met or listed as unmet."""
        return self.facts.needs

    @cached_property
    def meetings(self) -> list[Meeting]:
        """The sessions whose course, venue, trainer and room are known."""
        return [self._meeting(session) for session in self.plan.sessions if self._sound(session)]

    def _sound(self, session: Session) -> bool:
        facts = self.facts
        return (
            session.course in facts.courses
            and (session.school is None or session.school in facts.schools)
            and (session.trainer is None or session.trainer in facts.trainers)
            and (session.room is None or session.room in facts.rooms)
        )

    def _meeting(self, session: Session) -> Meeting:
        return Meeting(
            session,
            self.facts.courses[session.course],
            span_of(session),
            tuple(dict.fromkeys(session.staff)),
        )

    @cached_property
    def attendances(self) -> list[Attendance]:
        """Each known person at each of the meetings that they attend."""
        return [
            Attendance(staff, meeting, self._attending(staff, meeting))
            for meeting in self.meetings
            for staff in meeting.people
            if staff in self.facts.staff
        ]

    def _attending(self, staff: str, meeting: Meeting) -> Away:
        in_lesson = meeting.course.modality.in_lesson
        return self.away(staff, meeting.day, meeting.span, meeting.venue, in_lesson=in_lesson)

    @cached_property
    def leading(self) -> list[Attendance]:
        """Each staff member who leads a meeting, at each of these."""
        return [
            Attendance(staff, meeting, self._leading(staff, meeting), True)
            for meeting in self.meetings
            for staff in self.facts.givers(meeting.session.trainer)
            if staff in self.facts.staff
        ]

    def _leading(self, staff: str, meeting: Meeting) -> Away:
        return self.away_to_lead(staff, meeting.day, meeting.span, meeting.venue)

    @cached_property
    def absences(self) -> list[Attendance]:
        """Each staff member at each of their meetings, whether they attend or lead it."""
        return [*self.attendances, *self.leading]

    def away(
        self, staff: str, day: date, session: Span, venue: str | None, *, in_lesson: bool = False
    ) -> Away:
        """The release of a person who attends, in whole half-days where the policy says so.

        Who is coached in a lesson stays there, and leaves none.
        """
        if in_lesson:
            return Away(session, ())
        return self._known(staff, day, session, venue, leads=False)

    def away_to_lead(self, staff: str, day: date, session: Span, venue: str | None) -> Away:
        """The release of a person who leads, in whole half-days where the policy says so."""
        return self._known(staff, day, session, venue, leads=True)

    def _known(
        self, staff: str, day: date, session: Span, venue: str | None, *, leads: bool
    ) -> Away:
        key = staff, day, session, venue, leads
        away = self.known_aways.get(key)
        if away is None:
            find = self.facts.leading if leads else self.facts.away
            away = self._in_whole(staff, day, find(staff, day, session, venue))
            self.known_aways[key] = away
        return away

    def _in_whole(self, staff: str, day: date, away: Away) -> Away:
        halves = self.half_days(away)
        return Away(
            away.span,
            tuple(
                held
                for held in self.facts.lessons_on(staff, day)
                if held in away.taken or self.facts.half(held.lesson) in halves
            ),
        )

    def half_days(self, away: Away) -> frozenset[Half]:
        """The half-days from which a release is in the whole; none unless the policy says so."""
        if not self.policy.holds("half-day-releases"):
            return frozenset()
        return frozenset(self.facts.half(held.lesson) for held in away.to_cover)

    def touched(self, attendance: Attendance) -> tuple[Held, ...]:
        """The lessons that a release takes by its time alone."""
        meeting = attendance.meeting
        if meeting.course.modality.in_lesson and not attendance.leads:
            return ()
        return self.facts.away(attendance.staff, meeting.day, meeting.span, meeting.venue).taken

    @cached_property
    def at(self) -> dict[tuple[str, str, bool], Attendance]:
        """The attendances by person, session and whether the person leads it."""
        return {(a.staff, a.meeting.session.id, a.leads): a for a in reversed(self.absences)}

    @cached_property
    def releases(self) -> list[Told]:
        """The releases that belong to an attendance, and whose need, if they name one, is known."""
        return [
            Told(release, attendance)
            for release in self.plan.releases
            for attendance in (self.at.get((release.staff, release.session, release.leads)),)
            if attendance is not None and (release.leads or release.need in self.facts.needs)
        ]

    @cached_property
    def met(self) -> list[Met]:
        """The known needs that releases meet, and where."""
        return [
            Met(told.release.need, told.attendance)
            for told in self.releases
            if told.release.need is not None
        ]

    @cached_property
    def covers(self) -> list[Cover]:
        """The covers whose person, lesson and holder are known."""
        facts = self.facts
        return [
            cover
            for cover in self.plan.covers
            if cover.staff in facts.staff
            and cover.lesson in facts.lessons
            and (cover.substitute is None or cover.substitute in facts.substitutes)
            and (cover.colleague is None or cover.colleague in facts.staff)
        ]

    @cached_property
    def covers_by_substitutes(self) -> list[Cover]:
        """Those of the covers that a substitute gives."""
        return [cover for cover in self.covers if cover.substitute is not None]

    @cached_property
    def covers_by_colleagues(self) -> list[Cover]:
        """Those of the covers that a colleague gives."""
        return [cover for cover in self.covers if cover.colleague is not None]

    @cached_property
    def covers_by_colleague(self) -> dict[str, list[Cover]]:
        """The covers that each colleague gives."""
        return grouped(self.covers_by_colleagues, lambda c: c.colleague or "")

    @cached_property
    def divided(self) -> frozenset[tuple[str, str, date]]:
        """Person, lesson and date of classes of which several colleagues take in a part each."""
        if not self.policy.split_classes:
            return frozenset()
        return frozenset(
            key
            for key, covers in self.covers_of.items()
            if self.facts.lessons[key[1]].may_split
            and len({c.colleague for c in covers} - {None}) == len(covers) > 1
        )

    @cached_property
    def covers_of(self) -> dict[tuple[str, str, date], list[Cover]]:
        """The covers of each person, lesson and date."""
        return grouped(self.covers, lambda c: (c.staff, c.lesson, c.date))

    @cached_property
    def engagements(self) -> list[Engagement]:
        """The engagements whose substitute and school are known."""
        return [
            engagement
            for engagement in self.plan.engagements
            if engagement.substitute in self.facts.substitutes
            and engagement.school in self.facts.schools
        ]

    @cached_property
    def by_person(self) -> dict[str, list[Attendance]]:
        """Where each person is away to, to attend or to lead."""
        return grouped(self.absences, lambda a: a.staff)

    @cached_property
    def by_person_and_day(self) -> dict[tuple[str, date], list[Attendance]]:
        """Where each person is away to on each date, to attend or to lead."""
        return grouped(self.absences, lambda a: (a.staff, a.day))

    @cached_property
    def by_trainer_and_day(self) -> dict[tuple[str, date], list[Meeting]]:
        """The meetings that each trainer gives on each date, alone or in a team."""
        days: dict[tuple[str, date], list[Meeting]] = {}
        for meeting in self.meetings:
            for name in self.facts.givers(meeting.session.trainer):
                days.setdefault((name, meeting.day), []).append(meeting)
        return days

    @cached_property
    def by_room_and_day(self) -> dict[tuple[str, date], list[Meeting]]:
        """The meetings in each room on each date."""
        given = (m for m in self.meetings if m.session.room is not None)
        return grouped(given, lambda m: (m.session.room or "", m.day))

    @cached_property
    def from_lessons(self) -> list[Attendance]:
        """The absences that are releases from lessons."""
        return [a for a in self.absences if a.away.from_lessons]

    @cached_property
    def owed(self) -> dict[tuple[str, str, date], Lesson]:
        """Every lesson with cover needed that is taken, by person, lesson and date, each once."""
        return {
            (a.staff, held.lesson.id, a.day): held.lesson
            for a in self.from_lessons
            for held in a.away.to_cover
        }

    @cached_property
    def due(self) -> list[Due]:
        """Every lesson on every date from which people are away, and the covers that it needs."""
        away = grouped(self.owed, lambda key: (key[1], key[2]))
        return [
            Due(
                lesson := self.facts.lessons[name],
                day,
                tuple(staff for staff, _, _ in keys),
                max(0, len(keys) - lesson.spare),
            )
            for (name, day), keys in away.items()
        ]

    @cached_property
    def engaged(self) -> set[tuple[str, str, date, Half]]:
        """Substitute, school, date and half-day of every engagement."""
        return {(e.substitute, e.school, e.date, e.half) for e in self.engagements}
