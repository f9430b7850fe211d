"""Rule of coaching in class, beyond where it can stand: the lesson is not left.

That it stands in a lesson which all of a group hold is seen to where placements are made
(`pdsched.model.candidates.coaching`): each is of one lesson.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pdsched.engines.arrays import group_ids, inner_join
from pdsched.model.formulation.couplings import people
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.missed import missed_by
from pdsched.model.instance.courses import answers
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.world import World
from pdsched.model.rules.registry import rule


@rule("coached-lesson", reach=[people])
def coached_lesson(f: Formulation) -> None:
    """Of coaching in a lesson and releases from it, for two needs of a person, one happens.

    Of what would meet one need at most one happens anyhow, so a row holds all of both needs.
    """
    x, r = f.attend, f.releases
    lesson = f.candidates.placements.lesson[x.placement]
    coached = np.flatnonzero(lesson >= 0)
    if not len(coached):
        return
    days, lessons = len(f.index.days), len(f.world.problem.lessons)
    entry, lesson_taken = missed_by(f.candidates, r)
    at = (x.group[coached] * days + x.day[coached]) * lessons + lesson[coached]
    away = (r.group[entry] * days + r.day[entry]) * lessons + lesson_taken
    stay, first_stay = group_ids(at, x.slot[coached])
    leave, first_leave = group_ids(away, r.slot[entry])
    one, other = inner_join(at[first_stay], away[first_leave])
    is_apart = x.slot[coached[first_stay[one]]] != r.slot[entry[first_leave[other]]]
    one, other = one[is_apart], other[is_apart]
    row, which = inner_join(one, stay)
    other_row, release = inner_join(other, leave)
    f.rows.add(
        np.concatenate([row, other_row]),
        np.concatenate([x.column[coached[which]], f.release_columns[entry[release]]]),
        upper=1,
    )


def _coached(world: World) -> Iterator[str]:
    """Everybody who could be coached in class: whose lessons are whose matters."""
    courses = [course for course in world.problem.courses if course.modality.in_lesson]
    needs = world.problem.needs if courses else ()
    return (need.staff for need in needs if any(answers(course, need) for course in courses))


tells_apart("coached-lesson", single_staff=_coached)
