"""Parts of the sentences of this room."""

from __future__ import annotations

from pdsched.problem import Course, Need
from pdsched.survey.catalogue import Catalogue
from pdsched.views.names import Names
from pdsched.views.words import listed


def wants(need: Need, called: Names) -> str:
    """What a need is for.

    >>> wants(Need(id="1", staff="ada", topic="sheets", level_to=2), Names())
    'wants sheets to level 2'
    """
    if need.course is not None:
        return f"wants {called.course(need.course)}"
    if need.wishes:
        return f"wants one of {listed([called.course(name) for name in need.wishes])}"
    return f"wants {need.topic} to level {need.level_to}"


def stands(catalogue: Catalogue, need: Need, course: Course) -> str:
    """Where the person with a need stands for a course, and how that is known."""
    if need.level_from is None:
        stated_level = catalogue.staff[need.staff].levels.get(course.topic)
        level = catalogue.stands(need, course)
        if stated_level is None and not _from_arcs(catalogue, need.staff, course):
            return "has no level stated and is taken to stand where it starts"
        if stated_level is None or stated_level < level:
            return f"will stand at level {level} after what comes first"
        return f"stands at level {level}"
    return f"stands at level {need.level_from}"


def _from_arcs(catalogue: Catalogue, staff: str, course: Course) -> bool:
    """Whether a prerequisite in the same topic says at which level the course is begun."""
    before = (catalogue.courses.get(name) for name in course.entered_by(staff))
    return any(c is not None and c.topic == course.topic for c in before)
