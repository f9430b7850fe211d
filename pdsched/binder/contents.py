"""The chapters of a binder, in their order."""

from __future__ import annotations

from collections.abc import Callable

from pdsched.binder.chapter import Chapter
from pdsched.binder.cover import cover
from pdsched.binder.matter import Matter
from pdsched.binder.people import people
from pdsched.binder.school_days import school_days
from pdsched.binder.substitutes import substitutes
from pdsched.binder.trainers import trainers

CHAPTERS: tuple[Callable[[Matter], Chapter], ...] = (
    cover,
    people,
    school_days,
    trainers,
    substitutes,
)
"""Each makes its chapter of what a binder is made of; the list of contents follows the first."""
