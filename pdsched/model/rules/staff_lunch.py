"""Rule of the time that staff keep at midday, from the places where a lunch could begin.

A place is *gone* where something that happens touches the lunch that begins there, or a lesson
stays. On each date one place of each person is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from pdsched.engines.arrays import Bools, Ints, group_ids, interval_cliques, lookup_sorted, unique
from pdsched.engines.builder import largest
from pdsched.model.formulation.couplings import people
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.middays import Items, Places
from pdsched.model.instance.distinctions import tells_apart, with_needs
from pdsched.model.instance.world import World
from pdsched.model.rules.registry import rule


@rule("staff-lunch", reach=[people])
def staff_lunch(f: Formulation) -> None:
    """Whoever is released or covers keeps so many minutes in a row at midday.

    People who are counted together want one thing each, so they have no other release that could
    free time.
    """
    x = f.attend
    attending = f.releases.first(len(x.ids))
    hungry = np.flatnonzero((x.size > 1) & f.candidates.aways.hungry[attending.away])
    f.rows.add(hungry, x.column[hungry], upper=0)
    items = Items(f)
    days = items.doubtful()
    if not len(days):
        return
    places = Places(items, days)
    tight = places.tight()
    if not len(tight):
        return
    places = places.only(tight)
    gone = f.new_variables(np.ones(len(places.begin), dtype=np.int64))
    _gone_by_items(f, items, places, gone)
    _gone_by_lessons(f, items, places, gone)
    _one_is_left(f, items, places, gone)


def _gone_by_items(f: Formulation, items: Items, places: Places, gone: Ints) -> None:
    """A place is gone where something touches it; of what shares a moment there is at most one.

    But of half-days as a substitute there can be two at one school, where mornings run late.
    """
    place, item = places.touched
    columns = items.column[item]

    def put(values: Ints) -> None:
        np.maximum.at(values, gone[place], np.minimum(1, values[columns]))

    f.define(gone, put)
    is_engaged = item >= items.judged
    number = np.arange(int(is_engaged.sum()))
    f.rows.add(
        np.concatenate([number, number]),
        np.concatenate([columns[is_engaged], gone[place[is_engaged]]]),
        np.repeat([1, -1], [len(number), len(number)]),
        upper=0,
    )
    _gone_by_turns(f, items, places, gone, ~is_engaged)


def _gone_by_turns(
    f: Formulation, items: Items, places: Places, gone: Ints, is_in_turn: Bools
) -> None:
    place, item = places.touched[0][is_in_turn], places.touched[1][is_in_turn]
    start = np.maximum(items.start[item], places.begin[place])
    end = np.minimum(items.end[item], places.begin[place] + items.lunch.least)
    entry, key = interval_cliques(place, start, end)
    number, first = group_ids(key)
    f.rows.add(
        np.concatenate([number, np.arange(len(first))]),
        np.concatenate([items.column[item[entry]], gone[place[entry[first]]]]),
        np.repeat([1, -1], [len(entry), len(first)]),
        upper=0,
    )


def _gone_by_lessons(f: Formulation, items: Items, places: Places, gone: Ints) -> None:
    """A place in a lesson is gone unless a release takes the lesson."""
    over, item = places.takers
    place, columns = places.over, items.column[item]
    f.rows.add(
        np.concatenate([over, np.arange(len(place))]),
        np.concatenate([columns, gone[place]]),
        lower=1,
    )

    def put(values: Ints) -> None:
        is_taken = np.bincount(over, weights=values[columns], minlength=len(place)) > 0
        np.maximum.at(values, gone[place], (~is_taken).astype(np.int64))

    f.define(gone[:0], put)


def _one_is_left(f: Formulation, items: Items, places: Places, gone: Ints) -> None:
    """Not all places of a day are gone, unless the person is at a session with a lunch.

    Half-days as a substitute take places on dates that are not judged, too: so there must be
    something else on the date for one to be left.
    """
    is_there, where = lookup_sorted(places.days, items.day)
    long = np.flatnonzero(items.long & is_there)
    count = np.bincount(places.of_day, minlength=len(places.days))
    doubtful, judged = _judged(f, items, where, is_there)
    count[doubtful] += 1
    key = np.concatenate([places.of_day, where[long], doubtful])
    f.limit(
        key,
        np.concatenate([gone, items.column[long], judged]),
        np.repeat([1, -1, 1], [len(gone), len(long), len(judged)]),
        upper=count[key] - 1,
    )


def _judged(f: Formulation, items: Items, where: Ints, is_there: Bools) -> tuple[Ints, Ints]:
    """Days with half-days as a substitute, and columns that are 1 where something else happens."""
    days = unique(where[items.judged :][is_there[items.judged :]])
    judged = f.new_variables(np.ones(len(days), dtype=np.int64))
    if not len(days):
        return days, judged
    item = np.flatnonzero(is_there[: items.judged])
    is_inside, at = lookup_sorted(days, where[item])
    column, above = items.column[item[is_inside]], judged[at[is_inside]]
    f.define(judged, largest(above, column))
    pair = np.arange(len(column))
    f.rows.add(
        np.concatenate([pair, pair]),
        np.concatenate([column, above]),
        np.repeat([1, -1], [len(column), len(column)]),
        upper=0,
    )
    return days, judged


def _with_several_releases(world: World) -> Iterator[str]:
    """Everybody where lunches lost are counted; else who wants one thing only is judged alone."""
    needs_of = Counter(with_needs(world))
    soft = world.policy.counts("staff-lunch")
    return (person for person, needs in needs_of.items() if soft or needs > 1)


tells_apart("staff-lunch", single_staff=_with_several_releases)
