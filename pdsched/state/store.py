"""The folder in which the plans of a state lie: what is finished is not done again."""

from __future__ import annotations

from pathlib import Path

from pdsched.errors import PdschedError, ProblemError
from pdsched.files import load, save
from pdsched.files.writing import make_folder
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.result import Result, Status
from pdsched.state.files import read_as, save_as
from pdsched.state.records import Shares, State, StateResult

SHARES, RESULT = "shares.json", "result.json"
PARTS = {"problems": ".json.gz", "plans": ".json", "bounds": ".json"}
"""Folders with a file for each district, and what its name ends with."""


def _file(folder: Path, part: str, district: str) -> Path:
    return folder / part / f"{district}{PARTS[part]}"


def refuse_inputs(folder: str | Path, state: State) -> None:
    """See to it that no district lies where something is written.

    Raises:
        PdschedError: with the first one that does.
    """
    place = Path(folder)
    written = {(place / name).resolve() for name in (SHARES, RESULT)}
    for district in state.districts:
        written |= {_file(place, part, district.id).resolve() for part in PARTS}
    for district in state.districts:
        if Path(district.path).resolve() in written:
            raise PdschedError(
                f"{district.path}: is district {district.id}, and would be written over; name "
                "another folder for the plans"
            )


class Store:
    """A folder with the shares, and problem, plan and bound of each district."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        make_folder(self.folder, [self.folder / part for part in PARTS])

    def shares(self, asked: str) -> Shares | None:
        """How the state was divided, if the folder is about the same one."""
        file = self.folder / SHARES
        if not file.exists():
            return None
        try:
            shares = read_as(Shares, file, "division of trainers")
        except ProblemError:
            return None  # Cut short, or damaged: drawn up again.
        return shares if shares.asked == asked else None

    def keep_shares(self, shares: Shares) -> None:
        """How the state is divided from now on."""
        save_as(shares, self.folder / SHARES)

    def keep_state(self, result: StateResult) -> None:
        """The answer as a whole."""
        save_as(result, self.folder / RESULT)

    def plan(self, district: str) -> Result | None:
        """The last result of a district, of whatever problem it is."""
        return self._read("plans", district)

    def keep_plan(self, district: str, problem: Problem, result: Result) -> None:
        """The result of a district, and the problem that it is of, for other commands to read."""
        save(problem, _file(self.folder, "problems", district))
        save(result, _file(self.folder, "plans", district))

    def bound(self, district: str, problem: Problem, policy: Policy) -> Result | None:
        """What was proven about a district at these prices."""
        result = self._read("bounds", district)
        if result is None or not _is_of(result, problem, policy):
            return None
        return result if result.bound is not None or result.status is Status.INFEASIBLE else None

    def keep_bound(self, district: str, result: Result) -> None:
        """What was proven about a district; its plan is none of the state."""
        bare = result.model_copy(update={"plan": None, "trace": ()})
        save(bare, _file(self.folder, "bounds", district))

    def _read(self, part: str, district: str) -> Result | None:
        file = _file(self.folder, part, district)
        try:
            return load(file, kind="result") if file.exists() else None
        except ProblemError:
            return None  # Cut short, or damaged: made again.


def is_finished(result: Result | None, problem: Problem, policy: Policy) -> bool:
    """Whether a result needs no more work: of this problem, and not ended before its time."""
    if result is None or not _is_of(result, problem, policy):
        return False
    return result.plan is not None or result.status is Status.INFEASIBLE


def _is_of(result: Result, problem: Problem, policy: Policy) -> bool:
    is_same = result.problem == problem.digest() and result.policy.digest() == policy.digest()
    return is_same and not result.interrupted
