"""Rule of lessons in a row: paths of lessons without a break, of which a colleague drops one."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import MINUTES, Bools, CsrLists, Ints, group_ids, ranges, unique
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.rules.registry import rule


@rule("colleague-in-a-row")
def colleague_in_a_row(f: Formulation) -> None:
    """A colleague who covers holds only so many lessons without a break.

    Too many in a row hold a path of one more than allowed with a cover in it, each lesson soon
    after the last one: of the covers of each such path one is not given.
    """
    c = f.cover
    if not len(c.ids):
        return
    policy, lessons = f.world.policy, f.candidates.lessons
    # A class that is taken in beside a lesson of one's own makes no row longer.
    is_alone = np.array([not name for name in c.joined], dtype=np.bool_)
    lesson, column = c.lesson[is_alone], c.column[is_alone]
    by_day = (c.colleague * len(f.index.days) + c.day)[is_alone]
    # A colleague is in one place, so covers at the same time are one step of a path.
    step, first = group_ids(by_day, lessons.start[lesson], lessons.end[lesson])
    own_day, own_start, own_end = _own_hours(f, unique(by_day))
    begin = np.concatenate([by_day[first], own_day]) * MINUTES
    start = begin + np.concatenate([lessons.start[lesson[first]], own_start])
    end = begin + np.concatenate([lessons.end[lesson[first]], own_end])
    length = (policy.most_consecutive_periods or 0) + 1
    paths = _paths(start, end, length, policy.break_minutes)
    is_cover: Bools = paths < len(first)
    path, place = np.nonzero(is_cover)
    by_step = CsrLists.of(step, column, len(first))
    entry, columns = by_step.expand(paths[path, place])
    f.rows.add(path[entry], columns, upper=is_cover.sum(axis=1)[path[entry]] - 1)


def _paths(start: Ints, end: Ints, length: int, pause: int) -> Ints:
    """All paths of so many steps, each begun before a break after the last: path x step."""
    order = np.argsort(start, kind="stable")
    starts = start[order]
    paths = np.arange(len(start))[:, None]
    for _ in range(length - 1):
        last = end[paths[:, -1]]
        low, high = np.searchsorted(starts, last), np.searchsorted(starts, last + pause)
        longer, where = ranges(low, high - low)
        paths = np.hstack([paths[longer], order[where][:, None]])
    return paths


def _own_hours(f: Formulation, days: Ints) -> tuple[Ints, Ints, Ints]:
    """When the own lessons of colleagues are, by colleague and day; those that overlap as one."""
    hours_of_days: list[tuple[int, int, int]] = []
    for number in days.tolist():
        who, day = divmod(number, len(f.index.days))
        hours: list[tuple[int, int, int]] = []
        for lesson in f.world.timetable.lessons(
            colleagues_of(f.index).names[who], f.index.days[day]
        ):
            if hours and lesson.start < hours[-1][2]:
                hours[-1] = (number, hours[-1][1], max(hours[-1][2], lesson.end))
            else:
                hours.append((number, lesson.start, lesson.end))
        hours_of_days.extend(hours)
    by_day, start, end = np.array(hours_of_days, dtype=np.int64).reshape(len(hours_of_days), 3).T
    return by_day, start, end


tells_apart("colleague-in-a-row")
