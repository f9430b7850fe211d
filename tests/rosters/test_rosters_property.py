"""A roster that is drawn, written as OneRoster and read back is the same roster."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st
from small_roster import Tables, text_of, written, zipped

from pdsched.checks import check
from pdsched.errors import Severity
from pdsched.problem import minutes
from pdsched.problem.names import normal
from pdsched.rosters import read_oneroster

FIRST = date(2026, 9, 7)
NAMES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8).map(normal)
IDS = NAMES.filter(lambda text: re.fullmatch(r"[^,|]+", text) is not None)
WEEK = ("mon", "tue", "wed", "thu", "fri")


class Drawn(NamedTuple):
    """What is written."""

    schools: list[str]
    people: list[tuple[str, str, int]]
    """Id, name, and the number of the school."""
    classes: list[tuple[str, int, int, int, int]]
    """Id, and the numbers of school, teacher, term and period."""


@st.composite
def rosters(draw: st.DrawFn) -> Drawn:
    """Up to three schools, five people and eight classes."""
    schools = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    people = draw(st.lists(IDS, min_size=1, max_size=5, unique=True))
    classes = draw(st.lists(IDS, max_size=8, unique=True))
    at = st.integers(0, len(schools) - 1)
    who = st.integers(0, len(people) - 1)
    return Drawn(
        schools,
        [(name, draw(NAMES), draw(at)) for name in people],
        [
            (name, draw(at), draw(who), draw(st.integers(0, 1)), draw(st.integers(1, 4)))
            for name in classes
        ],
    )


def tables_of(drawn: Drawn) -> Tables:
    """The roster in tables of version 1.1."""
    return {
        "orgs": [
            {"sourcedId": name, "name": f"School {name}", "type": "school"}
            for name in drawn.schools
        ],
        "users": [
            {
                "sourcedId": name,
                "enabledUser": "true",
                "orgSourcedIds": drawn.schools[school],
                "role": "teacher",
                "givenName": called,
                "familyName": "",
            }
            for name, called, school in drawn.people
        ],
        "academicSessions": [
            {
                "sourcedId": str(number),
                "title": f"Term {number}",
                "type": "term",
                "startDate": (FIRST + timedelta(days=70 * number)).isoformat(),
                "endDate": (FIRST + timedelta(days=70 * number + 69)).isoformat(),
            }
            for number in range(2)
        ],
        "classes": [
            {
                "sourcedId": name,
                "title": name,
                "schoolSourcedId": drawn.schools[school],
                "termSourcedIds": str(term),
                "periods": str(period),
            }
            for name, school, _, term, period in drawn.classes
        ],
        "enrollments": [
            {
                "classSourcedId": name,
                "userSourcedId": drawn.people[who][0],
                "role": "teacher",
            }
            for name, _, who, _, _ in drawn.classes
        ],
    }


HEADS = {
    "classes": ("sourcedId", "title", "schoolSourcedId", "termSourcedIds", "periods"),
    "enrollments": ("classSourcedId", "userSourcedId", "role"),
}


@given(drawn=rosters(), is_zip=st.booleans())
def test_roster_comes_back_as_it_was_written(drawn: Drawn, is_zip: bool) -> None:
    """People at their schools, and each class that no other clashes with, at its time."""
    with TemporaryDirectory() as folder:
        tables = {
            name: text_of(rows, HEADS.get(name, ())) for name, rows in tables_of(drawn).items()
        }
        if is_zip:
            path = zipped(
                {f"{name}.csv": text for name, text in tables.items()}, Path(folder, "export.zip")
            )
        else:
            path = written({}, Path(folder, "export"))
            for name, text in tables.items():
                (path / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
        problem, _ = read_oneroster(path)

    assert [school.id for school in problem.schools] == drawn.schools
    home = {person.id: (person.name, person.schools[0]) for person in problem.staff}
    assert home == {name: (called, drawn.schools[school]) for name, called, school in drawn.people}
    busy: set[tuple[int, int, int]] = set()
    expected = set()
    starts = {
        school.id: [minutes(each.start) for each in school.periods] for school in problem.schools
    }
    for name, at, who, term, period in drawn.classes:
        start = starts[drawn.schools[at]][period - 1]
        if (who, term, start) not in busy:
            busy.add((who, term, start))
            expected |= {(name, drawn.people[who][0], day, start) for day in WEEK}
    told = {
        (lesson.classes[0], lesson.staff[0], lesson.day, minutes(lesson.start))
        for lesson in problem.lessons
    }
    assert told == expected
    assert [fault for fault in check(problem) if fault.severity is Severity.ERROR] == []
