"""Pairs about released lessons, and who covers them."""

from __future__ import annotations

from pairs import (
    SCHOOLS,
    Pair,
    pair,
    plans,
    tuesday_at_eight,
)
from schools import (
    TUE,
    cover,
    engaged,
    plan_of,
    session,
)


@pair("cover")
def some_cover() -> Pair:
    """Sue holds the lesson that ada leaves; nobody does."""
    kept = tuesday_at_eight()
    return plans(kept, kept.model_copy(update={"covers": ()}), "engagement-of-use")


@pair("cover")
def one_cover() -> Pair:
    """Sue alone holds the lesson; sam too, so that the records are wrong as well."""
    kept = tuesday_at_eight()
    both = (*kept.covers, cover("ada-tue-1", TUE, "sam"))
    hired = (*kept.engagements, engaged("sam", TUE, "am"))
    return plans(kept, kept.model_copy(update={"covers": both, "engagements": hired}), "records")


@pair("cover")
def an_engaged_cover() -> Pair:
    """Who holds the lesson is engaged that morning; that afternoon."""
    kept = tuesday_at_eight()
    wrong = kept.model_copy(update={"engagements": (engaged("sue", TUE, "pm"),)})
    return plans(kept, wrong, "engagement-of-use")


@pair("cover")
def a_cover_engaged_at_the_school() -> Pair:
    """Sam holds ada's lesson while engaged at north; at south."""
    kept = tuesday_at_eight(substitute="sam")
    away = engaged("sam", TUE, "am", school="south")
    return plans(kept, kept.model_copy(update={"engagements": (away,)}), "engagement-of-use")


@pair("cover")
def nothing_else() -> Pair:
    """Sue holds what is taken; also a lesson that nobody leaves."""
    kept = tuesday_at_eight()
    more = (*kept.covers, cover("ada-tue-2", TUE, "sue"))
    return plans(kept, kept.model_copy(update={"covers": more}))


@pair("cover")
def nothing_that_needs_none() -> Pair:
    """Bob leaves a lesson that needs no cover, and it has none; sue holds it."""
    coached = [session("coach-1", TUE, "10:00", "bob", room=None)]
    kept = plan_of(SCHOOLS, coached)
    held = [cover("bob-tue-3", TUE, "sue")]
    return plans(kept, plan_of(SCHOOLS, coached, held, [engaged("sue", TUE, "am")]))


@pair("cover-qualification")
def who_plays_music() -> Pair:
    """Bob's music lesson is held by sue, who plays; by sam, who does not."""
    kept, broken = (
        plan_of(
            SCHOOLS,
            [session("coach-1", TUE, "09:00", "bob", room=None)],
            [cover("bob-tue-2", TUE, name)],
            [engaged(name, TUE, "am")],
        )
        for name in ("sue", "sam")
    )
    return plans(kept, broken)
