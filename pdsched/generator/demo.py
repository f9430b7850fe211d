"""The small district that comes with the package.

``python -m pdsched.generator.demo`` writes it anew; it is the outcome of `make_demo`.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from pdsched.generator import generate
from pdsched.problem import Problem

SCHOOLS = ("Linden School", "Harbour School", "Meadow School", "Hill School")
FIRST_NAMES = (
    *("Ada", "Bruno", "Chiara", "Dmitri", "Esme", "Farid", "Greta"),
    *("Hugo", "Ines", "Jonas", "Kemal", "Lucia", "Marek"),
)
LAST_NAMES = (
    *("Adeyemi", "Bergström", "Castillo", "Dubois", "Engel", "Fontaine", "Gagnon"),
    *("Horvat", "Ito", "Janssen", "Kowalski", "Larsen", "Moretti"),
)

MOST_PEOPLE = len(FIRST_NAMES) * len(LAST_NAMES)


def make_demo() -> Problem:
    """Two small schools with 29 teachers over eight weeks, generated, with invented names."""
    problem = named(generate(size="demo", seed=10, weeks=8, tightness=0.02))
    return problem.model_copy(update={"name": "demo: two small schools, eight weeks"})


def named(problem: Problem) -> Problem:
    """A generated problem of at most 169 people and four schools, with invented names to read.

    Raises:
        ValueError: if there are more.

    >>> named(generate(size="XS", seed=1)).staff[0].name
    'Ada Adeyemi'
    """
    parts: dict[str, Any] = {
        "staff": problem.staff,
        "trainers": problem.trainers,
        "substitutes": problem.substitutes,
    }
    name_of: dict[str, str] = {}
    for person in (person for people in parts.values() for person in people):
        name_of.setdefault(person.id, _name(len(name_of)))
    if len(name_of) > MOST_PEOPLE or len(problem.schools) > len(SCHOOLS):
        raise ValueError(f"there are names for {MOST_PEOPLE} people and {len(SCHOOLS)} schools")
    names: dict[str, Any] = {
        kind: tuple(person.model_copy(update={"name": name_of[person.id]}) for person in people)
        for kind, people in parts.items()
    }
    schools = zip(problem.schools, SCHOOLS, strict=False)
    names["schools"] = tuple(school.model_copy(update={"name": name}) for school, name in schools)
    names["rooms"] = tuple(room.model_copy(update={"name": "Library"}) for room in problem.rooms)
    return problem.model_copy(update=names)


def _name(number: int) -> str:
    """A name for each number below `MOST_PEOPLE`, all of them different."""
    count = len(LAST_NAMES)
    return f"{FIRST_NAMES[number % count]} {LAST_NAMES[(number + number // count) % count]}"


def read_demo() -> Problem:
    """The district that comes with the package, read from its file.

    >>> len(read_demo().schools)
    2
    """
    text = files("pdsched").joinpath("data", "demo.json").read_text(encoding="utf-8")
    return Problem.model_validate_json(text)


def write_demo(path: Path) -> None:
    """Write the district to a file, as canonical JSON and a line break."""
    path.write_text(make_demo().to_json() + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_demo(Path(__file__).resolve().parents[1] / "data" / "demo.json")
