"""Rules and goals bear the same ids in the policy, the model, the referee and the docs."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
from pairs import PAIRS
from test_referee_rules import MODULES

import pdsched
from pdsched.model.candidates.filters import FILTERS
from pdsched.model.goals import GOALS as STATED_GOALS
from pdsched.model.instance.distinctions import DISTINCTIONS
from pdsched.model.rules import CONSTRAINTS
from pdsched.model.rules.registry import BY_CONSTRUCTION, STATED_IN
from pdsched.policy import GOALS, RULES
from pdsched.referee import CHECKS, MEASURES

ROOT = Path(pdsched.__file__).parent
JUDGED_ALONE = FILTERS.keys() - CONSTRAINTS.keys()
"""Rules that leave out candidates, and add no rows."""
PLACES = (frozenset(CONSTRAINTS), JUDGED_ALONE, BY_CONSTRUCTION, frozenset(STATED_IN))
"""Where the model states its rules."""


def test_rules_bear_the_same_ids_on_both_sides() -> None:
    """The model states, and the referee checks, exactly the rules of the policy."""
    assert set().union(*PLACES) == set(RULES)
    assert set(CHECKS) == set(RULES)


def test_goals_bear_the_same_ids_on_both_sides() -> None:
    """The model states, and the referee measures, exactly the goals."""
    assert set(STATED_GOALS) == set(GOALS)
    assert set(MEASURES) == set(GOALS)


def test_each_rule_has_one_kind_of_place_in_the_model() -> None:
    """A rule has rows, or stands in those of another, or is judged alone, or plans just keep it."""
    assert sum(map(len, PLACES)) == len(set().union(*PLACES))
    assert set(STATED_IN.values()) <= CONSTRAINTS.keys()


def test_each_function_of_a_rule_says_what_it_adds() -> None:
    """Every function that adds rows has a docstring."""
    for functions in CONSTRAINTS.values():
        assert all(inspect.getdoc(rows.add) for rows in functions)


def test_each_filter_says_what_it_leaves_out() -> None:
    """Every function that leaves out candidates has a docstring."""
    for functions in FILTERS.values():
        assert all(map(inspect.getdoc, functions))


def test_every_rule_and_goal_says_whom_it_tells_apart() -> None:
    """Also those that tell nobody apart say so: forgetting it would count people together."""
    assert DISTINCTIONS.keys() == RULES.keys() | GOALS.keys()


OF_SEVERAL_THEMES = {"one-place"}
"""People, trainers, rooms, substitutes and colleagues are in one place at a time, each by rows
beside the other rows about them; the referee and the pairs look at who is where, whoever it is."""
PAIRS_ELSEWHERE = {
    "coaching-at-home": "pairs_groups",
    "coverable": "pairs_places",
    "protected-minutes": "pairs_protected",
    "protected-time": "pairs_protected",
    "staff-available": "pairs_places",
}
"""Rules whose pairs stand beside those of another theme, and the file that has them."""


@pytest.mark.parametrize("rule", sorted((CONSTRAINTS.keys() | FILTERS.keys()) - OF_SEVERAL_THEMES))
def test_a_rule_stands_in_files_of_one_name(rule: str) -> None:
    """Model, referee and pairs have files of the same themes; further pairs stand in others.

    What a rule leaves out stands with that of all other rules, in one file of the model.
    """
    check = inspect.getclosurevars(CHECKS[rule]).nonlocals["find"]
    stem = check.__module__.rpartition(".")[2]
    stems = {rows.add.__module__.rpartition(".")[2] for rows in CONSTRAINTS.get(rule, ())}
    pairs = {make.__module__ for make in PAIRS[rule]}

    assert stems == ({stem} if rule in CONSTRAINTS else set())
    assert f"pairs_{stem}" in MODULES
    assert PAIRS_ELSEWHERE.get(rule, f"pairs_{stem}") in pairs
    assert rule not in PAIRS_ELSEWHERE or f"pairs_{stem}" not in pairs


SPEAK_OF_RULES = (
    *("policy", "model/rules", "model/goals", "model/candidates/filters.py", "referee"),
    *("reasons", "answers/lifts.py", "answers/repairs.py"),
)
"""Where rules and goals are known by name."""


def test_nobody_else_knows_a_rule_or_goal_by_its_id() -> None:
    """The layers below ask the policy (`pdsched.policy.in_force`), or what rules have declared."""
    ids, found = RULES.keys() | GOALS.keys(), []
    for path in sorted(ROOT.rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        if place.startswith(SPEAK_OF_RULES):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        asked = {
            id(node.args[0])
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args
            if node.func.attr in ("holds", "states", "counts")
        }
        found += [
            f"{place}:{node.lineno}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and node.value in ids
            # Ids of one word are also names of tables and fields.
            if "-" in str(node.value) or id(node) in asked
        ]

    assert found == []
