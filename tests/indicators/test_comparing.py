"""Two plans side by side: by API, by frame, and by command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from strategies import TINY, Case, cases, garbage, scaled
from terminal import _files, run
from test_absences_replanned import plans
from tuesday import PLAN, PROBLEM, changed

from pdsched import Plan, compare, kpis, save
from pdsched.cli.app import Exit
from pdsched.indicators import KpiChange
from pdsched.views.figures import Figures

__all__ = ["_files"]  # a fixture
LESS = changed(sessions=PLAN.sessions[:1], releases=PLAN.releases[:3], unmet=())


def test_each_figure_has_both_values_and_a_verdict() -> None:
    """Dee learns nothing in the one plan, and is released in the other."""
    told = compare(PROBLEM, LESS, PLAN)

    assert len(told) == len(kpis(PROBLEM, PLAN))
    assert (told["met-needs"].before, told["met-needs"].after) == (3, 4)
    assert (told["met-needs"].difference, told["met-needs"].verdict) == (1, "better")
    assert told["people-unserved"].verdict == "better"
    assert told["lessons-without-teacher"].verdict == "worse"
    assert told["sessions"].verdict == "other"
    assert told["half-days"].verdict == told["cost"].verdict == "same"
    assert told["met-needs"].parts["school"] == {"north": (2, 2), "south": (1, 2)}
    with pytest.raises(KeyError, match="known: needs-stated"):
        told["needs"]


@pytest.mark.parametrize(
    ("better", "after", "verdict"),
    [
        *(("more", 2, "better"), ("more", 0, "worse"), ("less", 2, "worse")),
        *(("less", 0, "better"), ("neither", 2, "other"), ("more", None, "other")),
        *(("less", 1, "same"), ("neither", 1, "same"), ("less", 1 + 1e-12, "same")),
    ],
)
def test_the_verdict_is_by_the_better_direction(
    better: str, after: float | None, verdict: str
) -> None:
    """Whatever comes from adding up in another order is no difference."""
    told = {"id": "x", "title": "X", "unit": "", "better": better, "before": 1, "after": after}

    assert KpiChange.model_validate(told).verdict == verdict


@settings(max_examples=scaled(0.5))
@given(cases(TINY).flatmap(lambda case: garbage(case.problem).map(lambda plan: (case, plan))))
def test_a_plan_beside_itself_and_turned_round(both: tuple[Case, Plan]) -> None:
    """Of one plan nothing differs; turned round every difference has the other sign."""
    (problem, policy), plan = both
    there, back = (compare(problem, *p, policy) for p in ((Plan(), plan), (plan, Plan())))

    assert {change.verdict for change in compare(problem, plan, plan, policy).changes} == {"same"}
    for one, other in zip(there.changes, back.changes, strict=True):
        assert one.difference == (None if other.difference is None else -other.difference)
        assert {one.verdict, other.verdict} in ({"same"}, {"other"}, {"better", "worse"})


def test_frames_have_them_all() -> None:
    """A row a figure, or a row a figure and part."""
    told = compare(PROBLEM, LESS, PLAN)
    frame = told.frame()
    by = told.frame("school")

    assert frame.set_index("id").difference["met-needs"] == 1
    assert set(by.school) == {"north", "south"}
    assert (by.after - by.before == by.difference).all()
    assert "<table" in told._repr_html_()
    assert len(repr(told)) < 100


def test_the_command_prints_them(files: Path) -> None:
    """With one line of what changed, or all of it."""
    save(LESS, files / "less.json")
    short = run("compare", "p.json", "less.json", "plan.json")
    whole = run("compare", "p.json", "less.json", "plan.json", "--changes", "--by", "school")
    as_json = run("compare", "p.json", "less.json", "plan.json", "--json", "--csv", "out.csv")

    assert short.exit_code == whole.exit_code == as_json.exit_code == Exit.DONE
    assert "Needs met                                3      4          +1  better" in short.stdout
    assert short.stdout.splitlines()[-1].startswith("1 session added; 1 person changed")
    assert "\n  north  " in whole.stdout
    assert "+ slides: Tue 2026-09-08" in whole.stdout
    told = json.loads(as_json.stdout.splitlines()[-1])
    assert told["changes"] is None
    assert {"id": "met-needs", "difference": 1.0, "verdict": "better"}.items() <= next(
        each for each in told["figures"] if each["id"] == "met-needs"
    ).items()
    assert "met-needs,Needs met,3,4,1,needs,more,better" in (files / "out.csv").read_text("utf-8")


@settings(max_examples=scaled(1))
@given(plans())
def test_what_head_lines_count_is_what_key_figures_say(plan: Plan) -> None:
    """Of a plan alone, where there is no problem to measure it by, fewer things are counted."""
    from test_absences_replanned import PROBLEM as DISTRICT

    figures, counted = kpis(DISTRICT, plan), Figures.of(plan)

    assert counted.sessions == figures["sessions"].value
    assert counted.engagements == figures["half-days"].value
    assert counted.classes == figures["lessons-by-substitutes"].value


def test_head_lines_of_a_sound_plan_are_key_figures() -> None:
    """All that both of them count."""
    figures, counted = kpis(PROBLEM, PLAN), Figures.of(PLAN)

    assert (counted.met, counted.people) == (
        figures["met-needs"].value,
        figures["people-trained"].value,
    )
    assert counted.classes_of_colleagues == figures["lessons-by-colleagues"].value
