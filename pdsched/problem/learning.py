"""What is learned: courses, needs, and the trainers who give sessions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from pdsched.problem.base import Day, Id, Record
from pdsched.problem.calendar import Window
from pdsched.problem.names import Name


class Modality(StrEnum):
    """How a course is held.

    *in-person*: trainer and room at a school. *remote*: a trainer at a distance, everybody stays
    at the home school. *self-paced*: on a platform, each alone, no trainer, no room. *coaching*:
    the trainer comes to a school, no room needed. *coaching-in-class*: the trainer comes to a
    lesson of the person, who goes on teaching. *peer-group*: a room, no trainer. *asynchronous*: a
    team on a platform, each at an hour of their own, no trainer, no room.
    """

    IN_PERSON = "in-person"
    REMOTE = "remote"
    SELF_PACED = "self-paced"
    COACHING = "coaching"
    COACHING_IN_CLASS = "coaching-in-class"
    PEER_GROUP = "peer-group"
    ASYNCHRONOUS = "asynchronous"

    @property
    def has_trainer(self) -> bool:
        """Whether a session of this modality is given by a trainer."""
        alone = (Modality.SELF_PACED, Modality.PEER_GROUP, Modality.ASYNCHRONOUS)
        return self not in alone

    @property
    def has_room(self) -> bool:
        """Whether a session of this modality takes a room."""
        return self in (Modality.IN_PERSON, Modality.PEER_GROUP)

    @property
    def has_group(self) -> bool:
        """Whether people learn together in a session of this modality."""
        return self is not Modality.SELF_PACED

    @property
    def has_venue(self) -> bool:
        """Whether a session of this modality takes place at one school."""
        return self not in (Modality.REMOTE, Modality.SELF_PACED, Modality.ASYNCHRONOUS)

    @property
    def has_hour(self) -> bool:
        """Whether a session of this modality has a beginning and an end; else it has a date."""
        return self is not Modality.ASYNCHRONOUS

    @property
    def in_lesson(self) -> bool:
        """Whether a session of this modality stands in a lesson that those who attend hold."""
        return self is Modality.COACHING_IN_CLASS


class Prerequisite(Record):
    """An arc between two steps of learning: this course comes first, by so many school days.

    One arc says it for prerequisites, for the meetings of a series, and for practice time.
    """

    course: Id
    """The course that comes first."""
    min_days: int = Field(default=0, ge=0, le=800)
    """Least lag in school days (open days of the calendar); 0 allows the same day, later on."""
    max_days: int | None = Field(default=None, ge=0, le=800)
    """Greatest lag in school days; ``null`` means none."""
    cadence_days: int | None = Field(default=None, ge=1, le=364)
    """Calendar days after which this course is best held: 7 on the same weekday of the next week,
    14 of every second one; ``null`` for no such rhythm. A goal asks for it, never a rule."""
    passes_closed_days: bool = False
    """Whether the rhythm passes over dates on which the whole district is closed: where the date
    after ``cadence_days`` is one, that after twice as many is in rhythm, and so on."""
    same_group: bool = False
    """Whether a group stays together: those at a session of the later course who attend this one in
    the plan attend the same session of it."""

    def owed_by(self, staff: str) -> bool:  # noqa: ARG002 - `LevelStep` asks who it is
        """Whether it holds for a person: one that is stated does for everybody."""
        return True


class LevelStep(Prerequisite):
    """A step that the levels of courses imply, for some; made in full, never read from a file."""

    staff: frozenset[Id]
    """Whose level is stated, and who reach that of the course by this step."""

    def owed_by(self, staff: str) -> bool:
        """Whether a person reaches the course by this step."""
        return staff in self.staff


class Course(Record):
    """One step of learning: what a session teaches."""

    id: Id
    name: str = ""
    topic: Name
    level_from: int = Field(default=0, ge=0, le=9)
    """Level of the topic at which it starts."""
    level_to: int = Field(default=1, ge=1, le=10)
    """Level of the topic that it leads to; above ``level_from``."""
    modality: Modality = Modality.IN_PERSON
    minutes: int = Field(ge=5, le=720)
    """Length of its session; of an asynchronous course what it takes of each, whenever that is."""
    group_min: int = Field(default=1, ge=1, le=1000)
    group_preferred: int | None = Field(default=None, ge=1, le=1000)
    """Preferred group size, for goal ``group-size-off``."""
    group_max: int = Field(ge=1, le=1000)
    prerequisites: tuple[Prerequisite, ...] = ()
    schools: tuple[Id, ...] | None = None
    """Schools that can host it; ``null`` means any. An empty list is refused."""

    @property
    def leads_to(self) -> int | None:
        """The level that whoever attends it has reached; ``None`` if more has to follow for one."""
        return self.level_to

    def owed_by(self, staff: str) -> tuple[Prerequisite, ...]:
        """What comes first for a person, done or not."""
        return tuple(arc for arc in self.prerequisites if arc.owed_by(staff))

    def entered_by(self, staff: str) -> tuple[str, ...]:
        """Courses whose levels count for a person who comes to it: those that come first."""
        return tuple(arc.course for arc in self.owed_by(staff))

    @property
    def names(self) -> tuple[str, ...]:
        """The ids by which others may name it."""
        return (self.id,)


class Need(Record):
    """A staff member wants a course, one of several, or a step from one level of a topic on.

    Give ``course``, or else ``topic`` with ``level_to``, or else ``wishes``. A topic need is
    answered by any one course of the topic that leads to ``level_to`` or beyond, one with wishes by
    any one of these.

    >>> from pdsched.problem import Need
    >>> Need(id="1", staff="ada", wishes=("podcasts", "robots")).named
    ('podcasts', 'robots')
    """

    id: Id
    staff: Id
    course: Id | None = None
    wishes: tuple[Id, ...] = Field(default=(), max_length=100)
    """Courses of which one is wanted, the dearest first: their places count for goal
    ``wish-ranks``."""
    topic: Name | None = None
    level_from: int | None = Field(default=None, ge=0, le=10)
    """Level at which the person stands; ``null`` takes it from the staff member's levels."""
    level_to: int | None = Field(default=None, ge=1, le=10)
    priority: int = Field(default=3, ge=1, le=5)
    """5 is most urgent."""
    due: Day | None = None
    """Met after this date it counts less."""

    @property
    def named(self) -> tuple[str, ...]:
        """The ids of the courses that it names, any of which answers it; of a topic, none."""
        return self.wishes if self.course is None else (self.course,)

    def topics(self, courses: Mapping[str, Course]) -> tuple[str, ...]:
        """The topics that it is about: its own, or those of courses that it names, each once.

        Args:
            courses: By id; what is not there has no topic.
        """
        if self.topic is not None:
            return (self.topic,)
        known = (courses[name].topic for name in self.named if name in courses)
        return tuple(dict.fromkeys(known))


class Trainer(Record):
    """Who gives sessions; with the id of a staff member, the same person.

    One with ``members`` is a *team*: these give its sessions together, and each of them is taken by
    it. A course that asks for two experts is one that teams alone give.

    >>> from pdsched.problem import Trainer
    >>> both = Trainer(id="both", members=("tess", "tom"), courses=("sheets-1",))
    >>> both.people, both.is_team
    (('tess', 'tom'), True)
    """

    id: Id
    name: str = ""
    courses: tuple[Id, ...] = ()
    """Courses this trainer can give. May be empty for a member of a team, who gives none alone."""
    members: tuple[Id, ...] = Field(default=(), max_length=20)
    """Trainers who give together, two to twenty, where this is a team and no person."""
    available: tuple[Window, ...] = ()
    """When this trainer can give a session; it must lie inside one window. A session of a team lies
    inside one window of each member, and of the team, which may have none of its own."""
    schools: tuple[Id, ...] | None = None
    """Schools this trainer goes to; ``null`` means any. An empty list is refused. A team goes where
    all of its members go, and no further than it says itself."""
    max_minutes_per_day: int | None = Field(default=None, ge=1, le=1440)
    """Most minutes in sessions a day; ``null`` means no limit. Of members, not of teams."""
    max_minutes_per_week: int | None = Field(default=None, ge=1, le=10080)
    """Most minutes in sessions in a week; ``null`` means no limit. Of members, not of teams."""

    @property
    def is_team(self) -> bool:
        """Whether this is a team, not a person."""
        return bool(self.members)

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of those who give its sessions: its members, or itself."""
        return self.members or (self.id,)
