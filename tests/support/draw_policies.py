"""Policies, drawn: figures strict or lenient, soft rules, goals in any order; see `strategies`."""

from __future__ import annotations

from typing import Any

from draw_basics import one_in
from draw_figures import strict_to_lenient
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from pdsched import Policy
from pdsched.policy import GOALS, RULES, ColleagueCover

OPTIONAL_RULES = [rule for rule, info in RULES.items() if info.optional]


@composite
def policies(draw: DrawFn, *, helping: bool = False) -> Policy:
    """Figures from strict to lenient, now and then with rules switched off.

    ``staff-lunch`` always is: brute force by seats, which plans under these, knows nothing of it.
    """
    return Policy(
        off=tuple(r for r in OPTIONAL_RULES if draw(one_in(12)) or r == "staff-lunch"),
        away_at_once=draw(st.sampled_from([1.0, 0.1, 0.5, 0.1, 0.7])),
        releases_per_week=draw(st.sampled_from([2, 1, 1, 3, 2, 1, 3, 0])),
        releases_in_all=draw(st.sampled_from([6, 1, 2, 1])),
        level_spread=draw(st.sampled_from([1, 1, 0, 3])),
        late_tenths=draw(st.sampled_from([5, 5, 0, 10])),
        **draw(_colleagues(helping=helping)),
    )


FIGURES = strict_to_lenient()
"""Figures without a default, from strict to lenient."""
LATER = [*(g for g in GOALS if g != "needs-met"), *(r for r, i in RULES.items() if i.soft)]
"""What may stand among the goals after the first."""


@composite
def wide_policies(draw: DrawFn) -> Policy:
    """Policies with figures that have no default, soft rules, and goals in any order."""
    figures = draw(st.lists(st.sampled_from(sorted(FIGURES)), max_size=3, unique=True))
    goals = draw(st.lists(st.sampled_from(LATER), max_size=3, unique=True))
    tiers: list[dict[str, int]] = [{"needs-met": draw(st.sampled_from([1, 1, 7]))}]
    for goal in goals:
        if draw(one_in(3)):
            tiers[-1][goal] = draw(st.sampled_from([1, 3, 20]))
        else:
            tiers.append({goal: 1})
    soft = [goal for goal in goals if goal in RULES]
    asked = {figure for goal in goals for figure in Policy().figures(goal) if figure in FIGURES}
    drawn = draw(policies())
    wanted = sorted({*figures, *asked})
    counted = ("class_hits_days", "window_days", "equity_depth")
    lengths = {f: draw(st.sampled_from([1, 2, 3])) for f in counted}
    pauses = {"least_paid_half_days": draw(st.sampled_from([1, 2]))}
    pauses["reserve_by_zone"] = draw(st.booleans())
    pauses |= {"break_minutes": draw(st.sampled_from([10, 1, 61]))}
    drawn = drawn.model_copy(update=lengths | pauses)
    if "dose_minutes" in wanted:
        switches = {name: draw(one_in(3)) for name in ("dose_by_topic", "insist_on_dose")}
        drawn = drawn.model_copy(update=switches)
    given: dict[str, Any] = {figure: draw(st.sampled_from(FIGURES[figure])) for figure in wanted}
    off = tuple(rule for rule in drawn.off if rule not in {*soft, "staff-lunch"})
    return Policy(**(drawn.model_dump(exclude={"goals"}) | given | {"off": off, "goals": tiers}))


@composite
def _colleagues(draw: DrawFn, *, helping: bool) -> dict[str, Any]:
    """Whether colleagues cover, and how often; in half of all policies never, unless helping."""
    switches = [ColleagueCover.ALL, ColleagueCover.ALL, ColleagueCover.VOLUNTEERS]
    never = [] if helping else [ColleagueCover.NEVER] * 3
    switch = draw(st.sampled_from([*never, *switches]))
    if switch is ColleagueCover.NEVER:
        return {}
    return {
        "colleague_cover": switch,
        "merged_classes": draw(st.booleans()),
        "split_classes": draw(st.booleans()),
        "colleague_covers_per_week": draw(st.sampled_from([1, 2, 5, 0])),
        "colleague_covers_in_all": draw(st.sampled_from([9, 1, 2, 3, 0])),
    }


_SWITCHES = list(ColleagueCover)


@composite
def tighter(draw: DrawFn, policy: Policy) -> Policy:
    """The policy with one figure made stricter, or with one rule put in force that was off."""
    figures: dict[str, list[Any]] = {
        "away_at_once": [x for x in (0.7, 0.5, 0.1, 0) if x < policy.away_at_once],
        "releases_per_week": [*range(policy.releases_per_week)],
        "releases_in_all": [*range(policy.releases_in_all)],
        "level_spread": [*range(policy.level_spread)],
        "late_tenths": [*range(policy.late_tenths)],
        "colleague_cover": _SWITCHES[: _SWITCHES.index(policy.colleague_cover)],
        "colleague_covers_per_week": [*range(policy.colleague_covers_per_week)],
        "colleague_covers_in_all": [*range(policy.colleague_covers_in_all)],
        "off": [tuple(x for x in policy.off if x != rule) for rule in policy.off],
    }
    field = draw(st.sampled_from([name for name, values in figures.items() if values]))
    return policy.model_copy(update={field: draw(st.sampled_from(figures[field]))})


def rules_off() -> SearchStrategy[str]:
    """One of the rules that can be switched off."""
    return st.sampled_from(OPTIONAL_RULES)
