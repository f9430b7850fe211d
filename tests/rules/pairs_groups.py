"""Pairs about who learns with whom, and where."""

from __future__ import annotations

from pairs import FRIDAY, SCHOOLS, Pair, club, pair, plans, policies, problems, with_sessions
from schools import BASE, FRI, changed, need, plan_of, remote, session, two_schools

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


def _paired(kind: str, *staff: str, **more: object) -> Problem:
    return two_schools(pairs=[{"id": "pair", "kind": kind, "staff": staff} | more])


@pair("pairs")
def together_or_not_at_all() -> Pair:
    """Ada and dot learn sheets-1 together, and both meet with it; dot is there without ada."""
    problem = _paired("together", "ada", "dot", course="sheets-1")
    both = session("sheets-1", FRI, "09:00", "ada", "dot")
    return plans(plan_of(problem, [both]), plan_of(problem, [FRIDAY]), problem=problem)


@pair("pairs")
def together_in_one_session() -> Pair:
    """Two clubs meet at the same time; those who are to be together are in one, or in both."""
    rooms = [*BASE["rooms"], {"id": "loft", "school": "north", "capacity": 4}]
    clubs = [c | ({"group_min": 1} if c["id"] == "club-1" else {}) for c in BASE["courses"]]
    kept, broken = (
        two_schools(
            rooms=rooms,
            courses=clubs,
            pairs=[{"id": "pair", "kind": "together", "staff": ["ada", other]}],
        )
        for other in ("bob", "dot")
    )
    two = session("club-1", FRI, "10:00", "ada", "bob", trainer=None)
    alone = session("club-1", FRI, "10:00", "dot", trainer=None, room="loft")
    return problems(with_sessions(two, alone), kept, broken)


@pair("pairs")
def only_what_both_need() -> Pair:
    """Ada is with bob at sheets-1, which both need, and calls alone; where bob needs calls, too."""
    one = _paired("together", "ada", "bob")
    other = one.model_copy(
        update={"needs": two_schools(needs=[*BASE["needs"], need("bob", "calls-1")]).needs}
    )
    return problems(with_sessions(remote("calls-1", FRI, "13:00", "ada")), one, other)


@pair("pairs")
def apart() -> Pair:
    """Ada and dot meet: ada and cyd are to be apart; ada and dot."""
    kept, broken = (_paired("apart", "ada", other) for other in ("cyd", "dot"))
    return problems(with_sessions(club(FRI, "10:00")), kept, broken)
