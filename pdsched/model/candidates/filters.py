"""Rules of one placement, person or substitute alone: candidates leave out what they forbid."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Bools
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.index import Index
from pdsched.problem import Modality, Weekday
from pdsched.problem.once import once


def may_come(index: Index, course: int, venue: int) -> Bools:
    """Rule ``coaching-at-home``: by staff group, whether a session there can be theirs."""
    coached = index.courses[course].modality is Modality.COACHING
    if not coached or not index.world.policy.holds("coaching-at-home"):
        return np.ones(len(index.staff), dtype=np.bool_)
    school = index.schools[venue]
    own = [school in index.world.staff[g.members[0]].schools for g in index.staff]
    return np.array(own, dtype=np.bool_)


@once
def is_avoided(index: Index) -> Bools:
    """By day, whether no release from lessons should be on it (rule ``release-weekdays``)."""
    weekdays = index.world.policy.avoided_weekdays or ()
    return np.array([Weekday.of(d) in weekdays for d in index.days], dtype=np.bool_)


# Where coaching comes to the person, further schools matter, too.
tells_apart("coaching-at-home", staff=lambda member: frozenset(member.schools))
tells_apart("session-times", "notice", "blackouts", "staff-available", "coverable")
tells_apart("protected-time", "level", "trainer", "room")
tells_apart("substitute-available", "substitute-zone")
