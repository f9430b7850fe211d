"""Random plans one after the other: what is told of them is what they are."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from strategies import scaled
from tuesday import PERIODS

from pdsched import Plan, Problem
from pdsched.absences import AbsenceFile, absence_files, absences_of
from pdsched.timetables.history import LessonMissed, read_untis_history

DAYS = [f"2026-09-{day:02}" for day in (7, 8, 9, 10, 11)]
NEEDS = [(who, course) for who in ("ada", "bo", "cy") for course in ("sheets", "slides")]
SUBJECTS = {"ada": 'maths, "hard"; =1', "bo": "'art'", "cy": ""}
CLASSES = {"ada": ("8b", "8c"), "bo": (), "cy": ("5a",)}
PROBLEM = Problem.model_validate(
    {
        "id": "district-9",
        "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-18"},
        "schools": [
            {"id": "north", "periods": PERIODS},
            {"id": "a/b", "periods": [p | {"id": f"P{p['id']}"} for p in PERIODS]},
        ],
        "staff": [{"id": who, "schools": ["north", "a/b"]} for who in ("ada", "bo", "cy", "dee")],
        "lessons": [
            {
                "id": f"{who}-{start}",
                "school": "a/b" if start == 10 else "north",
                "staff": [who],
                "day": day,
                "start": f"{start:02}:00",
                "end": f"{end:02}:00",
                "subject": SUBJECTS[who],
                "classes": CLASSES[who],
            }
            | {"id": f"{who}-{day}-{start}"}
            for who in ("ada", "bo", "cy")
            for day in ("mon", "tue", "wed", "thu", "fri")
            for start, end in ((8, 10), (10, 11), (13, 14))
        ],
        "courses": [
            {"id": course, "topic": course, "minutes": 60, "group_max": 8}
            for course in ("sheets", "slides")
        ],
        "substitutes": [{"id": sub, "zones": ["all"], "available": [{}]} for sub in ("sam", "vic")],
    }
)
HOLDERS: list[list[dict[str, str]]] = [
    [],
    [{"substitute": "sam"}],
    [{"substitute": "vic"}],
    [{"colleague": "dee"}],
    [{"colleague": "dee"}, {"colleague": "eve"}],
]
WHEN = st.none() | st.tuples(st.sampled_from(DAYS), st.sampled_from([(8, 9), (9, 11), (8, 14)]))


@composite
def plans(draw: DrawFn) -> Plan:
    """Who learns what when, which lessons that takes, and who holds them."""
    sessions, releases = [], []
    covers: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    engaged: set[tuple[str, str, str, str]] = set()
    for who, course in NEEDS:
        if (when := draw(WHEN)) is None:
            continue
        day, (start, end) = when
        at = {"date": day, "start": f"{start:02}:00", "end": f"{end:02}:00"}
        name = f"{course} {who}"
        sessions.append({"id": name, "course": course, "staff": [who], "school": "north", **at})
        taken = [
            x
            for x in PROBLEM.lessons
            if who in x.staff
            and x.day == ("mon", "tue", "wed", "thu", "fri")[DAYS.index(day)]
            and x.start.hour < end
            and start < x.end.hour
        ]
        ids = [x.id for x in taken]
        releases.append(
            {"staff": who, "session": name, "need": f"n-{who}-{course}", "lessons": ids, **at}
        )
        for each in taken:
            if (who, each.id, day) not in covers:
                held = covers[who, each.id, day] = draw(st.sampled_from(HOLDERS))
                half = "am" if each.start.hour < 12 else "pm"
                engaged |= {
                    (h["substitute"], each.school, day, half) for h in held if "substitute" in h
                }
    return Plan.model_validate(
        {
            "sessions": sessions,
            "releases": releases,
            "covers": [
                {"staff": who, "lesson": name, "date": day, **holder}
                for (who, name, day), holders in covers.items()
                for holder in holders
            ],
            "engagements": [
                dict(zip(("substitute", "school", "date", "half"), each, strict=True))
                for each in engaged
            ],
        }
    )


def rows_of(files: tuple[AbsenceFile, ...]) -> list[dict[str, str]]:
    """The rows of the neutral table."""
    text = files[0].content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@settings(max_examples=scaled(1))
@given(st.lists(plans(), min_size=2, max_size=3))
def test_what_changed_makes_the_new_of_the_old(chain: list[Plan]) -> None:
    """By its id each row takes the place of the old one; nothing is told that is as it was."""
    known = {r["absence_id"]: r for r in rows_of(absence_files(PROBLEM, chain[0]))}
    for before, plan in pairwise(chain):
        wanted = {r["absence_id"]: r for r in rows_of(absence_files(PROBLEM, plan))}
        told = rows_of(absence_files(PROBLEM, plan, before=before))
        assert len({row["absence_id"] for row in told}) == len(told)
        for row in told:
            identity, action = row["absence_id"], row["action"]
            if action == "CANCEL":
                assert known.pop(identity) == row | {"action": "ADD"}
                continue
            assert (identity in known) == (action == "CHANGE")
            assert known.get(identity) != row | {"action": "ADD"}
            known[identity] = row | {"action": "ADD"}
        assert known == wanted


@settings(max_examples=scaled(0.5))
@given(plans(), plans())
def test_an_id_is_of_a_person_and_a_need(first: Plan, second: Plan) -> None:
    """In every plan the same, whenever it is; and each need that is met has an absence."""

    def ids(plan: Plan) -> dict[tuple[str, str], str]:
        course = {session.id: session.course for session in plan.sessions}
        return {
            (a.employee_id, course[a.source_session_id]): a.absence_id
            for a in absences_of(PROBLEM, plan).absences
            if len(a.absence_id) == len("00000000-0000-0000-0000-000000000000")
        }

    one, other = ids(first), ids(second)
    assert len(one) == len(first.releases)
    assert all(one[key] == other[key] for key in one.keys() & other.keys())
    together = one | other
    assert len(set(together.values())) == len(together)


def history(files: tuple[AbsenceFile, ...], folder: str = "") -> dict[str, set[LessonMissed]]:
    """By school, what the reader of Untis finds in its list."""
    lessons: dict[str, set[LessonMissed]] = {}
    with TemporaryDirectory() as place:
        for file in files:
            school, _, name = file.file.partition("/")
            if name == f"{folder}GPU014.TXT" and file.content:
                path = Path(place) / "GPU014.TXT"
                path.write_bytes(file.content)
                read = read_untis_history(path)
                assert read.notes == ()
                lessons[school] = set(read.lessons)
    return lessons


def expected(plan: Plan) -> dict[str, set[LessonMissed]]:
    """The same, by the plan itself."""
    holders: dict[tuple[str, str, Any], list[str]] = defaultdict(list)
    for cover in plan.covers:
        holders[cover.staff, cover.lesson, cover.date].append(cover.holder)
    by_id = {lesson.id: lesson for lesson in PROBLEM.lessons}
    missed: dict[str, set[LessonMissed]] = defaultdict(set)
    for release in plan.releases:
        for name in release.lessons:
            lesson = by_id[name]
            periods = {8: (1, 2), 10: (3,), 13: (4,)}[lesson.start.hour]
            for holder in holders[release.staff, name, release.date] or [""]:
                missed[lesson.school.replace("/", "%2F")] |= {
                    LessonMissed(
                        date=release.date,
                        period=period,
                        teacher=release.staff,
                        substitute=holder,
                        subject=lesson.subject,
                        classes=lesson.classes,
                        reason="PD",
                    )
                    for period in periods
                }
    return missed


@settings(max_examples=scaled(0.5))
@given(plans(), plans())
def test_untis_gives_back_who_was_away_and_who_held_what(before: Plan, plan: Plan) -> None:
    """All of it; and by what changed, the new of the old."""
    assert history(absence_files(PROBLEM, plan, format="untis-gpu014")) == expected(plan)

    changed = absence_files(PROBLEM, plan, format="untis-gpu014", before=before)
    new, gone = history(changed), history(changed, "cancelled/")
    for school in ("north", "a%2Fb"):
        old, wanted = expected(before).get(school, set()), expected(plan).get(school, set())
        told, taken_back = new.get(school, set()), gone.get(school, set())
        assert taken_back <= old
        assert told <= wanted
        # A lesson that another need takes now is told again, and taken back from the first.
        assert wanted == (old - (taken_back - told)) | told
