"""Rosters small enough to write down: tables of OneRoster and interchanges of Ed-Fi."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

Tables = dict[str, Sequence[Mapping[str, str]]]

ORGS = [
    {"sourcedId": "d", "name": "District", "type": "district", "parentSourcedId": ""},
    {"sourcedId": "n", "name": "North", "type": "school", "parentSourcedId": "d"},
    {"sourcedId": "s", "name": "South", "type": "school", "parentSourcedId": "d"},
    {"sourcedId": "m", "name": "Maths", "type": "department", "parentSourcedId": "n"},
]
USERS = [
    {"sourcedId": "7", "givenName": "Ada", "familyName": "Byron", "role": "teacher"},
    {"sourcedId": "8", "givenName": "Ben", "familyName": "Young", "role": "teacher"},
    {"sourcedId": "9", "givenName": "Cy", "familyName": "Small", "role": "student"},
]
SESSIONS = [
    {
        "sourcedId": "t1",
        "title": "Autumn",
        "type": "term",
        "startDate": "2026-09-07",
        "endDate": "2026-12-18",
    },
    {
        "sourcedId": "t2",
        "title": "Spring",
        "type": "term",
        "startDate": "2027-01-04",
        "endDate": "2027-05-28",
    },
]
CLASSES = [
    {
        "sourcedId": "c1",
        "title": "Algebra",
        "schoolSourcedId": "n",
        "location": "R1",
        "termSourcedIds": "t1,t2",
        "periods": "1,2",
    },
    {
        "sourcedId": "c2",
        "title": "Physics",
        "schoolSourcedId": "n",
        "location": "R2",
        "termSourcedIds": "t1",
        "periods": "3",
    },
]
ENROLLMENTS = [
    {"classSourcedId": "c1", "userSourcedId": "7", "role": "teacher"},
    {"classSourcedId": "c2", "userSourcedId": "8", "role": "teacher"},
    {"classSourcedId": "c1", "userSourcedId": "9", "role": "student"},
]
BELLS = """period,start,end,days
1,08:00,08:45,
2,08:50,09:35,
3,09:40,10:25,mon-thu
3,09:40,10:10,fri
"""


def oneroster(**tables: Sequence[Mapping[str, str]]) -> Tables:
    """The tables of a small export in version 1.1, some of them others."""
    users = [user | {"enabledUser": "true", "orgSourcedIds": "n"} for user in USERS]
    given: Tables = {
        "orgs": ORGS,
        "users": users,
        "academicSessions": SESSIONS,
        "classes": CLASSES,
        "enrollments": ENROLLMENTS,
    }
    return given | tables


def sds(**tables: Sequence[Mapping[str, str]]) -> Tables:
    """The tables of a small export for School Data Sync."""
    users = [{key: user[key] for key in user if key != "role"} for user in USERS]
    roles = [
        {
            "userSourcedId": user["sourcedId"],
            "role": user["role"],
            "orgSourcedId": "m",
            "isPrimary": "TRUE",
        }
        for user in USERS
    ]
    classes = [{"sourcedId": "c1", "orgSourcedId": "n", "title": "Algebra"}]
    return {"orgs": ORGS, "users": users, "roles": roles, "classes": classes, **tables}


def text_of(rows: Sequence[Mapping[str, str]], head: Sequence[str] = ()) -> str:
    """A table as CSV."""
    columns = [*dict.fromkeys([*head, *(column for row in rows for column in row)])]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def written(tables: Tables, folder: Path, encoding: str = "utf-8") -> Path:
    """A folder with these tables."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_bytes(text_of(rows).encode(encoding))
    return folder


def zipped(files: Mapping[str, str | bytes], path: Path) -> Path:
    """An archive with these files."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def bells(folder: Path, text: str = BELLS) -> Path:
    """A bell table, beside the export."""
    folder.mkdir(exist_ok=True)
    path = folder / "bells.csv"
    path.write_text(text)
    return path


def element(tag: str, *parts: str, **fields: object) -> str:
    """An XML element of texts; a field with a list stands once for each of its values."""
    inner = "".join(
        f"<{name}>{value}</{name}>"
        for name, told in fields.items()
        for value in (told if isinstance(told, list) else [told])
    )
    return f"<{tag}>{inner}{''.join(parts)}</{tag}>"


def school(name: str = "1") -> str:
    """A reference to a school."""
    return element("SchoolReference", element("SchoolIdentity", SchoolId=name))


def org(name: str = "1") -> str:
    """A reference to an organisation."""
    identity = element("EducationOrganizationIdentity", EducationOrganizationId=name)
    return element("EducationOrganizationReference", identity)


def staff(name: str) -> str:
    """A reference to a member of staff."""
    return element("StaffReference", element("StaffIdentity", StaffUniqueId=name))


def period(name: str, at: str = "1") -> str:
    """A reference to a class period."""
    identity = element("ClassPeriodIdentity", school(at), ClassPeriodName=name)
    return element("ClassPeriodReference", identity)


def session(name: str = "Fall", at: str = "1") -> str:
    """A reference to a session."""
    identity = element("SessionIdentity", school(at), SessionName=name, SchoolYear="2026")
    return element("SessionReference", identity)


def offering(course: str = "MATH", at: str = "1", name: str = "Fall") -> str:
    """A reference to a course offering."""
    parts = (school(at), session(name, at))
    return element(
        "CourseOfferingReference", element("CourseOfferingIdentity", *parts, LocalCourseCode=course)
    )


def section(name: str, *parts: str, course: str = "MATH", at: str = "1") -> str:
    """A section."""
    return element("Section", offering(course, at), *parts, SectionIdentifier=name)


def holds(who: str, name: str, *, course: str = "MATH", at: str = "1", **fields: str) -> str:
    """That somebody holds a section."""
    identity = element("SectionIdentity", offering(course, at), SectionIdentifier=name)
    told = {"ClassroomPosition": "uri://ed-fi.org/X#Teacher of Record", **fields}
    reference = element("SectionReference", identity)
    return element("StaffSectionAssociation", staff(who), reference, **told)


def meets(name: str, *times: str, at: str = "1") -> str:
    """A class period with times such as ``08:00-08:45``."""
    spans = [time.split("-") for time in times]
    parts = [
        element("MeetingTime", StartTime=f"{start}:00", EndTime=f"{end}:00") for start, end in spans
    ]
    return element("ClassPeriod", school(at), *parts, ClassPeriodName=name)


def person(name: str, first: str, last: str) -> str:
    """A member of staff."""
    return element("Staff", element("Name", FirstName=first, LastSurname=last), StaffUniqueId=name)


def edfi(**more: Sequence[str]) -> dict[str, list[str]]:
    """Interchanges of one school, a teacher with one class and another who leads none."""
    given = {
        "EducationOrganization": [
            element("School", NameOfInstitution="North", SchoolId="1"),
            meets("1", "08:00-08:45"),
            meets("2", "08:50-09:10", "09:40-10:05"),
        ],
        "EducationOrgCalendar": [
            element(
                "Session",
                school(),
                SessionName="Fall",
                SchoolYear="2026",
                BeginDate="2026-09-07",
                EndDate="2026-12-18",
            )
        ],
        "MasterSchedule": [section("A", period("1"))],
        "StaffAssociation": [
            person("7", "Ada", "Byron"),
            person("8", "Ben", "Young"),
            element("StaffSchoolAssociation", staff("7"), school()),
            element("StaffSchoolAssociation", staff("8"), school()),
            holds("7", "A", BeginDate="2026-09-07"),
        ],
    }
    for kind, parts in more.items():
        given[kind] += parts
    return given


def interchange(kind: str, parts: Sequence[str]) -> str:
    """An interchange as its file says it."""
    head = f'<Interchange{kind} xmlns="http://ed-fi.org/5.2.0">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{"".join(parts)}</Interchange{kind}>'


def interchanges(given: Mapping[str, Sequence[str]], folder: Path) -> Path:
    """A folder with these interchanges."""
    folder.mkdir(exist_ok=True)
    for kind, parts in given.items():
        (folder / f"{kind}.xml").write_text(interchange(kind, parts), encoding="utf-8")
    return folder
