"""Sentences of the referee, of surveys and of approvals, with names in place of ids."""

from __future__ import annotations

import gc
from datetime import date
from typing import Any

import pytest
from test_views_names import NAMES, named
from tuesday import PLAN, changed
from typer.testing import CliRunner

from pdsched import Plan, Problem, approve, save, verify
from pdsched.cli import app
from pdsched.survey import gap_report, needs_from_survey, suggestions
from pdsched.survey.text import suggestions_to_text
from pdsched.views.sentences import Sentences


def problem(**fields: Any) -> Problem:
    """A school of which everything has a name."""
    return Problem.model_validate(named().model_dump(mode="json") | fields)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ada (sheets, 2026-09-08, 09:00 to 10:00)", "Ada King (Spreadsheets 1, 2026-09-08, "),
        (
            "pin ada-1 forbids ada, bo; cy: dee.",
            "pin ada-1 forbids Ada King, Bo Ek; Cy Roe: Dee Lam.",
        ),
        ("ada stands at level 2 of sheets; sheets is", "level 2 of sheets; Spreadsheets 1 is"),
        ("adam, ada-x, ada.x and x.ada", "adam, ada-x, ada.x and x.ada"),
        ("tom gives 300 minutes on 2026-09-08", "Tom Ash gives 300 minutes on 2026-09-08"),
    ],
)
def test_ids_in_a_sentence_are_named(said: str, told: str) -> None:
    """Whole ids alone, wherever they stand."""
    assert told in Sentences(named()).named(said)


def test_figures_and_words_of_sentences_stay() -> None:
    """Whoever is called like one keeps the id, and so does what stands for two things."""
    staff = [
        {"id": name, "name": f"Nr {name}", "schools": ["north"]}
        for name in ("12", "on", "4711", "lab")
    ]
    told = Sentences(problem(staff=staff, lessons=[], protected=[], needs=[]))

    assert told.named("12 of 12 on 4711 in lab") == "12 of 12 on Nr 4711 in lab"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("4711 gives 4711 minutes on 2026-09-08, allowed 4711", "Nr 4711 gives 4711 minutes on "),
        ("bo has 90 minutes, and should have 4711", "and should have 4711"),
        ("lasts 60 minutes, its course 4711", "its course 4711"),
        ("loses 10 minutes after 4711 before the plan", "after 4711 before the plan"),
    ],
)
def test_who_is_called_by_a_number_is_no_amount(said: str, told: str) -> None:
    """Numbers of employees have as many digits as the minutes of a week."""
    staff = [{"id": "4711", "name": "Nr 4711", "schools": ["north"]}]
    named = Sentences(problem(staff=staff, lessons=[], protected=[], needs=[])).named(said)

    assert told in named
    assert named.count("Nr") == said.startswith("4711")


@pytest.mark.parametrize(
    "fields",
    [
        {"covers": []},
        {"engagements": []},
        {"sessions": []},
        {"releases": []},
        {"sessions": [s.model_copy(update={"trainer": None}) for s in PLAN.sessions]},
        {"sessions": [s.model_copy(update={"school": "south"}) for s in PLAN.sessions]},
    ],
)
def test_the_referee_names_people_and_places(fields: dict[str, Any]) -> None:
    """The subjects of a violation have ids, to look up; its sentence has names."""
    plan = changed(**fields)
    violations = verify(named(), plan)
    plain = verify(problem(**{t: [{**r, "name": ""} for r in rows] for t, rows in _tables()}), plan)
    ids = {identity for table in NAMES.values() for identity in table}

    assert violations
    assert [(v.rule, v.subjects) for v in violations] == [(v.rule, v.subjects) for v in plain]
    for violation in violations:
        words = {word.strip("(),;:.") for word in violation.sentence.split()}
        assert not words & (ids - {"sheets", "slides"}), violation


def _tables() -> list[tuple[str, list[dict[str, Any]]]]:
    given = named().model_dump(mode="json")
    return [(table, given[table]) for table in NAMES]


def test_surveys_suggest_and_note_by_name() -> None:
    """In their sentences and in the terminal; records keep ids."""
    given = problem(needs=[{"id": "n", "staff": "ada", "course": "sheets"}])
    first, *_ = suggestions(given)
    rows = [{"staff": "bo", "topic": "sheets", "wish": "no"}]
    notes = needs_from_survey(given, rows).notes
    gap = gap_report(
        problem(needs=[{"id": "n", "staff": "ada", "course": "slides", "level_from": 9}])
    )

    assert (first.staff, first.course) == ("ada", "sheets")
    assert first.reason.startswith("Ada King wants Spreadsheets 1, ")
    assert "Ada King\n  Spreadsheets 1: Ada King wants" in suggestions_to_text([first], given)
    assert [(note.staff, str(note)) for note in notes] == [
        ("bo", "Bo Ek does not wish to learn sheets.")
    ]
    assert gap.needs[0].reason.startswith("Ada King wants Presenting, ")


def test_approvals_are_shown_by_name(tmp_path: Any) -> None:
    """Where the problem is given; as data they have ids."""
    for name, value in (("p", named()), ("plan", PLAN)):
        save(value, tmp_path / f"{name}.json")
    save(approve(PLAN, "approved", by="Roy", on=date(2026, 9, 1)), tmp_path / "said.json")
    ask = ["approvals", str(tmp_path / "plan.json"), str(tmp_path / "said.json")]
    by_name = CliRunner().invoke(app, [*ask, "--problem", str(tmp_path / "p.json")]).stdout

    assert all(name in by_name for name in ("Ada King", "Spreadsheets 1", "Hill School", "Sam Fox"))
    assert "Ada King" not in CliRunner().invoke(app, ask).stdout
    both = [*ask, "--problem", str(tmp_path / "p.json"), "--json"]
    assert '"ada"' in CliRunner().invoke(app, both).stdout


def test_a_notebook_names_what_is_at_hand() -> None:
    """A plan shows names while its problem lives in this process."""
    given = problem(name="at hand")
    plan = PLAN.model_copy(update={"problem": given.digest()})

    assert "Ada King" in plan._repr_html_()
    assert given.model_copy(update={"kept": ()}).digest() == plan.problem  # and it is gone again
    gc.collect()
    assert "Ada King" in plan._repr_html_()
    del given
    gc.collect()
    assert "Ada King" not in plan._repr_html_()
    assert "0 sessions" in Plan()._repr_html_()
