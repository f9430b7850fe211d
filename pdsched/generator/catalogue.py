"""Courses in digital tools: topics in order of popularity, and the steps that lead through each."""

from __future__ import annotations

from typing import NamedTuple

from pdsched.problem import Course, Modality, Prerequisite

PRACTICE_DAYS = 10
"""School days of practice between two steps of a topic."""
FORGET_DAYS = 60
"""School days after which the next step would start from scratch."""


class Step(NamedTuple):
    """One course of a topic; a step with the level of the one before is an alternative to it."""

    modality: Modality
    minutes: int
    level: int


class Topic(NamedTuple):
    """A digital tool or theme, and how often it is named as a high need beside the others."""

    id: str
    name: str
    weight: float
    steps: tuple[Step, ...]

    @property
    def levels(self) -> int:
        """How many levels there are to climb."""
        return self.steps[-1].level

    def up_to(self, level: int) -> Topic:
        """The topic without the steps above a level."""
        return self._replace(steps=tuple(step for step in self.steps if step.level <= level))


def _steps(*steps: tuple[Modality, int] | tuple[Modality, int, int]) -> tuple[Step, ...]:
    """Steps whose level is their number, unless it is given."""
    return tuple(
        Step(step[0], step[1], step[2] if len(step) == 3 else number)
        for number, step in enumerate(steps, start=1)
    )


_HERE, _FAR = Modality.IN_PERSON, Modality.REMOTE
_ALONE, _COACH, _PEERS = Modality.SELF_PACED, Modality.COACHING, Modality.PEER_GROUP

TOPICS: tuple[Topic, ...] = (
    Topic("platform", "Learning platform", 14, _steps((_HERE, 120), (_HERE, 90), (_COACH, 45))),
    Topic("slides", "Presenting on screens", 12, _steps((_HERE, 90), (_FAR, 90))),
    Topic("assess", "Digital assessment", 11, _steps((_HERE, 120), (_HERE, 120), (_PEERS, 60))),
    Topic("video", "Video lessons", 9, _steps((_HERE, 180), (_COACH, 45))),
    Topic("sheets", "Spreadsheets", 8, _steps((_FAR, 90), (_HERE, 90))),
    Topic("docs", "Shared documents", 7, _steps((_HERE, 60), (_FAR, 60, 1))),
    Topic("aids", "Reading and writing aids", 6, _steps((_HERE, 60), (_COACH, 45))),
    Topic("polls", "Live questions in class", 5, _steps((_FAR, 60))),
    Topic("media", "Media literacy", 4.5, _steps((_PEERS, 60))),
    Topic("coding", "Programming with pupils", 4, _steps((_HERE, 120))),
    Topic("data", "Reading learning data", 3.5, _steps((_FAR, 90))),
    Topic("privacy", "Data protection", 3, _steps((_ALONE, 60))),
    Topic("distance", "Teaching at a distance", 3, _steps((_ALONE, 90))),
    Topic("devices", "Classroom devices", 2.5, _steps((_COACH, 45))),
)
"""Fourteen topics, as many as TALIS 2018 asks about."""

_GROUPS = {
    Modality.IN_PERSON: (4, 8, 14),
    Modality.REMOTE: (3, 8, 12),
    Modality.SELF_PACED: (1, 1, 1),
    Modality.COACHING: (1, 1, 2),
    Modality.PEER_GROUP: (3, 5, 8),
}
_SMALL_IN_PERSON = (3, 6, 12)
SMALL_SCHOOL = 50
SMALL_DISTRICT = 200
"""Teachers below which a group in person may be as small as three."""


def topics_for(teachers: int) -> tuple[Topic, ...]:
    """The topics, with fewer levels where there are too few people to fill a group at each.

    Up to 50 teachers: two levels of the three most popular topics and one of the others; below
    200 teachers: two levels.
    """
    if teachers <= SMALL_SCHOOL:
        return tuple(t.up_to(2 if number < 3 else 1) for number, t in enumerate(TOPICS))
    return tuple(t.up_to(2 if teachers < SMALL_DISTRICT else t.levels) for t in TOPICS)


def make_courses(teachers: int, longest: int) -> tuple[Course, ...]:
    """The catalogue for a district.

    `longest` is the most minutes that a session can last between the bells of a half-day; longer
    courses are cut to 60, 90 or 120 minutes, or to what there is.
    """
    return tuple(
        _course(topic, number, teachers < SMALL_DISTRICT, longest)
        for topic in topics_for(teachers)
        for number in range(len(topic.steps))
    )


def _course(topic: Topic, number: int, small: bool, longest: int) -> Course:
    step = topic.steps[number]
    in_person_small = small and step.modality is Modality.IN_PERSON
    least, preferred, most = _SMALL_IN_PERSON if in_person_small else _GROUPS[step.modality]
    return Course(
        id=course_id(topic, number),
        name=f"{topic.name}, level {step.level}",
        topic=topic.id,
        level_from=step.level - 1,
        level_to=step.level,
        modality=step.modality,
        minutes=fitting(step.minutes, longest),
        group_min=least,
        group_preferred=preferred,
        group_max=most,
        prerequisites=_prerequisites(topic, step),
    )


def course_id(topic: Topic, number: int) -> str:
    """The id of a step's course; an alternative to the step before says so.

    >>> course_id(TOPICS[0], 1)
    'c-platform-2'
    """
    level = topic.steps[number].level
    again = number > 0 and topic.steps[number - 1].level == level
    return f"c-{topic.id}-{level}{'-other' if again else ''}"


def _prerequisites(topic: Topic, step: Step) -> tuple[Prerequisite, ...]:
    if step.level == 1:
        return ()
    before = f"c-{topic.id}-{step.level - 1}"
    return (Prerequisite(course=before, min_days=PRACTICE_DAYS, max_days=FORGET_DAYS),)


def fitting(minutes: int, longest: int) -> int:
    """The length itself if there is room for it, else the longest usual length that fits.

    >>> fitting(180, 130)
    120
    """
    if minutes <= longest:
        return minutes
    return max((usual for usual in (45, 60, 90, 120) if usual <= longest), default=max(longest, 5))
