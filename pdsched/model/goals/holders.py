"""Goals of how many adults take turns: with a person's lessons on a date, or with a class.

Both count pairs of a *case* (a person's date, or a class) and somebody who holds a lesson of it,
less the cases that there are: one function over pairs serves both. Covers are named everywhere
where the policy has one of them (`pdsched.model.solution.holders`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pdsched.engines.arrays import Ints, group_ids, lookup_sorted, union, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.cover_columns import could_hold, held_beyond
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.registry import Goal, goal
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.index import Index
from pdsched.model.instance.role_numbers import roles_of
from pdsched.model.solution.holders import Held, held_by
from pdsched.model.solution.past import holders_before
from pdsched.model.solution.solution import Solution
from pdsched.problem.once import once

Cases = Callable[[Candidates, Held], tuple[Ints, Ints]]
"""For some covers: position among them, and number of the case, as often as one is of a case."""


def _days(c: Candidates, held: Held) -> tuple[Ints, Ints]:
    """A person's date. Whose cover is spared is free, so what several hold is left out then."""
    cov = np.flatnonzero(c.lessons.spare[held.lesson] == 0)
    return cov, c.lessons.group[held.lesson[cov]] * len(c.index.days) + held.day[cov]


def _classes(c: Candidates, held: Held) -> tuple[Ints, Ints]:
    return c.lessons.classes.expand(held.lesson)


@once
def _adults(index: Index) -> Ints:
    """By holder, a number of the adult: a colleague may be a substitute, too."""
    count, twin = len(index.substitutes), roles_of(index).of_colleague
    numbers = count + np.arange(len(twin))
    return np.concatenate([np.arange(count), np.where(twin >= 0, twin, numbers)])


def fewest_holders(name: str, cases: Cases) -> Goal:
    """Holders of each case beyond the first, added up."""

    def pairs(c: Candidates, held: Held) -> tuple[Ints, Ints, Ints]:
        """Position, case, and case and holder as one number."""
        position, case = cases(c, held)
        holders = len(c.index.substitutes) + len(colleagues_of(c.index).names)
        return position, case, case * holders + _adults(c.index)[held.holder[position]]

    def before(c: Candidates) -> tuple[Ints, Ints]:
        """Cases that somebody held in the past, and pairs, sorted; who is gone is in no pair."""
        if cases is not _classes:
            none = np.zeros(0, dtype=np.int64)
            return none, none  # Another date is another case.
        past = list(holders_before(c))
        case, holder = np.array(past, dtype=np.int64).reshape(len(past), 2).T
        holders = len(c.index.substitutes) + len(colleagues_of(c.index).names)
        return unique(case), unique((case * holders + holder)[holder >= 0])

    def state(f: Formulation) -> None:
        """A column for each pair, and one for each case, that nothing beyond makes one anyway."""
        _, case_beyond, both_beyond = pairs(f.candidates, held_beyond(f))
        case_before, both_before = before(f.candidates)
        case_beyond = union(unique(case_beyond), case_before)
        both_beyond = union(unique(both_beyond), both_before)
        held, column = could_hold(f)
        position, case, both = pairs(f.candidates, held)
        is_new = ~lookup_sorted(both_beyond, both)[0]
        case, both, column = case[is_new], both[is_new], column[position[is_new]]
        number, first = group_ids(both)
        _, holder = f.some(number, column)
        f.own[name] = holder
        case = case[first]
        is_new = ~lookup_sorted(case_beyond, case)[0]
        f.own[_any(name)] = f.only_if_any(group_ids(case[is_new])[0], holder[is_new])

    def weights(f: Formulation) -> Ints:
        weight = np.zeros(f.columns, dtype=np.int64)
        weight[f.own[name]] = 1
        weight[f.own[_any(name)]] = -1
        return weight

    def value(candidates: Candidates, solution: Solution) -> int:
        held, _ = held_by(candidates, solution)
        _, case, both = pairs(candidates, held)
        case_before, both_before = before(candidates)
        new_cases, new = np.setdiff1d(case, case_before), np.setdiff1d(both, both_before)
        return len(new) - len(new_cases)

    return Goal(weights, value, state=state, counts_holders=True)


def _any(name: str) -> str:
    return f"{name}: any"


for _name, _cases in (("holders-of-a-day", _days), ("holders-of-a-class", _classes)):
    goal(_name, fewest_holders(_name, _cases))


tells_apart("holders-of-a-day", "holders-of-a-class", holders=True)
