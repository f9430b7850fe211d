"""Absences in the shape in which Red Rover tells vacancies, ``/api/v1/{orgId}/Vacancy/details``.

The names of the fields are those of its public Python client, redrover-api 1.14, in
``VacancyDetailSearchResponse`` and what it is made of: ``start``, ``end``, ``location``,
``position``, ``absenceDetail`` with ``employee`` and ``reasons``, ``substitute`` or ``null``,
``needsReplacement``, ``isDeleted``. Ids of ours are ``externalId``, since those of Red Rover are
numbers of its own. Clock times are local. A substitute for several people, or in reserve, is a
vacancy without ``absenceDetail``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from pdsched.absences.absence import Absence, Absences, Pooled
from pdsched.absences.changes import Action, changes, compared
from pdsched.problem import Problem

FILE = "vacancy-details.json"


def red_rover(
    now: Absences, before: Absences | None, reason: str
) -> Iterator[tuple[str, str, int]]:
    """The details: name, text and number of them."""
    writer = _Writer((before or now).problem, now.problem, reason=reason)
    old = {} if before is None else {_key(p): p for p in before.pooled}
    details = [writer.absence(told.absence, told.action) for told in changes(now, before)]
    details += [
        writer.pooled(pooled, action)
        for action, pooled in compared({_key(p): p for p in now.pooled}, old)
    ]
    answer = {"hasMoreData": False, "data": details}
    yield FILE, json.dumps(answer, ensure_ascii=False, indent=2) + "\n", len(details)


def _key(pooled: Pooled) -> tuple[str, dt.date, str, str]:
    return (pooled.school, pooled.date, pooled.half.value, pooled.substitute)


class _Writer:
    def __init__(self, *problems: Problem, reason: str) -> None:
        self._reason, self._schools, self._people = reason, dict[str, str](), dict[str, str]()
        for problem in problems:
            self._schools |= {school.id: school.name or school.id for school in problem.schools}
            self._people |= {person.id: person.name for person in problem.substitutes}
            self._people |= {person.id: person.name for person in problem.staff}

    def absence(self, absence: Absence, action: Action) -> dict[str, Any]:
        """An absence, with who comes for it alone."""
        when = _when(absence.date, absence.start, absence.end)
        substitute = absence.requested_sub_id
        return {
            "externalId": absence.absence_id,
            **when,
            "actualDurationMinutes": round(absence.hours * 60),
            "location": self._location(absence.school_id),
            "position": {"title": absence.position, "positionType": {"name": absence.position}},
            "absenceDetail": {
                "externalId": absence.absence_id,
                "employee": self._person(absence.employee_id),
                **when,
                "reasons": [{"name": self._reason}],
            },
            "substitute": self._person(substitute) if substitute else None,
            "needsReplacement": absence.needs_substitute,
            "notesToAdmin": absence.note,
            "isDeleted": action is Action.CANCEL,
        }

    def pooled(self, pooled: Pooled, action: Action) -> dict[str, Any]:
        """A substitute who comes for several people, or in reserve."""
        return {
            "externalId": "|".join(map(str, _key(pooled))),
            **_when(pooled.date, pooled.start, pooled.end),
            "location": self._location(pooled.school),
            "position": {"title": "substitute", "positionType": {"name": "substitute"}},
            "absenceDetail": None,
            "vacancyReason": {"name": self._reason},
            "substitute": self._person(pooled.substitute),
            "needsReplacement": True,
            "isDeleted": action is Action.CANCEL,
        }

    def _location(self, school: str) -> dict[str, str]:
        return {"externalId": school, "name": self._schools[school]}

    def _person(self, identity: str) -> dict[str, str]:
        first, _, last = self._people.get(identity, "").strip().rpartition(" ")
        return {"externalId": identity, "firstName": first, "lastName": last or identity}


def _when(date: dt.date, start: dt.time, end: dt.time) -> dict[str, str]:
    begin, finish = (dt.datetime.combine(date, clock).isoformat() for clock in (start, end))
    return {"start": begin, "end": finish}
