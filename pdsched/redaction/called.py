"""What people are called instead: by their role, so so that who stands in two tables stays one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pdsched.problem import StaffMember, Substitute, Trainer

Person = StaffMember | Trainer | Substitute


class Called:
    """The words with which pseudonyms of a problem's people begin.

    Names that were alike are alike, and two names for one id stay two. Who has no name is given
    one, but for those of whom the checks say that they may be two people, and teams, which are
    called by their members.

    >>> ada = StaffMember(id="ada", name="Ada King", role="vice-principal", schools=("north",))
    >>> Called([ada]).word(ada)
    'Vice principal'
    """

    def __init__(self, people: Iterable[Person]) -> None:
        self._tables: dict[str, set[str]] = defaultdict(set)
        self._first: dict[tuple[str, str], str] = {}
        """By id and name: the word for them in the first table."""
        for person in people:
            self._tables[person.id].add(type(person).__name__)
            self._first.setdefault((person.id, _name(person)), _word(person))

    def word(self, person: Person) -> str:
        """The word for somebody's role; empty for who is to have no name."""
        if not _name(person) and (_is_team(person) or len(self._tables[person.id]) > 1):
            return ""
        return self._first.get((person.id, _name(person)), _word(person))


def _name(person: Person) -> str:
    return " ".join(person.name.split())


def _is_team(person: Person) -> bool:
    return isinstance(person, Trainer) and person.is_team


def _word(person: Person) -> str:
    if isinstance(person, StaffMember):
        return person.role.replace("-", " ").capitalize()
    return "Team" if _is_team(person) else type(person).__name__
