"""Who of one source is who of another: by what the caller says, by id, then by name.

A name alone is believed only where nothing speaks against it: it is that of one person on either
side, who has no other partner and, if both sides tell schools, has one in common.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from pdsched.faces import in_short
from pdsched.problem.names import normal

TABLES = ("staff", "trainers", "substitutes")
"""Lists of people; one id in several of them is one person."""
Document = Mapping[str, Any]


class MatchedBy(StrEnum):
    """How a person of one source was known to be one of another."""

    SAID = "said"
    """The caller said so."""
    ID = "id"
    NAME = "name"


@in_short
class PersonMatch(NamedTuple):
    """A person of a source who was there already."""

    source: str
    id: str
    """As the source has it."""
    known_as: str
    """The id in the merged problem."""
    name: str
    by: MatchedBy

    def __str__(self) -> str:
        name = f" ({self.name})" if self.name else ""
        return f"{self.id}{name} of {self.source} is {self.known_as}, by {_BY[self.by]}"


@in_short
class PersonLeft(NamedTuple):
    """A person of a source who is nobody of the others, and why; kept as a person apart."""

    source: str
    id: str
    name: str
    reason: str
    """A part of a sentence."""

    def __str__(self) -> str:
        name = f" ({self.name})" if self.name else ""
        return f"{self.id}{name} of {self.source}: {self.reason}"


_BY = {MatchedBy.SAID: "what was said", MatchedBy.ID: "id", MatchedBy.NAME: "name"}


class Person(NamedTuple):
    """What a source tells of a person by which they can be known."""

    id: str
    name: str
    schools: frozenset[str]

    @property
    def called(self) -> str:
        """The name; where none is told, an id of several words, as timetables have it.

        >>> Person("Anne Roy", "", frozenset()).called, Person("roy", "", frozenset()).called
        ('Anne Roy', '')
        """
        return self.name or (self.id if len(self.id.split()) > 1 else "")


def persons_in(document: Document) -> dict[str, Person]:
    """The people of a source by id.

    >>> persons_in({"staff": [{"id": "t-17", "name": "Ada King"}]})["t-17"].name
    'Ada King'
    """
    persons: dict[str, Person] = {}
    for table in TABLES:
        for record in document.get(table, ()):
            known = persons.get(record["id"], Person(record["id"], "", frozenset()))
            schools = record.get("schools", ()) if table == "staff" else ()
            persons[known.id] = known._replace(
                name=known.name or record.get("name", ""), schools=known.schools.union(schools)
            )
    return persons


def name_key(name: str) -> str:
    """A name as it is compared: case and blanks do not matter, nor which name stands first.

    >>> name_key("KING,  Ada") == name_key("Ada King")
    True
    """
    text = " ".join(normal(name).split()).casefold()
    if text.count(",") == 1:
        last, first = text.split(",")
        text = f"{first.strip()} {last.strip()}".strip()
    return normal(text)


class Matching:
    """Matches the people of one source with those who are there already."""

    def __init__(
        self, source: str, here: Document, there: Document, said: Mapping[str, str]
    ) -> None:
        self.source = source
        self.here, self.there = persons_in(here), persons_in(there)
        self.matches: list[PersonMatch] = []
        self.left: list[PersonLeft] = []
        # What was said also holds of people whom only references name.
        self.renamed = dict(said)
        self._taken: dict[str, str] = {}
        self._by_said_and_id(said)
        self._by_name()

    def _by_said_and_id(self, said: Mapping[str, str]) -> None:
        for person in self.there.values():
            known_as = said.get(person.id, person.id)
            if known_as in self.here:
                how = MatchedBy.SAID if person.id in said else MatchedBy.ID
                self._match(person, self.here[known_as], how)
            elif person.id in said:
                reason = f"nobody before has the id {known_as} that was said; added under it"
                self._leave(person, reason)

    def _by_name(self) -> None:
        done = {match.id for match in self.matches} | {person.id for person in self.left}
        here, there = _by_key(self.here.values()), _by_key(self.there.values())
        for person in self.there.values():
            if person.id in done:
                continue
            key = name_key(person.called)
            alike = here.get(key, []) if key else []
            reason = self._against(person, alike, there[key])
            if reason:
                self._leave(person, reason)
            else:
                self.renamed[person.id] = alike[0].id
                self._match(person, alike[0], MatchedBy.NAME)

    def _against(self, person: Person, alike: list[Person], namesakes: list[Person]) -> str:
        """Why a name is not believed; empty if it is."""
        if not person.called:
            return "has no name, and nobody before has this id"
        if not alike:
            return "nobody before has this id or name"
        ids = ", ".join(each.id for each in alike)
        if len(alike) > 1:
            return f"{len(alike)} people before have this name ({ids})"
        if len(namesakes) > 1:
            return f"{len(namesakes)} people of this source have this name, and one before ({ids})"
        if ids in self._taken:
            return f"has the name of {ids}, who is {self._taken[ids]} of this source already"
        if person.schools and alike[0].schools and not person.schools & alike[0].schools:
            return f"has the name of {ids}, who works at other schools"
        return ""

    def _match(self, person: Person, known: Person, by: MatchedBy) -> None:
        self._taken[known.id] = person.id
        name = person.name or known.name
        self.matches.append(PersonMatch(self.source, person.id, known.id, name, by))

    def _leave(self, person: Person, reason: str) -> None:
        self.left.append(PersonLeft(self.source, person.id, person.name, reason))


def _by_key(persons: Iterable[Person]) -> dict[str, list[Person]]:
    by_key = defaultdict[str, list[Person]](list)
    for person in persons:
        by_key[name_key(person.called)].append(person)
    return by_key
