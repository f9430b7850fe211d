"""Pairs about how much is learned."""

from __future__ import annotations

from pairs import FRIDAY, Pair, pair, plans, policies, problems, with_sessions
from schools import BASE, FRI, THU, need, plan_of, remote, two_schools

from pdsched.policy import Policy
from pdsched.problem import Problem


def _dot_alone(**fields: object) -> Problem:
    """The two schools, where dot alone needs something: sheets-1 and calls-1."""
    staff = [s | (fields if s["id"] == "dot" else {}) for s in BASE["staff"]]
    return two_schools(staff=staff, needs=[need("dot", "sheets-1"), need("dot", "calls-1")])


@pair("dose")
def so_many_minutes() -> Pair:
    """Dot learns for two hours, as everybody should who needs to; for one."""
    problem = _dot_alone()
    two = plan_of(problem, [FRIDAY, remote("calls-1", FRI, "13:00", "dot")])
    policy = Policy(dose_minutes=120, insist_on_dose=True)
    return plans(two, plan_of(problem, [FRIDAY]), problem=problem, policy=policy)


@pair("dose")
def with_those_before() -> Pair:
    """Dot learns for an hour, and had another before; had 59 minutes before."""
    kept, broken = (_dot_alone(hours_before=hours) for hours in (1.0, 59 / 60))
    policy = Policy(dose_minutes=120, insist_on_dose=True)
    return problems(with_sessions(FRIDAY), kept, broken, policy=policy)


@pair("dose")
def in_each_topic() -> Pair:
    """Dot learns sheets for an hour, as in each topic; had calls before, or sheets."""
    kept, broken = (_dot_alone(topic_hours_before={t: 1}) for t in ("calls", "sheets"))
    policy = Policy(dose_minutes=60, dose_by_topic=True, insist_on_dose=True)
    return problems(with_sessions(FRIDAY), kept, broken, policy=policy)


@pair("dose")
def not_a_minute_less_in_a_topic() -> Pair:
    """Dot learns sheets for 60 minutes, as in each topic; where 61 are asked for."""
    problem = _dot_alone(topic_hours_before={"calls": 2})
    kept, broken = (
        Policy(dose_minutes=least, dose_by_topic=True, insist_on_dose=True) for least in (60, 61)
    )
    return policies(plan_of(problem, [FRIDAY]), kept, broken, problem)


INSIST = Policy(insist_on_champions=True)


def _with_champions(**fields: object) -> Problem:
    """The two schools, where north is to have somebody who knows sheets."""
    wanted = {"id": "helpers", "topic": "sheets", "level": 1, "schools": ["north"]}
    return two_schools(champions=[wanted | fields])


@pair("champions")
def somebody_who_attends() -> Pair:
    """North should have one who knows sheets, and dot attends; two."""
    kept, broken = (_with_champions(people=n) for n in (1, 2))
    return problems(with_sessions(FRIDAY), kept, broken, policy=INSIST)


@pair("champions")
def in_time() -> Pair:
    """Dot attends on Friday: champions are needed by Friday; by Thursday."""
    kept, broken = (_with_champions(by=day) for day in (FRI, THU))
    return problems(with_sessions(FRIDAY), kept, broken, policy=INSIST)


@pair("champions")
def of_ones_own_school() -> Pair:
    """Cyd knows sheets already, and dot of north attends: south is to have one; and north two."""
    staff = [s | ({"levels": {"sheets": 1}} if s["id"] == "cyd" else {}) for s in BASE["staff"]]
    wanted = {"id": "helpers", "topic": "sheets", "level": 1}
    kept, broken = (
        two_schools(
            staff=staff,
            champions=[
                wanted | {"schools": ["south"]},
                wanted | {"id": "more", "people": n, "schools": ["north"]},
            ],
        )
        for n in (1, 2)
    )
    return problems(with_sessions(FRIDAY), kept, broken, policy=INSIST)


@pair("champions")
def high_enough() -> Pair:
    """Dot attends sheets-1: champions stand at level 1; at level 2."""
    kept, broken = (_with_champions(level=n) for n in (1, 2))
    return problems(with_sessions(FRIDAY), kept, broken, policy=INSIST)
