"""Records of several sources put together, field by field, each field with the place it is from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pdsched.checks.codes import fault, shorten
from pdsched.checks.sentences import json_path
from pdsched.errors import Fault
from pdsched.faces import in_short
from pdsched.merging.parts import KEYS, NAMELESS
from pdsched.merging.people import TABLES, name_key
from pdsched.merging.sources import Source


@in_short
class MergeTally(NamedTuple):
    """What a source brought to one list of records, or to the calendar (1 for all of it)."""

    source: str
    table: str
    added: int
    """Records that were not there before."""
    completed: int
    """Records that were there, and had fields filled in."""
    renamed: int = 0
    """Lessons with the id of a lesson of another school, which got a new one."""


class Whole:
    """The document that sources add up to.

    A field that one source leaves at its default is filled in by another; two that say different
    things are a fault, with both values and both places.
    """

    def __init__(self) -> None:
        self.document: dict[str, Any] = {}
        self.faults: list[Fault] = []
        self.tallies: list[MergeTally] = []
        self._places: dict[str, tuple[Source, str]] = {}
        self._source: Source
        self._done: Counter[tuple[str, bool]] = Counter()

    def add(self, source: Source, renamed: int = 0) -> None:
        """Puts in what the source has more; so many of its lessons got new ids before."""
        self._source, self._done = source, Counter()
        if "name" in source.document:
            self.document.setdefault("name", source.document["name"])
        self._calendar(source.document)
        for kind in KEYS:
            self._records(kind, source.document.get(kind, ()))
        for kind in NAMELESS:
            self._nameless(kind, source.document.get(kind, ()))
        tables = dict.fromkeys(table for (table, _), number in self._done.items() if number)
        self.tallies += (
            MergeTally(
                source.name,
                table,
                self._done[table, True],
                self._done[table, False],
                renamed if table == "lessons" else 0,
            )
            for table in tables
        )

    def _calendar(self, document: Mapping[str, Any]) -> None:
        if "calendar" in document:
            known = self.document.get("calendar")
            if known is None:
                self._append("calendar", "calendar", "calendar")
                self.document["calendar"] = dict(document["calendar"])
            else:
                filled = self._fill("calendar", "calendar", known, document["calendar"], "calendar")
                self._done["calendar", False] += filled

    def _records(self, kind: str, records: list[dict[str, Any]]) -> None:
        if not records:
            return
        rows = self.document.setdefault(kind, [])
        by_key = {_key(kind, row): number for number, row in reversed([*enumerate(rows)])}
        for number, record in enumerate(records):
            # A second one of this source stays a second one, which the check of the whole tells.
            at = by_key.pop(_key(kind, record), None)
            if at is None:
                self._append(kind, f"{kind}[{len(rows)}]", f"{kind}[{number}]")
                rows.append(dict(record))
            else:
                filled = self._fill(kind, f"{kind}[{at}]", rows[at], record, f"{kind}[{number}]")
                self._done[kind, False] += filled

    def _nameless(self, kind: str, records: list[Any]) -> None:
        if not records:
            return
        rows = self.document.setdefault(kind, [])
        known = {json.dumps(row) for row in rows}
        for number, record in enumerate(records):
            if json.dumps(record) not in known:
                self._append(kind, f"{kind}[{len(rows)}]", f"{kind}[{number}]")
                rows.append(record)

    def _append(self, kind: str, path: str, origin: str) -> None:
        self._places[path] = self._source, origin
        self._done[kind, True] += 1

    def _fill(
        self, kind: str, path: str, row: dict[str, Any], record: Mapping[str, Any], origin: str
    ) -> bool:
        """Puts into a record what another has more; whether there was anything."""
        filled = False
        for field, value in record.items():
            known, part = row.get(field), _part(field)
            if isinstance(known, dict) and isinstance(value, dict):
                # Levels by topic, the cycle of a school: each entry is as good as a field.
                filled |= self._fill(field, path + part, known, value, origin + part)
            elif field not in row or _says_less(kind, field, known, value):
                row[field] = value
                self._places[path + part] = self._source, origin + part
                filled = True
            elif not _alike(kind, field, known, value):
                self._conflict(kind, field, (known, path + part), (value, origin + part))
        return filled

    def _conflict(
        self, kind: str, field: str, before: tuple[Any, str], now: tuple[Any, str]
    ) -> None:
        """Tells a value of this source, and the one that was there, each with its path."""
        (known, path), (value, origin) = before, now
        where = self.placed(fault("PD220", path, "", "", "")).where
        message = f"stands against {_shown(known)!r} of {where}"
        advice = "write the same in both, or leave it out in one"
        if kind in TABLES and field in ("name", "schools"):
            advice = f"write the {field} alike, or say who is who if these are two people"
        told = self._source.place(fault("PD220", origin, _shown(value), "", advice))
        self.faults.append(told._replace(message=message))

    def placed(self, each: Fault) -> Fault:
        """The fault of the whole at the place of the source that it is from."""
        for path in _prefixes(each.where):
            if path in self._places:
                source, origin = self._places[path]
                return source.place(each._replace(where=origin + each.where[len(path) :]))
        return each


def _part(field: str) -> str:
    """What a field, or a topic, adds to a path."""
    step = json_path((field,))
    return step if step.startswith("[") else f".{step}"


def _prefixes(path: str) -> Iterator[str]:
    """The path itself, then ever shorter beginnings of it."""
    yield path
    for end in range(len(path) - 1, 0, -1):
        if path[end] in ".[":
            yield path[:end]


def _key(kind: str, record: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(record.get(field) for field in KEYS[kind])


def _alike(kind: str, field: str, known: Any, value: Any) -> bool:
    if kind in TABLES and field == "name":
        return name_key(known) == name_key(value)
    if known == value or _says_less(kind, field, value, known):
        return True
    if (kind, field) == ("staff", "schools"):
        return False  # the home school stands first
    if isinstance(known, list) and all(isinstance(each, str) for each in (*known, *value)):
        return sorted(known) == sorted(value)
    return False


def _says_less(kind: str, field: str, less: Any, more: Any) -> bool:
    """Whether one value only lacks schools of a person: a timetable knows its own alone."""
    return (kind, field) == ("staff", "schools") and {*less} < {*more}


def _shown(value: Any) -> str:
    return shorten(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
