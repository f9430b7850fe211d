"""What is sent and answered, beside runs and problems themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import Path, Response
from pydantic import BaseModel, Field

from pdsched.plan import Change
from pdsched.problem.base import Day, Record
from pdsched.serve.entries import FaultEntry, Id, ProblemLine, RunEntry, RunOptions

Named = Annotated[str, Field(pattern=r"\S", max_length=200)]
PathId = Annotated[str, Path(description="Its id.", max_length=64)]
Identity = Annotated[str, Field(max_length=500)]
MOST_CHANGES = 100


class RunRequest(RunOptions):
    """A problem, and how it is to be planned."""

    problem: Id | Mapping[str, Any]
    """The id of a problem that was sent before, or the fields of one, as ``/schema/problem`` has
    them. A large one goes to ``/problems`` first."""

    @property
    def options(self) -> RunOptions:
        """The same without the problem."""
        return RunOptions(**{name: getattr(self, name) for name in RunOptions.model_fields})


class RunList(Record):
    """The newest runs."""

    runs: tuple[RunEntry, ...]


class ProblemList(Record):
    """The newest problems."""

    problems: tuple[ProblemLine, ...]


class Checked(Record):
    """What is wrong or odd about a problem."""

    is_sound: bool
    """Whether it can be planned."""
    errors: int
    warnings: int
    counts: Mapping[str, int]
    """Number of records, by table."""
    faults: tuple[FaultEntry, ...]
    """Errors first; where there are more than 10,000 in all, the others are counted."""


class BrokenRule(Record):
    """One place at which a plan breaks a rule."""

    rule: str
    subjects: tuple[str, ...]
    """Ids of the records concerned."""
    sentence: str
    steps: int
    """How far it goes beyond a rule that may be soft."""


class Verified(Record):
    """What the referee says of a plan."""

    keeps_all_rules: bool
    violations: tuple[BrokenRule, ...]
    goals: Mapping[str, int]
    """Value of each goal of the policy, in order."""
    measures: Mapping[str, int]
    """Every measure by itself."""
    policy: str
    policy_digest: str
    made_under: Mapping[str, str] | None
    """Name and digest of the policy under which the plan was made, if it says so."""
    problem_fits: bool
    """Whether the plan says that it was made for this problem, or for none."""


class Question(Record):
    """Any question."""

    seconds: Annotated[float, Field(gt=0, le=300, strict=True)] | None = None
    """Most seconds to spend on it."""


class WhyQuestion(Question):
    """Why a session is where it is: that of somebody, or one by its id."""

    staff: Identity | None = None
    session: Identity | None = None


class WhyNotQuestion(Question):
    """What keeps the plan from having something; give what it is to have."""

    need: Identity | None = None
    staff: Identity | None = None
    course: Identity | None = None
    date: Day | None = None
    start: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = None
    """A clock time, HH:MM."""
    trainer: Identity | None = None
    substitute: Identity | None = None


class AlternativesQuestion(Question):
    """Where else a need could be met."""

    need: Identity
    most: Annotated[int, Field(ge=1, le=100, strict=True)] = 5
    """Most places of a kind."""


class PriceQuestion(Question):
    """What changes would bring, such as ``group:course-1=+1``; of none, what the problem offers."""

    changes: Annotated[tuple[Identity, ...], Field(max_length=MOST_CHANGES)] = ()


class ScenariosQuestion(Question):
    """What several sets of changes would come to, by name."""

    changes: Annotated[
        Mapping[Named, Annotated[tuple[Identity, ...], Field(max_length=MOST_CHANGES)]],
        Field(min_length=1, max_length=MOST_CHANGES),
    ]


class SimulateQuestion(Question):
    """What becomes of the plan when substitutes come by their chances."""

    runs: Annotated[int, Field(ge=1, le=100_000, strict=True)] = 1000
    seed: Annotated[int, Field(ge=0, lt=2**31, strict=True)] = 0


Language = Literal["en", "fr", "de"]
Format = Literal["neutral", "untis-gpu014", "edfi", "red-rover"]


class ReplanQuestion(Question):
    """What now: the plan after changes that disturbs least."""

    changes: Annotated[tuple[Change, ...], Field(min_length=1, max_length=MOST_CHANGES)]
    as_of: Day | None = None
    """The date on which the plan is made: what lies before it is past."""
    freeze: Annotated[int, Field(ge=0, le=800, strict=True)] = 0
    """Calendar days from that date on in which nothing moves that the changes do not break."""
    language: Language = "en"
    """Of what people are told."""


def told(
    record: BaseModel, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A record as an answer: it is what it says, so that nobody has to check it again."""
    body = record.model_dump_json()
    return Response(body, status, headers and dict(headers), media_type="application/json")
