"""Figures, dates and errors come back as they were, and values are what they look like."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar, get_args

import pytest
from good_input import good
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from schools import TUE, changed, cover, engaged, plan_of, session, two_schools

import pdsched.plan
import pdsched.survey.scales
from pdsched import Plan, Policy, Problem, ledger, save
from pdsched.checks import read_problem
from pdsched.errors import (
    Fault,
    PdschedError,
    PlanRejectedError,
    ProblemError,
    SolverError,
    StartRejectedError,
    first_of_each_kind,
)
from pdsched.files import load_policy, read
from pdsched.generator.arguments import GeneratorArgumentError
from pdsched.plan import Cover
from pdsched.problem import Record, RecordError
from pdsched.serve.troubles import TroubleError
from pdsched.survey import load_scales

T = TypeVar("T")
FAULT = Fault("PD201", "needs[0].staff", "T9", "is no staff member", "add it")
ERRORS = [
    PdschedError("a thing"),
    ProblemError([FAULT, FAULT._replace(code="PD202")]),
    ProblemError([]),
    StartRejectedError(["one", "two"]),
    PlanRejectedError(["one", "two"], Path("report.json")),
    SolverError("it died"),
    GeneratorArgumentError("size"),
    TroubleError(409, "The run is queued.", headers={"Retry-After": "1"}),
]


def subclasses(kind: type[T]) -> Iterator[type[T]]:
    """A class and all that are derived from it."""
    yield kind
    for each in kind.__subclasses__():
        yield from subclasses(each)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__ + str(error)[:3])
@pytest.mark.parametrize("way", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy, copy.deepcopy])
def test_errors_can_be_pickled_and_copied(error: PdschedError, way: Any) -> None:
    """Executors send errors from one process to another: all that is in them arrives."""
    error.add_note("from a worker")
    back = way(error)

    assert type(back) is type(error)
    assert str(back) == str(error)
    assert vars(back) == vars(error)


def test_every_error_is_among_those_pickled() -> None:
    """An error to come is tried here, too; that of records is in `tests/house/test_records.py`."""
    ours = {kind for kind in subclasses(PdschedError) if kind.__module__.startswith("pdsched.")}

    assert ours == {RecordError, *(type(error) for error in ERRORS)}


def test_a_message_shows_the_first_faults_of_each_kind() -> None:
    """All are kept in the error, and the text stays short."""
    many = [FAULT._replace(where=f"needs[{n}]", value=f"T{n}") for n in range(200_000)]
    error = ProblemError([*many, FAULT._replace(code="PD202")])

    assert len(error.faults) == 200_001
    assert len(str(error).splitlines()) == 12
    assert str(error).splitlines()[-1] == "PD201: 199,990 more like this"
    assert list(first_of_each_kind(many[:10])) == [str(fault) for fault in many[:10]]


def test_the_same_fault_in_many_places_is_one_line() -> None:
    """It names its first places and their number; what differs in anything else is another."""
    alike = [FAULT._replace(where=f"needs[{n}]") for n in range(139)]
    mixed = [*alike[:100], FAULT._replace(value="T8"), *alike[100:]]

    assert str(ProblemError(mixed)).splitlines() == [
        "PD201 needs[0], needs[1] and 137 more places: 'T9' is no staff member; add it",
        "PD201 needs[0].staff: 'T8' is no staff member; add it",
    ]
    assert list(first_of_each_kind(mixed, most=0)) == ["PD201: 140 more like this"]
    assert list(first_of_each_kind(alike[:3])) == [
        "PD201 needs[0], needs[1], needs[2]: 'T9' is no staff member; add it"
    ]


def test_a_fault_is_one_line_that_no_terminal_obeys() -> None:
    """Whatever the input put into place, message and advice."""
    told = str(FAULT._replace(where="a\x1b[2J\nno errors", message="\u202eis", advice="\x9b"))

    assert "\\u001b[2J\\u000ano errors" in told
    assert told.isprintable()


NO_DATES = ["1789689600", "-1", "2026-09-07T00:00:00", "2026-9-7", "20260907", " 2026-09-07", ""]
NO_DATES_IN_JSON = [*NO_DATES, 1789689600, 1789689600.5, 0, True, None, ["2026-09-07"]]


@pytest.mark.parametrize("value", NO_DATES_IN_JSON, ids=repr)
@pytest.mark.parametrize("path", ["first", "last", "closed", "today"])
def test_only_a_date_is_a_date(path: str, value: object) -> None:
    """No number of seconds, no moment, no other way of writing: PD113."""
    if path == "today" and value is None:
        return  # it may be left open
    document = good()
    document["calendar"][path] = [value] if path == "closed" else value
    _, faults = read_problem(document)
    where = f"calendar.{path}" + ("[0]" if path == "closed" else "")

    assert ("PD113", where) in {(fault.code, fault.where) for fault in faults}


READ = ("pdsched.problem.", "pdsched.policy.", "pdsched.plan", "pdsched.survey.")
"""Where the records are that files hold."""


def _has_date(annotation: Any) -> bool:
    return annotation is dt.date or any(map(_has_date, get_args(annotation)))


def test_every_date_of_every_record_is_read_alike() -> None:
    """In files and in Python, no field of any record takes a number of seconds for a date."""
    records: set[type[Record]] = {pdsched.plan.Session, pdsched.survey.scales.SurveyScales}
    dates = [
        (record, name, "tuple" in str(field.annotation))
        for record in records | set(subclasses(Record))
        if record.__module__.startswith(READ)
        for name, field in record.model_fields.items()
        if _has_date(field.annotation)
    ]
    for record, name, several in dates:
        for value in ("1789689600", 1789689600, 1789689600.5, True, "2026-09-07T00:00:00"):
            with pytest.raises(ValidationError) as error:
                record.model_validate({name: [value] if several else value})
            told = {each["type"] for each in error.value.errors() if each["loc"][0] == name}
            # A list of which nothing can be read is too short, besides.
            assert told - {"too_short"} == {"date_iso"}, (record, name, value)
    assert len(dates) > 25


SURPRISES = [
    ("rooms", "capacity", True, "PD108"),
    ("rooms", "capacity", "12", "PD108"),
    ("rooms", "capacity", "1e1", "PD108"),
    ("rooms", "capacity", 12.5, "PD108"),
    ("rooms", "id", 12, "PD108"),
    ("staff", "fte", "0.5", "PD108"),
    ("staff", "fte", True, "PD108"),
    ("staff", "cover_volunteer", 1, "PD108"),
    ("staff", "cover_volunteer", "true", "PD108"),
    ("staff", "levels", {"sheets": True}, "PD108"),
    ("staff", "schools", "north", "PD108"),
    ("lessons", "start", 800, "PD112"),
    ("lessons", "start", 480.0, "PD112"),
    ("lessons", "start", "480", "PD112"),
    ("lessons", "start", "PT8H", "PD112"),
    ("lessons", "start", "08:00Z", "PD112"),
    ("lessons", "cover", True, "PD110"),
]


@pytest.mark.parametrize(("table", "field", "value", "code"), SURPRISES)
def test_values_are_not_taken_for_others(
    table: str, field: str, value: object, code: str, tmp_path: Path
) -> None:
    """Truth is no number, a text is no number, a number is no time: a clear fault for each."""
    document = good()
    document[table][0][field] = value
    (tmp_path / "p.json").write_text(json.dumps(document), encoding="utf-8")
    found = [(f.code, f.where) for f in read(tmp_path / "p.json").faults if f.code == code]
    inner = ".sheets" if field == "levels" else ""

    assert found == [(code, f"{table}[0].{field}{inner}")]


@pytest.mark.parametrize("value", ["12.0", "1.2e1"])
def test_a_whole_number_may_be_written_as_a_fraction(value: str) -> None:
    """Spreadsheets and notebooks write 12.0, and nothing is lost."""
    document = good()
    document["rooms"][0]["capacity"] = json.loads(value)
    problem, faults = read_problem(document)

    assert faults == ()
    assert problem is not None
    assert problem.rooms[0].capacity == 12


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("releases_per_week = true", "PD108"),
        ('releases_per_week = "2"', "PD108"),
        ("away_at_once = true", "PD108"),
        ("reserve_by_zone = 1", "PD108"),
        ("releases_per_week = 2026-09-07", "PD108"),
        ("name = 2026-09-07", "PD108"),
    ],
)
def test_the_same_in_a_policy(line: str, code: str, tmp_path: Path) -> None:
    """TOML has types of its own, and none is taken for another."""
    (tmp_path / "x.toml").write_text(line, encoding="utf-8")
    with pytest.raises(ProblemError) as error:
        load_policy(tmp_path / "x.toml")

    assert {fault.code for fault in error.value.faults} == {code}


@pytest.mark.parametrize("due", ['"1789689600"', "1789689600", "2026-09-07T00:00:00", "08:00:00"])
def test_the_same_in_the_scales_of_a_survey(due: str, tmp_path: Path) -> None:
    """A due date is a date."""
    (tmp_path / "x.toml").write_text(f"due = {due}", encoding="utf-8")
    with pytest.raises(ProblemError, match=r"PD113 x\.toml due: "):
        load_scales(tmp_path / "x.toml")
    (tmp_path / "x.toml").write_text("due = 2026-09-07", encoding="utf-8")
    assert load_scales(tmp_path / "x.toml").due == dt.date(2026, 9, 7)


@pytest.mark.parametrize("value", NO_DATES[:4])
def test_the_same_in_a_cell(value: str, tmp_path: Path) -> None:
    """Except that a table may write dates as spreadsheets do."""
    save(Problem.model_validate(good()), tmp_path / "tables")
    file = tmp_path / "tables" / "calendar.csv"
    text = file.read_text(encoding="utf-8-sig").replace("2026-09-07", value)
    file.write_text(text, encoding="utf-8")
    told = [(fault.code, fault.where) for fault in read(tmp_path / "tables").faults]

    if value == "2026-9-7":
        assert told == []
    elif value == "2026-09-07T00:00:00":
        assert not [code for code, where in told if where.startswith("calendar")]
    else:
        assert ("PD113", "calendar.csv row 2 column first") in told


def test_steps_of_a_goal_have_figures_and_sentences() -> None:
    """Each tier of a policy can be asked about by its id; what is no step is a `KeyError`."""
    goals = ("needs-met", "worst-served-school", "worst-served-role", "worst-wish-rank")
    policy = Policy(goals=goals, equity_depth=3, wish_depth=4)
    for tier in policy.tiers:
        assert isinstance(policy.figures(tier.id), dict)
        assert policy.sentence(tier.id)

    assert policy.figures("worst-served-role-2") == {"equity_depth": 3}
    assert "2 worst-served roles" in policy.sentence("worst-served-role-2")
    assert [tier.id for tier in policy.tiers[-3:]] == [f"worst-wish-rank-{n}" for n in (4, 3, 2)]
    assert policy.figures("worst-wish-rank-4") == {"wish_depth": 4}
    assert "rank 4 or later" in policy.sentence("worst-wish-rank-4")
    for name in ("needs-met-2", "worst-served-role-1", "worst-served-role-02", "level-2", "-2"):
        with pytest.raises(KeyError):
            policy.figures(name)
        with pytest.raises(KeyError):
            policy.sentence(name)


MOST = {
    "releases_before": 1000,
    "covers_before": 10_000,
    "cover_minutes_before": 100_000,
    "protected_minutes_before": 100_000,
    "points_wanted_before": 100_000,
}


def ada_and_cyd(**figures: Any) -> tuple[Problem, Plan]:
    """Ada is released twice; sue holds one of her lessons, and cyd the other."""
    given = two_schools(**changed("staff", "ada", **figures))
    given = given.model_copy(
        update={
            "staff": tuple(
                m.model_copy(update=figures) if m.id == "cyd" else m for m in given.staff
            )
        }
    )
    return given, plan_of(
        given,
        [session("sheets-1", TUE, "08:00", "ada"), session("coach-1", TUE, "09:00", "ada")],
        [
            cover("ada-tue-1", TUE, "sue"),
            Cover(staff="ada", lesson="ada-tue-2", date=TUE, colleague="cyd"),
        ],
        [engaged("sue", TUE, "am")],
    )


@given(
    st.fixed_dictionaries({name: st.integers(most - 60, most) for name, most in MOST.items()}),
    st.integers(9998, 10_000),
)
def test_what_is_carried_on_is_read_again_or_refused(figures: dict[str, int], hours: int) -> None:
    """Every figure of people near its limit: either it can be read, or each that cannot is told."""
    given, plan = ada_and_cyd(**figures, topic_hours_before={"sheets": hours})
    told = ledger(given, plan)
    beyond = {
        f"staff[{place}].{entry.figure}" + (f".{entry.of}" if entry.of else "")
        for entry in told.staff
        for place, member in enumerate(given.staff)
        if member.id == entry.who
        and entry.after > (10_000 if entry.of else MOST.get(entry.figure, float("inf")))
    }
    if beyond:
        with pytest.raises(ProblemError) as error:
            told.carried_into(given)
        assert {fault.where for fault in error.value.faults} == beyond
        assert all("given back" in fault.advice for fault in error.value.faults)
    else:
        following = told.carried_into(given)
        assert Problem.model_validate_json(following.to_json(), strict=True) == following


@given(st.integers(1598, 1600), st.integers(998, 1000))
def test_the_same_of_substitutes(half_days: int, dates: int) -> None:
    """Half-days, and dates with a class."""
    given, plan = ada_and_cyd()
    sue = next(s for s in given.substitutes if s.id == "sue")
    full = sue.model_copy(
        update={"half_days_before": half_days, "class_days_before": {"7a": dates}}
    )
    given = given.model_copy(
        update={
            "substitutes": tuple(full if s is sue else s for s in given.substitutes),
            "lessons": tuple(x.model_copy(update={"classes": ("7a",)}) for x in given.lessons),
        }
    )
    told = ledger(given, plan)
    if half_days < 1600 and dates < 1000:
        assert told.carried_into(given).substitutes
        return
    with pytest.raises(ProblemError) as error:
        told.carried_into(given)
    wrong = {re.split(r"[.\[]", fault.where)[2] for fault in error.value.faults}
    assert ("half_days_before" in wrong) == (half_days == 1600)
    assert ("class_days_before" in wrong) == (dates == 1000)
