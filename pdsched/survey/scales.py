"""What the answers of a survey mean: which level, which wish, and how its table is laid out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from pdsched.problem import Day, Id, Record
from pdsched.problem.names import Name, normal

_NUMBER = re.compile(r"(\d+)[.,]0*")


class Question(StrEnum):
    """What a survey can ask about a topic."""

    SKILL = "skill"
    """What the person can do."""
    COMFORT = "comfort"
    """How comfortable the person is with it."""
    WISH = "wish"
    """How much the person wants, or needs, to learn it."""
    LEVEL_TO = "level_to"
    """Which level the person wants to reach."""


class Standing(StrEnum):
    """How skill and comfort together make the level at which a person stands."""

    LOWER = "lower"
    """The lower of the two: who can do it and is not at ease learns it once more."""
    HIGHER = "higher"
    """The higher of the two."""
    MEAN = "mean"
    """Their mean, rounded down."""


class Repeated(StrEnum):
    """What happens with somebody who has answered more than once."""

    REFUSE = "refuse"
    """It is a fault."""
    LAST = "last"
    """The last answer counts, and who answered before is told."""


class UnknownStaff(StrEnum):
    """What happens with answers of people who are not among the staff."""

    REFUSE = "refuse"
    """They are faults."""
    SKIP = "skip"
    """They are passed over, and told."""


class Asked(Record):
    """What one column of a table asks."""

    topic: Name = Field(min_length=1)
    question: Question = Question.SKILL


def _is_asked(told: Any) -> Any:
    """What a column asks, unless somebody says in this place what the column is."""
    if isinstance(told, str):
        raise PydanticCustomError("asked", "says what a column is, and not what it asks")
    return told


@lru_cache(maxsize=4096)  # a district gives the same few answers over and over
def plain(text: str) -> str:
    """An answer or a heading as it is compared: case, blanks and ``.0`` do not matter.

    >>> plain("  Never   used it "), plain("4.0")
    ('never used it', '4')
    """
    folded = " ".join(normal(text).split()).casefold()
    match = _NUMBER.fullmatch(folded)
    return match[1] if match else folded


def _plain_keys(scale: dict[str, int]) -> dict[str, int]:
    plain_scale: dict[str, int] = {}
    for answer, value in scale.items():
        if plain_scale.setdefault(plain(answer), value) != value:
            raise PydanticCustomError("answer", f"answer {answer!r} means two things")
    return plain_scale


_Level = Annotated[int, Field(ge=0, le=10)]
_LevelTo = Annotated[int, Field(ge=1, le=10)]
_Wish = Annotated[int, Field(ge=0, le=5)]
_Priority = Annotated[int, Field(ge=1, le=5)]
LevelScale = Annotated[dict[str, _Level], AfterValidator(_plain_keys)]
"""Answers, and the level for which each stands, 0 to 10."""

_SKILL = {
    "never used it": 0,
    "use it with help": 1,
    "use it alone": 2,
    "use it with pupils": 3,
    "could teach it": 4,
    "beginner": 0,
    "intermediate": 1,
    "advanced": 2,
    "expert": 3,
}
_COMFORT = {
    "not at all comfortable": 0,
    "slightly comfortable": 1,
    "somewhat comfortable": 2,
    "comfortable": 3,
    "very comfortable": 4,
}
_WISH = {
    "no": 0,
    "not interested": 0,
    "maybe": 2,
    "yes": 3,
    "no need": 0,
    "low": 2,
    "moderate": 3,
    "high": 4,
    "urgent": 5,
}
_ONE_TO_FIVE = {str(number): number - 1 for number in range(1, 6)}


class SurveyScales(Record):
    """What the answers of a survey mean, and how its table is laid out.

    Answers are compared without regard to case and blanks. A field that is given replaces the
    default as a whole.

    >>> from pdsched.survey import SurveyScales
    >>> scales = SurveyScales(wish={"None": 0, "High level of need": 5}, priorities=(2, 4))
    >>> scales.wish
    {'none': 0, 'high level of need': 5}
    >>> SurveyScales(skill={"expert": 11})
    Traceback (most recent call last):
    pdsched.problem.base.RecordError: ... less than or equal to 10 ...
    """

    name: Id = "default"
    """How reports call them."""

    skill: LevelScale = Field(default={**_SKILL, **_ONE_TO_FIVE}, min_length=1)
    """Level at which each answer on skill places a person, 0 to 10."""
    comfort: LevelScale = Field(default={**_COMFORT, **_ONE_TO_FIVE}, min_length=1)
    """Level up to which each answer on comfort says that a person is at ease, 0 to 10."""
    standing: Standing = Standing.LOWER
    """How the two make the level at which a person stands; one alone decides alone."""
    wish: Annotated[dict[str, _Wish], AfterValidator(_plain_keys)] = Field(
        default={**_WISH, **{str(number): number for number in range(6)}}, min_length=1
    )
    """Priority that each answer on the wish stands for, 1 to 5; 0 for no need."""
    level_to: Annotated[dict[str, _LevelTo], AfterValidator(_plain_keys)] = Field(
        default={str(number): number for number in range(1, 11)}, min_length=1
    )
    """Level that each answer on the level wanted stands for, 1 to 10."""
    no_answer: tuple[str, ...] = ("-", "n/a", "no answer")
    """Answers that count as none, like an empty cell."""

    target: int | None = Field(default=None, ge=1, le=10)
    """Level that a person is to reach who names none; ``null`` means the next that a course of
    the topic leads to."""
    targets: dict[Name, _LevelTo] = Field(default_factory=dict)
    """The same for single topics, 1 to 10."""
    required: tuple[Name, ...] = ()
    """Topics that everybody who answers on them is to learn, whatever the wish."""
    priorities: tuple[_Priority, ...] = Field(default=(3, 4, 5), min_length=1)
    """Priority of a need without a wish, by the levels that are missing: for one, for two, and so
    on; the last also for more."""
    due: Day | None = None
    """Date by which the needs are to be met."""

    header_rows: int = Field(default=1, ge=1, le=2)
    """Rows of headings; of two, the second one has the rows of a grid below its question."""
    staff: str = Field(default="staff", min_length=1)
    """Column with the ids of the staff members."""
    repeated: Repeated = Repeated.REFUSE
    """Whether the last answer of somebody counts who has answered more than once."""
    unknown_staff: UnknownStaff = UnknownStaff.REFUSE
    """Whether answers of people who are not among the staff are passed over."""
    topic: str = Field(default="topic", min_length=1)
    """Column with the topic, in a table that has a row for each person and topic."""
    questions: dict[Question, str] = Field(default_factory=dict)
    """How the table words a question, if not by its name: heading of its column, or text before
    ``[topic]``."""
    question: Question = Question.SKILL
    """What a column asks whose heading is a topic alone."""
    columns: dict[str, Annotated[Asked, BeforeValidator(_is_asked)]] = Field(default_factory=dict)
    """What single columns ask, by their heading."""
    chosen: dict[str, _Priority] = Field(default_factory=dict)
    """Headings of columns in which people list the topics that they wish to learn, and the
    priority of such a wish; or the text before ``[topic]``, where each topic has a column in which
    it is ticked."""
    separator: str = Field(default=";", min_length=1)
    """What parts the topics of such a list; it may stand in the wording of a topic, too."""
    topics: dict[str, Name] = Field(default_factory=dict)
    """Topics as the table words them, and as the problem does. A topic that no course has is
    known to the survey if it is named here or in ``targets``, ``required`` or ``columns``."""
    ignored: tuple[str, ...] = ()
    """Headings of columns that are passed over; ``*`` stands for any letters, ``?`` for one."""

    @model_validator(mode="after")
    def _headings(self) -> SurveyScales:
        words = [plain(self.wording(question)) for question in Question]
        words += [plain(self.staff), plain(self.topic)]
        if twice := sorted({word for word in words if words.count(word) > 1}):
            raise PydanticCustomError("heading", f"heading {twice[0]!r} would mean two things")
        return self

    def wording(self, question: Question) -> str:
        """How the table words a question.

        >>> SurveyScales(questions={"skill": "How well do you know it?"}).wording(Question.SKILL)
        'How well do you know it?'
        """
        return self.questions.get(question, question.value)

    def scale(self, question: Question) -> Mapping[str, int]:
        """The answers of a question, and what each stands for.

        >>> SurveyScales().scale(Question.WISH)["urgent"]
        5
        """
        values: Mapping[str, int] = getattr(self, question.value)
        return values

    def stands(self, skill: int | None, comfort: int | None) -> int | None:
        """The level at which these answers place a person; ``None`` without either.

        >>> SurveyScales().stands(3, 1), SurveyScales(standing="mean").stands(4, 1)
        (1, 2)
        """
        known = [level for level in (skill, comfort) if level is not None]
        if not known:
            return None
        if self.standing is Standing.MEAN:
            return sum(known) // len(known)
        return min(known) if self.standing is Standing.LOWER else max(known)

    def priority(self, missing: int) -> int:
        """Priority of a need without a wish, for so many missing levels.

        >>> [SurveyScales().priority(levels) for levels in (1, 2, 3, 4)]
        [3, 4, 5, 5]
        """
        return self.priorities[min(max(missing, 1), len(self.priorities)) - 1]
