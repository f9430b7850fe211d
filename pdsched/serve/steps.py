"""What a run says while it goes on: heard by any number of listeners, slow ones too.

Each listener keeps its own place in the list of points, so that nothing is queued for anybody.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pdsched.result import GoalResult, TracePoint
from pdsched.serve.entries import GoalEntry, RunEntry

MOST_POINTS = 20_000
"""Points that are kept for curves; a search that says more has told enough."""
_POINT = tuple(TracePoint.model_fields)
Line = dict[str, Any]


class Steps:
    """The points of a run, where it stands, and how to wait for news."""

    def __init__(self, entry: RunEntry, points: list[str]) -> None:
        self.entry = entry
        self.points = points
        """Value and bound whenever they changed, each as JSON."""
        self.progress = ""
        """The last step, as JSON."""
        self._goals: dict[str, GoalEntry] = {goal.id: goal for goal in entry.goals}
        self._last: dict[str, tuple[Any, ...]] = {}
        self._pieces: dict[str, int] = {}
        """Solved for each goal, of which each begins to count anew."""
        self._news = asyncio.Event()

    def heard(self, line: Line) -> None:
        """Take in a step of the search."""
        told = {name: line[name] for name in (*_POINT, "pieces")}
        self.progress = json.dumps(told)
        news = (line["value"], line["bound"], line["method"])
        if self._last.get(line["goal"]) != news:
            self._last[line["goal"]] = news
            if len(self.points) < MOST_POINTS:
                self.points.append(json.dumps({name: line[name] for name in _POINT}))
            self._goals[line["goal"]] = _goal(line)
        self._pieces[line["goal"]] = line["pieces"]
        self.stands(
            seconds=line["seconds"],
            pieces=sum(self._pieces.values()),
            goals=tuple(self._goals.values()),
            has_plan=self.entry.has_plan or line["value"] is not None,
        )

    def stands(self, **fields: Any) -> None:
        """Something of the entry changed."""
        self.entry = self.entry.model_copy(update=fields)
        self.wake()

    def wake(self) -> None:
        """Have all who wait look again."""
        self._news.set()
        self._news = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Wait for news, but no longer than so; whether there are any."""
        with suppress(TimeoutError):
            return await asyncio.wait_for(self._news.wait(), seconds)
        return False


def _goal(line: Line) -> GoalEntry:
    fields = {name: line[name] for name in ("value", "bound", "method")}
    return GoalEntry.of(GoalResult(id=line["goal"], **fields))


def kept_points(path: Path) -> list[str]:
    """The points of a run, each as JSON, from its file; the last line may have been cut off."""
    return list(_whole_lines(path))


def _whole_lines(path: Path) -> Iterator[str]:
    with suppress(FileNotFoundError), path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file):
            if line.endswith("}\n") and number < MOST_POINTS:
                yield line.rstrip()
