"""Where a rule or a goal can be wrong: found in the registries, and in the syntax trees.

- *silence*: a function of a rule adds no rows, leaves out no candidates, or finds nothing; one of a
  goal counts nothing.
- *shift*: a figure of policy or problem is read as one more, or one less.
- *gate*: where the code asks whether a rule or goal is in force, it is told that it is not.
- *reach*: what a rule says of the attendances of one row is not looked at by pieces.
"""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple, get_args, get_origin

import numpy as np
from pydantic import BaseModel
from silencing import leaving_out_nothing, names_of

import pdsched
from mutants.changing import change, silence, span_of
from pdsched import Policy, Problem
from pdsched.model.candidates.filters import FILTERS
from pdsched.model.goals.registry import FURTHER, GOALS, Goal
from pdsched.model.rules.registry import CONSTRAINTS, REACHES
from pdsched.policy import GOALS as POLICY_GOALS
from pdsched.policy import RULES
from pdsched.policy.in_force import InForce
from pdsched.referee import CHECKS, MEASURES

ROOT = Path(pdsched.__file__).parent
FOLDERS = (
    *("model/rules", "model/goals", "referee/rules", "referee/goals", "referee"),
    "model/instance",
    *("model/candidates", "model/solution", "model/formulation", "model", "model/decode", "search"),
)
"""Where figures are read, and rules asked for."""
KINDS = ("silence", "shift", "gate", "reach")
QUESTIONS: dict[str, str] = {
    name: asked
    for name, one in vars(InForce).items()
    if isinstance(one, property) and one.fget is not None
    for asked in one.fget.__code__.co_consts
    if asked in RULES or asked in POLICY_GOALS
}
"""Questions that the model asks of a policy, and the rules or goals that they are about."""
SILENT: dict[str, Any] = {
    "weights": lambda s: np.zeros(s.columns, dtype=np.int64),
    "value": lambda *_: 0,
    "state": lambda _: None,
    "wanted": lambda _: False,
    "bounds": lambda _: iter([(0, "plain")]),
}
"""By field of a goal of the model, what says nothing."""


class Mutant(NamedTuple):
    """One place that is wrong."""

    kind: str
    place: str
    """Module and function, or the registry's id."""
    change: str
    """What is wrong there."""
    path: Path
    lines: frozenset[int]
    """Tests that come by one of these lines may notice."""
    words: tuple[str, ...]
    """Ids of rules and goals that it is about: their tests come first."""
    apply: Callable[[], None]

    @property
    def id(self) -> str:
        """How it is called."""
        return f"{self.kind} {self.place}: {self.change}"

    @property
    def package(self) -> str:
        """The row of the table that it is counted in."""
        place = self.path.relative_to(ROOT).parent.as_posix()
        return "referee" if place.startswith("referee") else place


def find() -> list[Mutant]:
    """All mutants, in a fixed order; ids are different."""
    found = [
        *_silenced_rules(),
        *_silenced_filters(),
        *_silenced_goals(),
        *_unreached(),
        *_expressions(),
    ]
    several = Counter(m.id for m in found)
    turn: Counter[str] = Counter()
    named = []
    for mutant in found:
        turn[mutant.id] += 1
        more = f" #{turn[mutant.id]}" if several[mutant.id] > 1 else ""
        named.append(mutant._replace(change=mutant.change + more))
    return named


# Registries


def _body(function: Any) -> tuple[Path, frozenset[int]]:
    """Its file, and the lines of its body without the docstring."""
    code = inspect.unwrap(function).__code__
    lines = {line for _, _, line in code.co_lines() if line} - {code.co_firstlineno}
    return Path(code.co_filename), frozenset(lines or {code.co_firstlineno})


def _silenced_rules() -> Iterator[Mutant]:
    for rule, functions in CONSTRAINTS.items():
        for rows in functions:
            assert isinstance(rows.add, FunctionType)
            what = f"{rows.add.__name__} adds no rows"
            apply = partial(silence, rows.add)
            yield Mutant("silence", f"model {rule}", what, *_body(rows.add), (rule,), apply)
    for rule, check in CHECKS.items():
        path, lines = _body(inspect.getclosurevars(check).nonlocals["find"])
        apply = partial(CHECKS.__setitem__, rule, lambda _: iter(()))
        yield Mutant("silence", f"referee {rule}", "finds nothing", path, lines, (rule,), apply)


def _silenced_filters() -> Iterator[Mutant]:
    for rule, functions in FILTERS.items():
        for function in functions:
            what = f"{function.__name__} leaves out nothing"
            apply = partial(_replace, function, leaving_out_nothing(function))
            yield Mutant("silence", f"filters {rule}", what, *_body(function), (rule,), apply)


def _replace(before: object, after: object) -> None:
    for module, name in names_of(before):
        setattr(module, name, after)


def _silenced_goals() -> Iterator[Mutant]:
    for goal, measure in MEASURES.items():
        apply = partial(MEASURES.__setitem__, goal, lambda _: 0)
        what = "counts nothing"
        yield Mutant("silence", f"referee {goal}", what, *_body(measure), (goal,), apply)
    default = Goal(SILENT["weights"], SILENT["value"])
    for goal, stated in GOALS.items():
        for field, silent in SILENT.items():
            function = getattr(stated, field)
            if function is getattr(default, field):
                continue
            path, lines = _body(function)
            if not path.is_relative_to(ROOT / "model" / "goals"):
                path = Path(inspect.getfile(type(stated)))
            apply = partial(_say_nothing, goal, field, silent)
            what = f"{field} says nothing"
            yield Mutant("silence", f"model {goal}", what, path, lines, (goal,), apply)


def _say_nothing(name: str, field: str, silent: Any) -> None:
    """Put the silent goal wherever the other one is."""
    before = GOALS[name]
    after = GOALS[name] = before._replace(**{field: silent})
    _replace(before, after)
    if name in FURTHER:
        further = FURTHER[name]
        FURTHER[name] = lambda worst: further(worst)._replace(**{field: silent})


def _unreached() -> Iterator[Mutant]:
    always = {r for rule, some in REACHES.items() if not RULES[rule].optional for r in some}
    for rule, reaches in REACHES.items():
        for reach in reaches:
            # What a rule that is always in force reaches is reached without this one.
            if reach not in always:
                apply = partial(REACHES[rule].pop, reach, None)
                what = f"reaches no {reach.__name__}"
                yield Mutant("reach", f"model {rule}", what, *_body(reach), (rule,), apply)
    for reach in sorted(always, key=lambda r: r.__name__):
        apply = partial(_reach_nowhere, reach)
        what = f"nothing reaches {reach.__name__}"
        yield Mutant("reach", "model", what, *_body(reach), (), apply)


def _reach_nowhere(reach: Any) -> None:
    for reaches in REACHES.values():
        reaches.pop(reach, None)


# Expressions


def _expressions() -> Iterator[Mutant]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).glob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            place = path.relative_to(ROOT).with_suffix("").as_posix()
            for names, node in _in_functions(tree, ()):
                yield from _mutants_of(path, f"{place} {'.'.join(names)}", names, node)


def _in_functions(
    node: ast.AST, names: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], ast.expr]]:
    """Expressions in functions, with the names around them."""
    for child in ast.iter_child_nodes(node):
        inner = names
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inner = (*names, child.name)
        elif isinstance(child, ast.Lambda):
            inner = (*names, "<lambda>")
        if isinstance(child, ast.JoinedStr) or _asks_whether_given(child):
            # Sentences are no rules; and what is given is given, whatever the figure.
            continue
        if isinstance(child, ast.expr) and names and not isinstance(node, ast.ClassDef):
            yield names, child
        yield from _in_functions(child, inner)


def _asks_whether_given(node: ast.AST) -> bool:
    return isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Is | ast.IsNot)


def _mutants_of(path: Path, place: str, names: tuple[str, ...], node: ast.expr) -> Iterator[Mutant]:
    text = ast.unparse(node)
    span = span_of(node)
    lines = frozenset(range(span[0], span[2] + 1))
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Load)
        and node.attr in figures()
    ):
        words = tuple(name.replace("_", "-") for name in (node.attr, *names))
        for by in (1, -1):
            apply = partial(change, path, span, by)
            yield Mutant("shift", place, f"{text} {by:+}", path, lines, words, apply)
    elif asked := _asked(node):
        apply = partial(change, path, span, None)
        yield Mutant("gate", place, f"{text} is false", path, lines, (asked,), apply)


def _asked(node: ast.expr) -> str:
    """The rule or goal that a condition asks about, by its id."""
    match node:
        case ast.Call(
            func=ast.Attribute(attr="holds" | "states" | "counts"),
            args=[ast.Constant(value=str(asked))],
        ):
            return asked
        case ast.Attribute(attr=name, ctx=ast.Load()):
            return QUESTIONS.get(name, "")
    return ""


@cache
def figures() -> frozenset[str]:
    """Names of fields of policies and problems that are numbers."""
    found: set[str] = set()
    left: list[Any] = [Policy, Problem]
    seen: set[Any] = set()
    while left:
        kind = left.pop()
        if kind in seen or isinstance(kind, str):
            continue
        seen.add(kind)
        left.extend(get_args(kind))
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for name, field in kind.model_fields.items():
                left.append(field.annotation)
                if _is_number(field.annotation):
                    found.add(name)
    return frozenset(found)


def _is_number(annotation: Any) -> bool:
    if annotation in (int, float):
        return True
    if get_origin(annotation) in (tuple, list, dict, Mapping):
        return False
    return any(map(_is_number, get_args(annotation)))
