"""Every rule: its id, its sentence, and what a policy may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class RuleInfo(NamedTuple):
    """What a policy has to know of a rule."""

    sentence: str
    """Names in braces are fields of `Policy`. A rule is in force when all of them are set."""
    optional: bool = False
    """Whether a policy can switch it off."""
    soft: bool = False
    """Whether a policy can make it a goal: as few steps beyond it as possible."""
    switch: str = ""
    """Field of `Policy` that asks for the rule, where it does not hold unless asked for."""
    instead: str = ""
    """Rule that takes its place where that one is in force."""


def _always(sentence: str) -> RuleInfo:
    return RuleInfo(sentence)


def _optional(sentence: str) -> RuleInfo:
    return RuleInfo(sentence, optional=True)


def _soft(sentence: str) -> RuleInfo:
    return RuleInfo(sentence, optional=True, soft=True)


def _asked_for(switch: str, sentence: str) -> RuleInfo:
    return RuleInfo(sentence, optional=True, switch=switch)


RULES: Mapping[str, RuleInfo] = MappingProxyType(
    {
        "records": _always("The records of a plan name things that exist and agree."),
        "past": _always("What lies before today is as it was."),
        # Learning
        "need": _always("Who attends needs the course, and meets each need once."),
        "session-times": _always(
            "A session begins with a period on an open day and lasts as long as its course."
        ),
        "notice": _optional("No session is held sooner than {notice_days} school days from today."),
        "blackouts": _optional("No session and no release touches a blackout."),
        "one-place": _always("Nobody is in two places at once, and no room is used twice."),
        "staff-available": _always("Nobody is released when away or at a closed school."),
        "coverable": _always("A release takes only lessons that can be covered."),
        "protected-time": RuleInfo(
            "No release touches protected time.", optional=True, instead="protected-minutes"
        ),
        "protected-minutes": _soft(
            "Protected time that one person loses: at most {protected_minutes} minutes; the ledger "
            "asks for it back within {payback_days} school days."
        ),
        "group-size": _always("A group is between the course's least and greatest size."),
        "level": _optional(
            "Who attends stands where the course starts, or at most {level_spread} above it."
        ),
        "prerequisites": _optional("What comes first is done first, within its lags."),
        "most-of-one-school": _soft("In a group at most {most_of_one_school} are of one school."),
        "least-of-one-school": _soft(
            "In a group at least {least_of_one_school} are of each school that is in it."
        ),
        "pairs": _optional("Who is to learn together does, and who is to learn apart does not."),
        "same-group": _optional("A group that is to stay together through a series does."),
        "coaching-at-home": _asked_for(
            "coaching_at_home", "Coaching is at a school of everybody who is coached."
        ),
        "dose": _asked_for(
            "insist_on_dose",
            "Who needs to learn learns for at least {dose_minutes} minutes; in each topic: "
            "{dose_by_topic}.",
        ),
        "champions": _asked_for(
            "insist_on_champions", "Each school has its champions of a topic in time."
        ),
        # Trainers and rooms
        "trainer": _always("A trainer is qualified, available, and willing to come."),
        "trainer-load": _optional("A trainer's minutes a day and a week stay within limits."),
        "room": _always("A room is at the venue, is free, and seats the group."),
        # Cover
        "cover": _always(
            "Every released lesson that needs cover is covered, by one engaged substitute or by "
            "colleagues."
        ),
        "cover-qualification": _optional("Who covers a lesson has its qualification."),
        "colleague-cover": _always(
            "Colleagues who cover in free time: {colleague_cover}; who take a whole class in "
            "beside a lesson of theirs: {merged_classes}; a part of one: {split_classes}."
        ),
        "colleague-cover-limits": _optional(
            "Lessons that one colleague covers: at most {colleague_covers_per_week} in a week, "
            "{colleague_covers_in_all} in all."
        ),
        "colleague-in-a-row": _optional(
            "Lessons that a colleague who covers holds in a row, without a break of "
            "{break_minutes} minutes: at most {most_consecutive_periods}."
        ),
        "substitute-available": _always("A substitute is engaged only when available."),
        "substitute-zone": _always("A substitute is engaged only where they serve."),
        "engagement-of-use": _always(
            "A substitute is engaged only to hold a lesson, or where a pin asks for it."
        ),
        "substitute-limits": _optional("A substitute's half-days stay within limits."),
        "reserve": _optional(
            "In each half-day at least {reserve} of the substitutes who could come stay free; in "
            "each zone: {reserve_by_zone}."
        ),
        "half-days-per-date": _optional(
            "Half-days for which substitutes are engaged on one date: at most {half_days_per_date}."
        ),
        "one-school": _always("A substitute is at one school per half-day."),
        "handover": _optional(
            "Between lessons of two classes a substitute has at least {handover_minutes} minutes."
        ),
        "lunch": _optional(
            "Between morning and afternoon a substitute has at least {lunch_minutes} minutes."
        ),
        "days-with-a-class": _optional(
            "Dates on which a substitute holds lessons of the same class: at most "
            "{days_with_a_class}."
        ),
        "adults-a-day": _optional(
            "Different adults who hold lessons of a class on one date: at most "
            "{adults_of_a_class_a_day}, or as many as the timetable has anyway."
        ),
        # Release
        "half-day-releases": _asked_for(
            "release_half_days",
            "A release that takes a lesson to be covered takes all lessons of that half-day.",
        ),
        "away-at-once": _soft(
            "At most {away_at_once} of a school's staff are away at any moment; one always may be."
        ),
        "away-of-department": _soft(
            "At most {away_of_department} of a school's department are away at any moment; one "
            "always may be."
        ),
        "away-of-grade": _soft(
            "At most {away_of_grade} of a school's staff of one grade are away at any moment; one "
            "always may be."
        ),
        "away-of-role": _soft(
            "At most {away_of_role} of a school's staff of one role are away at any moment; one "
            "always may be."
        ),
        "release-weekdays": _soft("Nobody is released from lessons on {avoided_weekdays}."),
        "releases-per-week": _soft(
            "Releases of one person from lessons in a week: at most {releases_per_week}."
        ),
        "releases-per-month": _soft(
            "Releases of one person from lessons in a month: at most {releases_per_month}."
        ),
        "releases-per-term": _soft(
            "Releases of one person from lessons in a term: at most {releases_per_term}."
        ),
        "releases-in-all": _soft(
            "Releases of one person from lessons in all: at most {releases_in_all}."
        ),
        "releases-in-window": _soft(
            "Releases of one person from lessons in any {window_days} school days in a row: at "
            "most {releases_in_window}."
        ),
        "days-between-releases": _optional(
            "Between two releases of one person from lessons lie at least {days_between_releases} "
            "school days."
        ),
        "class-hits": _soft(
            "Lessons of a class without their teacher in any {class_hits_days} school days in a "
            "row: at most {class_hits}."
        ),
        "slot-hits": _soft(
            "Lessons of a class without their teacher at the same time of the same weekday: at "
            "most {hits_of_a_slot}."
        ),
        "lesson-misses": _soft(
            "Times that one person misses the same lesson: at most {misses_of_a_lesson}."
        ),
        "working-day": _optional(
            "Nobody's day of lessons, sessions and covers is made longer than "
            "{working_day_minutes} minutes."
        ),
        "staff-lunch": _soft(
            "Whoever is released or covers keeps {staff_lunch_minutes} minutes in a row between "
            "{staff_lunch_from} and {staff_lunch_to}, if lessons alone leave them; sessions of "
            "{long_session_minutes} minutes or more have a lunch of their own."
        ),
        "pins": _optional("What the caller insists on holds."),
    }
)
"""Every rule by id."""
