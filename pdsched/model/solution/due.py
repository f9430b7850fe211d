"""Which covers are due in a solution."""

from __future__ import annotations

from pdsched.engines.arrays import Bools, Ints, cumcount, group_ids
from pdsched.model.candidates.candidates import Candidates, Releases
from pdsched.model.candidates.releases import releases_of
from pdsched.model.instance.index import first_open
from pdsched.model.solution.solution import Solution


def releases_in(c: Candidates, solution: Solution) -> Releases:
    """The releases of a solution."""
    return releases_of(c, solution.attends.ids, solution.holds.ids)


def covers_due(candidates: Candidates, solution: Solution) -> tuple[Ints, Ints]:
    """Lessons of persons that are due to be covered in a solution, and on which day.

    Of days that are past none is due any more.
    """
    lesson, day = covers_needed(candidates, solution)
    is_open = day >= first_open(candidates.index)
    return lesson[is_open], day[is_open]


def covers_needed(candidates: Candidates, solution: Solution) -> tuple[Ints, Ints]:
    """The same of all days, those that are past, too."""
    lessons = candidates.lessons
    _, lesson, day = candidates.lessons_taken(releases_in(candidates, solution))
    # Whose lessons need cover is single, so a lesson on a date is taken once.
    _, first = group_ids(lesson, day)
    lesson, day = lesson[first], day[first]
    row, _ = group_ids(lessons.whole[lesson], day)
    is_due = beyond_spare(row, lessons.spare[lesson])
    return lesson[is_due], day[is_due]


def beyond_spare(row: Ints, spare: Ints) -> Bools:
    """The entries of each row but its first ``spare``."""
    is_beyond: Bools = cumcount(row) >= spare
    return is_beyond
