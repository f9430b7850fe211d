"""Problems, ledgers, suggestions and violations in a notebook: tables, and no text that is HTML."""

from __future__ import annotations

import pytest
from tuesday import PLAN, PROBLEM, changed

from pdsched import Plan, generate, ledger, verify
from pdsched.faces import Listed
from pdsched.survey import suggestions
from pdsched.views import By, sheets
from pdsched.views.tables import ROWS_SHOWN

BAD = "<script>alert(1)</script>"


def html(value: object) -> str:
    """What a notebook shows."""
    shown = value._repr_html_()  # type: ignore[attr-defined]
    assert isinstance(shown, str)
    return shown


def test_a_problem_shows_how_much_it_holds() -> None:
    """Its dates, a row for each kind of record, and its schools."""
    shown = html(PROBLEM)

    assert f'<td>staff</td><td class="n">{len(PROBLEM.staff)}</td>' in shown
    assert all(f"<td>{school.id}</td>" in shown for school in PROBLEM.schools)
    assert str(PROBLEM.calendar.first) in shown


def test_a_district_shows_its_first_schools_alone() -> None:
    """The page does not grow with the problem."""
    district = generate(size="M", seed=1)
    many = district.model_copy(update={"schools": district.schools * 40})

    assert len(html(many)) < 2 * len(html(district)) + 2_000
    assert "more schools</p>" in html(many)


def test_names_of_others_are_text() -> None:
    """What somebody typed into a spreadsheet is shown and not obeyed."""
    named = PROBLEM.model_copy(
        update={
            "name": BAD,
            "schools": tuple(s.model_copy(update={"name": BAD}) for s in PROBLEM.schools),
            "staff": tuple(
                s.model_copy(update={"releases_before": 1, "id": BAD if not n else s.id})
                for n, s in enumerate(PROBLEM.staff)
            ),
        }
    )
    assert BAD not in html(named)
    assert html(named).count("&lt;script&gt;") == 1 + len(PROBLEM.schools)
    told = ledger(named, Plan())
    assert any(entry.who == BAD for entry in told.staff)
    assert BAD not in html(told)
    assert "&lt;script&gt;" in html(told)


def test_a_ledger_shows_its_tables() -> None:
    """Each figure with what the plan adds."""
    told = ledger(PROBLEM, PLAN)

    assert "Staff: carried into the next plan" in html(told)
    assert all(f"<td>{entry.figure}</td>" in html(told) for entry in told.staff)


def test_a_sheet_is_a_table() -> None:
    """With its title, its sentences and names as text."""
    [first, *_] = sheets(PROBLEM, PLAN, By.DAY)
    noted = first.model_copy(update={"title": BAD, "notes": ("Nobody is away.",)})

    assert all(f">{head}</th>" in html(first) for head in first.columns)
    assert html(first).count("<tr>") == 1 + len(first.rows)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;: Nobody is away." in html(noted)


def test_violations_are_a_tuple_that_shows_itself() -> None:
    """Equal to a plain tuple, and a table for who looks at it."""
    violations = verify(PROBLEM, changed(covers=[]))

    assert violations == tuple(violations)
    assert isinstance(violations, tuple)
    assert violations[0].sentence in html(violations)
    assert html(violations).count("<tr>") == 1 + len(violations)
    assert "none" in html(verify(PROBLEM, PLAN))


def test_suggestions_are_a_tuple_that_shows_itself() -> None:
    """With the reason for each."""
    told = suggestions(PROBLEM)

    assert told
    assert told[0].reason.partition(",")[0] in html(told)


@pytest.mark.parametrize("more", [0, 5])
def test_a_long_list_is_cut(more: int) -> None:
    """And says how much longer it is."""
    [first, *_] = verify(PROBLEM, changed(covers=[]))
    shown = html(Listed([first] * (ROWS_SHOWN + more)))

    assert shown.count("<tr>") == 1 + ROWS_SHOWN
    assert ("and 5 more rows" in shown) is bool(more)


def test_one_of_a_kind_is_one() -> None:
    """A line of a notebook has no "1 schools"."""
    few = PROBLEM.model_copy(
        update={name: getattr(PROBLEM, name)[:1] for name in ("schools", "staff", "needs")}
    )
    assert "1 school, 1 staff member, " in repr(few)
    assert repr(few).endswith(", 1 need>")
    assert repr(PLAN.model_copy(update={"covers": PLAN.covers[:1]})).count(" 1 cover,") == 1
    assert " 0 paybacks, " in repr(ledger(PROBLEM, Plan()))
