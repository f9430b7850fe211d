"""Sources put together: a timetable, a list of staff and a survey as one problem.

Each school system knows a part of what a plan needs, and calls people in its own way. `merge` reads
the parts, finds out who is who, and adds the rest table by table.
"""

from pdsched.merging.merge import Merged, MergeReport, merge
from pdsched.merging.people import MatchedBy, PersonLeft, PersonMatch
from pdsched.merging.union import MergeTally

__all__ = [
    "MatchedBy",
    "MergeReport",
    "MergeTally",
    "Merged",
    "PersonLeft",
    "PersonMatch",
    "merge",
]
