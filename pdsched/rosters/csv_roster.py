"""Reads a roster in CSV tables, of OneRoster or of School Data Sync."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from pdsched.problem import Problem
from pdsched.rosters.bells import BellTable, read_bells
from pdsched.rosters.bundle import read_bundle
from pdsched.rosters.convert import convert
from pdsched.rosters.horizon import horizon_of, joined
from pdsched.rosters.layout import Layout, date_of
from pdsched.rosters.members import OTHERS, Members
from pdsched.rosters.noted import Noted
from pdsched.rosters.organisations import Organisations, active, first_of_each
from pdsched.rosters.periods import MOST_PERIODS, periods_of
from pdsched.rosters.places import days_of_lines
from pdsched.rosters.roster import Dates, Holder, PeriodDays, Place, Roster, Section, Session
from pdsched.rosters.tables import Row, Table, read_tables
from pdsched.timetables import Note
from pdsched.timetables.arguments import TermArguments, term_of
from pdsched.timetables.naming import Naming, clean_id

HOLDING = frozenset(
    {
        *("teacher", "faculty", "professor", "lecturer", "instructor", "adjunct"),
        *("chair", "coach", "substitute"),
    }
)
"""Roles in a class of those who hold it."""
PUPILS = "are of pupils and their families, who are not planned for"
NOT_HOLDING = "is in the class without holding it by this role"
NO_SCHOOL = "is no school that is there, so its class is left out"
NO_CLASS = "is no class that is there, or one that was left out"
NO_PERSON = "is nobody of the staff, or somebody who was left out"
NO_SESSION = "is no session that is there"
NO_DATES = "is a session without a first and a last date in their order"
OTHER_TERMS = "meets in no session that is there, and is taken to meet all along"
TOO_LONG = "is too long a list of periods, and is not used"
DELTA = "says that the file holds changes only; an export of all (bulk) has everybody"
_LONGEST_CELL = 2000
_NO_TERMS = ("schoolyear", "gradingperiod")


def read_csv_roster(
    layout: Layout,
    path: str | Path,
    bells: str | Path | None,
    no_cover: Sequence[str],
    encoding: str | None,
    term: TermArguments,
) -> tuple[Problem, tuple[Note, ...]]:
    """The problem of a roster in CSV, and its notes."""
    checked = term_of(**term)
    noted = Noted()
    names = {f"{name}.csv" for name in (*layout.required, *layout.optional)}
    bundle = read_bundle(path, names.__contains__, noted)
    tables = read_tables(bundle, layout.required, layout.optional, encoding, noted)
    told = None if bells is None else read_bells(bells, encoding, noted)
    reader = _Reader(layout, tables, noted)
    sessions = reader.sessions()
    horizon = horizon_of(reader.used(sessions), term, checked)
    orgs = Organisations(active(iter(tables["orgs"]), "orgs.csv", noted), noted)
    sections = reader.sections(orgs, sessions)
    members = Members(tables, layout, orgs, horizon, noted)
    reader.hold(sections, members)
    roster = Roster(
        path=str(path),
        name=_name(Path(path)) or layout.title,
        places=list(_places(orgs, list(sections.values()), told, noted)),
        people=list(members.people.values()),
        sections=list(sections.values()),
        sessions=list(sessions.values()),
        no_cover=frozenset(no_cover),
        noted=noted,
    )
    orgs.end()
    members.end()
    return convert(roster, checked, horizon)


def _name(path: Path) -> str:
    """The name of the folder, or of the file without its ending."""
    return path.name if path.is_dir() else path.stem


def _places(
    orgs: Organisations, sections: list[Section], bells: BellTable | None, noted: Noted
) -> Iterator[Place]:
    by_school: dict[str, list[Section]] = defaultdict(list)
    for section in sections:
        by_school[section.school].append(section)
    told = set()
    for school, name in orgs.schools():
        known = orgs.id(school)
        told.add(known)
        lines = bells.of(known) if bells else ()
        days = days_of_lines(lines, by_school[known])
        yield Place(id=known, name=name, lines=lines, days=days)
    for school in sorted((bells.schools() if bells else frozenset()) - told):
        noted.say("bells", school, "is a school of the bell table, and none of the roster")


class _Reader:
    """Reads sessions and classes."""

    def __init__(self, layout: Layout, tables: dict[str, Table], noted: Noted) -> None:
        self._layout, self._tables, self._noted = layout, tables, noted
        self._ids = Naming("class")
        for row in tables.get("manifest", ()):
            if row["value"].casefold() == "delta":
                noted.say(row.where, row["propertyname"], DELTA)

    def _rows(self, name: str, told: str = "") -> Iterator[Row]:
        table = self._tables[name]
        return active(iter(table), told or table.name, self._noted)

    def sessions(self) -> dict[str, Session]:
        """Sessions by id in the source."""
        sessions: dict[str, Session] = {}
        for row in first_of_each(self._rows("academicsessions"), self._noted):
            first, last = (date_of(row, each, self._noted) for each in ("startdate", "enddate"))
            name = clean_id(row["title"]) or clean_id(row["sourcedid"])
            if first is None or last is None or last < first:
                self._noted.say(row.where, name, NO_DATES)
                continue
            is_term = row["type"].casefold() not in _NO_TERMS
            sessions[row["sourcedid"]] = Session(name or "session", first, last, is_term)
        return sessions

    def used(self, sessions: dict[str, Session]) -> list[Session]:
        """Sessions in which classes meet; all if none meets in one."""
        names = {
            name
            for row in self._tables["classes"]
            for name in row.many(self._layout.class_sessions)
            if row["status"].casefold() in ("", "active")
        }
        return [sessions[name] for name in sessions if name in names] or list(sessions.values())

    def sections(self, orgs: Organisations, sessions: dict[str, Session]) -> dict[str, Section]:
        """Classes by id in the source, without those who hold them."""
        titles = {row["sourcedid"]: row["title"] for row in self._rows("courses")}
        rows = list(first_of_each(self._rows("classes"), self._noted))
        groups = _groups(rows, self._layout)
        sections = {}
        for row, group in zip(rows, groups, strict=True):
            school = orgs.school_of(row[self._layout.class_school], named_by_class=True)
            if school is None:
                self._noted.say(row.where, row[self._layout.class_school], NO_SCHOOL)
                continue
            subjects = "+".join(row.many("subjects"))
            sections[row["sourcedid"]] = Section(
                id=self._ids.id(row["sourcedid"]),
                where=row.where,
                school=orgs.id(school),
                subject=subjects or titles.get(row["coursesourcedid"], "") or row["title"],
                group=group,
                room=row["location"],
                spans=tuple(self._spans(row, sessions)),
                periods=self._periods(row),
            )
        self._noted.add(self._ids.notes)
        return sections

    def _spans(self, row: Row, sessions: dict[str, Session]) -> list[Dates]:
        names = row.many(self._layout.class_sessions)
        for name in names:
            if name not in sessions:
                self._noted.say(row.where, name, NO_SESSION)
        told = [sessions[name] for name in names if name in sessions]
        if names and not told:
            self._noted.say(row.where, row["title"], OTHER_TERMS)
        return joined((session.first, session.last) for session in told)

    def _periods(self, row: Row) -> tuple[PeriodDays, ...]:
        told = periods_of(row["periods"]) if len(row["periods"]) <= _LONGEST_CELL else ()
        if len(row["periods"]) > _LONGEST_CELL or len(told) >= MOST_PERIODS:
            self._noted.say(row.where, row["periods"], TOO_LONG)
            return ()
        return told

    def hold(self, sections: dict[str, Section], members: Members) -> None:
        """Put those who hold the classes into them."""
        holders: dict[str, dict[Holder, None]] = defaultdict(dict)
        for row in self._rows("enrollments"):
            role = row["role"].casefold()
            if role in OTHERS:
                self._noted.tally("enrollments.csv", "rows", PUPILS)
            elif row["classsourcedid"] not in sections:
                self._noted.say(row.where, row["classsourcedid"], NO_CLASS)
            elif row["usersourcedid"] not in members.people:
                self._noted.say(row.where, row["usersourcedid"], NO_PERSON)
            elif role not in HOLDING:
                self._noted.say(row.where, f"{row['usersourcedid']}, {row['role']}", NOT_HOLDING)
            else:
                person = members.people[row["usersourcedid"]].id
                dates = (date_of(row, each, self._noted) for each in ("begindate", "enddate"))
                holders[row["classsourcedid"]][Holder(person, *dates)] = None
        for name, section in sections.items():
            sections[name] = section._replace(holders=tuple(holders[name]))


def _groups(rows: list[Row], layout: Layout) -> Iterator[str]:
    """A name for each class that no other of its school has: title, with code or id if need be."""

    def names(row: Row) -> tuple[str, str, str]:
        title, code, name = row["title"], row[layout.class_code], row["sourcedid"]
        return title, f"{title} ({code})" if code else "", f"{title} ({name})"

    used = Counter((row[layout.class_school], name) for row in rows for name in names(row))
    for row in rows:
        school = row[layout.class_school]
        told = (name for name in names(row) if name and used[school, name] == 1)
        yield next(told, row["sourcedid"])
