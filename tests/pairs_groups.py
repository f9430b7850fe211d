"""Pairs about who learns with whom, and where."""

from __future__ import annotations

from pairs import SCHOOLS, Pair, club, pair, plans, policies, problems, with_sessions
from schools import BASE, FRI, changed, need, plan_of, session, two_schools

from pdsched.policy import Policy
from pdsched.problem import Problem


@pair("coaching-at-home")
def at_a_school_of_ones_own() -> Pair:
    """Bob of north is coached at south, where he works, too; where he does not."""
    kept, broken = (
        two_schools(**changed("staff", "bob", schools=own))
        for own in (["north", "south"], ["north"])
    )
    at_south = session("coach-1", FRI, "09:00", "bob", school="south", room=None)
    return problems(with_sessions(at_south), kept, broken, policy=Policy(coaching_at_home=True))


@pair("most-of-one-school")
def so_many_of_one_school() -> Pair:
    """Ada and dot of north meet: two of a school may be in a group; one."""
    kept, broken = (Policy(most_of_one_school=n) for n in (2, 1))
    return policies(plan_of(SCHOOLS, [club(FRI, "10:00")]), kept, broken)


def _club_of_three(**homes: str) -> Problem:
    """The two schools, with some home schools changed, where cyd wants to meet the others, too."""
    staff = [s | {"schools": [homes.get(s["id"], s["schools"][0])]} for s in BASE["staff"]]
    return two_schools(staff=staff, needs=[*BASE["needs"], need("cyd", "club-1")])


@pair("least-of-one-school")
def nobody_comes_alone() -> Pair:
    """Ada, cyd and dot meet, all of north; cyd of south comes alone from her school."""
    three = session("club-1", FRI, "10:00", "ada", "cyd", "dot", trainer=None)
    kept, broken = (_club_of_three(cyd=home) for home in ("north", "south"))
    return problems(with_sessions(three), kept, broken, policy=Policy(least_of_one_school=2))


@pair("least-of-one-school")
def each_session_by_itself() -> Pair:
    """Ada, bob and dot of north meet in one room; dot is in another at the same time."""
    rooms = [*BASE["rooms"], {"id": "loft", "school": "north", "capacity": 4}]
    clubs = [c | ({"group_min": 1} if c["id"] == "club-1" else {}) for c in BASE["courses"]]
    problem = two_schools(rooms=rooms, courses=clubs)
    together = session("club-1", FRI, "10:00", "ada", "bob", "dot", trainer=None)
    two = session("club-1", FRI, "10:00", "ada", "bob", trainer=None)
    alone = session("club-1", FRI, "10:00", "dot", trainer=None, room="loft")
    kept, broken = plan_of(problem, [together]), plan_of(problem, [two, alone])
    return plans(kept, broken, problem=problem, policy=Policy(least_of_one_school=2))
