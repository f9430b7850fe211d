"""What `generate` accepts, and the sentences for what it refuses."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.errors import PdschedError
from pdsched.generator.figures import SIZES
from pdsched.problem import Problem, Role

LEAST_WEEKS, MOST_WEEKS = 4, 40


class GeneratorArgumentError(PdschedError, ValueError):
    """The generator was asked for something that it cannot make; all reasons at once."""


def refuse_bad(
    size: object, seed: object, around: object, tightness: object, weeks: object
) -> None:
    """Check all arguments of `generate`.

    Raises:
        GeneratorArgumentError: if any is wrong, with one sentence for each.
    """
    sentences = [*_numbers(size, seed, tightness, weeks), *_around(around)]
    if sentences:
        raise GeneratorArgumentError(" ".join(sentences))


def _numbers(size: object, seed: object, tightness: object, weeks: object) -> Iterator[str]:
    if not isinstance(size, str) or size not in SIZES:
        yield f"size is {size!r}; give one of {', '.join(SIZES)}."
    if not isinstance(seed, int) or isinstance(seed, bool):
        yield f"seed is {seed!r}; give a whole number."
    if not isinstance(tightness, int | float) or not 0 < tightness <= 1:
        yield f"tightness is {tightness!r}; give a number above 0 and at most 1, such as 0.01."
    if weeks is not None and (not isinstance(weeks, int) or not LEAST_WEEKS <= weeks <= MOST_WEEKS):
        yield f"weeks is {weeks!r}; give a whole number from {LEAST_WEEKS} to {MOST_WEEKS}."


def _around(around: object) -> Iterator[str]:
    if around is None:
        return
    if not isinstance(around, Problem):
        yield f"around is a {type(around).__name__}; give a Problem made from a timetable."
        return
    for field in ("courses", "needs", "trainers", "session_pins", "engagement_pins"):
        if there := len(getattr(around, field)):
            yield f"around already has {field} ({there}); give a problem without any."
    if not any(person.role == Role.TEACHER for person in around.staff):
        yield "around has no staff member with the role teacher; give at least one."
