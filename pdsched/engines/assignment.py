"""Tasks: who of those able holds which lessons, found lesson by lesson or exactly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from pdsched.engines.ejection import EjectionChains, FixedTasks

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

H = TypeVar("H", bound=Hashable)
CHAIN_MOVES = 50
"""Moves of ejection chains for each lesson, before a way is searched for exactly."""
Span = tuple[int, int]
"""Start and end of a lesson."""


@dataclass(frozen=True)
class IntervalAssignment(Generic[H]):
    """Lessons of one school and date that have to be held."""

    date: Hashable
    spans: Sequence[Span]
    able: Sequence[Sequence[H]]
    """By lesson, who could hold it."""
    soon: Sequence[tuple[int, int]]
    """Pairs of lessons that follow too soon on each other for one hand."""
    classes: Sequence[Sequence[Hashable]]
    known_by: Sequence[Sequence[Hashable]] = ()
    """By lesson, what makes a hand a familiar one who held a lesson with the same before: the most
    telling first. Hands are chosen so as far as it costs nothing."""


def assign(
    tasks: Sequence[IntervalAssignment[H]], left: Mapping[tuple[H, Hashable], int]
) -> list[list[H] | None]:
    """Who holds each lesson of each task; ``None`` for a task without a way.

    ``left`` are the dates that hands have left with classes; others are not limited.
    """
    last: dict[Hashable, H] = {}
    held = [hold(task.spans, task.able, task.soon, task.known_by, last) for task in tasks]
    if None in held or not left or _within(tasks, held, left):
        return held
    together = _together(tasks, left)
    return [None] * len(tasks) if together is None else [*together]


def _within(
    tasks: Sequence[IntervalAssignment[H]],
    held: Sequence[list[H] | None],
    left: Mapping[tuple[H, Hashable], int],
) -> bool:
    """Whether nobody holds a class on too many dates."""
    dates = {
        (hand, name, task.date)
        for task, hands in zip(tasks, held, strict=True)
        for hand, classes in zip(hands or (), task.classes, strict=True)
        for name in classes
    }
    had = Counter((hand, name) for hand, name, _ in dates)
    return all(had[both] <= days for both, days in left.items())


def _together(
    tasks: Sequence[IntervalAssignment[H]], left: Mapping[tuple[H, Hashable], int]
) -> list[list[H]] | None:
    """By one feasibility problem over all tasks; ``None`` if there is no way."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    holds = [_add(model, task.spans, task.able, task.soon) for task in tasks]
    days: dict[tuple[H, Hashable], dict[Hashable, list[cp_model.IntVar]]] = {}
    for task, choices in zip(tasks, holds, strict=True):
        for (k, hand), variable in choices.items():
            for name in task.classes[k]:
                dates = days.setdefault((hand, name), {})
                dates.setdefault(task.date, []).append(variable)
    for both, most in left.items():
        there = []
        for variables in days.get(both, {}).values():
            there.append(model.new_bool_var(""))
            model.add_max_equality(there[-1], variables)
        model.add(cp_model.LinearExpr.sum(there) <= most)
    solver = _solved(model)
    if solver is None:
        return None
    hands_of_tasks = [
        {k: h for (k, h), variable in choices.items() if solver.boolean_value(variable)}
        for choices in holds
    ]
    return [
        [hand_of[k] for k in range(len(t.spans))]
        for t, hand_of in zip(tasks, hands_of_tasks, strict=True)
    ]


def hold(
    spans: Sequence[Span],
    able: Sequence[Sequence[H]],
    soon: Sequence[tuple[int, int]] = (),
    known_by: Sequence[Sequence[Hashable]] = (),
    last: dict[Hashable, H] | None = None,
) -> list[H] | None:
    """Who of those able holds each lesson, nobody two at once; ``None`` if there is no way.

    Nobody holds two that are a pair in ``soon``, because one follows too soon on the other.
    ``last`` says who held a lesson last that was known by the same, and is kept up to date.

    >>> hold([(0, 2), (1, 3), (2, 4)], [["sue"], ["sue", "sam"], ["sue", "sam"]])
    ['sue', 'sam', 'sue']
    """
    last = {} if last is None else last
    held = _in_order(spans, able, known_by, last)
    if held is None and not soon:
        held = _by_chains(spans, able)
    if held is None or any(held[one] == held[other] for one, other in soon):
        held = _exactly(spans, able, soon)
    return None if held is None else [held[k] for k in range(len(spans))]


def _in_order(
    spans: Sequence[Span],
    able: Sequence[Sequence[H]],
    known_by: Sequence[Sequence[Hashable]],
    last: dict[Hashable, H],
) -> dict[int, H] | None:
    """Start by start; who held a lesson last goes on, where qualifications do not ask otherwise."""
    until = {hand: 0 for hands in able for hand in hands}
    starts: dict[int, list[int]] = defaultdict(list)
    for k, (start, _) in enumerate(spans):
        starts[start].append(k)
    held: dict[int, H] = {}
    for start, together in sorted(starts.items()):
        free = {k: [h for h in able[k] if until[h] <= start] for k in together}
        matched = _familiar(free, known_by, last) if known_by else _match(free)
        if matched is None:
            return None
        held.update(matched)
        for k, hand in matched.items():
            until[hand] = spans[k][1]
            last.update(dict.fromkeys(known_by[k] if known_by else (), hand))
    return held


def _familiar(
    able: dict[int, list[H]], known_by: Sequence[Sequence[Hashable]], last: Mapping[Hashable, H]
) -> dict[int, H] | None:
    """A matching of every lesson in which familiar hands come first, if there is one."""
    first: dict[int, H] = {}
    used: set[H] = set()
    for k, hands in able.items():
        known = (last[one] for one in known_by[k] if one in last)
        hand = next((h for h in known if h in hands and h not in used), None)
        if hand is not None:
            first[k] = hand
            used.add(hand)
    rest = _match(
        {k: [h for h in hands if h not in used] for k, hands in able.items() if k not in first}
    )
    return _match(able) if rest is None else first | rest


def _match(able: dict[int, list[H]]) -> dict[int, H] | None:
    """A matching of every lesson, by networkx where taking the first free one is not enough."""
    first: dict[int, H] = {}
    used: set[H] = set()
    for k in sorted(able, key=lambda k: len(able[k])):
        hand = next((h for h in able[k] if h not in used), None)
        if hand is None:
            return _maximum_match(able)
        used.add(hand)
        first[k] = hand
    return first


def _maximum_match(able: dict[int, list[H]]) -> dict[int, H] | None:
    import networkx as nx

    # Lessons and hands may both be numbers: the tag tells them apart.
    graph = nx.Graph((("lesson", k), ("hand", h)) for k, hands in able.items() for h in hands)
    lessons = [("lesson", k) for k in able]
    if not all(lesson in graph for lesson in lessons):
        return None
    pairs = nx.bipartite.hopcroft_karp_matching(graph, top_nodes=lessons)
    if not all(lesson in pairs for lesson in lessons):
        return None
    return {lesson[1]: pairs[lesson][1] for lesson in lessons}


def _by_chains(spans: Sequence[Span], able: Sequence[Sequence[H]]) -> dict[int, H] | None:
    """By ejection chains of so many moves; ``None`` if they find no way, which says nothing."""
    hands = list(dict.fromkeys(hand for hands in able for hand in hands))
    number = {hand: n for n, hand in enumerate(hands)}
    can = np.zeros((len(hands), len(spans)), dtype=np.bool_)
    for task, those in enumerate(able):
        can[[number[hand] for hand in those], task] = True
    start, end = np.array(spans, dtype=np.int64).reshape(len(spans), 2).T
    chains = EjectionChains(FixedTasks(start, end, can))
    chains.run(lambda: chains.moves > CHAIN_MOVES * len(spans), lambda _: None, len(hands))
    if chains.best is None:
        return None
    return {task: hands[hand] for task, hand in enumerate(chains.best.tolist())}


def _exactly(
    spans: Sequence[Span], able: Sequence[Sequence[H]], soon: Sequence[tuple[int, int]]
) -> dict[int, H] | None:
    """By a feasibility problem over lessons and hands; ``None`` if there is no way."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    holds = _add(model, spans, able, soon)
    solver = _solved(model)
    if solver is None:
        return None
    return {k: h for (k, h), variable in holds.items() if solver.boolean_value(variable)}


def _add(
    model: cp_model.CpModel,
    spans: Sequence[Span],
    able: Sequence[Sequence[H]],
    soon: Sequence[tuple[int, int]],
) -> dict[tuple[int, H], cp_model.IntVar]:
    """Add who holds which lesson, nobody two at once or too soon."""
    holds = {(k, h): model.new_bool_var("") for k, hands in enumerate(able) for h in hands}
    for k, hands in enumerate(able):
        model.add_exactly_one(holds[k, h] for h in hands)
    apart = [(k, j) for k, span in enumerate(spans) for j in _overlapping(spans[:k], span)]
    for k, j in (*apart, *soon):
        for h in able[k]:
            if (j, h) in holds:
                model.add_at_most_one(holds[k, h], holds[j, h])
    return holds


def _solved(model: cp_model.CpModel) -> cp_model.CpSolver | None:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    feasible = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return solver if feasible else None


def _overlapping(before: Sequence[Span], span: Span) -> Iterator[int]:
    for j, (start, end) in enumerate(before):
        if start < span[1] and span[0] < end:
            yield j
