"""Pairs about what substitutes are engaged for."""

from __future__ import annotations

from pairs import SCHOOLS, Pair, Side, pair, plans, tuesday_at_eight
from schools import MON, TUE, cover, engaged, insisting, plan_of, session

from pdsched.plan import Engagement, Plan
from pdsched.policy import Policy
from pdsched.problem import CoverKind


def _and(*more: Engagement) -> Plan:
    """Sue holds ada's lesson on Tuesday morning, and these are engaged, too."""
    kept = tuesday_at_eight()
    return kept.model_copy(update={"engagements": (*kept.engagements, *more)}).canonical()


def _insisted(asked: Engagement, kept: Plan, broken: Plan) -> Pair:
    """A pin asks for one engagement."""
    problem = insisting(SCHOOLS, asked)
    return plans(kept, broken, problem=problem)


@pair("engagement-of-use")
def nobody_for_nothing() -> Pair:
    """Sue alone is engaged for the lesson; sam, too, and holds nothing."""
    return plans(_and(), _and(engaged("sam", TUE, "am")))


@pair("engagement-of-use")
def no_other_half_of_the_day() -> Pair:
    """Sue is engaged for the morning, when she holds a lesson; for the afternoon, too."""
    return plans(_and(), _and(engaged("sue", TUE, "pm")))


@pair("engagement-of-use")
def no_other_school() -> Pair:
    """Sam holds lessons at north and at south; only at north."""
    taken = [
        session("sheets-1", TUE, "08:00", "ada"),
        session("reading-1", TUE, "14:00", "cyd", school=None, trainer=None, room=None, length=30),
    ]
    problem = SCHOOLS.model_copy(
        update={
            "lessons": tuple(
                one.model_copy(update={"cover": CoverKind.NEEDED}) for one in SCHOOLS.lessons
            )
        }
    )
    both = [cover("ada-tue-1", TUE, "sam"), cover("cyd-tue-5", TUE, "sam")]
    hired = [engaged("sam", TUE, "am"), engaged("sam", TUE, "pm", "south")]
    kept = plan_of(problem, taken, both, hired)
    broken = plan_of(problem, taken[:1], both[:1], hired)
    return plans(kept, broken, problem=problem)


@pair("engagement-of-use")
def a_pin_may_ask_for_it() -> Pair:
    """A pin asks for somebody on Monday morning, and sam comes; so does sue, one too many."""
    asked = engaged("sam", MON, "am")
    kept, broken = _and(asked), _and(asked, engaged("sue", MON, "am"))
    return _insisted(asked, kept, broken)


@pair("engagement-of-use")
def a_pin_that_is_met_anyway() -> Pair:
    """A pin asks for somebody on Tuesday at north: sue, who holds a lesson; sam beside her."""
    pinned = SCHOOLS.model_copy(
        update={"engagement_pins": insisting(SCHOOLS, engaged("sue", TUE, "am")).engagement_pins}
    )
    anybody = pinned.model_copy(
        update={
            "engagement_pins": tuple(
                pin.model_copy(update={"substitute": None}) for pin in pinned.engagement_pins
            )
        }
    )
    return plans(_and(), _and(engaged("sam", TUE, "am")), problem=anybody)


@pair("engagement-of-use")
def a_pin_that_holds() -> Pair:
    """A pin asks for sam on Monday morning; the policy knows no pins."""
    asked = engaged("sam", MON, "am")
    problem, plan = insisting(SCHOOLS, asked), _and(asked)
    kept, broken = (Side(problem, plan, Policy(off=off)) for off in ((), ("pins",)))
    return Pair(kept, broken, frozenset())
