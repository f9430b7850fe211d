"""The goal of stability: what people were told by the previous plan still holds."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints, group_ids, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.registry import Goal, goal, own_columns
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.solution.solution import Solution
from pdsched.model.solution.told import kept_by, people_told, told, words_kept


def _state(f: Formulation) -> None:
    """A column for each person and date: whether a word that they were told is not kept.

    A word has a row, unless the plan keeps it beyond what is stated. In a sub-MIP, whoever has a
    word that nothing stated can keep any more has no column: they are told anyway.
    """
    words = told(f.index)
    f.own["changes"] = f.columns_of_none
    if not len(words.person):
        return
    x, y, e, c = f.attend, f.session, f.engage, f.cover
    words_told = np.arange(len(words.person))
    ids = (x.ids, y.ids, e.ids, c.ids)
    columns = (x.column, y.column, e.column, c.column)
    parts = [by_word.expand(words_told) for by_word in kept_by(f.candidates, *ids)]
    word = np.concatenate([word_of_part for word_of_part, _ in parts])
    column = np.concatenate(
        [of_family[at] for of_family, (_, at) in zip(columns, parts, strict=True)]
    )
    words_asked = np.setdiff1d(words_told, words_kept(f.candidates, f.beyond))
    if f.part:
        people = unique(words.person[np.setdiff1d(words_asked, word)])
        words_asked = words_asked[~np.isin(words.person[words_asked], people)]
    number, first = group_ids(words.person[words_asked])
    told_columns = f.new_variables(np.ones(len(first), dtype=np.int64))
    is_asked = np.isin(word, words_asked)
    row, column = np.searchsorted(words_asked, word[is_asked]), column[is_asked]
    f.rows.add(
        np.concatenate([row, np.arange(len(words_asked))]),
        np.concatenate([column, told_columns[number]]),
        lower=1,
    )

    def put(values: Ints) -> None:
        is_kept = np.bincount(row, weights=values[column], minlength=len(words_asked)) > 0
        np.maximum.at(values, told_columns[number], (~is_kept).astype(np.int64))

    f.define(told_columns, put)
    f.own["changes"] = told_columns


def _value(candidates: Candidates, solution: Solution) -> int:
    return len(people_told(candidates, solution))


def _wanted(candidates: Candidates) -> bool:
    return bool(len(told(candidates.index).person))


CHANGES = goal("changes", Goal(own_columns("changes"), _value, wanted=_wanted, state=_state))


tells_apart("changes")
