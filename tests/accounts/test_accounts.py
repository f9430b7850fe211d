"""What a plan uses up, and the figures with which the next plan begins."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from schools import (
    FRI,
    FRI2,
    MON,
    THU,
    TUE,
    changed,
    cover,
    engaged,
    lesson,
    need,
    plan_of,
    session,
    two_schools,
)
from terminal import _files as _files
from terminal import last_json, run

from pdsched import Plan, Policy, Problem, ledger, load, save, score, verify
from pdsched.accounts import ColleagueCovers, Ledger, Payback, ledger_to_csv, ledger_to_text
from pdsched.cli.app import Exit
from pdsched.plan import Cover, MadeUnder


def ada_is_away(problem: Problem) -> Plan:
    """Ada at sheets-1 on Tuesday at 8 and at 9: sue holds her first lesson, cyd the second."""
    return plan_of(
        problem,
        [session("sheets-1", TUE, "08:00", "ada"), session("coach-1", TUE, "09:00", "ada")],
        [
            cover("ada-tue-1", TUE, "sue"),
            Cover(staff="ada", lesson="ada-tue-2", date=TUE, colleague="cyd"),
        ],
        [engaged("sue", TUE, "am")],
    )


def figures(found: Ledger) -> dict[tuple[str, str, str], tuple[float, float, float]]:
    """The numbers of all entries."""
    entries = (*found.staff, *found.substitutes)
    return {(e.who, e.figure, e.of): (e.before, e.added, e.after) for e in entries}


def test_each_figure_is_carried_with_what_the_plan_adds() -> None:
    """Releases, covers, hours and half-days of those who have some, and nothing of the others."""
    given = two_schools(
        **changed(
            "staff", "ada", releases_before=3, hours_before=1.5, topic_hours_before={"sheets": 4}
        )
    )

    assert figures(ledger(given, ada_is_away(given))) == {
        ("ada", "releases_before", ""): (3, 2, 5),
        ("ada", "hours_before", ""): (1.5, 2, 3.5),
        ("ada", "topic_hours_before", "coach"): (0, 1, 1),
        ("ada", "topic_hours_before", "sheets"): (4, 1, 5),
        ("ada", "points_wanted_before", ""): (0, 30, 30),
        ("ada", "points_met_before", ""): (0, 30, 30),
        ("cyd", "covers_before", ""): (0, 1, 1),
        ("cyd", "cover_minutes_before", ""): (0, 60, 60),
        ("sue", "half_days_before", ""): (0, 1, 1),
    }


def test_parts_of_hours_of_a_topic_are_left_out() -> None:
    """Half an hour of reading is half an hour in all, and none of the whole hours of its topic."""
    given = two_schools()
    read = session(
        "reading-1", FRI, "09:00", "cyd", school=None, trainer=None, room=None, length=30
    )
    found = figures(ledger(given, plan_of(given, [read])))

    assert found["cyd", "hours_before", ""] == (0, 0.5, 0.5)
    assert ("cyd", "topic_hours_before", "reading") not in found


def test_points_of_late_needs_are_wanted_in_full() -> None:
    """Ada's need is met after its due date: all its points were wanted, some tenths are met."""
    given = two_schools(needs=[need("ada", "sheets-1", due=MON)])
    plan = plan_of(given, [session("sheets-1", TUE, "10:00", "ada")])
    found = figures(ledger(given, plan, Policy(late_tenths=4)))

    assert found["ada", "points_wanted_before", ""] == (0, 30, 30)
    assert found["ada", "points_met_before", ""] == (0, 12, 12)


def test_the_next_problem_begins_with_them() -> None:
    """Only the figures of those who have some are changed, and a second plan adds to them."""
    given = two_schools()
    plan = ada_is_away(given)
    following = ledger(given, plan).carried_into(given)
    ada, *others = following.staff

    assert (ada.releases_before, ada.hours_before) == (2, 2)
    assert ada.topic_hours_before == {"coach": 1, "sheets": 1}
    assert [m.covers_before for m in others] == [0, 1, 0]
    assert [m.cover_minutes_before for m in others] == [0, 60, 0]
    assert [s.half_days_before for s in following.substitutes] == [1, 0]
    assert (
        following.model_copy(update={"staff": given.staff, "substitutes": given.substitutes})
        == given
    )
    again = ledger(following, plan).carried_into(following)
    assert (again.staff[0].releases_before, again.staff[0].hours_before) == (4, 4)


def test_dates_with_a_class_are_carried() -> None:
    """Two lessons of 5a on a date are one date more; 5b was held before and stays."""
    given = two_schools(**changed("substitutes", "sue", class_days_before={"5a": 2, "5b": 1}))
    lessons = tuple(
        x.model_copy(update={"classes": ("5a", "5c") if x.id == "ada-tue-1" else ("5a",)})
        for x in given.lessons
    )
    given = given.model_copy(update={"lessons": lessons})
    plan = ada_is_away(given)
    both = [cover("ada-tue-1", TUE, "sue"), cover("ada-tue-2", TUE, "sue")]
    found = ledger(given, plan.model_copy(update={"covers": tuple(both)}))

    assert figures(found)["sue", "class_days_before", "5a"] == (2, 1, 3)
    carried = found.carried_into(given).substitutes[0].class_days_before
    assert carried == {"5a": 3, "5b": 1, "5c": 1}


@pytest.mark.parametrize(
    ("unpaid", "before", "pay"),
    [
        (None, 20, None),
        (0, 0, 2),
        (1, 0, 1),
        (2, 0, 0),
        (9, 8, 1),
        (9, 9, 2),
        (9, 20, 2),
        (9, 7, 0),
    ],
)
def test_covers_beyond_those_without_pay_are_to_be_paid(
    unpaid: int | None, before: int, pay: int | None
) -> None:
    """Cyd covers two lessons of ada's, after some before the plan; what those cost is settled."""
    given = two_schools(**changed("staff", "cyd", covers_before=before, cover_minutes_before=45))
    policy = Policy(unpaid_covers=unpaid)
    plan = plan_of(
        given,
        [session("sheets-1", TUE, "08:00", "ada"), session("coach-1", TUE, "09:00", "ada")],
        [Cover(staff="ada", lesson=f"ada-tue-{n}", date=TUE, colleague="cyd") for n in (1, 2)],
    )
    found = ledger(given, plan, policy)

    assert found.colleague_covers == (ColleagueCovers("cyd", 2, before + 2, 120, 165, pay),)
    assert score(given, plan, policy)["paid-covers"] == (pay or 0)
    assert found.carried_into(given).staff[2].cover_minutes_before == 165
    assert f"cyd  2       {before + 2:<6}  120      165             " in ledger_to_text(found)
    cyd = given.staff[2].model_copy(update={"name": "Cyd Roe"})
    called = given.model_copy(update={"staff": (*given.staff[:2], cyd)})
    assert f"Cyd Roe  2       {before + 2:<6}  120" in ledger_to_text(found, called)
    row = ledger_to_csv(found)["colleague_covers.csv"].splitlines()[1]
    assert row == f"cyd,2,{before + 2},120,165,{'' if pay is None else pay}"


def test_a_class_taken_in_takes_no_free_time() -> None:
    """Bob takes ada's class in beside his own lesson: a cover, and no preparation lost."""
    given = two_schools(lessons=[lesson("ada-tue-4", may_join=["bob-tue-4"]), lesson("bob-tue-4")])
    held = Cover(staff="ada", lesson="ada-tue-4", date=TUE, colleague="bob")
    plan = plan_of(given, [session("sheets-1", TUE, "13:00", "ada")], [held])

    assert ledger(given, plan).colleague_covers == (ColleagueCovers("bob", 1, 1, 0, 0, None),)


PLANNING: dict[str, Any] = {
    "protected": [
        {"id": "p1", "staff": "dot", "date": FRI, "start": "09:30", "end": "10:30"},
        {"id": "p2", "staff": "dot", "date": THU, "start": "09:00", "end": "10:00"},
    ]
}


@pytest.mark.parametrize(("days", "by"), [(1, date(2026, 9, 14)), (4, FRI2), (5, None)])
def test_protected_time_is_given_back_in_so_many_school_days(days: int, by: date | None) -> None:
    """From the day after on, closed days left out; beyond the horizon no date is told."""
    given = two_schools(**PLANNING)
    plan = plan_of(given, [session("sheets-1", FRI, "09:00", "dot")])
    policy = Policy(protected_minutes=60, payback_days=days)
    found = ledger(given, plan, policy)

    assert verify(given, plan, policy) == ()
    assert found.paybacks == (Payback("dot", FRI, 30, by),)
    assert figures(found)["dot", "protected_minutes_before", ""] == (0, 30, 30)
    assert ("after the horizon" in ledger_to_text(found)) == (by is None)


def test_what_comes_of_nothing() -> None:
    """The plan of nothing uses up nothing, and changes no problem."""
    given = two_schools()
    found = ledger(given, plan_of(given))

    assert found == Ledger((), (), (), ())
    assert found.carried_into(given) == given


def test_ledger_on_the_command_line(files: Path) -> None:
    """The tables are printed, and written as CSV; the next problem can be checked and planned."""
    answer = run("ledger", "p.json", "plan.json", "--csv", "books", "--next", "next.json")
    text = (files / "books" / "staff_ledger.csv").read_text(encoding="utf-8-sig")
    staff = list(csv.DictReader(text.splitlines()))

    assert answer.exit_code == Exit.DONE
    assert "Substitutes: carried into the next plan" in answer.stdout
    assert {"who": "ada", "figure": "releases_before", "of": ""}.items() <= staff[0].items()
    assert (staff[0]["before"], staff[0]["added"], staff[0]["after"]) == ("0", "1", "1")
    following = load("next.json")
    assert isinstance(following, Problem)
    assert following.staff[0].releases_before == 1


@pytest.mark.usefixtures("files")
def test_ledger_in_json() -> None:
    """One object on one line, dates as text."""
    told = last_json(run("ledger", "p.json", "plan.json", "--json"))

    assert set(told) == {"as_of", "staff", "substitutes", "colleague_covers", "paybacks"}
    assert told["substitutes"][0]["figure"] == "half_days_before"


@pytest.mark.usefixtures("files")
def test_ledger_under_another_policy_is_told_so() -> None:
    """As `verify` does, on stderr; under the policy of the plan nothing is told."""
    Path("other.toml").write_text("unpaid_covers = 9\n", encoding="utf-8")
    made = Policy()
    plan = load("plan.json")
    assert isinstance(plan, Plan)
    under = MadeUnder(name=made.name, digest=made.digest())
    save(plan.model_copy(update={"policy": under}), "plan.json")

    assert run("ledger", "p.json", "plan.json").stderr == ""
    other = run("ledger", "p.json", "plan.json", "--policy", "other.toml")
    assert other.exit_code == Exit.DONE
    assert other.stderr.startswith("pdsched: plan.json was made under policy default (")
    assert "and is accounted for by another, other (" in other.stderr
    assert other.stderr.endswith("; name the one under which it was made with --policy\n")
