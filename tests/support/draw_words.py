"""Names and texts as people write them, awkward ones first; see `strategies`."""

from __future__ import annotations

from typing import Any

from draw_basics import maybe, some, windows
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite
from pydantic import TypeAdapter, ValidationError
from renaming import names, renamed

from pdsched import Problem
from pdsched.problem import Id, Role

AWKWARD = ["007", "1-2", "=1+1", "a,b", "a;b", '"q"', '"', "null", "TRUE", "1e5", "[]", "#", "'x"]
AWKWARD += ["@x", "-1", "3,5", "8:00", "é ü", "名", "a=b", "{}", "x" * 200, "2026-09-07", "sep=;"]
LETTERS = st.characters(exclude_categories=["Cs", "Cc"])

_ID: TypeAdapter[str] = TypeAdapter(Id)


def _is_id(text: str) -> bool:
    try:
        return _ID.validate_python(text) == text
    except ValidationError:
        return False


def ids() -> SearchStrategy[str]:
    """Any name that the problem's records accept."""
    return st.sampled_from(AWKWARD) | st.text(LETTERS, min_size=1, max_size=6).filter(_is_id)


def texts() -> SearchStrategy[str]:
    """Any text: blank ones, with line breaks, bars or quotation marks."""
    plain = st.sampled_from(["", " ", "|", "a|b", "two\nlines", "\r\n", "\ta", *AWKWARD])
    return plain | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)


@composite
def renamings(draw: DrawFn, problem: Problem) -> dict[str, str]:
    """Another name for every name of the problem."""
    old = names(problem)
    return dict(
        zip(
            old,
            draw(st.lists(ids(), min_size=len(old), max_size=len(old), unique=True)),
            strict=True,
        )
    )


@composite
def wordy(draw: DrawFn, problem: Problem) -> Problem:
    """The problem in awkward words, with every field filled that no rule reads."""
    worded = {
        kind: [record.model_copy(update=draw(fields)) for record in getattr(problem, kind)]
        for kind, fields in _fields(problem).items()
    }
    worded["assumptions"] = draw(st.lists(texts().filter(bool), max_size=2))
    whole = problem.model_copy(update={k: tuple(v) for k, v in worded.items()})
    return renamed(whole, draw(renamings(whole)))


def _fields(problem: Problem) -> dict[str, SearchStrategy[dict[str, Any]]]:
    named = st.fixed_dictionaries({"name": texts()})
    reasoned = st.fixed_dictionaries({"reason": texts()})
    schools = [s.id for s in problem.schools]
    return {
        "schools": named,
        "courses": named,
        "trainers": named,
        "staff": _staff(problem),
        "lessons": st.fixed_dictionaries({"subject": texts(), "room": texts(), "classes": _list()}),
        "protected": reasoned,
        "pairs": reasoned,
        "session_pins": reasoned,
        "engagement_pins": reasoned,
        "substitutes": st.fixed_dictionaries(
            {
                "name": texts(),
                "preferred_schools": maybe(2, some(schools)).map(lambda x: x or ()),
                "fill_probability": st.floats(0, 1, exclude_min=True),
            }
        ),
    }


def _staff(problem: Problem) -> SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "name": texts(),
            "role": st.sampled_from(list(map(str, Role))) | st.sampled_from(["librarian", "-"]),
            "department": texts(),
            "grade": texts(),
            "fte": st.floats(0, 1, exclude_min=True),
            "preferred": st.lists(windows(problem), max_size=1).map(tuple),
            "qualifications": _list(ids()),
            "cover_volunteer": st.booleans(),
            "hours_before": st.floats(0, 1e6),
            "topic_hours_before": st.dictionaries(texts(), st.integers(0, 10000), max_size=2),
        }
    )


def _list(words: SearchStrategy[str] | None = None) -> SearchStrategy[tuple[str, ...]]:
    return st.lists(texts() if words is None else words, max_size=2, unique=True).map(tuple)
