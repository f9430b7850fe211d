"""The people of a roster: staff with their schools, and substitutes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import time

from pdsched.problem import HalfDays, Lesson, StaffMember, Substitute, Window
from pdsched.rosters.horizon import Horizon
from pdsched.rosters.roster import Person, Roster
from pdsched.timetables.naming import clean_id

SUBSTITUTE = "substitute"
"""The role of those who hold lessons of others."""
NO_SCHOOL = "works for no school of the roster, and is left out"
NOT_THEN = "is away on no date of the plan"
_LONGEST_ROLE = 60
"""Letters; in small ones they may be more."""
_FREE = (
    "Those whom the source calls substitutes, and who hold no class of their own, are taken to be"
    " free on every half-day."
)


def staff_and_substitutes(
    roster: Roster, lessons: Sequence[Lesson], horizon: Horizon
) -> tuple[tuple[StaffMember, ...], tuple[Substitute, ...]]:
    """All who work at a school: where the source says it, and where they hold lessons."""
    held: dict[str, Counter[str]] = defaultdict(Counter)
    schools: dict[str, Counter[str]] = defaultdict(Counter)
    for lesson in lessons:
        for who in lesson.staff:
            schools[who][lesson.school] += 1
            if lesson.subject:
                held[who][lesson.subject] += 1
    known = {place.id for place in roster.places}
    staff: list[StaffMember] = []
    substitutes: list[Substitute] = []
    for person in roster.people:
        told = [school for school in person.schools if school in known]
        at = tuple(dict.fromkeys((*told, *(name for name, _ in schools[person.id].most_common()))))
        if person.role == SUBSTITUTE and not schools[person.id]:
            substitutes.append(_substitute(person, at))
        elif at:
            staff.append(_member(roster, person, at, held[person.id], horizon))
        else:
            roster.noted.say(person.where, person.id, NO_SCHOOL)
    if substitutes:
        roster.assumptions.append(_FREE)
    return tuple(staff), tuple(substitutes)


def _substitute(person: Person, schools: tuple[str, ...]) -> Substitute:
    zones = () if schools else ("all",)
    return Substitute(
        id=person.id, name=person.name, schools=schools, zones=zones, available=(HalfDays(),)
    )


def _member(
    roster: Roster, person: Person, schools: tuple[str, ...], held: Counter[str], horizon: Horizon
) -> StaffMember:
    away = [cut for span in person.away if (cut := horizon.cut(span))]
    for span in person.away:
        if horizon.cut(span) is None:
            roster.noted.say(person.where, f"{person.id}, {span[0]} to {span[1]}", NOT_THEN)
    most = min(((-count, subject) for subject, count in held.items()), default=(0, ""))[1]
    return StaffMember(
        id=person.id,
        name=person.name,
        role=clean_id(person.role)[:_LONGEST_ROLE] or "staff",
        schools=schools,
        department=person.department or most,
        grade=person.grade,
        fte=person.fte,
        unavailable=tuple(
            Window(start=time(0), end=time(23, 59), first=first, last=last) for first, last in away
        ),
        releases_before=person.releases_before,
        hours_before=person.hours_before,
    )
