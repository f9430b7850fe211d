"""A source in the ids of another: those of people, schools and lessons, and all that names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pdsched.checks.references import REFERENCES

Names = Mapping[str, Mapping[str, str]]
"""By list of records, the old ids and the new ones."""


def rename(document: dict[str, Any], names: Names) -> None:
    """Puts the new ids in place of the old ones, in the document itself.

    >>> document = {"staff": [{"id": "t-17"}], "needs": [{"id": "n", "staff": "t-17"}]}
    >>> rename(document, {"staff": {"t-17": "ADA"}})
    >>> document["staff"], document["needs"]
    ([{'id': 'ADA'}], [{'id': 'n', 'staff': 'ADA'}])
    """
    for kind, new in names.items():
        for record in document.get(kind, ()):
            record["id"] = new.get(record["id"], record["id"])
    for kind, fields in REFERENCES.items():
        for record in document.get(kind, ()):
            for field, target in fields.items():
                _put(record, field, names.get(target, {}))
    for release in document.get("past_releases", ()):
        _put(release, "lessons", names.get("lessons", {}))
    for blackout in document.get("calendar", {}).get("blackouts", ()):
        _put(blackout, "schools", names.get("schools", {}))


def lessons_apart(here: Mapping[str, Any], there: Mapping[str, Any]) -> dict[str, str]:
    """New ids for lessons that have the id of a lesson of another school.

    Each timetable counts its lessons from 1, so that the same number says nothing.

    >>> lesson = {"id": "1", "school": "north"}
    >>> lessons_apart({"lessons": [lesson]}, {"lessons": [lesson | {"school": "south"}]})
    {'1': 'south:1'}
    """
    schools = {lesson["id"]: lesson.get("school") for lesson in here.get("lessons", ())}
    return {
        lesson["id"]: f"{lesson['school']}:{lesson['id']}"
        for lesson in there.get("lessons", ())
        if None not in (lesson.get("school"), schools.get(lesson["id"]))
        and lesson["school"] != schools[lesson["id"]]
    }


def _put(record: dict[str, Any], field: str, new: Mapping[str, str]) -> None:
    told = record.get(field)
    if isinstance(told, str):
        record[field] = new.get(told, told)
    elif isinstance(told, list):
        record[field] = [new.get(each, each) for each in told]
