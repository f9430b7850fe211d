"""A plan as lists on a page: what stands in them, how they are searched and put in order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reported import RESULT
from tuesday import PROBLEM

from pdsched import Policy
from pdsched.serve.pages.kept_lists import KeptLists
from pdsched.serve.pages.listing import KINDS, ROWS, Listing, Row, Wanted, folded, row, shown
from pdsched.serve.pages.plan_lists import plan_list
from pdsched.serve.pages.rendering import page
from pdsched.wording import LANGUAGES

assert RESULT.plan is not None
PLAN = RESULT.plan


def listed(name: str, language: str = "en") -> Listing:
    """A list of that Tuesday."""
    return plan_list(name, PROBLEM, PLAN, Policy(), language)


NAMES = Listing("names", ("", "n"), tuple(row([f"Zoë {n}", f"{n}"], [None, n]) for n in range(250)))


def test_every_release_session_and_open_need_has_a_row() -> None:
    """As many as the plan has records."""
    assert len(listed("people").rows) == len(PLAN.releases) > 0
    assert len(listed("sessions").rows) == len(PLAN.sessions) > 0
    assert len(listed("substitutes").rows) == len(PLAN.engagements) > 0
    assert len(listed("open-needs").rows) == len(PLAN.unmet) > 0
    assert len(listed("cover").rows) == sum(len(release.lessons) for release in PLAN.releases)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", KINDS)
def test_every_row_has_a_cell_and_a_key_for_each_column(name: str, language: str) -> None:
    """And keys of one column can be put in order."""
    listing = listed(name, language)
    assert listing.rows
    for each in listing.rows:
        assert len(each.cells) == len(each.keys) == len(listing.kinds)
    for column in range(len(listing.kinds)):
        ordered = shown(listing, Wanted(order=f"{column}")).rows
        assert sorted(ordered) == sorted(listing.rows)


@pytest.mark.parametrize("name", KINDS)
def test_a_list_has_as_many_heads_as_columns(name: str) -> None:
    """Heads stand in a template, kinds of columns in Python."""
    html = page("rows.html", "en", shown=shown(listed(name), Wanted()), run={"id": "1"})
    assert html.count("aria-sort=") == len(listed(name).kinds)


def test_questions_name_what_the_plan_has() -> None:
    """So that each can be asked."""
    sessions, needs = {s.id for s in PLAN.sessions}, {need.id for need in PROBLEM.needs}
    asks = [ask for name in KINDS for each in listed(name).rows for ask in each.asks]
    assert {ask.kind for ask in asks} == {"why", "why-not", "alternatives"}
    for ask in asks:
        about = json.loads(ask.about)
        assert about.get("session", PLAN.sessions[0].id) in sessions
        assert about.get("need", PROBLEM.needs[0].id) in needs


def test_a_search_finds_words_without_accents_in_any_order() -> None:
    """All words have to be in a row; an empty search finds everything."""
    assert [each.cells[0] for each in shown(NAMES, Wanted("17 zoe")).rows] == [
        "Zoë 17",
        *(f"Zoë {n}" for n in (117, *range(170, 180), 217)),
    ]
    assert shown(NAMES, Wanted("nobody")).matching == 0
    assert shown(NAMES, Wanted("  ")).matching == 250


def test_a_page_has_so_many_rows_and_the_last_the_rest() -> None:
    """A page that there is not is the nearest one."""
    assert [len(shown(NAMES, Wanted(page=n)).rows) for n in (1, 2, 3)] == [ROWS, ROWS, 50]
    assert shown(NAMES, Wanted(page=99)).wanted.page == 3
    assert shown(NAMES, Wanted(page=-5)).wanted.page == 1


def test_numbers_are_in_the_order_of_numbers() -> None:
    """And the other way round when that is asked for; what is no column is no order."""
    first, last = shown(NAMES, Wanted(order="1")), shown(NAMES, Wanted(order="1-"))
    assert [each.cells[1] for each in first.rows[:3]] == ["0", "1", "2"]
    assert [each.cells[1] for each in last.rows[:2]] == ["249", "248"]
    assert first.order_of(1) == "1-"
    assert last.order_of(1) == "1"
    assert last.sorted_by(1) == "descending"
    assert shown(NAMES, Wanted(order="7")).rows == shown(NAMES, Wanted(order="²")).rows


@given(st.text(max_size=300), st.text(max_size=5), st.integers())
def test_whatever_is_wanted_is_shown(search: str, order: str, number: int) -> None:
    """Nothing that somebody sends is an error."""
    told = shown(NAMES, Wanted(search, order, number))
    assert len(told.rows) <= min(ROWS, told.matching)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """What was found once is found again."""
    assert folded(folded(text)) == folded(text)


def test_a_list_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Through JSON, as a task hands it over."""
    listing, place = listed("people"), tmp_path / "people.json"
    place.write_text(json.dumps({"rows": listing.rows}), encoding="utf-8")
    kept = KeptLists()
    assert kept.read(place, "people") == listing
    assert isinstance(kept.read(place, "people").rows[0], Row)


def test_lists_that_are_too_large_together_are_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest first; the one that is asked for stays, however large it is."""
    monkeypatch.setattr("pdsched.serve.pages.kept_lists.MOST_BYTES", 30)
    kept = KeptLists()
    for name in ("a", "b"):
        (tmp_path / name).write_text(json.dumps({"rows": []}) + " " * 20, encoding="utf-8")
        kept.read(tmp_path / name, "people")
    assert [*kept._lists] == [tmp_path / "b"]
