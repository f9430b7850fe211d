"""A real survey of teachers, where the folder of the real data is named.

TALIS 2018 asks each teacher for the need of training in fourteen topics, from 1 (none) to 4 (high
level of need); 7 and 9 stand for no answer.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from skipping import REAL_DATA, needs_real_data

from pdsched import Problem, ProblemError, check
from pdsched.errors import Severity
from pdsched.survey import SurveyScales, gap_report, load_scales, needs_from_survey

FILE = REAL_DATA / "surveys" / "talis2018_fra_ita_mex_pd_items.csv"
pytestmark = needs_real_data

ITEMS = [f"TT3G27{letter}" for letter in "ABCDEFGHIJKLMN"]
PRIORITIES = {"1": 0, "2": 2, "3": 3, "4": 5}
SCALES = "\n".join(
    [
        'staff = "IDTEACH"',
        'no_answer = ["7", "9"]',
        'ignored = ["*"]',
        "[wish]",
        *(f"{answer} = {priority}" for answer, priority in PRIORITIES.items()),
        "[columns]",
        *(f'{item} = {{topic = "{item[-1]}", question = "wish"}}' for item in ITEMS),
    ]
)


def rows() -> list[dict[str, str]]:
    """The rows of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def scales(folder: Path) -> SurveyScales:
    """The scales of TALIS, from a file."""
    (folder / "talis.toml").write_text(SCALES, encoding="utf-8")
    return load_scales(folder / "talis.toml")


def problem(topics: str) -> Problem:
    """All who answered, and a course for some of the topics."""
    periods = [{"id": "1", "start": "08:00", "end": "09:00"}]
    people = dict.fromkeys(row["IDTEACH"] for row in rows())
    return Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-12-18"},
            "schools": [{"id": "all", "periods": periods}],
            "staff": [{"id": name, "schools": ["all"]} for name in people],
            "courses": [
                {"id": f"c-{topic}", "topic": topic, "minutes": 60, "group_max": 20}
                | {"modality": "remote"}
                for topic in topics
            ],
        }
    )


def test_ids_that_stand_twice_are_told(tmp_path: Path) -> None:
    """The subset holds some ids twice, and each second row that answers anything is a fault."""
    given = rows()
    answered = [row for row in given if any(float(row[item]) < 5 for item in ITEMS)]
    twice = [n for n, c in Counter(row["IDTEACH"] for row in answered).items() if c > 1]
    with pytest.raises(ProblemError) as raised:
        needs_from_survey(problem("A"), FILE, scales(tmp_path))

    assert {fault.code for fault in raised.value.faults} == {"PD104"}
    assert sorted(fault.value for fault in raised.value.faults) == sorted(twice)


def test_every_need_of_the_survey_is_a_need_here(tmp_path: Path) -> None:
    """The first row of each teacher makes a need for each answer of 2 or more, and no other."""
    first = {row["IDTEACH"]: row for row in reversed(rows())}
    found = needs_from_survey(problem("ABCDEFGHIJKLM"), list(first.values()), scales(tmp_path))
    answers = [
        (name, item[-1], f"{float(row[item]):.0f}") for name, row in first.items() for item in ITEMS
    ]
    wanted = {
        (name, topic): PRIORITIES[answer]
        for name, topic, answer in answers
        if PRIORITIES.get(answer)
    }
    made = {(n.staff, n.topic): n.priority for n in (*found.needs, *found.beyond)}

    assert made == wanted
    assert {n.topic for n in found.beyond} == {"N"}
    assert found.unanswered == sum(answer in "79" for _, _, answer in answers)
    assert len(found.notes) == sum(answer == "1" for _, _, answer in answers)
    assert [f for f in check(found.problem) if f.severity is Severity.ERROR] == []

    report = gap_report(found.problem, needs=found.beyond)
    assert {gap.need for gap in report.needs} == {need.id for need in found.beyond}
    assert report.courses == ()
