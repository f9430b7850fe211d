"""Whoever an earlier plan names and the problem no longer has: their events are cancelled."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import scaled
from test_absences_replanned import PROBLEM as DISTRICT
from test_absences_replanned import plans
from test_calendars import events
from tuesday import PLAN, PROBLEM

from pdsched import Plan, Problem
from pdsched.absences import absence_files
from pdsched.ical import calendars
from pdsched.views.gone import UNKNOWN

NOW = dt.datetime(2026, 8, 1, 12, 0, tzinfo=dt.UTC)


def without(problem: Problem, *gone: str) -> Problem:
    """The problem without some people, and all that is theirs."""
    fields = problem.model_dump()
    for part in ("staff", "trainers", "substitutes"):
        fields[part] = [x for x in fields[part] if x["id"] not in gone]
    fields["lessons"] = [x for x in fields["lessons"] if not set(gone) & set(x["staff"])]
    fields["needs"] = [x for x in fields["needs"] if x["staff"] not in gone]
    return Problem.model_validate(fields)


def cancelled(problem: Problem, before: Plan, then: Problem | None = None) -> dict[str, set[str]]:
    """By file, the events that a plan of nothing cancels."""
    files = events(calendars(problem, Plan(), before=before, before_problem=then, now=NOW))
    assert {e["STATUS"] for file in files.values() for e in file.values()} <= {"CANCELLED"}
    return {name: set(inside) for name, inside in files.items()}


@pytest.mark.parametrize("gone", ["ada", "dee", "tom", "sam"])
def test_a_file_is_written_for_who_is_gone(gone: str) -> None:
    """By the plan alone, and so are all files in which they stand."""
    left = without(PROBLEM, gone)
    told = cancelled(left, PLAN)

    assert told == cancelled(PROBLEM, PLAN)
    assert any(name.endswith(f"/{gone}.ics") for name in told)


def test_who_works_at_two_schools_is_of_that_where_somebody_held_a_class() -> None:
    """Cy's class at north needed nobody, and now nobody knows where it was."""
    left = without(PROBLEM, "cy")
    whole, told = cancelled(left, PLAN, PROBLEM), cancelled(left, PLAN)

    assert {name for name in whole if told[name] != whole[name]} == {"schools/north.ics"}


def test_who_had_no_class_is_of_no_known_school() -> None:
    """Their own file is there, and that of the school lacks them unless the problem is given."""
    left = without(PROBLEM, "bo")
    whole, told = cancelled(left, PLAN, PROBLEM), cancelled(left, PLAN)

    assert whole == cancelled(PROBLEM, PLAN)
    assert told["people/bo.ics"] == whole["people/bo.ics"]
    assert len(whole["schools/north.ics"] - told["schools/north.ics"]) == 1
    assert not any(UNKNOWN in name or "unknown" in name for name in told)


def test_all_who_were_there_can_be_gone() -> None:
    """Schools, rooms and courses as well."""
    nothing = Problem(calendar=PROBLEM.calendar, id=PROBLEM.id or "south|north")
    told = cancelled(nothing, PLAN)

    assert {"people/ada.ics", "trainers/tom.ics", "substitutes/vic.ics", "schools/south.ics"} <= (
        set(told)
    )


@settings(max_examples=scaled(2))
@given(plans(), st.sampled_from(["ada", "bo", "cy", "dee", "sam"]))
def test_what_is_cancelled_is_what_was_told(before: Plan, gone: str) -> None:
    """All of it; but for who works at two schools, of which the plan may tell the one."""
    left = without(DISTRICT, gone)
    told, whole = cancelled(left, before), cancelled(left, before, DISTRICT)

    for name, uids in whole.items():
        if gone in ("dee", "sam") or not name.startswith("schools/"):
            assert told[name] == uids


@settings(max_examples=scaled(2))
@given(plans(), st.sampled_from(["dee", "sam"]))
def test_absences_that_others_held_are_told_alike(before: Plan, gone: str) -> None:
    """Who held the classes may be gone: it is the same to the office."""
    left = without(DISTRICT, gone)
    [told, _] = absence_files(left, Plan(), before=before)
    [whole, _] = absence_files(left, Plan(), before=before, before_problem=DISTRICT)

    assert told.content == whole.content
