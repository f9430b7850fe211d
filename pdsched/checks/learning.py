"""Faults of courses and needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from math import isfinite

from pdsched.checks.codes import fault
from pdsched.checks.index import Index
from pdsched.errors import Fault
from pdsched.problem import Course, Need, minutes


def courses(index: Index) -> Iterator[Fault]:
    """Courses with impossible levels, groups or lags."""
    for path, course in index.rows("courses", index.problem.courses):
        if course.level_to <= course.level_from:
            message = f"is not above level_from, {course.level_from}"
            advice = "say to which higher level the course leads"
            yield fault("PD406", f"{path}.level_to", course.level_to, message, advice)
        yield from _group(path, course)
        yield from _lags(path, course)
        yield from _same_group(index, path, course)


def _group(path: str, course: Course) -> Iterator[Fault]:
    least, most, preferred = course.group_min, course.group_max, course.group_preferred
    if least > most:
        message = f"is more than group_max, {most}"
        yield fault("PD407", f"{path}.group_min", least, message, "correct one of the two")
    elif preferred is not None and not least <= preferred <= most:
        message = f"is not between group_min, {least}, and group_max, {most}"
        yield fault("PD408", f"{path}.group_preferred", preferred, message, "correct it")


def _lags(path: str, course: Course) -> Iterator[Fault]:
    for number, arc in enumerate(course.prerequisites):
        where = f"{path}.prerequisites[{number}]"
        if arc.max_days is not None and arc.min_days > arc.max_days:
            message = f"is more than max_days, {arc.max_days}"
            yield fault("PD409", f"{where}.min_days", arc.min_days, message, "correct one of them")
        if arc.course == course.id:
            message = "is its own prerequisite"
            yield fault("PD410", f"{where}.course", arc.course, message, "remove it")


def _same_group(index: Index, path: str, course: Course) -> Iterator[Fault]:
    for number, arc in enumerate(course.prerequisites):
        for one in (course, index.courses.get(arc.course)):
            if arc.same_group and one is not None and not one.modality.has_group:
                where = f"{path}.prerequisites[{number}].same_group"
                message = "has no groups: each learns alone"
                yield fault("PD413", where, one.id, message, "leave it out, or change the modality")


def hours(index: Index) -> Iterator[Fault]:
    """Hours already done that are no number of hours, and more points met than were wanted."""
    for path, member in index.rows("staff", index.problem.staff):
        if not isfinite(member.hours_before):
            message = "is no number of hours"
            value = member.hours_before
            yield fault("PD109", f"{path}.hours_before", value, message, "correct it")
        if member.points_met_before > member.points_wanted_before:
            message = f"is more than points_wanted_before, {member.points_wanted_before}"
            value = member.points_met_before
            yield fault("PD109", f"{path}.points_met_before", value, message, "correct it")


def circles(index: Index) -> Iterator[Fault]:
    """Courses that wait for each other; each circle is named once, whole.

    networkx is slow to import, so the standard library says first whether there is any circle.
    """
    arcs = {
        course.id: [arc.course for arc in course.prerequisites if arc.course != course.id]
        for course in index.problem.courses
        if course.prerequisites
    }
    try:
        TopologicalSorter(arcs).prepare()
    except CycleError:
        paths = {course.id: path for path, course in index.rows("courses", index.problem.courses)}
        for circle in _circles(arcs):
            value = " -> ".join([*circle, circle[0]])
            message = "is a circle: each of these courses waits for the next"
            where = f"{paths[circle[0]]}.prerequisites"
            yield Fault("PD411", where, value, message, "remove one of the arcs")


def _circles(arcs: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """One circle of each knot of courses that wait for each other."""
    import networkx as nx

    graph = nx.DiGraph([(course, first) for course in arcs for first in arcs[course]])
    order = {course: number for number, course in enumerate(arcs)}
    knots = [knot for knot in nx.strongly_connected_components(graph) if len(knot) > 1]
    for knot in sorted(knots, key=lambda knot: min(order[course] for course in knot)):
        first = min(knot, key=lambda course: order[course])
        inside = [(course, to) for course, to in graph.edges if {course, to} <= knot]
        circle = nx.find_cycle(nx.DiGraph(inside), first)
        names = [str(arc[0]) for arc in circle]
        turn = min(range(len(names)), key=lambda place: order[names[place]])
        yield names[turn:] + names[:turn]


def rooms_for_groups(index: Index) -> Iterator[Fault]:
    """Courses whose groups no room seats."""
    if not index.whole("rooms"):
        return
    seats: dict[str, int] = {}
    for room in index.problem.rooms:
        seats[room.school] = max(room.capacity, seats.get(room.school, 0))
    largest = max(seats.values(), default=0)
    for path, course in index.rows("courses", index.problem.courses):
        hosts = course.schools
        known = hosts is None or any(host in index.schools for host in hosts)
        if course.modality.has_room and known:
            most = largest if hosts is None else max(seats.get(host, 0) for host in hosts)
            yield from _seats(path, course, most)


def _seats(path: str, course: Course, most: int) -> Iterator[Fault]:
    if most == 0:
        message = f"takes a room ({course.modality}), and no school that can host it has one"
        yield fault("PD907", path, course.id, message, "add a room, or change the modality")
    elif course.group_min > most:
        message = f"is more than the {most} seats of the largest room for it"
        advice = "lower group_min, or add a larger room"
        yield fault("PD412", f"{path}.group_min", course.group_min, message, advice)
    elif course.group_max > most:
        message = f"is more than the {most} seats of the largest room for it"
        advice = "groups will be smaller; add a larger room if that is not wanted"
        yield fault("PD906", f"{path}.group_max", course.group_max, message, advice)


def lessons_for_coaching(index: Index) -> Iterator[Fault]:
    """Coaching in class that no lesson is long enough for."""
    if not index.whole("lessons"):
        return
    longest: dict[str, int] = {}
    for lesson in index.problem.lessons:
        length = minutes(lesson.end) - minutes(lesson.start)
        longest[lesson.school] = max(length, longest.get(lesson.school, 0))
    for path, course in index.rows("courses", index.problem.courses):
        hosts = longest if course.schools is None else course.schools
        most = max((longest.get(host, 0) for host in hosts), default=0)
        if course.modality.in_lesson and course.minutes > most:
            message = f"is more than the {most} minutes of the longest lesson that could host it"
            advice = "lower minutes, or change the modality"
            yield fault("PD961", f"{path}.minutes", course.minutes, message, advice)


def needs(index: Index) -> Iterator[Fault]:
    """Needs that say too much or too little, and needs that no course answers."""
    for path, need in index.rows("needs", index.problem.needs):
        if len(_wants(need)) != 1:
            yield _either(path, need)
        elif need.topic is not None:
            yield from _topic_need(index, path, need)


def _wants(need: Need) -> dict[str, object]:
    """What a need wants, by what says so: one thing, where it is sound."""
    given = {"course": need.course, "topic": need.topic, "wishes": need.wishes or None}
    return {name: value for name, value in given.items() if value is not None}


def _either(path: str, need: Need) -> Fault:
    wants = _wants(need)
    message = "has neither a course, nor a topic, nor wishes"
    if wants:
        told = {"course": "a course", "topic": "a topic", "wishes": "wishes"}
        message = f"wants {' and '.join(told[name] for name in wants)} at once"
    advice = "give a course, or else a topic with level_to, or else wishes"
    return fault("PD401", path, need.id, message, advice)


def _topic_need(index: Index, path: str, need: Need) -> Iterator[Fault]:
    topic = need.topic or ""
    if need.level_to is None:
        message = "is needed, but not to which level"
        yield fault("PD402", f"{path}.level_to", topic, message, "add level_to")
        return
    if need.level_from is not None and need.level_to <= need.level_from:
        message = f"is not above level_from, {need.level_from}"
        yield fault("PD403", f"{path}.level_to", need.level_to, message, "correct one of the two")
    levels = [course.level_to for course in index.topics.get(topic, ())]
    if levels and need.level_to > max(levels) and index.whole("courses"):
        message = f"is reached by no course of topic {topic!r}; the highest leads to {max(levels)}"
        advice = "add a course, or lower level_to"
        yield fault("PD404", f"{path}.level_to", need.level_to, message, advice)


def same_needs(index: Index) -> Iterator[Fault]:
    """Second needs of one person for the same thing."""
    seen: dict[object, str] = {}
    for path, need in index.rows("needs", index.problem.needs):
        if len(_wants(need)) != 1:
            continue
        wanted = need.course or need.wishes or (need.topic, need.level_from, need.level_to)
        first = seen.setdefault((need.staff, wanted), path)
        if first != path:
            message = f"of {need.staff!r} asks for the same as {first}"
            yield fault("PD405", path, need.id, message, "keep one of the two")
