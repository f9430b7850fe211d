"""The people of a roster in CSV: who is staff, in which role and at which schools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pdsched.rosters.horizon import Horizon
from pdsched.rosters.layout import Layout, date_of
from pdsched.rosters.noted import Noted
from pdsched.rosters.organisations import Organisations, active, first_of_each
from pdsched.rosters.roster import Person
from pdsched.rosters.tables import Row, Table
from pdsched.timetables.naming import Naming

OTHERS = frozenset({"student", "parent", "guardian", "relative", "alumni"})
"""Roles of people who are not trained."""
NOT_STAFF = "are pupils, their families or former pupils, who are not planned for"
NO_ROLE = "has no role that counts, and is left out"
NOBODY = "has a role, and is no user that is there"
NO_ORG = "is an organisation that is not there"
PAST = "is a role that ends before the plan"
NOT_YET = "is a role that begins after the plan"
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


class _Post(NamedTuple):
    """What somebody is somewhere."""

    role: str
    orgs: tuple[str, ...]
    is_primary: bool


def role_of(word: str) -> str:
    """A role in words: ``siteAdministrator`` is ``site administrator``.

    >>> role_of("siteAdministrator"), role_of("teacher")
    ('site administrator', 'teacher')
    """
    return _HUMP.sub(" ", word).strip().lower()


class Members:
    """The staff of a roster by their ids in the source."""

    def __init__(
        self,
        tables: dict[str, Table],
        layout: Layout,
        orgs: Organisations,
        horizon: Horizon,
        noted: Noted,
    ) -> None:
        self._layout, self._orgs, self._horizon, self._noted = layout, orgs, horizon, noted
        self._ids = Naming("person")
        self.people: dict[str, Person] = {}
        others: set[str] = set()
        posts: dict[str, list[_Post]] = {}
        for row in active(iter(tables["roles"]), "roles.csv", noted):
            self._add_post(row, posts, others)
        for row in first_of_each(active(iter(tables["users"]), "users.csv", noted), noted):
            who = row["sourcedid"]
            if "role" in tables["users"].columns and who not in posts:
                self._add(row, [_Post(row["role"], self._own_orgs(row), True)])
            elif who in posts:
                self._add(row, posts[who])
            elif who in others:
                noted.tally("users.csv", "people", NOT_STAFF)
            else:
                noted.say(row.where, who, NO_ROLE)
            posts.pop(who, None)
        for who in posts:
            noted.say("roles.csv", who, NOBODY)

    def _own_orgs(self, row: Row) -> tuple[str, ...]:
        first = row["primaryorgsourcedid"]
        return tuple(dict.fromkeys(org for org in (first, *row.many("orgsourcedids")) if org))

    def _add_post(self, row: Row, posts: dict[str, list[_Post]], others: set[str]) -> None:
        who, role = row["usersourcedid"], row["role"]
        if role.casefold() in OTHERS:
            others.add(who)
            return
        begin, end = (date_of(row, each, self._noted) for each in self._layout.role_dates)
        if end is not None and end < self._horizon.first:
            self._noted.say(row.where, f"{role} until {end}", PAST)
        elif begin is not None and begin > self._horizon.last:
            self._noted.say(row.where, f"{role} from {begin}", NOT_YET)
        elif role:
            is_primary = row[self._layout.primary].casefold() in ("primary", "true", "1")
            post = _Post(role, (row["orgsourcedid"],), is_primary)
            posts.setdefault(who, []).append(post)

    def _add(self, row: Row, posts: list[_Post]) -> None:
        posts = sorted(posts, key=lambda post: not post.is_primary)
        role = posts[0].role
        if not role:
            self._noted.say(row.where, row["sourcedid"], NO_ROLE)
            return
        if role.casefold() in OTHERS:
            self._noted.tally("users.csv", "people", NOT_STAFF)
            return
        orgs = dict.fromkeys(org for post in posts for org in (*post.orgs, *self._own_orgs(row)))
        self.people[row["sourcedid"]] = Person(
            id=self._ids.id(row["sourcedid"]),
            where=row.where,
            name=_name(row),
            role=role_of(role)[:200],
            schools=tuple(dict.fromkeys(self._schools(row, orgs))),
            grade=row["grades"],
        )

    def _schools(self, row: Row, orgs: dict[str, None]) -> Iterator[str]:
        for org in orgs:
            school = self._orgs.school_of(org)
            if school is not None:
                yield self._orgs.id(school)
            elif org and not self._orgs.has(org):
                self._noted.say(row.where, org, NO_ORG)

    def end(self) -> None:
        """Hand over the notes on ids that were changed."""
        self._noted.add(self._ids.notes)


def _name(row: Row) -> str:
    first = row["preferredgivenname"] or row["givenname"]
    last = row["preferredfamilyname"] or row["familyname"]
    return f"{first} {last}".strip()
