"""Who may leave, when, how often, and how many at once: the figures, and the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from pdsched.policy.counts import Count, Each, Per
from pdsched.policy.figures import figure
from pdsched.policy.rule import Counted, RuleInfo, asked_for, optional, soft
from pdsched.problem.base import Record
from pdsched.problem.calendar import Weekday


class ReleaseFigures(Record):
    """The figures of rules and goals about releases; see `pdsched.Policy`."""

    release_half_days: bool = figure(
        False,
        loose=True,
        source="Not asked for: Harrisonburg grants no leave that needs a substitute for less than "
        "half a day, but roving substitutes free teachers for single lessons elsewhere.",
    )
    """Whether who is released from lessons is released from all lessons of the half-day."""
    # Its rules stand in `pdsched.policy.learning`, among what the page of rules lists there.
    protected_minutes: int | None = figure(
        None,
        unit="minutes",
        within=(0, 100_000),
        example=120,
        loose=600,
        source="Not asked for: England and Manitoba guarantee the time; elsewhere it is given "
        "back.",
    )
    """Minutes of protected time that one person loses, ``protected_minutes_before`` included. Where
    this is set, releases may touch protected time so far; where it is not, no release may."""
    payback_days: int = figure(
        20,
        unit="school days",
        within=(1, 400),
        source="Agreements restore lost planning time within 30 days, or within three months.",
    )
    """School days within which lost minutes of protected time are to be given back;
    ``pdsched ledger`` tells them."""
    away_at_once: float = figure(
        0.10,
        unit="share",
        within=(0, 1),
        loose=0.25,
        source="A teachers' agreement allows ten per cent of a building's staff a day.",
    )
    """Share of a school's staff away from lessons at any moment; at least one person may be."""
    away_of_department: float | None = figure(
        None,
        unit="share",
        within=(0, 1),
        example=0.5,
        loose=0.75,
        source="Not asked for: no agreement with a figure is known to us.",
    )
    """Share of a department's staff at one school away from lessons at any moment; at least one
    person may be."""
    away_of_grade: float | None = figure(
        None,
        unit="share",
        within=(0, 1),
        example=0.5,
        loose=0.75,
        source="Not asked for.",
    )
    """Share of a school's staff of one grade away from lessons at any moment; at least one person
    may be."""
    away_of_role: float | None = figure(
        None,
        unit="share",
        within=(0, 1),
        example=0.5,
        loose=0.5,
        source="Not asked for.",
    )
    """Share of a school's staff of one role away from lessons at any moment; at least one person
    may be."""
    avoided_weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1)] | None = figure(
        None,
        unit='list of "mon" to "sun"',
        example=(Weekday.MON, Weekday.FRI),
        loose=(Weekday.FRI,),
        source="Not asked for: some districts avoid Mondays and Fridays, when most staff are "
        "absent.",
    )
    """Weekdays on which nobody is released from lessons."""
    releases_per_week: int = figure(
        1, unit="releases", within=(0, 20), loose=2, source="An assumption of ours."
    )
    """Releases from lessons of one person in a week."""
    releases_per_month: int | None = figure(
        None,
        unit="releases",
        within=(0, 60),
        example=2,
        loose=3,
        source="Not asked for.",
    )
    """Releases from lessons of one person in a calendar month."""
    releases_per_term: int | None = figure(
        None,
        unit="releases",
        within=(0, 1000),
        example=3,
        loose=10,
        source="Not asked for.",
    )
    """Releases from lessons of one person in a term of the calendar."""
    releases_in_all: int = figure(
        6,
        unit="releases",
        within=(0, 1000),
        loose=12,
        source="School policies name five or six a year.",
    )
    """Releases from lessons of one person in all, ``releases_before`` included."""
    releases_in_window: int | None = figure(
        None,
        unit="releases",
        within=(0, 1000),
        example=2,
        loose=2,
        source="Not asked for: no agreement with a figure is known to us.",
    )
    """Releases from lessons of one person in ``window_days``. With one less than ``window_days``
    nobody is released on so many days in a row."""
    window_days: int = figure(
        3,
        unit="school days",
        within=(1, 800),
        loose=3,
        read_with="releases_in_window",
        source="An assumption of ours.",
    )
    """School days in a row over which ``releases_in_window`` counts."""
    days_between_releases: int | None = figure(
        None,
        unit="school days",
        within=(0, 200),
        example=5,
        loose=1,
        source="Not asked for: five to ten would be an assumption of ours.",
    )
    """School days that lie between two releases of one person from lessons, at least: 0 forbids
    the same day, 1 neighbouring days, too."""


RELEASE: Mapping[str, RuleInfo] = {
    "half-day-releases": asked_for(
        "release_half_days",
        "A release that takes a lesson to be covered takes all lessons of that half-day.",
    ),
    "away-at-once": soft(
        "At most {away_at_once} of a school's staff are away at any moment; one person "
        "always may be."
    ),
    "away-of-department": soft(
        "At most {away_of_department} of a department's staff at a school are away at any "
        "moment; one person always may be."
    ),
    "away-of-grade": soft(
        "At most {away_of_grade} of a school's staff of one grade are away at any moment; "
        "one person always may be."
    ),
    "away-of-role": soft(
        "At most {away_of_role} of a school's staff of one role are away at any moment; one "
        "person always may be."
    ),
    "stand-ins": optional(
        "Nobody is released at the same time as somebody for whom they stand in."
    ),
    "release-weekdays": soft("Nobody is released from lessons on {avoided_weekdays}."),
    "releases-per-week": soft(
        "Releases of one person from lessons per week: at most {releases_per_week}.",
        Counted(Count.RELEASES, Per.WEEK, Each.PERSON, "releases_per_week"),
    ),
    "releases-per-month": soft(
        "Releases of one person from lessons per month: at most {releases_per_month}.",
        Counted(Count.RELEASES, Per.MONTH, Each.PERSON, "releases_per_month"),
    ),
    "releases-per-term": soft(
        "Releases of one person from lessons per term: at most {releases_per_term}.",
        Counted(Count.RELEASES, Per.TERM, Each.PERSON, "releases_per_term"),
    ),
    "releases-in-all": soft(
        "Releases of one person from lessons in total: at most {releases_in_all}.",
        Counted(Count.RELEASES, Per.PLAN, Each.PERSON, "releases_in_all", before="releases_before"),
    ),
    "releases-in-window": soft(
        "Releases of one person from lessons in any {window_days} consecutive school days: "
        "at most {releases_in_window}.",
        Counted(
            Count.RELEASES, Per.WINDOW, Each.PERSON, "releases_in_window", window_days="window_days"
        ),
    ),
    "days-between-releases": optional(
        "School days between two releases of one person from lessons: at least "
        "{days_between_releases}."
    ),
}
"""Every rule about releases, by id, in the order of the page."""
