"""The solutions of an XHSTT archive: where they place the events of the instance."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree.ElementTree import Element

from pdsched.timetables.text import whole, words
from pdsched.timetables.timetable import Note, note
from pdsched.timetables.xhstt_instance import UNKNOWN_RESOURCE, Event, Instance, reference

UNKNOWN_EVENT = "is an event that the instance does not list"
UNKNOWN_TIME = "is a time that the instance does not list"
UNPLACED = "is an event that the solution gives no time"
BAD_DURATION = "is not a duration"
PARTLY = "is an event of which the solution places fewer periods than the instance asks"


class Placed(NamedTuple):
    """An event, or a part of one, at its time."""

    event: str
    time: str
    duration: int
    resources: tuple[str, ...]


class Solution(NamedTuple):
    """A solution and the group that published it."""

    place: int
    """Its place among the solutions of the instance, from 0."""
    name: str
    """Id of its group."""
    description: str
    element: Element

    def merit(self, instance: Instance) -> tuple[int, int, int, int]:
        """Order of choice, the best last: periods placed, clashes, overruns, place in the file."""
        placed, _ = placed_events(instance, self)
        taken: dict[tuple[str, str, int], int] = {}
        over = 0
        for item in placed:
            day, period = instance.times[item.time]
            length = instance.day_lengths[instance.days.index(day)]
            over += max(0, period + item.duration - length)
            for name in item.resources:
                if instance.kinds.get(name) == "teacher":
                    for step in range(min(item.duration, length - period)):
                        slot = (name, day, period + step)
                        taken[slot] = taken.get(slot, 0) + 1
        clashes = sum(count - 1 for count in taken.values())
        return sum(item.duration for item in placed), -clashes, -over, self.place


def solutions_of(root: Element, instance: str) -> list[Solution]:
    """All solutions of an instance, in the order of the file."""
    solutions: list[Solution] = []
    for group in root.findall("SolutionGroups/SolutionGroup"):
        description = words(group.find("MetaData"), "Description")
        for element in group.findall("Solution"):
            if element.get("Reference") in (instance, None):
                name = group.get("Id", "")
                solutions.append(Solution(len(solutions), name, description, element))
    return solutions


def placed_events(instance: Instance, solution: Solution) -> tuple[list[Placed], list[Note]]:
    """The events as placed, and a note for each that is not.

    What a solution event leaves out (duration, time, resources) is taken from the instance;
    events with a fixed time that the solution does not mention are placed at that time.
    """
    placed: list[Placed] = []
    notes: list[Note] = []
    seen: set[str] = set()
    for element in solution.element.findall("Events/Event"):
        name = element.get("Reference", "")
        seen.add(name)
        placed_event = _placed(instance, element, name, notes)
        if placed_event is not None:
            placed.append(placed_event)
    for name, event in instance.events.items():
        if name not in seen:
            if event.time:
                placed.append(Placed(name, event.time, event.duration, _resources(event, ())))
            else:
                notes.append(note("solution", name, UNPLACED))
    return placed, notes + _partly(instance, placed)


def _placed(instance: Instance, element: Element, name: str, notes: list[Note]) -> Placed | None:
    event = instance.events.get(name)
    if event is None:
        notes.append(note("solution", name, UNKNOWN_EVENT))
        return None
    told = words(element, "Duration")
    duration = whole(told) if told else event.duration
    time = reference(element, "Time") or event.time
    if not duration:
        notes.append(note(f"solution, event {name}", told, BAD_DURATION))
    elif not time:
        notes.append(note("solution", name, UNPLACED))
    elif time not in instance.times:
        notes.append(note(f"solution, event {name}", time, UNKNOWN_TIME))
    else:
        roles = _roles(instance, element, name, notes)
        return Placed(name, time, duration, _resources(event, roles))
    return None


def _roles(
    instance: Instance, element: Element, name: str, notes: list[Note]
) -> tuple[tuple[str, str], ...]:
    roles: list[tuple[str, str]] = []
    for resource in element.findall("Resources/Resource"):
        who = resource.get("Reference", "")
        if who in instance.kinds:
            roles.append((words(resource, "Role"), who))
        elif who:
            notes.append(note(f"solution, event {name}", who, UNKNOWN_RESOURCE))
    return tuple(roles)


def _resources(event: Event, told: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Resources by role: the solution's where it names one, also for roles of its own."""
    by_role = {role: who for role, who in told if role}
    listed = {role for role, _ in event.resources if role}
    named = [by_role.get(role, resource) for role, resource in event.resources]
    further = [who for role, who in told if role not in listed]
    return tuple(dict.fromkeys(name for name in (*named, *further) if name))


def _partly(instance: Instance, placed: list[Placed]) -> list[Note]:
    periods: dict[str, int] = {}
    for item in placed:
        periods[item.event] = periods.get(item.event, 0) + item.duration
    return [
        note("solution", name, PARTLY)
        for name, count in periods.items()
        if count < instance.events[name].duration
    ]
