"""All that is said of a figure stands at its field."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from pdsched import Policy, load_policy
from pdsched.policy import RULES
from pdsched.policy.figures import Figure, figure, figures_of
from pdsched.problem.base import Record

FIGURES = figures_of(Policy)
NAMES = [one.name for one in FIGURES]
OF_RULES = {name for rule in RULES for name in Policy().figures(rule)}


class Drawn(Record):
    """A record with two figures."""

    pause: int | None = figure(
        None, unit="minutes", within=(5, 60), example=15, source="Not asked for."
    )
    """Minutes that are
    a pause."""
    plain: bool = False


def test_a_figure_says_all_that_its_field_says() -> None:
    """The docstring under a field is its sentence; a field declared otherwise is no figure."""
    (pause,) = figures_of(Drawn)

    assert (pause.name, pause.sentence) == ("pause", "Minutes that are a pause.")
    assert (pause.default, pause.limits) == (None, "minutes, 5 to 60")
    assert pause.remark == "Minutes, 5 to 60. Not asked for."


def test_the_limits_of_a_figure_hold() -> None:
    """What is beyond them is refused, what reaches them is not."""
    assert [Drawn(pause=5).pause, Drawn(pause=60).pause, Drawn().pause] == [5, 60, None]
    for beyond in (4, 61):
        with pytest.raises(ValidationError, match="than or equal to"):
            Drawn(pause=beyond)


def test_the_schema_has_unit_source_and_example() -> None:
    """Editors can show them."""
    shown = Drawn.model_json_schema()["properties"]["pause"]

    assert shown["description"] == "Minutes that are\na pause."
    assert (shown["unit"], shown["source"]) == ("minutes", "Not asked for.")
    assert shown["examples"] == [15]


def test_every_field_of_a_policy_is_a_figure() -> None:
    """A field that is declared in another way would be missing in all that is generated."""
    assert list(Policy.model_fields) == NAMES


@pytest.mark.parametrize("one", FIGURES, ids=NAMES)
def test_every_figure_says_everything(one: Figure) -> None:
    """Sentence, values and source; without a default an example, and what hardly binds a rule."""
    assert re.fullmatch(r"[A-Z].*\.", one.sentence)
    assert re.fullmatch(r"[A-Z].*\.", one.info.source)
    assert one.limits
    assert one.default is not None or one.info.example is not None
    assert one.default is not None or one.name not in OF_RULES or one.info.loose is not None
    assert one.info.read_with in {"", *NAMES}


REFERENCE = (
    r"(?i)^(the same|((whether|when|where|how|who|what) )?(that|such|they|it|these|those|this))\b|"
    r"\bsuch (?!as\b)"
)
"""What points back from a sentence to that of the figure before it."""


@pytest.mark.parametrize("one", FIGURES, ids=NAMES)
def test_the_sentence_of_a_figure_stands_alone(one: Figure) -> None:
    """Schema, editors and reference show it without the figure before it."""
    assert not re.search(REFERENCE, one.sentence)


def test_loose_figures_are_within_the_limits() -> None:
    """A policy takes all of them together."""
    loose: dict[str, Any] = {
        one.name: one.info.loose for one in FIGURES if one.info.loose is not None
    }

    assert Policy(**loose).model_dump(include=set(loose)) == loose


def test_the_examples_of_the_default_file_can_be_used(tmp_path: Path) -> None:
    """Without their ``#`` the lines of examples make a policy with these figures."""
    text = (files("pdsched") / "data" / "policies" / "default.toml").read_text(encoding="utf-8")
    (tmp_path / "all.toml").write_text(re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE))
    examples = {one.name: one.info.example for one in FIGURES if one.info.example is not None}

    policy = load_policy(tmp_path / "all.toml")
    assert {name: getattr(policy, name) for name in examples} == examples
