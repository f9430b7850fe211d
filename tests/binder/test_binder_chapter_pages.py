"""The chapters about many as pages: whole, escaped, and with heads that repeat on paper."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from reported import RESULT, Page
from tuesday import PLAN, PROBLEM

from pdsched import Problem, Result
from pdsched.binder import binder_pieces

EVIL = "<script>alert(1)</script>"


def html(problem: Problem = PROBLEM, answer: Any = PLAN, **options: Any) -> str:
    """A binder as one text."""
    return "".join(binder_pieces(problem, answer, **options))


def leaf(text: str, name: str) -> str:
    """One leaf of a binder, by its anchor."""
    [section] = re.findall(rf'<section class="leaf" id="{name}".*?</section>', text, re.DOTALL)
    return str(section)


def with_names(name: str) -> Problem:
    """That Tuesday, everything in it called by one name."""
    document = json.loads(PROBLEM.to_json())
    for part in ("schools", "rooms", "staff", "courses", "trainers", "substitutes"):
        document[part] = [{**record, "name": name} for record in document[part]]
    document["staff"][0] |= {"role": "principal", "hours_before": 3}
    document["courses"] = [{**c, "topic": name} for c in document["courses"]]
    document["schools"] = [{**s, "zone": name} for s in document["schools"]]
    blackout = {"id": "b", "first": "2026-09-09", "last": "2026-09-09", "reason": name}
    term = {"id": name, "first": "2026-09-07", "last": "2026-09-18"}
    document["calendar"] |= {"blackouts": [blackout | {"schools": ["north"]}], "terms": [term]}
    return Problem.model_validate({**document, "name": name})


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_names_are_text_on_every_leaf(language: str) -> None:
    """Whoever calls a school or a term by a tag reads the tag."""
    read = Page(html(with_names(EVIL), language=language))

    assert "script" not in read.tags
    assert read.text.count(EVIL) > 50


def test_every_table_has_heads_that_repeat() -> None:
    """Each has a head of its own, and each cell of it says what it is a head of."""
    text = html()
    tables = re.findall(r"<table[^>]*>\s*(?:<caption>.*?</caption>\s*)?(<thead>)?", text)

    assert len(tables) > 20
    assert tables.count("") == text.count('<table class="kept">') == 1
    for head in re.findall(r"<thead>.*?</thead>", text, re.DOTALL):
        cells = head.count("<th") - 1
        assert cells == head.count('scope="col') or (cells == 0 and "<td>" in head)


def test_cover_tells_what_was_reached() -> None:
    """Shares, people and sessions; and what is proven, where a result says it."""
    plain = Page(leaf(html(), "cover-1")).text
    proven = Page(leaf(html(answer=RESULT), "cover-1")).text

    assert "80 % Share of needs met 4 People trained 2 Sessions" in plain
    assert "proven" not in plain
    assert "A better plan may exist" in proven
    assert "breaks rules" not in plain + proven


def test_the_cover_says_where_a_plan_is_not_to_be_handed_out() -> None:
    """One that breaks rules, one for another problem, and none."""
    broken = PLAN.model_copy(update={"covers": (), "problem": "other"})
    told = Page(leaf(html(answer=broken), "cover-1")).text
    without = Result(status="unknown", plan=None, problem=PROBLEM.digest())
    none = Page(leaf(html(answer=without), "cover-1")).text

    assert "mend it before this is handed out" in told
    assert "made for another problem" in told
    assert "There is no plan" in none


def test_the_year_is_read_without_colour() -> None:
    """What a date is stands beside it as a sign and as words, and the signs are explained."""
    document = json.loads(PROBLEM.to_json())
    document["calendar"] |= {"pupil_free": ["2026-09-10"], "closed": ["2026-09-11"]}
    year = leaf(html(Problem.model_validate(document)), "year-1")
    text = Page(year).text

    assert "10 ○ without pupils" in text
    assert "11 \N{MULTIPLICATION SIGN} closed" in text
    assert "8 2 · 4 sessions: 2, people away: 4" in text
    assert "(1)" in text
    assert "Closed days of all schools Fri 11 Sep 2026" in text


def test_a_practice_sheet_is_empty_but_for_its_group() -> None:
    """Topic, dates and people stand on it; the rest is for the pen."""
    text = Page(leaf(html(), "practice-1")).text

    assert "1 · sheets" in text
    assert "File under sheets , from level 0 to 1" in text
    assert "Tue 8 Sep 2026, 09:00-10:30 , north, lab" in text
    assert "ada, bo, cy" in text
    for field in ("What we tried", "With which class", "Material", "Who may be asked", "shared"):
        assert field in text


def test_the_certificate_is_that_of_the_report() -> None:
    """Digests, seed and the policy in sentences."""
    text = Page(leaf(html(answer=RESULT), "certificate-1")).text

    assert PROBLEM.digest() in text
    assert "seed 17" in text
    assert "this problem" in text
    assert all(sentence in text for sentence in RESULT.policy.sentences()[:5])


def test_long_lists_are_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many schools there are, the list of contacts ends, and says what it leaves out."""
    monkeypatch.setattr("pdsched.binder.contacts._MOST", 1)
    monkeypatch.setattr("pdsched.binder.needs._MOST", 1)
    monkeypatch.setattr("pdsched.binder.catalogue._MOST", 1)
    monkeypatch.setattr("pdsched.binder.ledger._MOST", 1)
    text = html()

    assert "1 more school is left out here." in Page(leaf(text, "contacts-1")).text
    assert "1 more line is left out here." in Page(leaf(text, "needs-1")).text
    assert "1 more course is left out here." in Page(leaf(text, "catalogue-1")).text
    assert "1 more substitute is left out here." in Page(leaf(text, "ledger-1")).text


def test_a_school_has_its_part_of_each_chapter() -> None:
    """South's binder names nobody who needs something at north, and has its two sheets."""
    text = html(only="school:south")

    assert "bo" not in Page(leaf(text, "needs-1")).text.split()
    assert "north" not in Page(leaf(text, "needs-1")).text.split()
    assert text.count('data-leaf="group:') == 2
    assert "For: south" in Page(leaf(text, "cover-1")).text
