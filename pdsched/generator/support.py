"""Support staff: no lessons, not free at all hours, many of them equal to one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pdsched.generator.bells import bells
from pdsched.generator.figures import SUPPORT_PER_TEACHER
from pdsched.generator.streams import fresh_id, numbered, share_out
from pdsched.problem import Role, School, StaffMember, Weekday, Window, clock, minutes

_PREFIX = {
    Role.DAY_CARE_EDUCATOR: "dc",
    Role.SPECIAL_EDUCATION_TECHNICIAN: "se",
    Role.ADMINISTRATIVE_ASSISTANT: "aa",
}


def make_support(
    schools: Sequence[School], staff: Sequence[StaffMember]
) -> tuple[StaffMember, ...]:
    """Support staff in proportion to the teachers of each school; nothing is left to chance."""
    teachers = Counter(p.schools[0] for p in staff if p.role == Role.TEACHER)
    homes = [school for school in schools if teachers[school.id]]
    taken = {person.id for person in staff}
    added = []
    for role, rate in SUPPORT_PER_TEACHER.items():
        heads = round(rate * sum(teachers.values()))
        parts = share_out(heads, [teachers[school.id] for school in homes])
        places = [school for school, n in zip(homes, parts, strict=True) for _ in range(n)]
        added += [
            StaffMember(
                id=fresh_id(numbered(_PREFIX[role], number, heads, least=2), taken),
                role=role,
                schools=(school.id,),
                unavailable=_busy(role, school),
            )
            for number, school in enumerate(places, 1)
        ]
    return tuple(added)


def _busy(role: Role, school: School) -> tuple[Window, ...]:
    """When such a person cannot leave: the children's lunch, mornings in class, the front desk."""
    opening, midday, closing = (minutes(bell) for bell in bells([school]))
    if role is Role.DAY_CARE_EDUCATOR:
        lunch = Window(start=clock(midday - 30), end=clock(midday + 60))
        return (lunch, Window(start=clock(closing - 30), end=clock(min(closing + 180, 1439))))
    if role is Role.SPECIAL_EDUCATION_TECHNICIAN:
        days = (Weekday.MON, Weekday.WED)
        return (Window(start=clock(opening), end=clock(midday), weekdays=days),)
    return (Window(start=clock(opening), end=clock(min(opening + 60, midday))),)
