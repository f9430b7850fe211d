"""A binder is one page that is whole, loads nothing, and holds names as text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bound import Leaves, binder
from reported import RESULT, Page
from test_report import EVIL, with_names
from tuesday import PLAN, PROBLEM, changed

from pdsched import PdschedError, Plan, Policy, Problem, ProblemError, Result, save_binder

LANGUAGES = ["en", "fr", "de"]


def test_the_page_is_whole_and_loads_nothing() -> None:
    """Every element is closed, none is a script, and nothing leads to another place."""
    html = binder(PROBLEM, RESULT)
    read = Page(html)

    assert html.startswith("<!doctype html>")
    assert not {"script", "link", "iframe", "object", "embed", "form"} & set(read.tags)
    assert [place for place in read.places if not place.startswith("#")] == []
    assert "http:" not in html
    assert "https:" not in html
    assert "@import" not in html
    assert "url(" not in html
    assert not [name for _, name, _ in read.attributes if name.startswith("on")]
    assert "default-src 'none'" in html


def test_every_link_leads_to_a_leaf_and_no_two_have_one_name() -> None:
    """The contents name each leaf, and each can be gone to."""
    read = Page(binder(PROBLEM, PLAN))
    names = [value for _, name, value in read.attributes if name == "id"]
    links = {place[1:] for place in read.places}

    assert len(names) == len(set(names))
    assert links <= set(names)
    assert {"contents", "people", "people-1", "people-4", "school-days-2", "trainers-1"} <= links


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_reasons_are_text(language: str) -> None:
    """Whatever people, places, courses and reasons are called, it is shown and not obeyed."""
    unmet = [{"need": "n-bo-2", "rule": "trainer", "reason": EVIL}]
    html = binder(with_names(EVIL), changed(unmet=unmet), language=language)
    read = Page(html)

    assert f'<html lang="{language}">' in html
    assert "script" not in read.tags
    assert EVIL not in html
    assert read.text.count(EVIL) > 50


def test_ids_are_text_too() -> None:
    """An id stands in attributes, and ends none of them."""
    name = '"><script>alert(1)</script>'
    document = json.loads(PROBLEM.to_json().replace('"bo"', json.dumps(name)))
    plan = Plan.model_validate_json(PLAN.to_json().replace('"bo"', json.dumps(name)))
    html = binder(Problem.model_validate(document), plan)

    assert "script" not in Page(html).tags
    assert name not in html
    assert f"person:{name}" in Leaves(html).keys.values()


@pytest.mark.parametrize("plan", [Plan(), None], ids=["plan", "no plan"])
def test_an_empty_problem_has_a_binder(plan: Plan | None) -> None:
    """Nothing given and nothing planned: a cover, and no leaf of anybody."""
    problem = Problem.model_validate({"calendar": PROBLEM.calendar.model_dump()})
    result = Result(status="feasible" if plan else "infeasible", plan=plan, problem="")
    read = Leaves(binder(problem, result))

    assert not [key for key in read.keys.values() if key]
    assert "cover-1" in read.keys


def test_a_result_without_a_plan_leaves_every_need_open() -> None:
    """Everybody who needs something has a leaf."""
    result = Result(status="infeasible", plan=None, problem=PROBLEM.digest())
    read = Leaves(binder(PROBLEM, result))

    assert [key for key in read.keys.values() if key.startswith("person:")] == [
        *("person:ada", "person:bo", "person:cy", "person:dee")
    ]
    assert "sheets The plan does not say why." in read.text("person:ada")


def test_a_logo_and_templates_of_a_district_are_used(tmp_path: Path) -> None:
    """A template extends ours, and changes one part of it."""
    (tmp_path / "end.html").write_text("</main><p>{{ b.name }} ends</p></body></html>")
    logo = tmp_path / "logo"
    logo.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    html = binder(PROBLEM, PLAN, templates=tmp_path, logo=logo)

    assert html.endswith("<p>one Tuesday ends</p></body></html>")
    assert 'src="data:image/png;base64,' in html


def test_nothing_is_written_where_a_leaf_cannot_be(tmp_path: Path) -> None:
    """A fault in the middle of a binder leaves the file as it was, and no other one."""
    place, folder = tmp_path / "binder.html", tmp_path / "templates"
    place.write_text("before")
    folder.mkdir()
    (folder / "substitutes.html").write_text("{{ p.nonsense }}")

    with pytest.raises(ProblemError, match=r"PD103 .*substitutes\.html line 1: "):
        save_binder(PROBLEM, PLAN, place, templates=folder)
    with pytest.raises(PdschedError, match="the plan names session 'gone'"):
        save_binder(PROBLEM, changed(sessions=[], releases=[_gone()]), place)
    assert place.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["binder.html", "templates"]

    save_binder(PROBLEM, PLAN, place)
    assert place.read_text(encoding="utf-8") == binder(PROBLEM, PLAN)


def _gone() -> dict[str, object]:
    hours = {"date": "2026-09-08", "start": "09:00", "end": "10:00"}
    return {"staff": "ada", "session": "gone", **hours, "need": "n-ada"}


def test_what_cannot_be_is_refused() -> None:
    """A policy beside a result, and a language that there is not."""
    with pytest.raises(ValueError, match="own policy"):
        binder(PROBLEM, RESULT, policy=Policy())
    with pytest.raises(ValueError, match="no language is called 'nl'"):
        binder(PROBLEM, PLAN, language="nl")
