"""Goals of wishes: how far down the lists of people the courses are that they get."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.referee.case import Case
from pdsched.referee.goals.registry import FURTHER, goal


@goal("wish-ranks")
def wish_ranks(case: Case) -> int:
    """The places of all wishes that come true, added up."""
    return sum(_places(case))


@goal("worst-wish-rank")
def worst_wish_rank(case: Case) -> int:
    """The last place of a wish that comes true; 0 where none does."""
    return max(_places(case), default=0)


def _from_place_on(case: Case, place: int) -> int:
    """How many wishes come true at this place or a later one."""
    return sum(each >= place for each in _places(case))


FURTHER["worst-wish-rank"] = _from_place_on


def _places(case: Case) -> Iterator[int]:
    """Of each need with wishes that is met, the place of the course, from 1; unwished is last."""
    for met in case.met:
        wishes, course = case.facts.needs[met.need].wishes, met.attendance.meeting.course.id
        if wishes:
            yield 1 + (wishes.index(course) if course in wishes else len(wishes))
