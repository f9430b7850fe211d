"""What is learned, by whom, with whom, and who teaches it: the figures, and the rules."""

from __future__ import annotations

from collections.abc import Mapping

from pdsched.policy.figures import figure
from pdsched.policy.rule import RuleInfo, always, asked_for, optional, soft
from pdsched.problem.base import Record


class LearningFigures(Record):
    """The figures of rules and goals about sessions and groups; see `pdsched.Policy`."""

    level_spread: int = figure(
        1,
        unit="levels",
        within=(0, 10),
        source="An assumption of ours; practitioners ask for groups within about one level.",
    )
    """How many levels above the start of a course a person who attends may stand."""
    most_of_one_school: int | None = figure(
        None,
        unit="people",
        within=(1, 1000),
        example=4,
        loose=14,
        source="Not asked for: schools that learn from each other are wanted, but no figure is "
        "known to us.",
    )
    """People of one home school in a group, at most."""
    least_of_one_school: int | None = figure(
        None,
        unit="people",
        within=(1, 1000),
        example=2,
        loose=1,
        source="Not asked for: studies favour at least two from a school who learn together; that "
        "nobody comes alone is an assumption of ours.",
    )
    """People of each home school that is in a group at all, at least: 2, so that nobody comes
    alone from a school."""
    coaching_at_home: bool = figure(
        False,
        loose=True,
        source="Not asked for: coaches mostly go to the classroom of those whom they coach, but "
        "not everywhere.",
    )
    """Whether coaching comes to a school of everybody who is coached."""
    dose_minutes: int | None = figure(
        None,
        unit="minutes",
        within=(0, 100_000),
        example=840,
        loose=0,
        source="Not asked for: a review of nine studies found effects above 14 hours a year on one "
        "theme (840), and others doubt any such threshold; so it is reported and worked for rather "
        "than insisted on.",
    )
    """Minutes of learning that each person who needs something is to have, with those before the
    horizon."""
    dose_by_topic: bool = figure(
        False,
        read_with="dose_minutes",
        source="An assumption of ours; the studies count one theme.",
    )
    """Whether ``dose_minutes`` are to be had in each topic of which a person needs something, or in
    all topics together."""
    insist_on_dose: bool = figure(False, loose=True, source="Not asked for: a shortage is normal.")
    """Whether plans that leave somebody short of ``dose_minutes`` are refused."""
    insist_on_champions: bool = figure(
        False, loose=True, source="Not asked for: a shortage is normal."
    )
    """Whether plans that leave a school without the champions that a problem asks for are
    refused."""
    notice_days: int | None = figure(
        None,
        unit="school days",
        within=(0, 400),
        example=10,
        loose=5,
        source="Not asked for: policies name one week, ten working days, or thirty days.",
    )
    """School days between the day on which the plan is made and a session, at least."""
    trainer_pause_minutes: int | None = figure(
        None,
        unit="minutes",
        within=(0, 240),
        example=15,
        loose=5,
        source="Not asked for: to set up a room takes ten to twenty minutes, which is an "
        "assumption of ours.",
    )
    """Minutes that a trainer has between two sessions of a date, the way not counted."""
    trainer_lunch_minutes: int | None = figure(
        None,
        unit="minutes",
        within=(1, 240),
        example=30,
        loose=20,
        source="Not asked for: the hours of trainers are for their own contract to say; laws of "
        "states of the United States name thirty minutes for teachers.",
    )
    """Minutes in a row that a trainer keeps for lunch on a date with sessions, between
    ``staff_lunch_from`` and ``staff_lunch_to``."""
    equity_depth: int = figure(
        1,
        unit="schools or roles",
        within=(1, 1000),
        source="An assumption of ours: one, since each is a goal more to solve.",
    )
    """How many of the worst-served schools or roles the goals of equity look at: first the worst,
    then the two worst together, and so on."""
    wish_depth: int = figure(
        1,
        unit="rank",
        within=(1, 100),
        source="An assumption of ours: the worst rank alone, since each rank is a goal more to "
        "solve.",
    )
    """The rank from which on, after the worst rank, the wishes that come true are counted rank by
    rank: first those of this rank or later, then those of the one before or later, down to the
    second."""
    fair_share: float | None = figure(
        None,
        unit="share",
        within=(0, 1),
        example=0.5,
        source="Not asked for: that access be equitable is law in places, a share is not.",
    )
    """Share of the points of their needs below which people are underserved."""
    late_tenths: int = figure(5, unit="tenths", within=(0, 10), source="An assumption of ours.")
    """Tenths of its points that a need counts for when met after its due date."""


LEARNING: Mapping[str, RuleInfo] = {
    "need": always(
        "A participant needs the course, and meets each need once.",
        remedy="name the course, or the topic and level, that would meet the need",
    ),
    "session-times": always(
        "A session starts with a period on an open day and lasts as long as its course."
    ),
    "notice": optional(
        "A session takes place no earlier than {notice_days} school days from today.",
        remedy="plan earlier, or move the last date of the calendar back",
    ),
    "blackouts": optional(
        "No session and no release overlaps a blackout.",
        remedy="open a day inside the blackout, or give the horizon more days",
    ),
    "one-place": always(
        "Nobody is in two places at once, and no room holds two sessions at once.",
        remedy="more times or trainers, so that fewer sessions fall together",
    ),
    "staff-available": always(
        "Staff are released only when they are available and their school is open.",
        remedy="times at which the person can be released",
    ),
    "coverable": always(
        "A release takes only lessons that can be covered.",
        remedy="cover for lessons that nobody may hold so far, or a session outside of them",
    ),
    "protected-time": RuleInfo(
        "No release overlaps protected time.",
        optional=True,
        instead="protected-minutes",
        remedy="times outside of protected time, or minutes of it that may be lost",
    ),
    "protected-minutes": soft(
        "A person loses at most {protected_minutes} minutes of protected time, to be given "
        "back within {payback_days} school days."
    ),
    "group-size": always(
        "A group has at least the course's minimum and at most its maximum of people.",
        remedy="more people with this need at the same time, or a smaller least size of the group",
    ),
    "level": optional(
        "Participants are at the course's entry level, or at most {level_spread} above it.",
        remedy="a course at the level of the person",
    ),
    "prerequisites": optional(
        "A prerequisite is completed before the course that builds on it, within its lags.",
        remedy="the course before it sooner, or shorter lags between the two",
    ),
    "most-of-one-school": soft(
        "In a group, at most {most_of_one_school} are from the same school."
    ),
    "least-of-one-school": soft(
        "Each school that is represented in a group sends at least {least_of_one_school}."
    ),
    "pairs": optional(
        "People who are to learn together attend the same sessions; people who are to learn "
        "apart do not."
    ),
    "same-group": optional("A group that is to stay together through a series does so."),
    "coaching-at-home": asked_for(
        "coaching_at_home", "Coaching takes place at a school of everybody who is coached."
    ),
    "coached-lesson": always(
        "Whoever is coached in class holds the lesson then, together with all of the group, and is "
        "not released from it."
    ),
    "dose": asked_for(
        "insist_on_dose",
        "Everybody with needs learns for at least {dose_minutes} minutes; in each topic "
        "separately: {dose_by_topic}.",
    ),
    "champions": asked_for(
        "insist_on_champions", "Each school has its required champions of a topic on time."
    ),
    # Trainers and rooms
    "trainer": always(
        "A trainer is qualified, available, and willing to travel to the venue.",
        remedy="a trainer for the course, or more hours and schools of one that there is",
    ),
    "trainer-load": optional(
        "A trainer's minutes per day and per week stay within the trainer's limits.",
        remedy="more minutes of the trainer per day or week, or a second trainer",
    ),
    "trainer-pause": optional(
        "A trainer has at least {trainer_pause_minutes} minutes between two sessions, in "
        "addition to the travel time."
    ),
    "trainer-lunch": optional(
        "A trainer who gives sessions keeps {trainer_lunch_minutes} consecutive minutes "
        "between {staff_lunch_from} and {staff_lunch_to}."
    ),
    "room": always(
        "A room is at the venue, is free, and seats the group.",
        remedy="a room with enough seats at this school, free at such times",
    ),
}
"""Every rule about sessions, groups, trainers and rooms, by id, in the order of the page."""
