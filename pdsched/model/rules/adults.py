"""Rule of adults a day: who teaches a class on a date, and who covers, where covers are named."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import (
    Bools,
    CsrLists,
    Ints,
    group_ids,
    lookup_sorted,
    ranges,
    union,
    unique,
)
from pdsched.engines.builder import largest
from pdsched.model.candidates.candidates import Candidates, Releases
from pdsched.model.formulation.cover_columns import could_hold, held_beyond
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.missed import lessons_of_days, missed_by
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.crowded_classes import crowded
from pdsched.model.instance.distinctions import tells_apart, with_lessons
from pdsched.model.instance.granularity import covers_are_named
from pdsched.model.instance.index import Index
from pdsched.model.instance.lessons import lesson_numbers
from pdsched.model.rules.registry import rule
from pdsched.model.solution.due import releases_in
from pdsched.model.solution.holders import Held
from pdsched.problem import Role
from pdsched.problem.once import once


class _Taught(NamedTuple):
    """Lessons of the timetable on dates, each once for each class and everybody who holds it."""

    case: Ints
    """Number of the class on the date."""
    adult: Ints
    """Place in the problem's staff; substitutes come after these."""
    what: Ints
    """Number of the lesson of this person on this date, sorted."""


class _Pairs(NamedTuple):
    """Classes on dates with adults who hold a lesson of them, or could; often twice."""

    case: Ints
    adult: Ints
    sure: Bools
    """Whether they hold one, whatever is decided."""


@rule("adults-a-day")
def adults_a_day(f: Formulation) -> None:
    """Only so many adults hold lessons of a class on one date, teachers who stay included.

    What the rest of the plan holds and takes is counted, so the row is exact in every sub-MIP.
    """
    if not covers_are_named(f.world):
        return
    held, covering = could_hold(f)
    cover, case, adult = _of_classes(f.candidates, held)
    taught = _taught(f.index)
    row, entry = _taken(taught, f.candidates, f.releases)
    is_near = np.isin(taught.case, union(case, taught.case[row]))
    is_near &= lookup_sorted(_crowded(f.index), taught.case)[0]
    is_there = is_near.copy()
    rest = _rest(f, taught.case[is_near])
    is_there[_taken(taught, f.candidates, rest)[0]] = False
    taught_entry = np.flatnonzero(is_there)
    _, case_beyond, adult_beyond = _of_classes(f.candidates, held_beyond(f))
    pairs = _Pairs(
        np.concatenate([case, taught.case[taught_entry], case_beyond]),
        np.concatenate([adult, taught.adult[taught_entry], adult_beyond]),
        np.concatenate([case < 0, ~np.isin(taught_entry, row), case_beyond >= 0]),
    )
    columns = _limited(f, pairs, (taught.case[is_near], taught.adult[is_near]))
    covers, teaches = columns[: len(case)], columns[len(case) : len(case) + len(taught_entry)]
    _there_if_covering(f, covers, covering[cover])
    column = np.full(len(is_there), -1, dtype=np.int64)
    column[taught_entry] = teaches
    _there_unless_away(f, column[row], row, f.release_columns[entry])


def _limited(f: Formulation, pairs: _Pairs, timetable: tuple[Ints, Ints]) -> Ints:
    """By pair, a column that says whether the adult is there; -1 where the limit cannot be met."""
    number, first = group_ids(pairs.case, pairs.adult)
    is_sure = np.zeros(len(first), dtype=np.bool_)
    is_sure[number[pairs.sure]] = True
    case = pairs.case[first]
    cases, of = np.unique(case, return_inverse=True)
    _, one = group_ids(*timetable)
    is_known, where = lookup_sorted(cases, timetable[0][one])
    most = np.bincount(where[is_known], minlength=len(cases))
    most = np.maximum(most, f.world.policy.adults_of_a_class_a_day or 0)
    places_left = most - np.bincount(of[is_sure], minlength=len(cases))
    entry = np.flatnonzero(~is_sure & (np.bincount(of, minlength=len(cases)) > most)[of])
    columns = np.full(len(first), -1, dtype=np.int64)
    columns[entry] = f.new_variables(np.ones(len(entry), dtype=np.int64))
    f.rows.add(of[entry], columns[entry], upper=places_left[of[entry]])
    return columns[number]


def _there_if_covering(f: Formulation, there: Ints, covering: Ints) -> None:
    pair = np.flatnonzero(there >= 0)
    there, covering = there[pair], covering[pair]
    f.rows.add(
        np.concatenate([pair, pair]),
        np.concatenate([covering, there]),
        np.repeat([1, -1], [len(pair), len(pair)]),
        upper=0,
    )
    f.define(there, largest(there, covering))


def _there_unless_away(f: Formulation, there: Ints, lesson: Ints, attends: Ints) -> None:
    """By entry, a release that takes a lesson, and who teaches it."""
    entry = np.flatnonzero(there >= 0)
    there, attends = there[entry], attends[entry]
    number, first = group_ids(lesson[entry])
    there = there[first]
    f.rows.add(
        np.concatenate([number, np.arange(len(there))]), np.concatenate([attends, there]), lower=1
    )

    def put(values: Ints) -> None:
        is_away = np.bincount(number, weights=values[attends], minlength=len(there)) > 0
        np.maximum.at(values, there, ~is_away)

    f.define(there, put)


def _of_classes(c: Candidates, held: Held) -> tuple[Ints, Ints, Ints]:
    """By class of each cover: position of the cover, class on the date, and adult."""
    position, name = c.lessons.classes.expand(held.lesson)
    case = name * len(c.index.days) + held.day[position]
    is_crowded, _ = lookup_sorted(_crowded(c.index), case)
    position, case = position[is_crowded], case[is_crowded]
    return position, case, _holding(c.index)[held.holder[position]]


@once
def _crowded(index: Index) -> Ints:
    """Numbers of classes on dates where the limit can be passed, sorted."""
    numbers = {one: n for n, one in enumerate(index.world.timetable.all_classes)}
    days = {day: n for n, day in enumerate(index.days)}
    cases = [numbers[one] * len(days) + days[day] for one, day in crowded(index.world).dates]
    return np.array(sorted(cases), dtype=np.int64)


def _rest(f: Formulation, cases: Ints) -> Releases:
    """Those releases of the plan that are not stated, on dates that matter."""
    releases = releases_in(f.candidates, f.beyond)
    dates = unique(cases % max(1, len(f.index.days)))
    return releases.only(np.isin(releases.day, dates))


def _taken(taught: _Taught, c: Candidates, releases: Releases) -> tuple[Ints, Ints]:
    """Lessons of the timetable that releases take: position in it, and release."""
    entry, lesson = missed_by(c, releases)
    person, lessons = _person(c.index)[releases.group[entry]], len(lesson_numbers(c.index))
    what = (person * lessons + lesson) * len(c.index.days) + releases.day[entry]
    first, last = np.searchsorted(taught.what, what), np.searchsorted(taught.what, what, "right")
    position, row = ranges(first, last - first)
    return row, entry[position]


@once
def _places(index: Index) -> dict[str, int]:
    """By id, the place in the problem's staff."""
    return {member.id: n for n, member in enumerate(index.world.problem.staff)}


@once
def _person(index: Index) -> Ints:
    """By staff group, the place of its first member in the problem."""
    return np.array([_places(index)[g.members[0]] for g in index.staff], dtype=np.int64)


@once
def _holding(index: Index) -> Ints:
    """By holder, substitutes before colleagues, the number of the adult."""
    places = _places(index)
    colleagues = np.array([places[name] for name in colleagues_of(index).names], dtype=np.int64)
    # Whoever is both a substitute and of the staff is one adult.
    substitutes = [
        places.get(g.members[0], len(places) + n) for n, g in enumerate(index.substitutes)
    ]
    return np.concatenate([np.array(substitutes, dtype=np.int64), colleagues])


@once
def _taught(index: Index) -> _Taught:
    """All lessons that name a class, on all dates."""
    problem, days = index.world.problem, len(index.days)
    numbers = {one: n for n, one in enumerate(index.world.timetable.all_classes)}
    pairs = [
        (n, numbers[one])
        for n, x in enumerate(problem.lessons)
        for one in set(index.world.timetable.classes[x.id])
    ]
    lesson, name = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2).T
    classes = CsrLists.of(lesson, name, len(problem.lessons))
    pupils = {member.id for member in problem.staff if member.role == Role.STUDENT_SQUAD}
    adults = {p for x in problem.lessons if x.classes for p in x.staff} - pupils
    teaching = sorted(_places(index)[p] for p in adults)
    names = [problem.staff[n].id for n in teaching for _ in range(days)]
    lessons_held = lessons_of_days(index, names, np.tile(np.arange(days), len(teaching)))
    owner, lesson = lessons_held.expand(np.arange(len(names)))
    position, name = classes.expand(lesson)
    owner, lesson = owner[position], lesson[position]
    adult = np.repeat(np.array(teaching, dtype=np.int64), days)[owner]
    day = owner % max(1, days)
    what = (adult * len(problem.lessons) + lesson) * days + day
    order = np.argsort(what, kind="stable")
    return _Taught((name * days + day)[order], adult[order], what[order])


tells_apart("adults-a-day", single_staff=with_lessons)
