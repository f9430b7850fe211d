"""That who is a substitute, and a trainer or a staff member besides, is in one place at a time."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.plan import Engagement
from pdsched.referee.case import Case
from pdsched.referee.facts import Away
from pdsched.referee.registry import Finding
from pdsched.referee.spans import Span, span_of


def engaged_in_one_place(case: Case) -> Iterator[Finding]:
    """Part of the rule ``one-place``: an engagement takes the half-day of its school."""
    for one in case.engagements:
        for why in why_not_engaged(case, one):
            yield (
                (one.substitute, one.school),
                f"{one.substitute} is engaged at {one.school} on {one.date} {one.half} "
                f"({_lessons(case, one)}), {why}",
            )


def why_not_engaged(case: Case, one: Engagement) -> Iterator[str]:
    """What else the substitute does, as trainer or staff member, that an engagement rules out."""
    span = _lessons(case, one)
    if span is None or one.substitute not in case.facts.several_roles:
        return
    yield from _leads(case, one)
    if one.substitute in case.facts.staff:
        yield from _holds(case, one, span)
        yield from _is_released(case, one)
        yield from _is_not_free(case, one, span)


def _lessons(case: Case, one: Engagement) -> Span | None:
    return case.facts.hours.of(one.school, one.date, one.half)


def takes_half_day(
    case: Case, one: Engagement, session: Span, venue: str | None, away: Away
) -> bool:
    """Whether who is engaged could not be at a session of the date, from which they are so away."""
    span = _lessons(case, one)
    if span is None:
        return False
    reach = case.facts.with_travel(session, one.school, venue)
    return span.overlaps(away.span) or span.overlaps(reach) or one.half in case.half_days(away)


def _leads(case: Case, one: Engagement) -> Iterator[str]:
    """Sessions that the substitute gives as a trainer, staff member or not."""
    for meeting in case.by_trainer_and_day.get((one.substitute, one.date), ()):
        if takes_half_day(case, one, meeting.span, meeting.venue, Away(meeting.span, ())):
            yield f"and leads {meeting}, or could not get there in time"


def _holds(case: Case, one: Engagement, span: Span) -> Iterator[str]:
    """Lessons of the substitute's own, and of others whom they cover for as a colleague."""
    name, day = one.substitute, one.date
    lessons = [held.lesson for held in case.facts.lessons_on(name, day)]
    covers = (c for c in case.covers_by_colleague.get(name, ()) if c.date == day)
    for lesson in (*lessons, *(case.facts.lessons[cover.lesson] for cover in covers)):
        hours = span_of(lesson)
        if hours.overlaps(case.facts.with_travel(span, lesson.school, one.school)):
            yield f"and holds lesson {lesson.id} ({hours}), or could not get there in time"


def _is_released(case: Case, one: Engagement) -> Iterator[str]:
    """Releases of the substitute's own, to attend or to lead."""
    for visit in case.by_person_and_day.get((one.substitute, one.date), ()):
        meeting = visit.meeting
        if takes_half_day(case, one, meeting.span, meeting.venue, visit.away):
            yield f"and is released for {meeting}, or could not get there in time"


def _is_not_free(case: Case, one: Engagement, span: Span) -> Iterator[str]:
    facts, name = case.facts, one.substitute
    for window in facts.staff[name].unavailable:
        if window.on(one.date) and span_of(window).overlaps(span):
            yield f"and is unavailable from {span_of(window)}"
    if case.policy.colleagues_keep_protected_time:
        for protected, time in facts.protected.on(name, one.date):
            if protected.overlaps(span):
                yield f"in protected time {time.id} from {protected}"
