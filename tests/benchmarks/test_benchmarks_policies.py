"""Benchmarks under a policy: what they add to a problem, and what they count in a plan."""

from __future__ import annotations

import doctest
import sys
from collections.abc import Sequence
from types import ModuleType

import pytest
from skipping import REAL_DATA, needs_real_data

from benchmarks import __main__ as command_line
from benchmarks import cover, real_schools, under_policy, year
from benchmarks.under_policy import completed, hits_of_classes, most_in_a_row
from pdsched import Plan, Policy, Problem, Result, check, generate, verify
from pdsched.errors import Severity
from pdsched.plan import Cover
from pdsched.policy import RULES

DAYS = ("2026-09-07", "2026-09-08", "2026-09-10", "2026-09-14", "2026-09-15")


@pytest.mark.parametrize("module", [cover, under_policy, year])
def test_what_docstrings_show_is_so(module: ModuleType) -> None:
    """Benchmarks are no part of the library, so its run of examples passes them over."""
    assert doctest.testmod(module).failed == 0


def test_completed_problem_says_what_was_added() -> None:
    """What a policy refers to is there, makes sense, and is a sentence each; once is enough."""
    given = generate(size="XS", seed=1)
    whole = completed(given)
    added = whole.assumptions[len(given.assumptions) :]

    assert whole.calendar.today == given.calendar.first
    assert [term.last for term in whole.calendar.terms] == [given.calendar.last]
    assert len(added) == 2
    assert [f for f in check(whole) if f.severity is Severity.ERROR] == []
    assert completed(whole) == whole


def lost(days: Sequence[str], cover: str = "needed") -> tuple[Problem, Plan]:
    """Ada is away for two lessons of one class on each of these days."""
    bells = [{"id": str(n), "start": f"0{n}:00", "end": f"0{n}:45"} for n in (8, 9)]
    lessons = [
        {
            "id": f"{day}-{bell['id']}",
            "school": "north",
            "staff": ["ada"],
            "classes": ["5a", "5b", "5a"],
            "date": day,
            "start": bell["start"],
            "end": bell["end"],
            "cover": cover,
        }
        for day in days
        for bell in bells
    ]
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-18"},
            "schools": [{"id": "north", "periods": bells}],
            "staff": [{"id": "ada", "schools": ["north"]}],
            "lessons": lessons,
            "courses": [
                {"id": f"c{n}", "topic": "t", "modality": "remote", "minutes": 105, "group_max": 1}
                for n in range(len(days))
            ],
            "needs": [{"id": f"n{n}", "staff": "ada", "course": f"c{n}"} for n in range(len(days))],
        }
    )
    plan = Plan.model_validate(
        {
            "sessions": [
                {
                    "id": f"s{n}",
                    "course": f"c{n}",
                    "date": day,
                    "start": "08:00",
                    "end": "09:45",
                    "staff": ["ada"],
                }
                for n, day in enumerate(days)
            ],
            "releases": [
                {
                    "staff": "ada",
                    "session": f"s{n}",
                    "date": day,
                    "start": "08:00",
                    "end": "09:45",
                    "need": f"n{n}",
                    "lessons": [f"{day}-8", f"{day}-9"],
                }
                for n, day in enumerate(days)
            ],
        }
    )
    return problem, plan


@pytest.mark.parametrize(("length", "most"), [(1, 2), (2, 4), (4, 6), (5, 6), (6, 8), (10, 10)])
def test_hits_of_a_class_are_counted_as_the_referee_does(length: int, most: int) -> None:
    """In so many school days in a row a class loses so many lessons; the referee agrees."""
    problem, plan = lost(DAYS)
    hits = hits_of_classes(problem, plan)

    assert {name: len(dates) for name, dates in hits.items()} == {"5a": 10, "5b": 10}
    assert most_in_a_row(hits.values(), problem.calendar.open_days(), length) == most
    for allowed, broken in ((most, False), (most - 1, True)):
        policy = Policy(class_hits=allowed, class_hits_days=length)
        rules = {violation.rule for violation in verify(problem, plan, policy)}
        assert ("class-hits" in rules) == broken


def test_a_lesson_without_cover_is_no_hit() -> None:
    """What needs no cover is not lost."""
    assert hits_of_classes(*lost(DAYS, cover="not-needed")) == {}


def test_without_a_plan_a_row_is_not_accepted() -> None:
    """The table says so, and so does its last line."""
    problem, _ = lost(DAYS)
    figures = under_policy.figures(problem, Result(status="unknown", problem=""))
    row = {"school": "north", "teachers": 1, "seconds": 0.1, **figures}

    assert under_policy.TABLE.line(row).split()[-1] == "no"
    assert "1 timetables, 1 NOT accepted" in under_policy.summary([row], Policy())


def test_a_row_tells_the_plan() -> None:
    """Met needs, shares in per cent, and violations that make it unaccepted."""
    problem, plan = lost(DAYS)
    goals = [{"id": "needs-met", "value": 150, "bound": 200}]
    result = Result(status="feasible", problem="", plan=plan, goals=goals)
    row = {"school": "north", "teachers": 1, "seconds": 0.1}
    row |= under_policy.figures(problem, result)

    assert (row["met"], row["points"], row["share"], row["worst_role"]) == (5, 150, 1000, 1000)
    assert (row["class_hits"], row["in_days"], row["gap"], row["tiers"]) == (10, 6, 0.25, "0/1")
    assert not row["accepted"]
    assert "100.0 %" in under_policy.TABLE.line(row)
    assert "25.00 %" in under_policy.TABLE.line(row)


def test_the_loose_policy_asks_for_every_rule() -> None:
    """Each figure of a rule has a value that hardly binds; the series is one of chained courses."""
    loose = year.loose(year.ADULTS)

    # Protected minutes take the place of protected time.
    assert [rule for rule in RULES if not loose.holds(rule)] == ["protected-time"]
    assert [c.id for c in year.series() if not c.prerequisites] == ["workshop-1"]


@pytest.mark.parametrize(("named", "said"), [(False, "is not set"), (True, "neither a ready")])
def test_what_is_missing_is_said(
    named: bool, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the folder, or with a policy that is none, there is a sentence and exit code 2."""
    monkeypatch.setattr(sys, "argv", ["real_schools.py", "--policy", "qubec"])
    if named:
        monkeypatch.setenv("PDSCHED_REAL_DATA", ".")
    else:
        monkeypatch.delenv("PDSCHED_REAL_DATA", raising=False)

    assert real_schools.main() == 2
    assert command_line.main(["year", "--policy", "qubec"]) == 2
    assert named or command_line.main(["cover"]) == 2
    assert capsys.readouterr().out.count(said) == 3 - named


def test_a_team_replaces_the_pool_on_the_dates_of_trainers() -> None:
    """Whole days of all members, about as many half-days as before, when most trainers come."""
    given = generate(size="XS", seed=1)
    ways = {way.name: way for way in cover.ways(given, 2)}
    team = ways["team"].problem
    dates = {day for s in team.substitutes for some in s.available for day in some.dates or ()}
    comes = {
        day: sum(any(w.on(day) for w in t.available) for t in given.trainers)
        for day in given.calendar.open_days()
    }

    assert cover.offered(given) - 4 < cover.offered(team) <= cover.offered(given)
    assert min(map(comes.__getitem__, dates)) >= max(n for d, n in comes.items() if d not in dates)
    assert [f for f in check(team) if f.severity is Severity.ERROR] == []
    assert ways["colleagues"].problem == ways["one for each"].problem == given
    assert ways["one for each"].policy.holds("half-day-releases")


def test_who_is_freed_by_a_substitute() -> None:
    """A release counts once for all its lessons, and not where colleagues hold them all."""
    _, plan = lost(DAYS[:2])
    lessons = [(r.staff, r.date, x) for r in plan.releases for x in r.lessons]
    first = lessons[0][1]
    covers = [
        Cover(staff=staff, date=day, lesson=x, **{who: "bea"})
        for staff, day, x in lessons
        for who in ["substitute" if day == first else "colleague"]
    ]
    held = plan.model_copy(update={"covers": tuple(covers)})

    assert len(lessons) == 4
    assert cover.freed_by_substitutes(held) == 1


@needs_real_data
def test_the_year_is_a_sound_problem() -> None:
    """All teachers of the real school want every step, and every lag has an end."""
    path = REAL_DATA / "timetables" / "untis" / "GPU001.TXT"
    problem = year.school_year(path, 1, 0.02)

    assert [f for f in check(problem) if f.severity is Severity.ERROR] == []
    assert len(problem.needs) == 80 * 7
    assert all(a.max_days for course in problem.courses for a in course.prerequisites)
    assert "wanted by all 80 teachers" in problem.assumptions[-1]
