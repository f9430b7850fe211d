"""What the fields of records hold: ids of people, ids that may be made of theirs, free texts.

Whatever is not named here is kept: dates, figures, and what schools, courses, rooms, zones, topics,
departments and roles are called. A test lists what is kept, so that no new field is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping

PERSON, NEED, LESSON, SESSION, CLASS = "P", "N", "L", "S", "C"
"""With which letter pseudonyms begin."""

KINDS: Mapping[str, str] = {
    **dict.fromkeys(("staff", "stands_in_for", "members", "colleague", "by", "who"), PERSON),
    **dict.fromkeys(("trainer", "trainers", "substitute", "substitutes"), PERSON),
    **dict.fromkeys(("need", "newly_met", "newly_unmet"), NEED),
    **dict.fromkeys(("lesson", "lessons", "may_join", "may_split"), LESSON),
    "session": SESSION,
}
"""By the name of a field that holds ids: of what."""

IDENTITIES: Mapping[str, str] = {
    **dict.fromkeys(("StaffMember", "Trainer", "Substitute"), PERSON),
    "Need": NEED,
    "Lesson": LESSON,
    "Session": SESSION,
    "ProtectedTime": "T",
    "Pair": "G",
    **dict.fromkeys(("SessionPin", "EngagementPin"), "D"),
}
"""By the record: of what its own ``id`` is."""

SENTENCES = frozenset({"UnmetNeed.reason", "Result.message", "SurveyNote.reason"})
"""Sentences in which people are found by name and id."""

DROPPED = frozenset(
    {
        *("Blackout.reason", "ProtectedTime.reason", "Pair.reason", "Approval.note"),
        *("SessionPin.reason", "EngagementPin.reason", "Change.note", "Change.name"),
    }
)
"""Texts that anybody may have written, about anybody."""

CLASSES = frozenset({"Lesson.subject", "Lesson.classes"})
"""What is called after a person now and then."""

DIGESTS = frozenset(
    {"Plan.problem", "Result.problem", "MadeUnder.digest", "PlanDifference.problems"}
)
"""Digests, which become those of what was redacted."""


def is_kept(record: str, field: str) -> bool:
    """Whether texts in a field of a record stay as they are.

    >>> is_kept("School", "name"), is_kept("StaffMember", "id")
    (True, False)
    """
    place = f"{record}.{field}"
    if field == "id":
        return record not in IDENTITIES
    return not (field in KINDS or place in SENTENCES | DROPPED | CLASSES | DIGESTS)
