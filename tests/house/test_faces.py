"""How records show themselves: every public one in short, however much it holds."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel
from quick import slow

import pdsched
import pdsched.survey
from pdsched import (
    Answer,
    Fault,
    Plan,
    Policy,
    Problem,
    ProblemError,
    TimetableLesson,
    check,
    generate,
    kpis,
    ledger,
    verify,
)
from pdsched.expansion import in_full
from pdsched.faces import Listed
from pdsched.policy import RULES

MOST_OF_TEXT = 2_000
MOST_OF_HTML = 500_000
"""Of names that nobody has, all of them long and full of what HTML escapes."""
USUAL_HTML = 60_000
"""Of a district."""
LONG = "<b>&\n" * 300
CALENDAR = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
MANY, FEW = 300, 2
"""Things in a record, and in those inside it."""


def records() -> Iterator[type[Any]]:
    """Every public record: the classes that are made of fields."""
    homes = dict.fromkeys(pdsched.__all__, "pdsched")
    homes |= dict.fromkeys(pdsched.survey.__all__, "pdsched.survey")
    for name, home in homes.items():
        value = getattr(import_module(home), name)
        if isinstance(value, type) and (issubclass(value, BaseModel) or hasattr(value, "_fields")):
            yield value


def huge(hint: Any, many: int) -> Any:
    """A value of a type, as large as may be, whether it makes sense or not."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is typing.Literal:
        return parts[0]
    if origin in (typing.Annotated, typing.Union, types.UnionType):
        return huge(parts[0], many)
    if origin is tuple:
        return (huge(parts[0], FEW),) * many
    if origin is frozenset:
        return frozenset(f"{number}{LONG}" for number in range(many))
    if origin is not None and issubclass(origin, Mapping):
        return {f"{number}{LONG}": huge(parts[1], FEW) for number in range(many)}
    is_record = hasattr(hint, "model_fields") or hasattr(hint, "_fields")
    return made(hint, FEW) if is_record else plain(hint)


def plain(kind: Any) -> Any:
    """A value without parts."""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    known = {
        str: LONG,
        int: 10_000,
        float: 1e300 / 7,
        bool: True,
        bytes: b"<b>" * 10_000,
        dt.date: dt.date.max,
        dt.time: dt.time(23, 59),
    }
    return known.get(kind, LONG)


def made(kind: type[Any], many: int = MANY) -> Any:
    """A record with as much in it as may be, for which nobody asks whether it makes sense."""
    if kind is Policy:  # whose figures are told in sentences, so that they have to
        limit = {"sentence": "A limit.", "count": "sessions", "per": "week", "at_most": 9}
        limits = [{"id": f"limit-{number}", **limit} for number in range(many)]
        off = [rule for rule, info in RULES.items() if info.optional]
        return Policy.model_validate({"name": "<b>&" * 50, "off": off, "limits": limits})
    hints = get_type_hints(kind, include_extras=False)
    if kind is Answer and many == FEW:  # which holds answers
        return Answer(question=LONG, sentence=LONG, proof="tried")
    if issubclass(kind, BaseModel):
        fields = {name: huge(hints[name], many) for name in kind.model_fields}
        return kind.model_construct(**fields)
    return kind(*(huge(hints[name], many) for name in kind._fields))


def html(record: Any) -> str:
    """What a notebook shows."""
    shown = record._repr_html_()
    assert isinstance(shown, str)
    return shown


@pytest.mark.parametrize("kind", [*records()], ids=lambda kind: kind.__name__)
def test_every_public_record_is_shown_in_short(kind: type[Any]) -> None:
    """However much it holds, in a prompt and in a notebook, where it is text and no markup."""
    record = made(kind)

    assert len(repr(record)) < MOST_OF_TEXT
    assert len(str(record)) < MOST_OF_TEXT
    assert len(html(record)) < MOST_OF_HTML
    assert "<b>&" not in html(record)


def test_records_are_those_that_functions_give() -> None:
    """What this file looks at has records of every room."""
    names = {kind.__name__ for kind in records()}

    assert {"Problem", "Plan", "Result", "Policy", "Ledger", "Fault", "Kpis", "Room"} <= names
    assert {"SurveyReading", "Violation", "PlanDifference", "Merged", "Timetable"} <= names


@slow
def test_a_district_is_shown_at_once() -> None:
    """Its problem, an empty plan with all that stays open, faults, figures, in a few screens."""
    problem = generate(size="M", seed=1)
    unmet = [{"need": need.id, "rule": "search-ended"} for need in in_full(problem).needs]
    plan = Plan.model_validate({"problem": problem.digest(), "unmet": unmet})
    broken = problem.model_copy(update={"schools": ()})
    engaged = {"school": "nowhere", "date": "2026-09-08", "half": "am"}
    wrong = Plan.model_validate(
        {"engagements": [{"substitute": f"s{n}", **engaged} for n in range(MANY)]}
    )
    shown = (problem, plan, Policy(), check(broken), verify(problem, wrong), ledger(problem, plan))

    assert len(check(broken)) > MANY
    assert len(verify(problem, wrong)) > MANY
    for each in (*shown, kpis(problem, plan)):
        assert len(repr(each)) < MOST_OF_TEXT
        assert len(html(each)) < USUAL_HTML


def test_faults_are_shown_where_they_are_caught() -> None:
    """As `check` gives them and as an error carries them; the same one once, with its places."""
    faults = [Fault("PD201", f"needs[{n}]", "<T9>", "is nobody", "add it") for n in range(40)]
    error = ProblemError(faults)

    assert html(error) == html(error.faults) == html(Listed(faults))
    assert html(error).count("<td>PD201</td>") == 1
    assert "needs[0], needs[1] and 38 more places" in html(error)
    assert "&lt;T9&gt;" in html(error)
    assert isinstance(check(Problem.model_validate({"calendar": CALENDAR})), Listed)


def test_a_policy_shows_its_goals_and_rules() -> None:
    """With its figures, and with what is off."""
    shown = html(Policy(name="strict", off=("pins",), releases_per_week=2))

    assert "strict (off pins; releases_per_week 2)" in shown
    assert '<td class="n">1</td><td>needs-met</td>' in shown
    assert "<td>pins</td><td>off</td>" in shown


def test_a_record_shows_its_fields() -> None:
    """Those that hold something; of many things the first, and how many more there are."""
    lesson = TimetableLesson(
        id="7", day="mon", period=2, teachers=tuple(f"t{n}" for n in range(20)), subject="<i>"
    )
    shown = html(lesson)

    assert "<td>teachers</td><td>t0, t1, t2, t3, t4, t5, t6, t7 and 12 more</td>" in shown
    assert "<td>&lt;i&gt;</td>" in shown
    assert "rooms" not in shown
