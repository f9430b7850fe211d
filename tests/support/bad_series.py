"""Series that are faults, and ids that are those of meetings or of implied needs."""

from __future__ import annotations

from bad_senses import TOLD
from good_input import Bad, bad, both, put

WEEKLY = {"course": "sheets-2", "meetings": 2, "cadence_days": 7}
"""Sheets-2 in two meetings, which the good document has room for."""


def _weekly(fault: str, place: str, **fields: object) -> Bad:
    return bad("series", [WEEKLY | fields], fault, place)


SERIES = [
    _weekly("PD203", "series[0].course", course="none"),
    bad(
        "series", [WEEKLY, WEEKLY | {"meetings": 3, "cadence_days": 1}], "PD414", "series[1].course"
    ),
    _weekly("PD409", "series[0].min_days", cadence_days=None, min_days=3, max_days=2),
    _weekly("PD917", "series[0].cadence_days", min_days=6),
    _weekly("PD917", "series[0].cadence_days", max_days=3),
    _weekly("PD932", "series[0].meetings", meetings=3),
    _weekly("PD932", "series[0].meetings", cadence_days=364),
    Bad(
        "a group of a series whose people learn alone",
        both(
            put("courses[1].modality", "self-paced"),
            put("series", [WEEKLY | {"same_group": True}]),
        ),
        (("PD413", "series[0].same_group"),),
    ),
    Bad(
        "a course with the id of a meeting",
        both(
            put("courses[2]", {"id": "sheets-2:1", "topic": "x", "minutes": 60, "group_max": 8}),
            put("series", [WEEKLY]),
        ),
        (("PD210", "courses[2].id"),),
    ),
    Bad(
        "a need with the id of one that is implied",
        both(
            put("needs[2]", {"id": "a2:sheets-2:1", "staff": "ben", "course": "sheets-1"}),
            put("series", [WEEKLY]),
        ),
        (("PD210", "needs[2].id"),),
    ),
    Bad(
        "meetings whose ids are too long",
        both(
            put("courses[2]", {"id": "x" * 199, "topic": "x", "minutes": 60, "group_max": 8}),
            put("series", [WEEKLY | {"course": "x" * 199}]),
        ),
        (("PD111", "courses"),),
    ),
    Bad(
        "implied needs whose ids are too long",
        both(put("needs[0].id", "x" * 195), put("staff[0].levels.sheets", 0)),
        (("PD111", "needs"), ("PD933", "needs[0]")),
    ),
    Bad(
        "the series kept, and not a meeting",
        both(put("kept", [TOLD]), put("series", [WEEKLY])),
        (("PD415", "kept[0].course"),),
    ),
]
