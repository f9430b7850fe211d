"""Teams of trainers, drawn: two or three who give a session together, and often alone besides."""

from __future__ import annotations

from draw_basics import maybe, one_in, some
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from pdsched import Problem
from pdsched.problem import Trainer, Window, clock


@composite
def with_teams(draw: DrawFn, world: Problem) -> Problem:
    """The problem with a team or two of its trainers, if it has so many."""
    people, courses = [t.id for t in world.trainers], [c.id for c in world.courses]
    if len(people) < 2:
        return world
    teams = [
        Trainer(
            id=f"team-{number}",
            members=tuple(draw(st.permutations(people))[: draw(st.sampled_from([2, 2, 3]))]),
            courses=draw(some(courses)),
            available=draw(st.sampled_from([(), (), (Window(start=clock(420), end=clock(660)),)])),
            schools=draw(maybe(6, some([s.id for s in world.schools]))),
        )
        for number in range(draw(st.sampled_from([1, 1, 2])))
    ]
    trainers = world.trainers
    if draw(one_in(2)):
        trainers = tuple(_alone(one, teams) for one in trainers)
    trainers = tuple(draw(st.permutations([*trainers, *teams])))
    return world.model_copy(update={"trainers": trainers})


def _alone(one: Trainer, teams: list[Trainer]) -> Trainer:
    """A trainer who gives nothing alone that a team of theirs gives."""
    together = {course for team in teams if one.id in team.members for course in team.courses}
    alone = tuple(course for course in one.courses if course not in together)
    return one.model_copy(update={"courses": alone})
