"""What the caller insists on or rules out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from pdsched.plan import Engagement, Session
from pdsched.problem import Course, EngagementPin, PinKind, SessionPin
from pdsched.referee.case import Case
from pdsched.referee.registry import Finding, rule


@rule("pins")
def pins(case: Case) -> Iterator[Finding]:
    """What the caller insists on holds."""
    problem = case.facts.problem
    met: dict[str, set[str]] = defaultdict(set)
    for each in case.met:
        met[each.attendance.meeting.session.id].add(each.need)
    for pin in problem.session_pins:
        sessions = [
            s.id
            for s, course in ((m.session, m.course) for m in case.meetings)
            if session_matches(pin, s, course, case.facts.givers(s.trainer), met[s.id])
        ]
        yield from _judge(pin, "a session", sessions)
    for wanted in problem.engagement_pins:
        engagements = [
            f"{e.substitute} at {e.school} on {e.date} {e.half}"
            for e in case.engagements
            if engagement_matches(wanted, e)
        ]
        yield from _judge(wanted, "an engagement", engagements)


def _judge(pin: SessionPin | EngagementPin, what: str, matches: list[str]) -> Iterator[Finding]:
    said = {"id", "kind", "reason", "published"}
    given = pin.model_dump(mode="json", exclude_none=True, exclude=said)
    fields = ", ".join(f"{name} {value}" for name, value in given.items())
    if pin.kind is PinKind.REQUIRE and not matches:
        yield (pin.id,), f"pin {pin.id} requires {what} with {fields}; there is none"
    if pin.kind is PinKind.FORBID:
        for one in matches:
            yield (pin.id, one), f"pin {pin.id} forbids {what} with {fields}: {one}"


def session_matches(
    pin: SessionPin,
    session: Session,
    course: Course,
    givers: tuple[str, ...],
    met: Collection[str],
) -> bool:
    """Whether a session, given by these, has all the fields that a pin gives.

    Args:
        pin: Of a session.
        session: It, with who attends it.
        course: That of the session.
        givers: Who gives it, a team and its members.
        met: Ids of the needs that are met there.
    """
    return (
        pin.course in (None, *course.names)
        and (pin.staff is None or pin.staff in session.staff)
        and (pin.need is None or pin.need in met)
        and pin.trainer in (None, session.trainer, *givers)
        and pin.room in (None, session.room)
        and pin.school in (None, session.school)
        and pin.date in (None, session.date)
        and pin.start in (None, session.start)
    )


def engagement_matches(pin: EngagementPin, engagement: Engagement) -> bool:
    """Whether an engagement has all the fields that a pin gives."""
    return (
        pin.substitute in (None, engagement.substitute)
        and pin.school in (None, engagement.school)
        and pin.date in (None, engagement.date)
        and pin.half in (None, engagement.half)
    )
