"""The instance of an XHSTT archive: its times, its resources and its events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pdsched.timetables.faults import fail
from pdsched.timetables.hours import Hours, first_moment, read_hours
from pdsched.timetables.text import fixed_word, whole, words
from pdsched.timetables.timetable import Note, TimetablePeriod, note

NO_DAY = "is a time without a day"
TWICE = "is the id of an earlier event too"
NO_DURATION = "is an event without a usable duration"
UNKNOWN_TIME = "is a fixed time that the instance does not list"
UNKNOWN_RESOURCE = "is a resource that the instance does not list"


class Event(NamedTuple):
    """An event of the instance."""

    duration: int
    time: str
    """Fixed time; empty if the solution places it."""
    resources: tuple[tuple[str, str], ...]
    """Role and resource; either may be empty."""
    subject: str


class Instance(NamedTuple):
    """What a solution refers to."""

    name: str
    days: tuple[str, ...]
    weeks: int
    day_lengths: tuple[int, ...]
    times: dict[str, tuple[str, int]]
    """Day and period (from 0) of each time, in the order of the file."""
    hours: Hours
    """Periods of the longest day, numbered, with the clock times that the names of times tell."""
    kinds: dict[str, str]
    """Resource type of each resource, as `fixed_word` gives it."""
    events: dict[str, Event]
    notes: tuple[Note, ...]


def instance_of(root: Element, path: str) -> Instance:
    """The first instance of an archive.

    Raises:
        ProblemError: PD705 if there is none, or if it has no times on days.
    """
    element = root.find("Instances/Instance")
    if element is None:
        fail("PD705", path, root.tag, "the archive holds no instance")
    notes: list[Note] = []
    times, lengths = _times(element, notes)
    hours = _hours(element, times)
    if not times:
        fail("PD705", path, element.get("Id", ""), "the instance has no times on days")
    kinds, groups = _resources(element)
    return Instance(
        name=element.get("Id") or words(element.find("MetaData"), "Name") or "XHSTT",
        days=tuple(lengths),
        weeks=len(element.findall("Times/TimeGroups/Week")) or 1,
        day_lengths=tuple(lengths.values()),
        times=times,
        hours=hours,
        kinds=kinds,
        events=dict(_events(element, groups, times, kinds, notes)),
        notes=tuple(notes),
    )


def _times(
    instance: Element, notes: list[Note]
) -> tuple[dict[str, tuple[str, int]], dict[str, int]]:
    times: dict[str, tuple[str, int]] = {}
    listed = (day.get("Id", "") for day in instance.findall("Times/TimeGroups/Day"))
    lengths = {day: 0 for day in listed if day}
    for time in instance.findall("Times/Time"):
        day = reference(time, "Day")
        if not day:
            notes.append(note("Times", time.get("Id"), NO_DAY))
            continue
        times[time.get("Id", "")] = (day, lengths.setdefault(day, 0))
        lengths[day] += 1
    return times, {day: length for day, length in lengths.items() if length}


def _hours(instance: Element, times: Mapping[str, tuple[str, int]]) -> Hours:
    """The hours of the longest day; their times count if those of all days begin alike."""
    names: dict[str, list[str]] = {}
    for time in instance.findall("Times/Time"):
        if (place := times.get(time.get("Id", ""))) is not None:
            names.setdefault(place[0], []).append(words(time, "Name"))
    longest = max(names.values(), key=len, default=[])
    told = read_hours(longest)
    starts = [first_moment(name) for name in longest]
    alike = all(starts[: len(day)] == [*map(first_moment, day)] for day in names.values())
    timed = told.periods if alike and not told.unread else ()
    periods = timed or [TimetablePeriod(name=name) for name in longest]
    return told._replace(
        periods=tuple(
            period.model_copy(update={"name": str(number)})
            for number, period in enumerate(periods, start=1)
        ),
        afternoon=told.afternoon if timed else (),
        unread=told.unread or ("" if alike else longest[0]),
    )


def _resources(instance: Element) -> tuple[dict[str, str], dict[str, list[str]]]:
    kinds: dict[str, str] = {}
    groups: dict[str, list[str]] = {}
    for resource in instance.findall("Resources/Resource"):
        name = resource.get("Id", "")
        kinds[name] = fixed_word(reference(resource, "ResourceType"))
        for group in resource.findall("ResourceGroups/ResourceGroup"):
            groups.setdefault(group.get("Reference", ""), []).append(name)
    return kinds, groups


def _events(
    instance: Element,
    groups: dict[str, list[str]],
    times: dict[str, tuple[str, int]],
    kinds: dict[str, str],
    notes: list[Note],
) -> Iterator[tuple[str, Event]]:
    courses = {
        group.get("Id", ""): words(group, "Name")
        for group in instance.findall("Events/EventGroups/Course")
    }
    seen: set[str] = set()
    for element in instance.findall("Events/Event"):
        name = element.get("Id", "")
        duration, fixed = whole(words(element, "Duration")), reference(element, "Time")
        if name in seen:
            notes.append(note("Events", name, TWICE))
            continue
        seen.add(name)
        if not duration:
            notes.append(note(f"event {name}", words(element, "Duration"), NO_DURATION))
            continue
        if fixed and fixed not in times:
            notes.append(note(f"event {name}", fixed, UNKNOWN_TIME))
            fixed = ""
        resources = tuple(_uses(element, groups))
        for _, resource in resources:
            if resource and resource not in kinds:
                notes.append(note(f"event {name}", resource, UNKNOWN_RESOURCE))
        subject = courses.get(reference(element, "Course")) or words(element, "Name") or name
        yield name, Event(duration, fixed, resources, subject)


def _uses(event: Element, groups: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for resource in event.findall("Resources/Resource"):
        yield words(resource, "Role"), resource.get("Reference", "")
    for group in event.findall("ResourceGroups/ResourceGroup"):
        for name in groups.get(group.get("Reference", ""), ()):
            yield "", name


def reference(element: Element, tag: str) -> str:
    """What the first child with a tag refers to; empty if there is none."""
    child = element.find(tag)
    return "" if child is None else child.get("Reference", "")
