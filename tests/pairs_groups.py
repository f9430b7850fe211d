"""Pairs about who learns with whom, and where."""

from __future__ import annotations

from pairs import Pair, pair, problems, with_sessions
from schools import FRI, changed, session, two_schools

from pdsched.policy import Policy


@pair("coaching-at-home")
def at_a_school_of_ones_own() -> Pair:
    """Bob of north is coached at south, where he works, too; where he does not."""
    kept, broken = (
        two_schools(**changed("staff", "bob", schools=own))
        for own in (["north", "south"], ["north"])
    )
    at_south = session("coach-1", FRI, "09:00", "bob", school="south", room=None)
    return problems(with_sessions(at_south), kept, broken, policy=Policy(coaching_at_home=True))
