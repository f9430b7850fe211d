"""What no plan keeps together: no more of it than it takes, and each shown to be needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from queue import Queue
from threading import Timer
from time import monotonic
from typing import Any

from one_hour import one_hour

from pdsched import Policy, Problem, Status, solve
from pdsched.result import Clash
from pdsched.runner.messages import EndLine, RefutedLine
from pdsched.runner.report import Listener
from pdsched.runner.time_shares import Shares
from pdsched.search import Limits, solve_here
from pdsched.search.clashes import clashes

LIMITS = Limits(work=9)


def pin(number: int) -> dict[str, Any]:
    """A pin that has somebody attend."""
    return {"id": f"pin{number}", "kind": "require", "staff": f"p{number}", "course": "c1"}


ROOM = {"id": "room", "kind": "require", "room": "lib"}
BEN = {"id": "not-ben", "kind": "forbid", "staff": "ben"}
FIVE = one_hour(4, session_pins=[pin(0), ROOM, pin(1), BEN, pin(2)])
"""Three people are one too many; the other two pins stand in nobody's way."""


def without(problem: Problem, name: str) -> Problem:
    """The problem without one pin."""
    pins = tuple(pin for pin in problem.session_pins if pin.id != name)
    return problem.model_copy(update={"session_pins": pins})


def test_three_of_five_pins_clash() -> None:
    """Those three are named, and no other."""
    expected = Clash(session_pins=("pin0", "pin1", "pin2"), least=True)
    assert clashes(FIVE, Policy(), LIMITS) == (expected,)
    for two in combinations(expected.session_pins, 2):
        pins = tuple(pin for pin in FIVE.session_pins if pin.id in two)
        kept = FIVE.model_copy(update={"session_pins": pins})
        assert solve_here(kept, Policy(), limits=LIMITS)[2] is Status.OPTIMAL


def test_a_pin_that_forbids_what_another_needs_is_named_with_it() -> None:
    """Both kinds of pins are looked at."""
    school = {"id": "away", "kind": "forbid", "school": "north"}
    problem = one_hour(3, session_pins=[pin(0), BEN, school])
    assert clashes(problem, Policy(), LIMITS) == (Clash(session_pins=("pin0", "away"), least=True),)


def test_an_engagement_and_an_amount_are_members_as_well() -> None:
    """A substitute who is never there, and hours that nobody gives: two clashes of one each."""
    nobody = {"id": "sam", "zones": ["all"], "available": [{"first": "2027-01-01"}]}
    engaged = {"id": "sam-comes", "kind": "require", "substitute": "sam"}
    problem = one_hour(2, substitutes=[nobody], engagement_pins=[engaged], session_pins=[pin(0)])
    policy = Policy(dose_minutes=9000, insist_on_dose=True)

    assert set(clashes(problem, policy, LIMITS)) == {
        Clash(engagement_pins=("sam-comes",), least=True),
        Clash(insisted=("dose",), least=True),
    }


def test_without_time_everything_is_named_and_said_not_to_be_the_least() -> None:
    """A list that is too long, and never an empty one."""
    [clash] = clashes(FIVE, Policy(), Limits(seconds=0))

    assert clash.session_pins == tuple(pin.id for pin in FIVE.session_pins)
    assert not clash.least


def test_where_pins_are_off_they_are_no_members() -> None:
    """Then there is no clash."""
    assert clashes(FIVE, Policy(off=("pins",)), LIMITS) == ()


def test_the_message_names_the_least_clash() -> None:
    """In the words of whoever reads the result."""
    result = solve(FIVE, workers=1, work_limit=5)

    assert (result.status, result.message) == (
        Status.INFEASIBLE,
        "no plan keeps all rules and these pins together: pin0, pin1, pin2 "
        "(without any one of them, the others can be kept)",
    )


@dataclass
class Refuting:
    """A search that says when its time is over that there is no plan, and a second later why."""

    lines: Queue[str | None] = field(default_factory=Queue)
    ended: bool = False

    def processor_seconds(self) -> float:
        """More than a first plan is waited for."""
        return 1e9

    def stop(self) -> None:
        """Nobody asks for it."""

    def end(self, patience: float = 0.0) -> None:
        """From then on it says nothing."""
        self.ended = patience == 0.0

    def last_words(self) -> str:
        """It has none."""
        return ""


def test_what_clashes_is_waited_for_beyond_the_limit() -> None:
    """Once it is known that there is no plan, seconds are owed to the reason, and not before."""
    clash = Clash(session_pins=("pin0",), least=True)
    why = EndLine(status=Status.INFEASIBLE, plan=None, goals=(), clashes=(clash,), peak_mib=1.0)
    soon = Shares(search_ends=0.2, child_ends=0.5, stop=1.0)
    told, silent = Refuting(), Refuting()
    told.lines.put(RefutedLine().model_dump_json() + "\n")
    Timer(1.0, told.lines.put, [why.model_dump_json() + "\n"]).start()
    listener = Listener(Policy(), lambda _: None)

    heard = listener.listen(told, monotonic(), soon)

    assert heard.end == why
    assert listener.heard.refuted
    Listener(Policy(), lambda _: None).listen(silent, monotonic(), soon)
    assert silent.ended


def test_one_pin_that_cannot_be_kept_is_named_alone() -> None:
    """Ben needs nothing, and nobody attends without a need."""
    ben = {"id": "ben-comes", "kind": "require", "staff": "ben", "course": "c1"}
    result = solve(one_hour(3, session_pins=[pin(0), ROOM, ben]), work_limit=5, workers=1)

    assert result.message == "no plan keeps all rules and pin ben-comes"
