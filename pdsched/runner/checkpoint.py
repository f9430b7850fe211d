"""The best plan so far on disk, so that nothing is lost when everything ends.

The file is JSON, compressed where its name ends in ``.gz``: a digest of the problem, the policy,
the seed, the seconds spent, each goal's value and bound, and the plan without its unmet needs. It
is written beside its place and then takes its name, so that it can be read at any moment.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Literal

from pydantic import ValidationError

from pdsched.errors import PdschedError
from pdsched.outside import (
    TooLargeError,
    UnreadableError,
    check_values,
    packed,
    read_bytes,
    write_draft,
)
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.problem.base import Record
from pdsched.result import GoalResult
from pdsched.runner.leftovers import draft_of, lock, sweep_drafts

SPEED = 3
"""Level of compression: a plan of a district shrinks to a tenth within half a second."""


class Head(Record):
    """All of a checkpoint but its plan."""

    format: Literal["pdsched-checkpoint"] = "pdsched-checkpoint"
    version: Literal[1] = 1
    problem: str
    """SHA-256 of the problem with today, its past and what it keeps: no bound holds for others."""
    policy: Policy
    seed: int
    seconds: float
    """Spent so far, with those before the search was resumed."""
    goals: tuple[GoalResult, ...]
    """Values of the plan, and the bounds proven by then."""


class Checkpoint(Head):
    """What `solve` can go on from.

    >>> head = {"problem": "d1", "policy": Policy(), "seed": 0, "seconds": 1.5, "goals": ()}
    >>> Checkpoint(**head, plan=Plan()).plan.sessions
    ()
    """

    plan: Plan


def read_checkpoint(path: str | Path, problem: Problem) -> Checkpoint:
    """The checkpoint in a file.

    Raises:
        PdschedError: if there is none, or it is of another problem.
    """
    try:
        text = read_bytes(path, unpack=True)
        check_values(text, b"[{,")
        checkpoint = Checkpoint.model_validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the document"
        raise PdschedError(f"{path}: is no checkpoint ({where}: {first['msg']})") from None
    except TooLargeError as error:
        raise PdschedError(f"{path}: is too large ({error}); {error.advice}") from None
    except (UnreadableError, ValueError) as error:
        raise PdschedError(f"{path}: the checkpoint cannot be read ({error})") from None
    digest = _named(problem)
    if checkpoint.problem != digest:
        raise PdschedError(
            f"{path}: is a checkpoint of another problem ({checkpoint.problem[:12]}, this one is "
            f"{digest[:12]}); resume with the problem as it was, or give its plan as "
            "the initial plan"
        )
    return checkpoint


class CheckpointWriter:
    """Keeps the best plan of one call in a file, if there is to be one."""

    def __init__(
        self, path: str | Path | None, problem: Problem, policy: Policy, seed: int, spent: float
    ) -> None:
        self._path = Path(path) if path is not None else None
        self._began = monotonic() - spent
        self._policy, self._seed = policy, seed
        self._problem = _named(problem) if self._path is not None else ""
        self.trouble = ""
        """Why the newest plan could not be kept."""
        if self._path is not None:
            _try_place(self._path)

    def keep(self, goals: Sequence[GoalResult], plan: str) -> None:
        """Keep a plan, given as JSON; what goes wrong must not cost the search."""
        if self._path is None:
            return
        head = Head(
            problem=self._problem,
            policy=self._policy,
            seed=self._seed,
            seconds=round(monotonic() - self._began, 3),
            goals=tuple(goals),
        ).model_dump_json()
        try:
            _write(self._path, f'{head[:-1]},"plan":{plan}}}\n')
            self.trouble = ""
        except OSError as error:
            self.trouble = f"the checkpoint could not be written: {error.strerror or error}"

    def keep_values(self, values: Mapping[str, int], bound: GoalResult | None, plan: str) -> None:
        """Keep a plan on the way, with the bound of the first goal, if there is one by now."""
        goals = [GoalResult(id=name, value=value) for name, value in values.items()]
        if bound is not None:
            proof = {"bound": bound.bound, "method": bound.method, "prices": bound.prices}
            goals = [
                goal.model_copy(update=proof) if goal.id == bound.id else goal for goal in goals
            ]
        self.keep(goals, plan)


def _named(problem: Problem) -> str:
    """As `Problem.digest`, but not the same for another previous plan, or on another date."""
    return hashlib.sha256(problem.to_json().encode()).hexdigest()


def _try_place(path: Path) -> None:
    """See before the work whether the file can be written.

    Raises:
        PdschedError: if not.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        if path.exists() and not path.is_file():
            raise OSError(0, "it is a device or a pipe")
        sweep_drafts(path)
        draft = draft_of(path, os.getpid())
        draft.touch()
        draft.unlink()
    except OSError as error:
        reason = error.strerror or error
        raise PdschedError(f"{path}: the checkpoint cannot be written ({reason})") from None


def _write(path: Path, text: str) -> None:
    compressed = path.suffix.casefold() == ".gz"
    data = packed(text, level=SPEED) if compressed else text.encode()
    draft = draft_of(path, os.getpid())
    write_draft(draft, data, path, mode="wb", hold=lock)
    try:
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
