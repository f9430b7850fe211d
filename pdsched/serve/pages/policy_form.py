"""A policy as a form: its rules and goals as sentences, with a field in place of each figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from string import Formatter
from typing import Any, Literal, NamedTuple, TypeAlias

from pdsched.checks import read_record
from pdsched.errors import Fault
from pdsched.policy import GOALS, RULES, Policy
from pdsched.policy.classes import CLASSES
from pdsched.policy.cover import COVER
from pdsched.policy.figures import Figure, figures_of
from pdsched.policy.learning import LEARNING
from pdsched.policy.releases import RELEASE
from pdsched.policy.rule import RuleInfo
from pdsched.policy.working_day import WORKING_DAY
from pdsched.problem import Weekday
from pdsched.wording import Wording, wording

Form: TypeAlias = Mapping[str, Sequence[str]]
"""What was filled in, by the name of a field; of most one value."""
FigureKind = Literal["number", "share", "clock", "choice", "truth", "weekdays"]
_THEMES: Mapping[str, Mapping[str, RuleInfo]] = {
    "learning": LEARNING,
    "releases": RELEASE,
    "classes": CLASSES,
    "days": WORKING_DAY,
    "cover": COVER,
}
_FIGURES = {figure.name: figure for figure in figures_of(Policy)}
_WEEK = tuple(Weekday)
CHANGED = "-changed"
"""Ends the name of a policy that is no longer what it began as."""


class Choice(NamedTuple):
    """One of the values that a figure can have."""

    value: str
    name: str
    chosen: bool


class Field(NamedTuple):
    """A figure to be filled in."""

    name: str
    kind: FigureKind
    value: str
    """As the field shows it: of a share its per cent; empty where the figure is not set."""
    least: str = ""
    most: str = ""
    choices: tuple[Choice, ...] = ()
    is_needed: bool = False
    """Whether it cannot be left empty, which else means that it is not asked for."""

    @property
    def told(self) -> str:
        """Its value, where a sentence before has the field."""
        return self.value or ", ".join(c.name for c in self.choices if c.chosen) or "\N{EN DASH}"


class Line(NamedTuple):
    """A rule or a goal, as a sentence with fields."""

    identity: str
    parts: tuple[str | Field, ...]
    sentence: str
    """The same with the figures that are set, as a label."""
    can_switch: bool = False
    is_on: bool = True
    is_asked: bool = True
    """Whether it holds as it stands: its figures are set, and no other rule takes its place."""
    place: int = 0
    """Of a goal: its tier."""
    worth: int = 1
    """Of a goal: what one step of it is worth in its tier."""


class Theme(NamedTuple):
    """Rules of one kind."""

    name: str
    lines: tuple[Line, ...]
    always: tuple[Line, ...]
    """Rules without figures that no policy can switch off."""


class PolicyForm(NamedTuple):
    """A policy to be read and changed."""

    base: str
    """Name of the ready policy with which it began."""
    themes: tuple[Theme, ...]
    goals: tuple[Line, ...]
    limits: tuple[str, ...]
    """Sentences of the limits of the policy itself, which stay as they are."""


def policy_form(policy: Policy, base: str, language: str) -> PolicyForm:
    """A policy as a form.

    Args:
        policy: as it stands now.
        base: the ready policy with which it began.
        language: that of the sentences.

    >>> form = policy_form(Policy(releases_per_week=2), "default", "en")
    >>> [line.parts for theme in form.themes for line in theme.lines
    ...  if line.identity == "releases-per-week"][0][1].value
    '2'
    """
    teller = _Teller(policy, wording(language))
    themed = {rule for rules in _THEMES.values() for rule in rules}
    rest = {rule: info for rule, info in RULES.items() if rule not in themed}
    themes = {**_THEMES, "others": rest}
    goals = [
        teller.goal(goal, place, tier)
        for place, tier in enumerate(policy.goals, 1)
        for goal in tier
    ]
    limits = tuple(policy.sentence(limit.id, language=language) for limit in policy.limits)
    made = tuple(teller.theme(name, rules) for name, rules in themes.items())
    return PolicyForm(base, made, tuple(goals), limits)


class _Teller:
    """Puts rules and goals into lines, each figure into one of them as a field."""

    def __init__(self, policy: Policy, words: Wording) -> None:
        self._policy, self._words = policy, words
        self._asked: set[str] = set()
        """Figures that have their field."""

    def theme(self, name: str, rules: Mapping[str, RuleInfo]) -> Theme:
        lines = [self._rule(rule) for rule in rules if not self._policy.counts(rule)]
        always = [line for line in lines if not line.can_switch and len(line.parts) == 1]
        return Theme(name, tuple(line for line in lines if line not in always), tuple(always))

    def goal(self, goal: str, place: int, tier: Mapping[str, int]) -> Line:
        """One goal of a tier; a limit of the policy itself keeps its figures."""
        info = GOALS.get(goal) or RULES.get(goal)
        sentence = self._sentence(goal)
        parts = (sentence,) if info is None else tuple(self._parts(info.sentence))
        worth = tier[goal] if len(tier) > 1 else 1
        return Line(goal, parts, sentence, place=place, worth=worth)

    def _rule(self, rule: str) -> Line:
        policy, info = self._policy, RULES[rule]
        is_on = rule not in policy.off and (not info.switch or bool(getattr(policy, info.switch)))
        return Line(
            identity=rule,
            parts=tuple(self._parts(info.sentence)),
            sentence=self._sentence(rule),
            can_switch=info.optional,
            is_on=is_on,
            is_asked=policy.states(rule) or not is_on,
        )

    def _sentence(self, identity: str) -> str:
        return self._policy.sentence(identity, language=self._words.language)

    def _parts(self, sentence: str) -> Iterator[str | Field]:
        for text, name, _, _ in Formatter().parse(self._words.text(sentence)):
            if text:
                yield text
            if name:
                field = _field(_FIGURES[name], getattr(self._policy, name), self._words)
                yield field.told if name in self._asked else field
                self._asked.add(name)


def _field(figure: Figure, value: Any, words: Wording) -> Field:
    needed = figure.default is not None
    kind = _kind(figure)
    if kind == "truth":
        choices = ((True, words.text("yes")), (False, words.text("no")))
        told = tuple(Choice(f"{of}".lower(), name, value is of) for of, name in choices)
        return Field(figure.name, kind, "", choices=told, is_needed=needed)
    if kind == "choice":
        told = tuple(Choice(c, words.text(c), value == c) for c in type(figure.default))
        return Field(figure.name, kind, "", choices=told, is_needed=needed)
    if kind == "weekdays":
        told = tuple(Choice(day, words.weekday(day), day in (value or ())) for day in _WEEK)
        return Field(figure.name, kind, "", choices=told)
    if kind == "clock":
        return Field(figure.name, kind, f"{value:%H:%M}", is_needed=needed)
    scale = 100 if kind == "share" else 1
    least, most = figure.info.within or (0, 1)
    shown = "" if value is None else f"{scale * value:g}" if kind == "share" else f"{value}"
    return Field(
        figure.name, kind, shown, f"{scale * least:g}", f"{scale * most}", is_needed=needed
    )


def _kind(figure: Figure) -> FigureKind:
    if isinstance(figure.default, bool):
        return "truth"
    if isinstance(figure.default, StrEnum):
        return "choice"
    if isinstance(figure.default, dt.time):
        return "clock"
    if figure.info.unit == "share":
        return "share"
    return "number" if figure.info.within is not None else "weekdays"


def filled_in(base: Policy, form: Form) -> tuple[Policy | None, tuple[Fault, ...]]:
    """The policy that a form comes to, or what is wrong with it, each by its field.

    Args:
        base: the policy with which it began: what has no field stays as it is there.
        form: what was filled in, with the names of the fields of `policy_form`.

    >>> changed, _ = filled_in(Policy(), {"figure.releases_per_week": ["2"], "rules": ["yes"]})
    >>> changed.releases_per_week, changed.holds("level")
    (2, False)
    >>> filled_in(Policy(), {"figure.releases_per_week": ["99"]})[1][0].where
    'releases_per_week'
    """
    fields = base.model_dump(mode="json")
    names = {key.partition(".")[2] for key in form if key.startswith("figure.")}
    for name in (each for each in _FIGURES if each in names):
        fields[name] = _given(_FIGURES[name], form[f"figure.{name}"])
    if "rules" in form:
        _switch(base, fields, set(form.get("on", ())))
    policy, faults = read_record(Policy, fields)
    if policy is not None and policy.digest() != base.digest():
        policy = policy.model_copy(update={"name": f"{base.name}{CHANGED}"})
    return policy, faults


def _given(figure: Figure, values: Sequence[str]) -> Any:
    """The value of a figure; a text that is none is left for `read_record` to tell."""
    texts = [text.strip() for text in values if text.strip()]
    if not texts:
        return None if figure.default is None else figure.default
    kind = _kind(figure)
    if kind == "weekdays":
        return texts
    if kind == "truth":
        return texts[-1] == "true"
    if kind in ("number", "share"):
        return _number(texts[-1], 100 if kind == "share" else 1)
    return texts[-1]


def _number(text: str, scale: int) -> Any:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    if scale > 1:
        return round(value / scale, 9)
    return int(value) if value.is_integer() else value


def _switch(base: Policy, fields: dict[str, Any], on: set[str]) -> None:
    """Which rules are off: those that could be switched and were not left on."""
    off = {limit for limit in base.off if limit not in RULES}
    for rule, info in RULES.items():
        if not info.optional or base.counts(rule):
            continue
        if info.switch:
            fields[info.switch] = rule in on
        if rule not in on and (not info.switch or rule in base.off):
            off.add(rule)
    fields["off"] = sorted(off)
