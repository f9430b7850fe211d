"""Every fault of a problem is found, at its place, together with all the others."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
from bad_inputs import BAD
from bad_senses import BESIDE, SPRING, TOLD
from good_input import Bad, both, good, put

from pdsched.checks import CODES, check, read_plan, read_problem
from pdsched.errors import Severity
from pdsched.problem import Problem

DOCS = Path(__file__).parents[2] / "docs"


def test_the_good_document_has_no_fault() -> None:
    """The document that all cases change has neither errors nor warnings."""
    problem, faults = read_problem(good())
    assert faults == ()
    assert problem is not None
    assert check(problem) == ()


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_a_bad_document_is_told_exactly_its_faults(case: Bad) -> None:
    """Each change brings exactly the faults expected, at the expected places, and no others."""
    document = good()
    case.change(document)
    _, faults = read_problem(document)
    assert sorted((fault.code, fault.where) for fault in faults) == sorted(case.faults)


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_every_message_shows_the_value_and_says_what_to_do(case: Bad) -> None:
    """Each fault is one line with its code, place, value and advice."""
    document = good()
    case.change(document)
    for fault in read_problem(document)[1]:
        line = str(fault)
        assert line.startswith(f"{fault.code} {fault.where}: {fault.value!r} ")
        assert "\n" not in line
        assert fault.message
        assert fault.advice
        assert len(fault.value) <= 60


def test_reading_leaves_the_document_as_it_was() -> None:
    """The caller's document is not changed, even where parts of it have to be left out."""
    for case in BAD:
        document = good()
        case.change(document)
        before = copy.deepcopy(document)
        read_problem(document)
        assert repr(document) == repr(before)


def test_all_faults_are_reported_at_once() -> None:
    """A document with a dozen unrelated faults of shape and sense gets all of them in one go."""
    document = good()
    both(
        put("calendar.time_zone", "Mars/Base"),
        put("schools[0].cycle", {"days": ["mon", "mon"]}),
        put("schools[0].periods[1].days", None),
        put("staff[1].schools[0]", "west"),
        put("lessons[2].end", "10:00"),
        put("rooms[0].capacity", 0),
        put("courses[0].level_to", 0),
        put("needs[0].priority", 9),
        put("needs[1].staff", "T99"),
        put("trainers[0].schools", []),
        put("substitutes[0].zones[1]", "moon"),
        put("session_pins[0].date", "2030-01-01"),
        put("surprise", True),
    )(document)
    found = {(fault.code, fault.where) for fault in read_problem(document)[1]}
    assert found >= {
        ("PD301", "calendar.time_zone"),
        ("PD313", "schools[0].cycle.days[1]"),
        ("PD202", "staff[1].schools[0]"),
        ("PD305", "lessons[2].end"),
        ("PD109", "rooms[0].capacity"),
        ("PD109", "courses[0].level_to"),
        ("PD109", "needs[0].priority"),
        ("PD201", "needs[1].staff"),
        ("PD212", "trainers[0].schools"),
        ("PD209", "substitutes[0].zones[1]"),
        ("PD603", "session_pins[0].date"),
        ("PD107", "surprise"),
    }


def test_a_record_left_out_for_its_shape_is_not_missed_elsewhere() -> None:
    """Nothing that refers to a record of the wrong shape is called dangling."""
    document = good()
    for kind in ("schools", "staff", "courses", "rooms", "trainers", "substitutes"):
        for record in document[kind]:
            record["surprise?"] = record.pop("id") and None
    codes = {fault.code for fault in read_problem(document)[1]}
    assert codes == {"PD106", "PD107"}


def test_places_are_those_of_the_document_after_records_were_left_out() -> None:
    """A fault of sense names the record where it stands, not where it slid to."""
    document = good()
    both(put("lessons[0].start", "noon"), put("lessons[1].day", "day 9"))(document)
    found = [(fault.code, fault.where) for fault in read_problem(document)[1]]
    assert found == [("PD112", "lessons[0].start"), ("PD208", "lessons[1].day")]


def test_the_whole_circle_is_named() -> None:
    """Courses that wait for each other are listed in order, once for each knot."""
    document = good()
    names = ["a", "b", "c", "d", "x", "y"]
    befores = {"a": "b", "b": "c", "c": "a", "d": "a", "x": "y", "y": "x"}
    document["courses"] += [
        {
            "id": name,
            "topic": "t",
            "minutes": 60,
            "group_max": 2,
            "prerequisites": [{"course": befores[name]}],
        }
        for name in names
    ]
    found = [(fault.code, fault.where, fault.value) for fault in read_problem(document)[1]]
    assert found == [
        ("PD411", "courses[2].prerequisites", "a -> b -> c -> a"),
        ("PD411", "courses[6].prerequisites", "x -> y -> x"),
    ]


def test_a_long_circle_is_not_cut() -> None:
    """The circle is named whole even where other values would be shortened."""
    document = good()
    names = [f"a course with a long name {number}" for number in range(20)]
    document["courses"] += [
        {
            "id": name,
            "topic": "t",
            "minutes": 60,
            "group_max": 2,
            "prerequisites": [{"course": names[number - 1]}],
        }
        for number, name in enumerate(names)
    ]
    (fault,) = read_problem(document)[1]
    assert all(name in fault.value for name in names)


@pytest.mark.parametrize(
    "kind", ["needs", "substitutes", "trainers", "lessons", "staff", "travel", "protected"]
)
def test_an_empty_list_of_records_is_no_error(kind: str) -> None:
    """No needs, no substitutes, no trainers, no lessons: all that is ordinary."""
    document = good()
    document[kind] = []
    for dependent in {"staff": ["needs", "lessons", "protected"]}.get(kind, []):
        document[dependent] = []
    document["session_pins"] = document["engagement_pins"] = []
    faults = read_problem(document)[1]
    assert [fault for fault in faults if fault.severity is Severity.ERROR] == []


def test_nothing_but_a_calendar_is_a_problem() -> None:
    """The smallest problem has no fault."""
    calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-07"}
    assert read_problem({"calendar": calendar})[1] == ()


@pytest.mark.parametrize("document", [None, [], "text", 3, {"calendar": {1, 2}}, {"a": object()}])
def test_what_is_no_document_is_one_clear_fault(document: object) -> None:
    """Anything that is no JSON object gives faults of shape and no exception."""
    problem, faults = read_problem(document)
    assert problem is None
    assert {fault.code for fault in faults} <= {"PD103", "PD106", "PD107", "PD108"}
    assert faults


def test_a_whole_number_may_be_written_with_a_point() -> None:
    """``60.0`` is a whole number in JSON, so it is one here; ``true`` is not."""
    document = good()
    document["courses"][0]["minutes"] = 60.0
    problem, faults = read_problem(document)
    assert faults == ()
    assert problem is not None
    assert problem.courses[0].minutes == 60


def test_lessons_of_different_weeks_are_not_at_once() -> None:
    """Two lessons at one time clash only if they fall on a common date."""
    document = good()
    both(
        put("lessons[0].last", "2026-09-11"),
        put("lessons[3]", {**document["lessons"][0], "id": "m2", "first": "2026-09-12"}),
    )(document)
    document["lessons"][3].pop("last", None)
    assert read_problem(document)[1] == ()


def test_lessons_clash_on_a_cycle_day_that_the_horizon_does_not_hold() -> None:
    """Two lessons on day 3 clash even if the horizon ends on day 1."""
    document = good()
    lesson = document["lessons"][1] | {"day": "day 3"}
    document["lessons"] = [lesson, lesson | {"id": "s2"}]
    document["calendar"]["last"] = "2026-09-08"
    document["session_pins"] = []
    found = [(fault.code, fault.where) for fault in read_problem(document)[1]]
    assert found == [("PD311", "lessons[1].staff[0]")]


def test_one_period_id_may_have_other_times_on_other_days() -> None:
    """A bell schedule can move period 2 on some days: the same id on different days is no fault."""
    document = good()
    moved = {"id": "2", "start": "09:15", "end": "10:15", "days": ["wed"]}
    document["schools"][0]["periods"].append(moved)
    assert read_problem(document)[1] == ()


def test_times_around_the_hour_that_does_not_exist_are_fine() -> None:
    """What ends when clocks are put forward, or lasts over it, is no fault."""
    document = good()
    both(
        SPRING,
        put("lessons[2]", {**_night("x", "01:00", "02:00")}),
        put("staff[0].unavailable", [{"start": "00:00", "end": "23:59"}]),
    )(document)
    assert read_problem(document)[1] == ()


def _night(name: str, start: str, end: str) -> dict[str, object]:
    lesson = {"id": name, "school": "north", "staff": ["ada"], "date": "2026-04-24"}
    return {**lesson, "start": start, "end": end}


def test_a_weekly_cycle_of_two_weeks_alternates() -> None:
    """Ten names on five weekdays are two weeks: lessons of week a and of week b do not clash."""
    document = good()
    days = [f"{day}-{week}" for week in "ab" for day in ("mon", "tue", "wed", "thu", "fri")]
    document["schools"][0]["cycle"] = {"days": days}
    document["schools"][0]["periods"][1]["days"] = ["mon-a"]
    document["lessons"][0]["day"] = "mon-b"
    document["protected"] = []
    fixed = {**document["lessons"][0], "id": "m2", "date": "2026-09-07"}
    del fixed["day"]
    document["lessons"].append(fixed)
    assert read_problem(document)[1] == ()
    fixed["date"] = "2026-09-14"
    assert [fault.code for fault in read_problem(document)[1]] == ["PD311"]


def test_the_nearest_name_is_proposed() -> None:
    """Advice on a dangling reference names the id that was probably meant."""
    document = good()
    document["rooms"][0]["school"] = "nroth"
    (fault,) = read_problem(document)[1]
    assert "did you mean 'north'?" in fault.advice


@pytest.mark.parametrize("names", [("Ada", "Ada"), ("Ada", "Ada "), ("Ada B", "Ada  B")])
def test_one_person_may_stand_in_two_tables(names: tuple[str, str]) -> None:
    """The same id is the same human being: nothing is odd about it where names are alike."""
    document = good()
    document["staff"][0]["name"], document["trainers"][0]["name"] = names
    document["trainers"][0]["id"] = "ada"
    assert read_problem(document)[1] == ()


@pytest.mark.parametrize("names", [("", ""), ("", "Ada"), ("Ada", "")])
def test_one_id_without_a_name_may_be_two_people(names: tuple[str, str]) -> None:
    """Where no name says so, it is told that one person is meant, and how to undo it."""
    document = good()
    document["staff"][0]["name"], document["trainers"][0]["name"] = names
    document["trainers"][0]["id"] = "ada"
    (told,) = read_problem(document)[1]

    assert (told.code, told.where) == ("PD929", "trainers[0].id")
    assert str(told) == (
        "PD929 trainers[0].id: 'ada' stands among staff and trainers, and is taken for one person "
        "in several roles; if that is meant, nothing is to be done, and this is not told where "
        "names are alike in both tables; if not, give one of them another id"
    )


@pytest.mark.parametrize(("count", "more"), [(2, "1 more: '1'"), (6, "5 more"), (40, "39 more")])
def test_two_lists_that_count_from_one_get_one_line(count: int, more: str) -> None:
    """However many ids they share, and with the first few of them."""
    document = good()
    names = [str(n) for n in range(count)]
    document["staff"] += [{"id": name, "schools": ["south"]} for name in names]
    document["trainers"] += [document["trainers"][0] | {"id": name} for name in names]
    (told,) = read_problem(document)[1]

    assert (told.code, told.where, told.value) == ("PD929", "trainers[1].id", "0")
    assert more in told.message
    assert told.message.endswith("…") == (count > 6)
    assert told.severity is Severity.WARNING


def test_errors_come_before_warnings() -> None:
    """The faults that stop the work are listed first."""
    document = good()
    both(put("substitutes[0].qualifications", []), put("needs[0].staff", "T99"))(document)
    severities = [fault.severity.value for fault in read_problem(document)[1]]
    assert severities == ["error", "warning"]


def test_faults_of_sense_leave_a_problem() -> None:
    """A document of the right shape is a problem, whatever is wrong with its sense."""
    document = good()
    document["needs"][0]["staff"] = "T99"
    problem, _ = read_problem(document)
    assert problem == Problem.model_validate(document)


def test_a_plan_of_the_wrong_shape_is_told_so() -> None:
    """Plans get the same faults of shape as problems."""
    document = {"sessions": [{"id": "s", "course": "c", "date": "soon"}], "more": 1}
    plan, faults = read_plan(document)
    assert plan is None
    assert {(fault.code, fault.where) for fault in faults} == {
        ("PD113", "sessions[0].date"),
        ("PD106", "sessions[0].start"),
        ("PD106", "sessions[0].end"),
        ("PD106", "sessions[0].staff"),
        ("PD107", "more"),
    }


def test_the_page_on_faults_lists_every_code() -> None:
    """docs/faults.md holds each code with exactly the sentence of the table."""
    page = (DOCS / "faults.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(PD\d{3})` \| ([^|]+?) \|", page, re.MULTILINE)
    assert dict(rows) == dict(CODES)
    assert len(rows) == len(CODES)


def test_figures_that_count_for_something_are_no_fault() -> None:
    """A class may join a longer lesson beside it, a rhythm fits its lags, and so on."""
    document = good()
    both(
        put("lessons[1]", BESIDE | {"start": "07:50", "classes": ["7a"]}),
        put("lessons[0].may_join", ["m2"]),
        put("substitutes[0].class_days_before", {"7a": 3}),
        put("calendar.fill_by_notice", [{"days": 1, "probability": 0.5}]),
        put("calendar.today", "2026-09-01"),
        # One of the days between is closed.
        put("courses[1].prerequisites", [{"course": "sheets-1", "cadence_days": 7, "max_days": 4}]),
        put("kept", [TOLD, TOLD | {"date": "2026-09-18"}]),
    )(document)
    assert read_problem(document)[1] == ()
