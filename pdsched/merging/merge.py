"""`merge`: what several systems know, as one problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pdsched.checks import read_problem
from pdsched.errors import Fault, ProblemError, Severity
from pdsched.faces import in_short
from pdsched.merging.people import TABLES, MatchedBy, Matching, PersonLeft, PersonMatch, persons_in
from pdsched.merging.renaming import lessons_apart, rename
from pdsched.merging.sources import GivenPart, Source, read_sources
from pdsched.merging.union import MergeTally, Whole
from pdsched.problem import Problem
from pdsched.problem.names import normal

_PERSON = re.compile(rf"({'|'.join(TABLES)})\[(\d+)\]")


@in_short
class MergeReport(NamedTuple):
    """Who was known to be whom, who was not, and what each source brought."""

    matched: tuple[PersonMatch, ...]
    left: tuple[PersonLeft, ...]
    """People of any source, the base too, who are nobody of the others."""
    tallies: tuple[MergeTally, ...]

    def __repr__(self) -> str:
        """One line, whatever its size."""
        return f"<MergeReport: {len(self.matched):,} people matched, {len(self.left):,} left>"

    def matched_by(self, how: MatchedBy) -> tuple[PersonMatch, ...]:
        """The matches of one kind."""
        return tuple(match for match in self.matched if match.by is how)


@in_short
class Merged(NamedTuple):
    """What `merge` gives."""

    problem: Problem
    report: MergeReport


def merge(
    base: GivenPart,
    *others: GivenPart,
    people: Mapping[str, str] | None = None,
    schools: Mapping[str, str] | None = None,
) -> Merged:
    """One problem of several sources, such as a timetable, a list of staff and a survey.

    Each source may be a part of a problem: a folder with ``staff.csv`` alone, or a dictionary with
    ``needs``. Records are put together table by table, in the order of the sources. Of two records
    with one id, a field that one leaves at its default is filled in by the other; two that say
    different things are a fault. Names of people are alike whatever their case, blanks and form
    (``KING, Ada``); of the schools of a person, the longer list holds. The calendar is put together
    field by field in the same way.

    People are known by what ``people`` says, then by their id, then by their name: if it is that of
    one person on either side, who has no other partner there, and no two lists of their schools
    have nothing in common. The ids of the sources that come first stay, and what refers to the
    others is renamed. Whoever is not known is a person apart; the report says why. A lesson with
    the id of a lesson of another school is another one, and its id gets the school before it.

    Args:
        base: a problem, a dictionary of some of its fields, or a file or folder that holds some of
            them.
        *others: the same, in the order in which they are put in.
        people: ids of people in the others, and the ids that they have in the sources before.
        schools: the same of schools.

    Raises:
        ProblemError: with all faults: those of the shape of each source; else all values that stand
            against each other (``PD220``); else those of the whole, each at its place.
        TypeError: if a source is something else.

    >>> from pdsched import merge
    >>> timetable = {
    ...   "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "staff": [{"id": "ADA", "name": "King, Ada", "schools": ["north"]}],
    ... }
    >>> staff = {"staff": [{"id": "t-17", "name": "Ada King", "schools": ["north"],
    ...                     "levels": {"sheets": 2}}]}
    >>> problem, report = merge(timetable, staff)
    >>> problem.staff[0].id, problem.staff[0].levels
    ('ADA', {'sheets': 2})
    >>> print(*report.matched)
    t-17 (Ada King) of others[0] is ADA, by name
    """
    sources = read_sources([base, *others])
    names = {kind: _normal(given) for kind, given in (("people", people), ("schools", schools))}
    whole, matchings = Whole(), list[Matching]()
    whole.add(sources[0])
    for source in sources[1:]:
        rename(source.document, {"schools": names["schools"]})
        matching = Matching(source.name, whole.document, source.document, names["people"])
        rename(source.document, dict.fromkeys(TABLES, matching.renamed))
        lessons = lessons_apart(whole.document, source.document)
        rename(source.document, {"lessons": lessons})
        whole.add(source, len(lessons))
        matchings.append(matching)
    if whole.faults:
        raise ProblemError(whole.faults)
    left = [person for matching in matchings for person in matching.left]
    return Merged(_checked(whole, left), _report(sources, matchings, whole))


def _normal(given: Mapping[str, str] | None) -> dict[str, str]:
    return {normal(old): normal(new) for old, new in (given or {}).items()}


def _checked(whole: Whole, left: Sequence[PersonLeft]) -> Problem:
    problem, faults = read_problem(whole.document)
    reasons = {person.id: person.reason for person in left}
    errors = [
        whole.placed(_with_reason(each, whole, reasons))
        for each in faults
        if each.severity is Severity.ERROR
    ]
    if problem is None or errors:
        raise ProblemError(errors)
    return problem


def _with_reason(each: Fault, whole: Whole, reasons: Mapping[str, str]) -> Fault:
    """The fault of a person who lacks something, perhaps because they were not known."""
    match = _PERSON.match(each.where)
    if match is None or each.code != "PD106":
        return each
    person = whole.document[match[1]][int(match[2])].get("id")
    if person not in reasons:
        return each
    advice = f"{each.advice}, or say who it is in the sources before: {person} {reasons[person]}"
    return each._replace(advice=advice)


def _report(sources: Sequence[Source], matchings: Sequence[Matching], whole: Whole) -> MergeReport:
    matched = tuple(match for matching in matchings for match in matching.matches)
    left = (person for matching in matchings for person in matching.left)
    return MergeReport(matched, (*_of_base(sources, matched), *left), tuple(whole.tallies))


def _of_base(sources: Sequence[Source], matched: Sequence[PersonMatch]) -> Iterator[PersonLeft]:
    """People of the base of whom no other source knows, if any of these knows people at all."""
    if not any(persons_in(source.document) for source in sources[1:]):
        return
    known = {match.known_as for match in matched}
    for person in persons_in(sources[0].document).values():
        if person.id not in known:
            reason = "is nobody of the other sources"
            yield PersonLeft(sources[0].name, person.id, person.name, reason)
