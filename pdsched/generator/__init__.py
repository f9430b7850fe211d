"""Invents problems: whole districts, or what a real timetable does not know."""

from __future__ import annotations

from pdsched.generator.arguments import GeneratorArgumentError, refuse_bad
from pdsched.generator.build import enrich, invent
from pdsched.generator.figures import SIZES
from pdsched.generator.streams import Streams
from pdsched.problem import Problem

__all__ = ["SIZES", "GeneratorArgumentError", "generate"]


def generate(
    *,
    size: str = "S",
    seed: int = 0,
    around: Problem | None = None,
    tightness: float = 0.01,
    weeks: int | None = None,
) -> Problem:
    """Invent a problem; the same arguments give the same problem.

    Everything that is assumed stands as a sentence in ``assumptions``.

    Args:
        size: A key of `SIZES`: ``XS``, ``S``, ``M``, ``L`` or ``XL`` (30, 70, 500, 3,000 or
            10,000 teachers), or ``demo``. Not read with ``around``.
        seed: Other seeds give other problems of the same kind.
        around: A problem without anything to learn, such as one made from a timetable. Its
            schools, staff, lessons and days stay; needs, courses, trainers and support staff
            are invented around them, and substitutes, rooms, protected time, blackouts and
            pupil-free days where it has none. Staff get the levels at which they stand.
        tightness: Sub-days on offer, as a share of the usable teaching days of all teachers.
        weeks: Length of the invented calendar, 4 to 40. Unless given, a whole school year (40)
            from size ``S`` on and a term (12) below. Not read with ``around``, which has its
            calendar.

    Raises:
        GeneratorArgumentError: if an argument is wrong; it names each one.

    >>> from pdsched import generate
    >>> problem = generate(size="XS", seed=1)
    >>> len(problem.schools), sum(person.role == "teacher" for person in problem.staff)
    (1, 30)
    >>> generate(size="XS", seed=1) == problem
    True
    """
    refuse_bad(size, seed, around, tightness, weeks)
    streams = Streams(seed)
    if around is None:
        chosen = SIZES[size]
        weeks = chosen.weeks if weeks is None else weeks
        around = invent(f"{size}, seed {seed}", chosen, weeks, streams)
    return enrich(around, tightness, streams)
