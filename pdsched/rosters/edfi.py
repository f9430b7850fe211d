"""Reader of Ed-Fi bulk XML: a folder or zip file of interchanges, complete by itself.

Facts from the schemas ``Schemas/Bulk`` and the descriptors of the data standard 5.2,
https://github.com/Ed-Fi-Alliance-OSS/Ed-Fi-Data-Standard. What is read is called the same from
version 3.1 on, by its schema; version 2 is laid out otherwise. Nothing of pupils is read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Unpack
from xml.etree.ElementTree import Element

from pdsched.errors import PdschedError
from pdsched.problem import Problem
from pdsched.rosters.bundle import read_bundle
from pdsched.rosters.convert import convert
from pdsched.rosters.edfi_bells import BellReader
from pdsched.rosters.edfi_calendar import CalendarReader
from pdsched.rosters.edfi_staff import StaffReader
from pdsched.rosters.edfi_xml import (
    Entity,
    Interchanges,
    code_of,
    day_of,
    is_read,
    said,
)
from pdsched.rosters.horizon import horizon_of
from pdsched.rosters.noted import Noted
from pdsched.rosters.roster import Holder, PeriodDays, Place, Roster, Seats, Section, Session
from pdsched.timetables import Note
from pdsched.timetables.arguments import TermArguments, term_of
from pdsched.timetables.naming import Naming

HOLDING = frozenset({"teacher of record", "support teacher", "substitute teacher"})
"""Positions in a classroom of those who hold the class."""
NOT_HOLDING = "is in the class without holding it by this position"
NO_SECTION = "is no class that is there"
NOBODY = "is nobody of the staff"
NO_SCHOOL = "is no school that is there"
NO_SESSION = "is no session that is there, so the class is taken to meet all along"
TWICE = "is told twice, and the first one counts"


def read_edfi(
    path: str | Path,
    *,
    no_cover: Sequence[str] = (),
    encoding: str | None = None,
    **term: Unpack[TermArguments],
) -> tuple[Problem, tuple[Note, ...]]:
    """The problem that Ed-Fi interchanges make, and a note for all that they told in vain.

    Schools, class periods and bell schedules, sessions, calendars, rooms, staff with leaves and
    absences, and classes with those who hold them are read.

    Args:
        path: the folder or zip file with the interchanges EducationOrganization,
            EducationOrgCalendar, MasterSchedule and StaffAssociation, whatever their files are
            called; or one of them.
        no_cover: subjects whose lessons need no cover.
        encoding: code page of files that do not say it, or say it wrong.
        **term: see `pdsched.timetables.TermArguments`; by default the plan runs as long as the
            sessions in which classes meet. ``school`` does not count here.

    Raises:
        ProblemError: the export or an argument is no good; the codes are PD701, PD703, PD704,
            PD709 to PD711, PD716, PD731, PD734 and PD737.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     file = Path(name, "orgs.xml")
    ...     _ = file.write_text("<InterchangeEducationOrganization><School><NameOfInstitution>North"
    ...         "</NameOfInstitution><SchoolId>7</SchoolId></School><Location><SchoolReference>"
    ...         "<SchoolIdentity><SchoolId>7</SchoolId></SchoolIdentity></SchoolReference>"
    ...         "<ClassroomIdentificationCode>R1</ClassroomIdentificationCode>"
    ...         "<MaximumNumberOfSeats>20</MaximumNumberOfSeats></Location>"
    ...         "</InterchangeEducationOrganization>")
    ...     problem, notes = read_edfi(name)
    >>> problem.schools[0].name, problem.rooms[0].capacity
    ('North', 20)
    """
    checked = term_of(**term)
    noted = Noted()
    bundle = read_bundle(path, _is_xml, noted, is_read)
    all_of = Interchanges(bundle, encoding, noted)
    reader = _Reader(all_of, noted)
    horizon = horizon_of(reader.used(), term, checked)
    roster = Roster(path=str(path), name=reader.name(Path(path)), noted=noted)
    roster.no_cover = frozenset(no_cover)
    roster.places = list(reader.places())
    staff = StaffReader(all_of, reader.schools, horizon, noted)
    roster.sections = list(reader.sections(staff))
    holding = {holder.person for section in roster.sections for holder in section.holders}
    roster.people = list(staff.people(holding))
    roster.sessions = reader.used()
    roster.rooms = list(reader.rooms())
    there = {person.id for person in roster.people}
    roster.sections = [
        section._replace(holders=tuple(h for h in section.holders if h.person in there))
        for section in roster.sections
    ]
    roster.assumptions += (*reader.assumptions(), *staff.assumptions)
    all_of.end()
    return convert(roster, checked, horizon)


def is_edfi(path: str | Path) -> bool:
    """Whether this is a folder, zip file or file with an interchange of Ed-Fi that is read.

    >>> is_edfi("no such folder")
    False
    """
    try:
        return bool(read_bundle(path, _is_xml, Noted(), is_read).files)
    except PdschedError:
        return False


def _is_xml(name: str) -> bool:
    return name.endswith(".xml")


class _Key(NamedTuple):
    """What tells a section from all others."""

    section: str
    course: str
    school: str
    year: str
    session: str


class _Reader:
    """Schools, sections and rooms."""

    def __init__(self, all_of: Interchanges, noted: Noted) -> None:
        self._all, self._noted = all_of, noted
        self._bells = BellReader(all_of, noted)
        self._calendar = CalendarReader(all_of, noted)
        self._ids = Naming("school")
        self.schools: dict[str, str] = {}
        """Ids in the problem by those in the source, once `places` has read them."""
        self._sections: dict[_Key, Entity] = {}
        for entity in all_of.all("Section"):
            key = _Key(*all_of.key(entity.element))
            if key in self._sections:
                noted.say(entity.where, key.section, TWICE)
            else:
                self._sections[key] = entity

    def name(self, path: Path) -> str:
        """The name of the district, else of the file."""
        districts = self._all.all("LocalEducationAgency")
        names = [said(each.element, "NameOfInstitution") for each in districts]
        return names[0] if len(names) == 1 and names[0] else path.name.removesuffix(".zip")

    def assumptions(self) -> list[str]:
        """What was taken for granted."""
        return [*self._bells.assumptions, *self._calendar.assumptions]

    def used(self) -> list[Session]:
        """Sessions in which classes meet; all if none meets in one."""
        sessions = self._calendar.sessions
        named = {(key.school, key.year, key.session) for key in self._sections}
        return [sessions[key] for key in sessions if key in named] or [*sessions.values()]

    def places(self) -> Iterator[Place]:
        """The schools."""
        for where, element in self._all.all("School"):
            school = said(element, "SchoolId")
            if not school or school in self.schools:
                self._noted.say(where, school, TWICE if school else NO_SCHOOL)
                continue
            self.schools[school] = self._ids.id(school)
            lines, days, follows = self._bells.of(school)
            closed, pupil_free = self._calendar.off(school)
            yield Place(
                id=self.schools[school],
                name=said(element, "NameOfInstitution"),
                lines=lines,
                days=days,
                follows=follows,
                closed=closed,
                pupil_free=pupil_free,
            )
        self._noted.add(self._ids.notes)

    def sections(self, staff: StaffReader) -> Iterator[Section]:
        """The classes with those who hold them."""
        holders = self._holders(staff)
        subjects = self._subjects()
        names = _Names(self._all, self._sections)
        for key, (where, element) in self._sections.items():
            if key.school not in self.schools:
                self._noted.say(where, key.school, NO_SCHOOL)
                continue
            session = self._calendar.sessions.get((key.school, key.year, key.session))
            if session is None:
                self._noted.say(where, key.session, NO_SESSION)
            references = element.findall("ClassPeriodReference")
            yield Section(
                id=names.id(key),
                where=where,
                school=self.schools[key.school],
                subject=subjects.get((key.school, key.course), key.course),
                group=names.group(key, element),
                room=self._all.of(element, "LocationReference", "ClassroomIdentificationCode"),
                spans=((session.first, session.last),) if session else (),
                periods=tuple(
                    PeriodDays(self._all.text(each, "ClassPeriodName")) for each in references
                ),
                holders=tuple(holders[key]),
            )

    def _holders(self, staff: StaffReader) -> dict[_Key, dict[Holder, None]]:
        holders: dict[_Key, dict[Holder, None]] = defaultdict(dict)
        for where, element in self._all.all("StaffSectionAssociation"):
            key = _Key(*self._all.key(element.find("SectionReference")))
            who = self._all.of(element, "StaffReference", "StaffUniqueId")
            position = code_of(said(element, "ClassroomPosition"))
            person = staff.id(who)
            if key not in self._sections:
                self._noted.say(where, key.section, NO_SECTION)
            elif person is None:
                self._noted.say(where, who, NOBODY)
            elif position and position.casefold() not in HOLDING:
                self._noted.say(where, f"{who}, {position}", NOT_HOLDING)
            else:
                dates = (day_of(said(element, tag)) for tag in ("BeginDate", "EndDate"))
                holders[key][Holder(person, *dates)] = None
        return holders

    def _subjects(self) -> dict[tuple[str, str], str]:
        """Titles of courses, by school and by their code there."""
        titles: dict[tuple[str, str], str] = {}
        for _, element in self._all.all("Course"):
            org = self._all.org(element, "EducationOrganizationReference")
            told = said(element, "CourseTitle")
            titles[org, said(element, "CourseCode")] = told
        subjects: dict[tuple[str, str], str] = {}
        for _, element in self._all.all("CourseOffering"):
            reference = element.find("CourseReference")
            tags = ("EducationOrganizationId", "SchoolId")
            org = next(filter(None, (self._all.text(reference, tag) for tag in tags)), "")
            course = titles.get((org, self._all.text(reference, "CourseCode")), "")
            code = said(element, "LocalCourseCode")
            school = self._all.of(element, "SchoolReference", "SchoolId")
            subjects[school, code] = said(element, "LocalCourseTitle") or course or code
        return subjects

    def rooms(self) -> Iterator[Seats]:
        """The rooms; those without seats have 0."""
        for where, element in self._all.all("Location"):
            seats = said(element, "MaximumNumberOfSeats")
            yield Seats(
                id=said(element, "ClassroomIdentificationCode"),
                where=where,
                school=self.schools.get(self._all.of(element, "SchoolReference", "SchoolId"), ""),
                seats=int(seats) if seats.isdecimal() and len(seats) < 7 else 0,
            )


class _Names:
    """Names of sections as short as they can be without two being alike."""

    def __init__(self, all_of: Interchanges, sections: dict[_Key, Entity]) -> None:
        self._all = all_of
        self._ids = Counter(key.section for key in sections)
        self._groups = Counter(
            (key.school, said(each.element, "SectionName")) for key, each in sections.items()
        )

    def id(self, key: _Key) -> str:
        """The section's own id, with course, school and session where others have it, too."""
        return key.section if self._ids[key.section] == 1 else " ".join(filter(None, key))

    def group(self, key: _Key, element: Element) -> str:
        """The section's name if no other of the school has it, else its id."""
        name = said(element, "SectionName")
        return name if name and self._groups[key.school, name] == 1 else self.id(key)
