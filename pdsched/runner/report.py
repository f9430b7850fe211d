"""What the search says, wherever it runs: heard until it ends, or has to."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from queue import Empty, Queue
from time import monotonic
from typing import NamedTuple, Protocol

from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem.base import Record
from pdsched.result import GoalResult, Progress
from pdsched.runner.messages import EndLine, LogLine, StepLine
from pdsched.runner.time_shares import (
    BUSY_SECONDS,
    CLASH_SECONDS,
    FIRST_SECONDS,
    GRACE,
    LOOK_EVERY,
    REASONS_SECONDS,
    STOP_SECONDS,
    Shares,
)

WAKE = ""
"""A line that says nothing: who waits for lines looks up."""
_PLAN = ',"plan":'


class Start(NamedTuple):
    """A plan that the search goes on from."""

    plan: Plan
    values: Mapping[str, int]
    bound: GoalResult | None = None
    """A bound of the first goal that was proven before."""
    is_bare: bool = False
    """Whether nothing is in it but what is past."""


class Source(Protocol):
    """A search that runs somewhere."""

    lines: Queue[str | None]
    """What it says, a line each; ``None`` when it will say no more."""

    def processor_seconds(self) -> float:
        """What it has had of a processor so far."""

    def stop(self) -> None:
        """Ask it to end soon."""

    def end(self, patience: float = 0.0) -> None:
        """Make it end, at once or after so many seconds; may be called again."""

    def last_words(self) -> str:
        """Why it ended without saying so."""


class _Values(Record):
    """The head of a `PlanLine`."""

    kind: str
    values: Mapping[str, int]
    bare: bool = False


@dataclass(slots=True)
class SearchReport:
    """All that a search said by its end."""

    first: str
    """The first goal: the only one whose bound holds whatever the others reach."""
    end: EndLine | None = None
    values: Mapping[str, int] = field(default_factory=dict)
    """Those of the last plan on the way."""
    plan_text: str = ""
    """That plan, as JSON: read only when needed, for plans are long."""
    is_bare: bool = True
    """Whether there is no plan yet, or nothing in it but what is past."""
    steps: dict[str, StepLine] = field(default_factory=dict)
    """Last state of each goal that was worked on, in the order in which they were said."""
    refuted: bool = False
    """It is proven that there is no plan."""
    interrupted: bool = False
    """Asked to stop before its time."""
    died: str = ""
    """Its last words, where it ended neither by itself nor by us."""

    @property
    def peak_mib(self) -> float:
        """Largest memory of the search, as far as it said."""
        said = [self.end.peak_mib] if self.end else []
        return max([*said, *(step.peak_mib for step in self.steps.values())], default=0.0)

    @property
    def bound(self) -> GoalResult | None:
        """The best bound of the first goal that was said."""
        step = self.steps.get(self.first)
        return step.result if step is not None and step.bound is not None else None

    @property
    def proven(self) -> tuple[GoalResult, ...]:
        """What the last line says of the goals."""
        return self.end.goals if self.end is not None and self.end.plan is not None else ()

    def plan(self) -> Plan | None:
        """The last plan on the way."""
        return Plan.model_validate_json(self.plan_text) if self.plan_text else None


@dataclass(slots=True)
class Listener:
    """Hears a search out."""

    policy: Policy
    on_plan: Callable[[SearchReport], None]
    """Called with what was heard so far when there is a better plan, or a better bound for it."""
    start: Start | None = None
    kept: bool = False
    """Whether plans are kept on disk: then no value is told before its plan is."""
    on_step: Callable[[Progress], None] = lambda _: None
    """Called with each step of the search, in the thread that listens."""
    heard: SearchReport = field(init=False)
    _last: StepLine | None = field(init=False, default=None)
    stopped: float | None = field(init=False, default=None)
    """The moment of the clock at which another thread asked for the end."""
    _ended: bool = field(init=False, default=False)
    """Whether it asked for it at once."""
    _refuted: float = field(init=False, default=0.0)
    """When it was proven that there is no plan."""

    def __post_init__(self) -> None:
        """Nothing is heard yet."""
        self.heard = SearchReport(self.policy.tiers[0].id)
        self.heard.is_bare = self.start is None or self.start.is_bare

    def listen(self, source: Source, started: float, limits: Shares | None) -> SearchReport:
        """Wait for the end of a search, within limits counted from a moment of the clock.

        Where `stop` was called, it gets some time to end by itself.
        """
        heard, over = self.heard, False
        deadline = None if limits is None else started + limits.child_ends
        try:
            while heard.end is None and not over and not self._ended:
                if self.stopped is not None and not heard.interrupted:
                    heard.interrupted = True
                    source.stop()
                    last = self.stopped + (limits.stop if limits is not None else STOP_SECONDS)
                    deadline = last if deadline is None else min(deadline, last)
                over = not self._take(source, deadline)
        finally:
            if heard.end is None:
                source.end()
                while not source.lines.empty():  # Its best plan may be the last that it said.
                    self._note(source.lines.get() or "")
        heard.interrupted |= self._ended and heard.end is None
        return heard

    def stop(self, source: Source) -> None:
        """Ask the search to end soon; from any thread."""
        if self.stopped is None:
            self.stopped = monotonic()
            source.lines.put(WAKE)

    def end(self, source: Source) -> None:
        """End it now; from any thread."""
        self._ended = True
        self.stop(source)
        source.lines.put(WAKE)

    def is_out_of_patience(self) -> bool:
        """Whether whoever asked for the end has waited long enough for what can be left out."""
        return self.stopped is not None and monotonic() > self.stopped + REASONS_SECONDS

    def best(self) -> Plan | None:
        """The best plan so far, if there is something in it; from any thread."""
        if self.heard.is_bare:
            return None
        return self.heard.plan() or (self.start.plan if self.start is not None else None)

    def _take(self, source: Source, deadline: float | None) -> bool:
        """Take one line; ``False`` when there are no more, or no more time."""
        left = None if deadline is None else deadline - monotonic()
        if left is not None and left <= 0 and not self._is_owed_time(source, -left):
            return False
        try:
            line = source.lines.get(timeout=LOOK_EVERY if left is not None and left <= 0 else left)
        except Empty:
            return True  # Whether there is time left is seen next.
        if line is None and not self.heard.interrupted:
            source.end()
            self.heard.died = source.last_words()
        self._note(line or "")
        return line is not None

    def _is_owed_time(self, source: Source, late: float) -> bool:
        """Whether a search without a plan has hardly run by its deadline, on a busy machine.

        A first plan takes little: it is waited for until it is there, or has had its time. So is
        the reason why there is none. Where a value was told, its plan is on its way.
        """
        heard = self.heard
        if heard.refuted and not heard.interrupted:
            return monotonic() - self._refuted < CLASH_SECONDS + GRACE
        if not heard.is_bare or heard.refuted or late > BUSY_SECONDS:
            return False
        if heard.interrupted:
            return self._tells_of_more
        return source.processor_seconds() < FIRST_SECONDS

    @property
    def _tells_of_more(self) -> bool:
        """Whether a value was told that is not that of the last plan, or of the start."""
        known = self.heard.values or (self.start.values if self.start else {})
        steps = self.heard.steps.items()
        return any(step.value not in (None, known.get(goal)) for goal, step in steps)

    def _note(self, line: str) -> None:
        heard = self.heard
        if not line.endswith("\n"):
            pass  # It was cut off when its writer was ended.
        elif line.startswith('{"kind":"plan"'):
            self._note_plan(line)
        elif line.startswith('{"kind":"step"'):
            step = StepLine.model_validate_json(line)
            known = heard.bound.bound if heard.bound is not None else None
            heard.steps.pop(step.goal, None)
            heard.steps[step.goal] = step
            if heard.plan_text and heard.bound is not None and heard.bound.bound != known:
                self.on_plan(heard)
            self._last = step
            self._tell(step)
        elif line.startswith('{"kind":"log"'):
            said = LogLine.model_validate_json(line)
            logging.getLogger(said.logger).log(said.level, "%s", said.text)
        elif line.startswith('{"kind":"refuted"'):
            heard.refuted, self._refuted = True, monotonic()
        elif line.startswith('{"kind":"end"'):
            heard.end = EndLine.model_validate_json(line)

    def _note_plan(self, line: str) -> None:
        """Keep a plan unless it is worse: one that begins anew may begin with less."""
        head, _, plan = line.partition(_PLAN)
        told = _Values.model_validate_json(head + "}")
        values = told.values
        self.heard.is_bare &= told.bare
        least = self.heard.values or (self.start.values if self.start else None)
        if least is None or rank(self.policy, values) > rank(self.policy, least):
            self.heard.values, self.heard.plan_text = values, plan.rstrip()[:-1]
            self.on_plan(self.heard)
            if self.kept and self._last is not None:
                self._tell(self._last)

    def _tell(self, step: StepLine) -> None:
        goal = tightened(self.policy, step.result, self.start.bound if self.start else None)
        value = self._on_disk(goal.id) if self.kept else goal.value
        self.on_step(step.told(goal.model_copy(update={"value": value})))

    def _on_disk(self, goal: str) -> int | None:
        """The value of the plan that was given to ``on_plan`` last, or of the start.

        ``None`` while nothing is in it: whoever stops the search then is left without a plan.
        """
        if self.heard.is_bare:
            return None
        values = self.heard.values or (self.start.values if self.start else {})
        return values.get(goal)


def rank(policy: Policy, values: Mapping[str, int]) -> tuple[int, ...]:
    """Makes plans comparable by the values of all tiers in order: the higher the better.

    >>> rank(Policy(), {"needs-met": 80, "engaged-half-days": 3, "sessions": 120})
    (80, -3, 0, -120, 0, 0)
    """
    tiers = ((values.get(tier.id, 0), tier.maximise) for tier in policy.order)
    return tuple(value if maximise else -value for value, maximise in tiers)


def tightened(policy: Policy, goal: GoalResult, known: GoalResult | None) -> GoalResult:
    """The goal with a bound known before, where that is the same goal's and better.

    >>> known = GoalResult(id="needs-met", bound=90, method="whole")
    >>> told = GoalResult(id="needs-met", value=80, bound=100, method="needs")
    >>> tightened(Policy(), told, known).bound
    90
    """
    if known is None or known.id != goal.id or known.bound is None:
        return goal
    tier = next(tier for tier in policy.order if tier.id == goal.id)
    worse = goal.bound is not None and not tier.better(goal.bound, known.bound)
    wrong = goal.value is not None and tier.better(goal.value, known.bound)
    if worse or wrong:
        return goal
    return known.model_copy(update={"value": goal.value})
