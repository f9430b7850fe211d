"""What lessons classes and their teachers lose: the figures, and the rules."""

from __future__ import annotations

from collections.abc import Mapping

from pdsched.policy.figures import figure
from pdsched.policy.rule import RuleInfo, soft
from pdsched.problem.base import Record


class ClassFigures(Record):
    """The figures of rules about classes without their teacher; see `pdsched.Policy`."""

    class_hits: int | None = figure(
        None,
        unit="lessons",
        within=(0, 1000),
        example=2,
        loose=20,
        source="Not asked for: no agreement with a figure is known to us.",
    )
    """Lessons of one class without their teacher in ``class_hits_days``."""
    class_hits_days: int = figure(
        5,
        unit="school days",
        within=(1, 800),
        loose=5,
        read_with="class_hits",
        source="An assumption of ours.",
    )
    """School days in a row over which ``class_hits`` counts."""
    hits_of_a_slot: int | None = figure(
        None,
        unit="lessons",
        within=(0, 1000),
        example=3,
        loose=20,
        source="Not asked for: no figure is known to us; one to three would be an assumption of "
        "ours.",
    )
    """Lessons of one class at the same time of the same weekday without their teacher, in the
    plan."""
    misses_of_a_lesson: int | None = figure(
        None,
        unit="times",
        within=(0, 1000),
        example=2,
        loose=10,
        source="Not asked for: no figure is known to us; one to three would be an assumption of "
        "ours.",
    )
    """Times that one person misses the same lesson in the plan, whether it needs cover or not."""


CLASSES: Mapping[str, RuleInfo] = {
    "class-hits": soft(
        "Lessons of a class without their teacher in any {class_hits_days} consecutive "
        "school days: at most {class_hits}."
    ),
    "slot-hits": soft(
        "Lessons of a class without their teacher at the same time of the same weekday: at "
        "most {hits_of_a_slot}."
    ),
    "lesson-misses": soft(
        "Times that one person misses the same lesson: at most {misses_of_a_lesson}."
    ),
}
"""Every rule about what classes lose, by id, in the order of the page."""
