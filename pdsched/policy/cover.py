"""Who holds the class meanwhile: the figures, and the rules."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pdsched.policy.counts import Count, Per
from pdsched.policy.figures import figure
from pdsched.policy.rule import Counted, RuleInfo, always, optional
from pdsched.problem.base import Record


class ColleagueCover(StrEnum):
    """Which colleagues may hold a released lesson, instead of a substitute."""

    NEVER = "never"
    VOLUNTEERS = "volunteers"
    ALL = "all"
    """Volunteers, and every teacher."""


class CoverFigures(Record):
    """The figures of rules and goals about covers; see `pdsched.Policy`."""

    reserve: int | None = figure(
        None,
        unit="substitutes",
        within=(0, 10_000),
        example=1,
        loose=0,
        source="Not asked for.",
    )
    """Substitutes who could come and are left free in each half-day."""
    reserve_by_zone: bool = figure(
        False,
        read_with="reserve",
        source="An assumption of ours; a reserve at the other end of a district is of little use.",
    )
    """Whether ``reserve`` substitutes are left free of those who could come to each zone, or in all
    zones together."""
    half_days_per_date: int | None = figure(
        None,
        unit="half-days",
        within=(0, 20_000),
        example=100,
        loose=20,
        source="Not asked for: a region allowed 50 to 70 substitutes a day for training.",
    )
    """Half-days for which substitutes are engaged on one date, in all schools together."""
    colleague_cover: ColleagueCover = figure(
        ColleagueCover.NEVER,
        loose=ColleagueCover.ALL,
        source="England forbids it for absence that is foreseen, as training is; agreements in "
        "Quebec ask volunteers first, then everybody in turn.",
    )
    """Who may hold a colleague's lesson in free time: nobody (``never``), those who volunteer
    (``volunteers``), or these and every teacher (``all``)."""
    merged_classes: bool = figure(
        False,
        read_with="colleague_cover",
        source="Not asked for: some schools merge classes for want of a substitute, and pupils "
        "lose by it.",
    )
    """Whether colleagues may also take a class in beside a lesson of their own that it
    ``may_join``."""
    split_classes: bool = figure(
        False,
        read_with="colleague_cover",
        source="Not asked for: lists of ways to cover name it, and pupils lose by it.",
    )
    """Whether a class may be divided among the lessons that its ``may_split`` names."""
    colleague_covers_per_week: int = figure(
        1,
        unit="lessons",
        within=(0, 100),
        loose=3,
        read_with="colleague_cover",
        source="Schools that count name one a week.",
    )
    """Lessons that one colleague covers in a week."""
    colleague_covers_in_all: int = figure(
        9,
        unit="lessons",
        within=(0, 10_000),
        loose=20,
        read_with="colleague_cover",
        source="A teachers' agreement allows nine a year without pay.",
    )
    """Lessons that one colleague covers in all, ``covers_before`` included."""
    unpaid_covers: int | None = figure(
        None,
        unit="lessons",
        within=(0, 10_000),
        example=9,
        read_with="colleague_cover",
        source="Not counted: a teachers' agreement names nine a year, and pays for what is beyond.",
    )
    """Lessons that one colleague covers without pay, ``covers_before`` included. What is beyond is
    told by ``pdsched ledger``, and as few as possible by a goal."""
    most_consecutive_periods: int | None = figure(
        None,
        unit="lessons",
        within=(1, 20),
        example=3,
        loose=8,
        read_with="colleague_cover",
        source="Not asked for: a cover system never plans more than three.",
    )
    """Lessons, own and of others, that a colleague who covers holds without a break."""
    break_minutes: int = figure(
        10,
        unit="minutes",
        within=(1, 240),
        read_with="most_consecutive_periods",
        source="An assumption of ours: what is shorter is spent on the way from class to class.",
    )
    """Least minutes between two lessons that are a break for ``most_consecutive_periods``."""
    handover_minutes: int | None = figure(
        None,
        unit="minutes",
        within=(0, 240),
        example=5,
        loose=5,
        source="Not asked for: descriptions of roving substitutes leave five to ten.",
    )
    """Minutes that a substitute has to go from one class to another."""
    lunch_minutes: int | None = figure(
        None,
        unit="minutes",
        within=(0, 240),
        example=40,
        loose=20,
        source="Not asked for: an agreement of teachers on call in Ontario names forty.",
    )
    """Minutes that a substitute who is engaged all day has at midday."""
    least_paid_half_days: int = figure(
        1, unit="half-days", within=(1, 2), source="Half-days are what most agreements pay."
    )
    """Half-days for which a substitute who is engaged on a date is paid, at least: 2 where whole
    days are paid."""
    days_with_a_class: int | None = figure(
        None,
        unit="dates",
        within=(1, 1000),
        example=20,
        loose=30,
        source="Not asked for: states of the United States let a substitute without licence stay "
        "with a class for twenty to thirty days.",
    )
    """Dates on which a substitute holds lessons of the same class, ``class_days_before``
    included."""
    adults_of_a_class_a_day: int | None = figure(
        None,
        unit="adults",
        within=(1, 100),
        example=5,
        loose=25,
        source='Not asked for: up to five a day are "very difficult for the pupils" (press of '
        "Quebec).",
    )
    """Different adults who hold lessons of one class on one date, where the timetable has no more
    anyway."""


COVER: Mapping[str, RuleInfo] = {
    "cover": always(
        "Every released lesson that needs cover is covered by one engaged substitute or by "
        "colleagues.",
        remedy="more substitutes or half-days of them, or colleagues who cover",
    ),
    "cover-qualification": optional(
        "Whoever covers a lesson has its qualification.",
        remedy="a substitute or colleague with the qualification",
    ),
    "colleague-cover": always(
        "Colleagues who cover in their free time: {colleague_cover}; who take in a whole "
        "class beside their own lesson: {merged_classes}; who take in part of a class: "
        "{split_classes}."
    ),
    "colleague-cover-limits": optional(
        "Lessons that one colleague covers: at most {colleague_covers_per_week} per week, "
        "{colleague_covers_in_all} in total."
    ),
    "colleague-in-a-row": optional(
        "Consecutive lessons that a covering colleague holds without a break of "
        "{break_minutes} minutes: at most {most_consecutive_periods}."
    ),
    "substitute-available": always(
        "A substitute is engaged only when available.",
        remedy="more half-days on which substitutes can come",
    ),
    "substitute-zone": always(
        "A substitute is engaged only at schools that they serve.",
        remedy="a substitute who serves this school",
    ),
    "engagement-of-use": always(
        "A substitute is engaged only to hold a lesson, or because a pin requires it."
    ),
    "substitute-limits": optional(
        "A substitute's half-days stay within the substitute's limits.",
        remedy="more half-days per substitute, or more substitutes",
    ),
    "reserve": optional(
        "In each half-day, at least {reserve} of the substitutes who could come stay free; "
        "in each zone separately: {reserve_by_zone}."
    ),
    "half-days-per-date": optional(
        "Half-days for which substitutes are engaged on one date: at most {half_days_per_date}.",
        Counted(Count.HALF_DAYS, Per.DATE, None, "half_days_per_date"),
    ),
    "one-school": always(
        "A substitute works at one school per half-day.",
        remedy="one more substitute in such half-days",
    ),
    "handover": optional(
        "A substitute has at least {handover_minutes} minutes between lessons of two classes."
    ),
    "lunch": optional(
        "A substitute has at least {lunch_minutes} minutes between morning and afternoon."
    ),
    "days-with-a-class": optional(
        "Dates on which a substitute holds lessons of the same class: at most {days_with_a_class}."
    ),
    "adults-a-day": optional(
        "Different adults who hold lessons of a class on one date: at most "
        "{adults_of_a_class_a_day}, or as many as the timetable already has."
    ),
}
"""Every rule about covers, by id, in the order of the page."""
