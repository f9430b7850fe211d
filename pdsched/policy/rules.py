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
        "records": _always(
            "Every record of a plan refers to existing things, and the records are consistent."
        ),
        "past": _always("Everything before today stays as it happened."),
        # Learning
        "need": _always("A participant needs the course, and meets each need once."),
        "session-times": _always(
            "A session starts with a period on an open day and lasts as long as its course."
        ),
        "notice": _optional(
            "A session takes place no earlier than {notice_days} school days from today."
        ),
        "blackouts": _optional("No session and no release overlaps a blackout."),
        "one-place": _always(
            "Nobody is in two places at once, and no room holds two sessions at once."
        ),
        "staff-available": _always(
            "Staff are released only when they are available and their school is open."
        ),
        "coverable": _always("A release takes only lessons that can be covered."),
        "protected-time": RuleInfo(
            "No release overlaps protected time.", optional=True, instead="protected-minutes"
        ),
        "protected-minutes": _soft(
            "A person loses at most {protected_minutes} minutes of protected time, to be given "
            "back within {payback_days} school days."
        ),
        "group-size": _always(
            "A group has at least the course's minimum and at most its maximum of people."
        ),
        "level": _optional(
            "Participants are at the course's entry level, or at most {level_spread} above it."
        ),
        "prerequisites": _optional(
            "A prerequisite is completed before the course that builds on it, within its lags."
        ),
        "most-of-one-school": _soft(
            "In a group, at most {most_of_one_school} are from the same school."
        ),
        "least-of-one-school": _soft(
            "Each school that is represented in a group sends at least {least_of_one_school}."
        ),
        "pairs": _optional(
            "People who are to learn together attend the same sessions; people who are to learn "
            "apart do not."
        ),
        "same-group": _optional("A group that is to stay together through a series does so."),
        "coaching-at-home": _asked_for(
            "coaching_at_home", "Coaching takes place at a school of everybody who is coached."
        ),
        "dose": _asked_for(
            "insist_on_dose",
            "Everybody with needs learns for at least {dose_minutes} minutes; in each topic "
            "separately: {dose_by_topic}.",
        ),
        "champions": _asked_for(
            "insist_on_champions", "Each school has its required champions of a topic on time."
        ),
        # Trainers and rooms
        "trainer": _always(
            "A trainer is qualified, available, and willing to travel to the venue."
        ),
        "trainer-load": _optional(
            "A trainer's minutes per day and per week stay within the trainer's limits."
        ),
        "trainer-pause": _optional(
            "A trainer has at least {trainer_pause_minutes} minutes between two sessions, in "
            "addition to the travel time."
        ),
        "trainer-lunch": _optional(
            "A trainer who gives sessions keeps {trainer_lunch_minutes} consecutive minutes "
            "between {staff_lunch_from} and {staff_lunch_to}."
        ),
        "room": _always("A room is at the venue, is free, and seats the group."),
        # Cover
        "cover": _always(
            "Every released lesson that needs cover is covered by one engaged substitute or by "
            "colleagues."
        ),
        "cover-qualification": _optional("Whoever covers a lesson has its qualification."),
        "colleague-cover": _always(
            "Colleagues who cover in their free time: {colleague_cover}; who take in a whole "
            "class beside their own lesson: {merged_classes}; who take in part of a class: "
            "{split_classes}."
        ),
        "colleague-cover-limits": _optional(
            "Lessons that one colleague covers: at most {colleague_covers_per_week} per week, "
            "{colleague_covers_in_all} in total."
        ),
        "colleague-in-a-row": _optional(
            "Consecutive lessons that a covering colleague holds without a break of "
            "{break_minutes} minutes: at most {most_consecutive_periods}."
        ),
        "substitute-available": _always("A substitute is engaged only when available."),
        "substitute-zone": _always("A substitute is engaged only at schools that they serve."),
        "engagement-of-use": _always(
            "A substitute is engaged only to hold a lesson, or because a pin requires it."
        ),
        "substitute-limits": _optional(
            "A substitute's half-days stay within the substitute's limits."
        ),
        "reserve": _optional(
            "In each half-day, at least {reserve} of the substitutes who could come stay free; "
            "in each zone separately: {reserve_by_zone}."
        ),
        "half-days-per-date": _optional(
            "Half-days for which substitutes are engaged on one date: at most {half_days_per_date}."
        ),
        "one-school": _always("A substitute works at one school per half-day."),
        "handover": _optional(
            "A substitute has at least {handover_minutes} minutes between lessons of two classes."
        ),
        "lunch": _optional(
            "A substitute has at least {lunch_minutes} minutes between morning and afternoon."
        ),
        "days-with-a-class": _optional(
            "Dates on which a substitute holds lessons of the same class: at most "
            "{days_with_a_class}."
        ),
        "adults-a-day": _optional(
            "Different adults who hold lessons of a class on one date: at most "
            "{adults_of_a_class_a_day}, or as many as the timetable already has."
        ),
        # Release
        "half-day-releases": _asked_for(
            "release_half_days",
            "A release that takes a lesson to be covered takes all lessons of that half-day.",
        ),
        "away-at-once": _soft(
            "At most {away_at_once} of a school's staff are away at any moment; one person "
            "always may be."
        ),
        "away-of-department": _soft(
            "At most {away_of_department} of a department's staff at a school are away at any "
            "moment; one person always may be."
        ),
        "away-of-grade": _soft(
            "At most {away_of_grade} of a school's staff of one grade are away at any moment; "
            "one person always may be."
        ),
        "away-of-role": _soft(
            "At most {away_of_role} of a school's staff of one role are away at any moment; one "
            "person always may be."
        ),
        "stand-ins": _optional(
            "Nobody is released at the same time as somebody for whom they stand in."
        ),
        "release-weekdays": _soft("Nobody is released from lessons on {avoided_weekdays}."),
        "releases-per-week": _soft(
            "Releases of one person from lessons per week: at most {releases_per_week}."
        ),
        "releases-per-month": _soft(
            "Releases of one person from lessons per month: at most {releases_per_month}."
        ),
        "releases-per-term": _soft(
            "Releases of one person from lessons per term: at most {releases_per_term}."
        ),
        "releases-in-all": _soft(
            "Releases of one person from lessons in total: at most {releases_in_all}."
        ),
        "releases-in-window": _soft(
            "Releases of one person from lessons in any {window_days} consecutive school days: "
            "at most {releases_in_window}."
        ),
        "days-between-releases": _optional(
            "School days between two releases of one person from lessons: at least "
            "{days_between_releases}."
        ),
        "class-hits": _soft(
            "Lessons of a class without their teacher in any {class_hits_days} consecutive "
            "school days: at most {class_hits}."
        ),
        "slot-hits": _soft(
            "Lessons of a class without their teacher at the same time of the same weekday: at "
            "most {hits_of_a_slot}."
        ),
        "lesson-misses": _soft(
            "Times that one person misses the same lesson: at most {misses_of_a_lesson}."
        ),
        "working-day": _optional(
            "Sessions and covers extend nobody's working day beyond {working_day_minutes} minutes."
        ),
        "staff-lunch": _soft(
            "Whoever is released or covers keeps {staff_lunch_minutes} consecutive minutes "
            "between {staff_lunch_from} and {staff_lunch_to}, if lessons alone leave them; "
            "sessions of {long_session_minutes} minutes or more include a lunch of their own."
        ),
        "pins": _optional("Pinned decisions are respected."),
    }
)
"""Every rule by id."""
