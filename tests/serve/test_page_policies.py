"""A policy as a form: what is shown comes back, and what is changed changes just that."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from pdsched import Policy, load_policy
from pdsched.files import ready_policies
from pdsched.policy import RULES
from pdsched.serve.pages.policy_form import Field, Line, PolicyForm, filled_in, policy_form
from pdsched.serve.pages.rendering import page
from pdsched.wording import LANGUAGES


def lines(form: PolicyForm) -> Iterator[Line]:
    """Everything that a form says."""
    for theme in form.themes:
        yield from (*theme.lines, *theme.always)
    yield from form.goals


def fields(form: PolicyForm) -> list[Field]:
    """Everything that can be filled in."""
    return [part for line in lines(form) for part in line.parts if isinstance(part, Field)]


def as_sent(form: PolicyForm) -> dict[str, list[str]]:
    """What a browser sends of a form that nobody touched."""
    sent = {"rules": ["shown"], "on": [x.identity for x in lines(form) if x.can_switch and x.is_on]}
    for field in fields(form):
        chosen = [choice.value for choice in field.choices if choice.chosen]
        sent[f"figure.{field.name}"] = chosen if field.choices else [field.value]
    return sent


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ready_policies())
def test_a_form_that_nobody_touched_is_the_same_policy(name: str, language: str) -> None:
    """In every language; its name stays."""
    policy = load_policy(name)
    assert filled_in(policy, as_sent(policy_form(policy, name, language))) == (policy, ())


@pytest.mark.parametrize("name", ready_policies())
def test_a_figure_has_one_field(name: str) -> None:
    """Else the second one would undo what was put into the first."""
    names = [field.name for field in fields(policy_form(load_policy(name), name, "en"))]
    assert len(names) == len({*names})


def test_every_rule_stands_in_a_form() -> None:
    """Each once; those that are goals among the goals."""
    soft = Policy.model_validate({"goals": ["needs-met", "away-at-once"]})
    for policy in (Policy(), soft):
        told = [line.identity for line in lines(policy_form(policy, "default", "de"))]
        assert len(told) == len({*told})
        assert {*RULES} < {*told}


@pytest.mark.parametrize(
    ("field", "told", "value"),
    [
        ("releases_per_week", "2", 2),
        ("releases_in_window", " 4 ", 4),
        ("releases_in_window", "", None),
        ("away_at_once", "12.5", 0.125),
        ("away_at_once", "12,5", 0.125),
        ("colleague_cover", "all", "all"),
        ("merged_classes", "true", True),
    ],
)
def test_a_figure_that_is_filled_in_is_that_of_the_policy(
    field: str, told: str, value: object
) -> None:
    """Shares are per cent; what is empty is not asked for."""
    policy, faults = filled_in(Policy(), {f"figure.{field}": [told]})
    assert policy is not None
    assert faults == ()
    assert getattr(policy, field) == value


def test_days_that_are_ticked_are_avoided() -> None:
    """None of them, and nobody asks for it."""
    ticked = {"figure.avoided_weekdays": ["", "mon", "fri"]}
    policy, _ = filled_in(Policy(), ticked)
    assert policy is not None
    assert policy.avoided_weekdays == ("mon", "fri")
    again, _ = filled_in(policy, {"figure.avoided_weekdays": [""]})
    assert again is not None
    assert again.digest() == Policy().digest()


def test_a_rule_that_is_not_ticked_is_off() -> None:
    """Those that hold only where they are asked for hold where they are ticked."""
    sent = as_sent(policy_form(Policy(), "default", "en"))
    sent["on"] = [rule for rule in sent["on"] if rule != "pins"] + ["half-day-releases"]
    policy, _ = filled_in(Policy(), sent)
    assert policy is not None
    assert policy.off == ("pins",)
    assert policy.release_half_days
    assert policy.name == "default-changed"


@pytest.mark.parametrize(
    ("field", "told"), [("releases_per_week", "99"), ("releases_per_week", "many"),
                        ("colleague_cover", "perhaps"), ("staff_lunch_from", "midday")]
)  # fmt: skip
def test_what_cannot_be_is_told_by_its_field(field: str, told: str) -> None:
    """With the value as it was filled in."""
    policy, faults = filled_in(Policy(), {f"figure.{field}": [told]})
    assert policy is None
    assert [(fault.where, fault.value) for fault in faults] == [(field, told)]


def test_a_field_says_what_it_is_part_of() -> None:
    """Its label is the whole sentence, for whoever does not see it."""
    form = policy_form(Policy(), "default", "fr")
    line = next(each for each in lines(form) if each.identity == "releases-per-week")
    html = page(
        "policy.html", "fr", form=form, problem={"id": "1"}, ready=("default",), minutes="1",
        most_minutes="60", policy_faults=(),
    )  # fmt: skip
    field = re.search(r'<input[^>]*name="figure.releases_per_week"[^>]*>', html)
    assert field is not None
    assert f'aria-label="{line.sentence}"' in field[0]
    assert 'value="1" min="0" max="20"' in field[0]
