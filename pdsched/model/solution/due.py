"""Which covers are due in a choice."""

from __future__ import annotations

from pdsched.engines.arrays import Bools, Ints, numbered, turns
from pdsched.model.candidates.candidates import Candidates, Releases
from pdsched.model.candidates.releases import releases_of
from pdsched.model.instance.index import first_open
from pdsched.model.solution.solution import Choice


def releases_in(c: Candidates, choice: Choice) -> Releases:
    """The releases of a choice."""
    return releases_of(c, choice.attends.ids, choice.holds.ids)


def covers_due(candidates: Candidates, choice: Choice) -> tuple[Ints, Ints]:
    """Lessons of persons that are due to be covered in a choice, and on which day.

    Of days that are past none is due any more.
    """
    lessons = candidates.lessons
    _, lesson, day = candidates.lessons_taken(releases_in(candidates, choice))
    still = day >= first_open(candidates.index)
    lesson, day = lesson[still], day[still]
    # Whose lessons need cover is single, so a lesson on a date is taken once.
    _, first = numbered(lesson, day)
    lesson, day = lesson[first], day[first]
    row, _ = numbered(lessons.whole[lesson], day)
    due = beyond_spare(row, lessons.spare[lesson])
    return lesson[due], day[due]


def beyond_spare(row: Ints, spare: Ints) -> Bools:
    """The entries of each row but its first ``spare``."""
    found: Bools = turns(row) >= spare
    return found
