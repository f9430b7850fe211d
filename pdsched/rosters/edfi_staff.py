"""The staff of Ed-Fi: schools, roles, share of a post, leaves and absences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pdsched.rosters.edfi_xml import Entity, Interchanges, code_of, day_of, said
from pdsched.rosters.horizon import Horizon
from pdsched.rosters.noted import Noted
from pdsched.rosters.people import SUBSTITUTE
from pdsched.rosters.roster import Dates, Person
from pdsched.timetables.naming import Naming

TEACHERS = frozenset(
    {
        *("teacher", "pre-kindergarten teacher", "kindergarten teacher", "elementary teacher"),
        *("secondary teacher", "ungraded teacher"),
    }
)
LEARNING = frozenset({"professional development", "release time"})
"""Categories of absences that were releases."""
TWICE = "is the id of an earlier member of staff, which is used"
NO_ID = "has no id"
NOBODY = "is nobody of the staff"
LEFT = "has left before the plan, or comes after it, and is left out"
OTHER_TIME = "has this post at another time than the plan's"
NO_DATE = "is an absence without a date, or one that ends before it begins"
OPEN = "is a leave without an end, and is taken for one day"
HOURS = "is an absence of some hours that are not told; the whole day is taken"
BEFORE = "is an absence before the plan, of which nothing is counted"
_COUNTED = (
    "Absences for professional development before the plan count as releases (releases_before),"
    " and their hours as hours_before."
)
_LAST = 10_000


class _Post(NamedTuple):
    order: int
    role: str
    org: str
    fte: float | None


class _Away(NamedTuple):
    dates: list[Dates]
    releases: int = 0
    hours: float = 0.0


class StaffReader:
    """The staff, and what is told of each person in other entities.

    Args:
        all_of: the entities.
        schools: ids of the schools in the problem, by their ids in the source.
        horizon: when the plan is.
        noted: takes what is not used.
    """

    def __init__(
        self, all_of: Interchanges, schools: Mapping[str, str], horizon: Horizon, noted: Noted
    ) -> None:
        self._all, self._schools, self._horizon, self._noted = all_of, schools, horizon, noted
        self._ids = Naming("person")
        self.assumptions: list[str] = []
        self._staff: dict[str, Entity] = {}
        for entity in all_of.all("Staff"):
            who = said(entity.element, "StaffUniqueId")
            if who and who not in self._staff:
                self._staff[who] = entity
            else:
                noted.say(entity.where, who, TWICE if who else NO_ID)
        self._posts = self._read_posts()
        self._at: dict[str, list[Entity]] = defaultdict(list)
        for entity in all_of.all("StaffSchoolAssociation"):
            self._at[self._of(entity)].append(entity)
        self._employed: dict[str, list[Entity]] = defaultdict(list)
        for entity in all_of.all("StaffEducationOrganizationEmploymentAssociation"):
            self._employed[self._of(entity)].append(entity)
        self._away = self._read_absences()

    def _of(self, entity: Entity) -> str:
        """Whom an entity is about; it is noted if that is nobody."""
        who = self._all.of(entity.element, "StaffReference", "StaffUniqueId")
        if who not in self._staff:
            self._noted.say(entity.where, who, NOBODY)
        return who

    def _read_posts(self) -> dict[str, list[_Post]]:
        posts: dict[str, list[_Post]] = defaultdict(list)
        for entity in self._all.all("StaffEducationOrganizationAssignmentAssociation"):
            who, element = self._of(entity), entity.element
            if not self._is_now(element, "BeginDate", "EndDate"):
                self._noted.say(entity.where, who, OTHER_TIME)
                continue
            order = said(element, "OrderOfAssignment")
            posts[who].append(
                _Post(
                    int(order) if order.isdecimal() and len(order) < 5 else _LAST,
                    code_of(said(element, "StaffClassification")),
                    self._all.org(element, "EducationOrganizationReference"),
                    _share(said(element, "FullTimeEquivalency")),
                )
            )
        return {who: sorted(told, key=lambda post: post.order) for who, told in posts.items()}

    def _is_now(self, element: Element, begin: str, end: str) -> bool:
        """Whether the dates that an entity tells meet the plan."""
        first, last = (day_of(said(element, tag)) for tag in (begin, end))
        return (first or date.min) <= self._horizon.last and (
            last or date.max
        ) >= self._horizon.first

    def _read_absences(self) -> dict[str, _Away]:
        away: dict[str, _Away] = defaultdict(lambda: _Away([]))
        for entity in self._all.all("StaffLeave"):
            first, last = (day_of(said(entity.element, tag)) for tag in ("BeginDate", "EndDate"))
            who = self._of(entity)
            if first is None or (last is not None and last < first):
                self._noted.say(entity.where, who, NO_DATE)
                continue
            if last is None:
                self._noted.say(entity.where, f"{who}, {first}", OPEN)
            away[who].dates.append((first, last or first))
        for entity in self._all.all("StaffAbsenceEvent"):
            self._add_event(entity, away)
        return away

    def _add_event(self, entity: Entity, away: dict[str, _Away]) -> None:
        who, element = self._of(entity), entity.element
        on = day_of(said(element, "EventDate"))
        kind = code_of(said(element, "AbsenceEventCategory")).casefold()
        hours = _hours(said(element, "HoursAbsent"))
        if on is None:
            self._noted.say(entity.where, who, NO_DATE)
        elif on >= self._horizon.first:
            if hours:
                self._noted.say(entity.where, f"{who}, {on}", HOURS)
            away[who].dates.append((on, on))
        elif kind in LEARNING:
            so_far = away[who]
            away[who] = so_far._replace(
                releases=so_far.releases + 1, hours=so_far.hours + (hours or 0)
            )
        else:
            self._noted.say(entity.where, f"{who}, {on}", BEFORE)

    def id(self, who: str) -> str | None:
        """The id in the problem of somebody of the staff."""
        return self._ids.id(who) if who in self._staff else None

    def people(self, holding: set[str]) -> Iterator[Person]:
        """All of the staff; who holds classes is a teacher unless something else is told."""
        if any(away.releases for away in self._away.values()):
            self.assumptions.append(_COUNTED)
        for who, (where, element) in self._staff.items():
            employed = self._employed.get(who, [])
            if employed and not any(
                self._is_now(each.element, "HireDate", "EndDate") for each in employed
            ):
                self._noted.say(where, who, LEFT)
                continue
            posts, away = self._posts.get(who, []), self._away.get(who, _Away([]))
            shares = [post.fte for post in posts] + [
                _share(said(each.element, "FullTimeEquivalency")) for each in employed
            ]
            name = element.find("Name")
            known = self._ids.id(who)
            yield Person(
                id=known,
                where=where,
                name=_name(name),
                role=_role(posts, holds=known in holding),
                schools=tuple(dict.fromkeys(self._at_schools(who, posts, employed))),
                grade=self._grade(who),
                department=next(
                    filter(None, (said(each.element, "Department") for each in employed)),
                    "",
                ),
                fte=next((share for share in shares if share is not None), 1.0),
                away=tuple(away.dates),
                releases_before=min(away.releases, 1000),
                hours_before=away.hours,
            )
        self._noted.add(self._ids.notes)

    def _at_schools(self, who: str, posts: list[_Post], employed: list[Entity]) -> Iterator[str]:
        told = [post.org for post in posts]
        told += [
            self._all.of(each.element, "SchoolReference", "SchoolId") for each in self._at[who]
        ]
        told += [self._all.org(each.element, "EducationOrganizationReference") for each in employed]
        yield from (self._schools[school] for school in told if school in self._schools)

    def _grade(self, who: str) -> str:
        told = {
            code_of(grade.text or "")
            for each in self._at[who]
            for grade in each.element.findall("GradeLevel")
        }
        return told.pop() if len(told) == 1 else ""


def _name(name: Element | None) -> str:
    first, last = (
        said(name, preferred) or said(name, legal)
        for preferred, legal in (
            ("PreferredFirstName", "FirstName"),
            ("PreferredLastSurname", "LastSurname"),
        )
    )
    return f"{first} {last}".strip()


def _role(posts: list[_Post], *, holds: bool) -> str:
    told = next((post.role for post in posts if post.role), "teacher" if holds else "staff")
    if told.casefold() in TEACHERS:
        return "teacher"
    return SUBSTITUTE if told.casefold() == "substitute teacher" else told[:200]


def _share(text: str) -> float | None:
    """A share of a post above 0 and up to 1; more than 1 counts as 1."""
    hours = _hours(text)
    return min(hours, 1.0) if hours else None


def _hours(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 < number < 10_000 else None
