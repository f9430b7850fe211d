"""One school where everybody teaches all the time, so that who holds which lesson matters."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from pdsched import Policy, Problem

DAYS = {"mon": "2026-09-07", "tue": "2026-09-08"}
PERIODS = [{"id": str(h), "start": f"{h}:00", "end": f"{h + 1}:00"} for h in (10, 11, 12)]
CLASSES: list[list[str]] = [["5a"], ["5b"], ["5a", "5b"], []]
HALVES = [["am", "pm"], ["am"], ["pm"]]
WEEKDAYS = [None, None, ["mon"], ["tue"]]


@composite
def crowds(draw: DrawFn) -> Problem:
    """Two days, up to three teachers who learn alone for one to three hours, few substitutes.

    Noon parts the half-days, so who learns from eleven for two hours leaves lessons of both.
    """
    people = ["ada", "bob", "cyd"][: draw(st.sampled_from([2, 1, 3]))]
    substitutes = draw(st.sampled_from([2, 3, 1]))
    return Problem.model_validate(
        {
            "calendar": {"time_zone": "America/Toronto"}
            | {"first": DAYS["mon"], "last": DAYS["tue"]},
            "schools": [{"id": "north", "periods": PERIODS}],
            "staff": [draw(_people(p)) for p in ("dot", *people)],
            "lessons": [
                lesson
                for person in people
                for day in DAYS
                for period in PERIODS
                for lesson in draw(_lessons(person, day, period))
            ],
            "courses": [
                {"id": f"c-{n}", "topic": "tools", "modality": "self-paced", "minutes": 60 * n}
                | {"group_max": 1}
                for n in (1, 2, 3)
            ],
            "needs": [
                {"id": f"n-{p}", "staff": p, "course": draw(st.sampled_from(["c-2", "c-3", "c-1"]))}
                for p in ("dot", *people)
                if draw(st.integers(0, 3))
            ],
            "substitutes": [draw(_substitutes(f"sub-{n}")) for n in range(substitutes)],
        }
    )


@composite
def _people(draw: DrawFn, name: str) -> dict[str, Any]:
    away = draw(st.sampled_from([None, "mon", "tue"]))
    window = {"start": "00:00", "end": "23:59", "dates": [DAYS[away]] if away else []}
    return {
        "id": name,
        "schools": ["north"],
        "cover_volunteer": draw(st.booleans()),
        "unavailable": [window] if away else [],
    }


@composite
def _lessons(draw: DrawFn, person: str, day: str, period: dict[str, str]) -> list[dict[str, Any]]:
    """A lesson, now and then with dot beside, and rarely none; dot is with one person alone."""
    if not draw(st.integers(0, 7)):
        return []
    fields: dict[str, Any] = {"id": f"{person}-{day}-{period['id']}", "school": "north", "day": day}
    fields |= {"start": period["start"], "end": period["end"], "staff": [person]}
    fields |= {"cover": draw(st.sampled_from(["needed"] * 5 + ["not-needed"]))}
    if person == "ada" and draw(st.booleans()):
        fields |= {"staff": ["ada", "dot"], "staff_needed": draw(st.sampled_from([1, 2]))}
    return [fields | {"classes": draw(st.sampled_from(CLASSES))}]


@composite
def _substitutes(draw: DrawFn, name: str) -> dict[str, Any]:
    free = {"halves": draw(st.sampled_from(HALVES)), "weekdays": draw(st.sampled_from(WEEKDAYS))}
    return {
        "id": name,
        "schools": ["north"],
        "available": [free],
        "max_half_days": draw(st.sampled_from([None, 1, 2])),
    }


@composite
def counting(draw: DrawFn, /, goals: tuple[str, ...], **figures: list[Any]) -> Policy:
    """Policies of such a school with some goals after, or beside, the needs met."""
    named = ["needs-met", *draw(st.permutations((*goals, "engaged-half-days")))]
    weighed = {goal: draw(st.sampled_from([1, 3, 20])) for goal in named}
    given: dict[str, Any] = {name: draw(st.sampled_from(some)) for name, some in figures.items()}
    return Policy(
        goals=draw(st.sampled_from([tuple(named), (weighed,)])),
        away_at_once=1.0,
        colleague_cover=draw(st.sampled_from(["never", "volunteers", "all"])),
        colleague_covers_per_week=draw(st.sampled_from([1, 3])),
        **given,
    )
