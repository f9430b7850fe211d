"""Plans written out from seats and covers, by the terms of docs/rules.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cover_search import Hands
from seats import Lead, Seat, Slot

from pdsched import Plan, Problem
from pdsched.plan import Cover, Engagement, Release, Session, UnmetNeed
from pdsched.problem import Course, clock


def sections(course: Course, people: int) -> int:
    """Into how many groups of a lawful size so many people can part; 0 where they cannot."""
    fewest = -(-people // course.group_max)
    return fewest if fewest * course.group_min <= people else 0


def plan_of(problem: Problem, seats: Iterable[Seat], hands: Hands) -> Plan:
    """The plan in which these people sit in these seats and these hands hold their lessons."""
    courses = {course.id: course for course in problem.courses}
    slots: dict[Slot, list[Seat]] = {}
    for seat in seats:
        slots.setdefault(seat.slot, []).append(seat)
    parted = [part for slot, group in slots.items() for part in _part(courses[slot.course], group)]
    return written(problem, parted, hands)


def _part(course: Course, group: list[Seat]) -> list[list[Seat]]:
    """Only sessions without trainer and room can stand side by side."""
    alone = course.modality.has_trainer or course.modality.has_room or not course.modality.has_hour
    count = 1 if alone else max(1, sections(course, len(group)))
    return [group[n::count] for n in range(count)]


def written(problem: Problem, groups: Iterable[list[Seat]], hands: Hands) -> Plan:
    """The plan with one session for each group; all of a group sit in one slot."""
    staff = {person.id for person in problem.staff}
    sessions = _numbered(groups)
    met = {seat.need for _, group in sessions for seat in group}
    return Plan(
        problem=problem.digest(),
        sessions=tuple(_session(name, group) for name, group in sessions),
        releases=tuple(_release(name, seat) for name, group in sessions for seat in group)
        + tuple(
            _leading(name, group[0].slot, lead)
            for name, group in sessions
            for lead in group[0].leads
            if lead.staff in staff
        ),
        covers=tuple(
            Cover(staff=item.staff, lesson=item.lesson, date=item.date, substitute=substitute)
            for item, substitute in hands.holders
        )
        + tuple(
            Cover(staff=item.staff, lesson=item.lesson, date=item.date, colleague=colleague)
            for item, colleague in hands.colleagues
        ),
        engagements=tuple(
            Engagement(substitute=h.substitute, school=h.school, date=h.date, half=h.half)
            for h in hands.hired
        ),
        unmet=tuple(
            UnmetNeed(need=need.id, rule="search-ended")
            for need in problem.needs
            if need.id not in met
        ),
    ).canonical()


def _numbered(groups: Iterable[list[Seat]]) -> list[tuple[str, list[Seat]]]:
    numbers: Counter[Slot] = Counter()
    named = []
    for group in groups:
        slot = group[0].slot
        alike = slot._replace(team=0)
        numbers[alike] += 1
        start = clock(slot.span.start)
        place = slot.school, slot.trainer, slot.room
        name = Plan.session_id(slot.course, slot.date, start, *place, numbers[alike])
        named.append((name, group))
    return named


def _session(name: str, group: list[Seat]) -> Session:
    slot = group[0].slot
    return Session(
        id=name,
        course=slot.course,
        date=slot.date,
        start=clock(slot.span.start),
        end=clock(slot.span.end),
        school=slot.school,
        trainer=slot.trainer,
        room=slot.room,
        staff=tuple(seat.staff for seat in group),
    )


def _release(session: str, seat: Seat) -> Release:
    return Release(
        staff=seat.staff,
        session=session,
        date=seat.slot.date,
        start=clock(seat.away.start),
        end=clock(seat.away.end),
        need=seat.need,
        lessons=seat.lessons,
    )


def _leading(session: str, slot: Slot, lead: Lead) -> Release:
    return Release(
        staff=lead.staff,
        session=session,
        date=slot.date,
        start=clock(slot.span.start),
        end=clock(slot.span.end),
        need=None,
        lessons=lead.lessons,
    )
