"""The chapters of a binder, in their order."""

from __future__ import annotations

from collections.abc import Callable

from pdsched.binder.chapter import Chapter
from pdsched.binder.cover import cover
from pdsched.binder.matter import Matter
from pdsched.binder.people import people

CHAPTERS: tuple[Callable[[Matter], Chapter], ...] = (
    cover,
    people,
)
"""Each makes its chapter of what a binder is made of; the list of contents follows the first."""
