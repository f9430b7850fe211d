"""What differs between two plans."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from itertools import zip_longest
from typing import Any, NamedTuple, TypeVar

from pdsched.faces import begun
from pdsched.plan import Cover, Engagement, Plan, Release, Session, UnmetNeed
from pdsched.problem import Id, Problem, Record
from pdsched.problem.base import record_of
from pdsched.views.names import Names

H = TypeVar("H", bound=Hashable)


class SessionChange(Record):
    """One session that became another: moved, or with another group, trainer or room."""

    before: Session
    after: Session


class ReleaseChange(Record):
    """One person's way to the same need, or to a session that they lead, before and after."""

    before: Release
    after: Release


class PersonChange(Record):
    """What changed for one person."""

    staff: Id
    moved: tuple[ReleaseChange, ...] = ()
    """Met before and after, but otherwise; then those of changed sessions led before and after."""
    added: tuple[Release, ...] = ()
    """Releases for needs, then those for sessions that the person leads; below as well."""
    removed: tuple[Release, ...] = ()
    newly_met: tuple[Id, ...] = ()
    """Needs that were unmet before."""
    newly_unmet: tuple[Id, ...] = ()
    """Needs that were met before."""


class PlanDifference(Record):
    """Everything in which two plans differ; falsy when they do not.

    ``str()`` gives it in lines to read, as many as a screen has room for, `to_text` in all of
    them, with the names of a problem.
    """

    problems: tuple[str, ...] = ()
    """Digests of the two problems, where they differ."""
    sessions_added: tuple[Session, ...] = ()
    sessions_removed: tuple[Session, ...] = ()
    sessions_changed: tuple[SessionChange, ...] = ()
    people: tuple[PersonChange, ...] = ()
    engagements_added: tuple[Engagement, ...] = ()
    engagements_removed: tuple[Engagement, ...] = ()
    covers_added: tuple[Cover, ...] = ()
    covers_removed: tuple[Cover, ...] = ()
    unmet_added: tuple[UnmetNeed, ...] = ()
    """Needs newly listed as unmet, or with another reason than before."""
    unmet_removed: tuple[UnmetNeed, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, field) for field in type(self).model_fields)

    def to_text(self, problem: Problem | None = None) -> str:
        """Lines to read, with names in place of ids where the problem has some."""
        from pdsched.views.change_lines import lines

        return "\n".join(lines(Names(problem).told(self)))

    def __str__(self) -> str:
        return begun(self.to_text())


_Pair = tuple[Release | None, Release | None]
"""A release before and after."""


class _Two(NamedTuple):
    """Records that only one of two plans has, in canonical order."""

    removed: tuple[Any, ...]
    added: tuple[Any, ...]


def difference(before: Plan | Mapping[str, Any], after: Plan | Mapping[str, Any]) -> PlanDifference:
    """Sessions, people, engagements, covers and unmet needs in which two plans differ.

    Each is a plan, or a dictionary of its fields.

    Raises:
        RecordError: if a dictionary has values that a plan cannot have.
        TypeError: if one is something else; with what to give.

    >>> from datetime import date
    >>> from pdsched import Engagement, Half, Plan, difference
    >>> came = Engagement(substitute="sam", school="north", date=date(2026, 9, 8), half=Half.PM)
    >>> late = Plan(engagements=(came,))
    >>> bool(difference(late, late))
    False
    >>> print(difference(Plan(), late))
    1 engagement added
    + sam at north, Tue 2026-09-08 pm
    """
    advice = "pdsched.load_plan reads files, and the plan of a result is result.plan"
    one = record_of("before", before, Plan, advice).canonical()
    other = record_of("after", after, Plan, advice).canonical()
    return _difference(one, other)


def _difference(before: Plan, after: Plan) -> PlanDifference:
    sessions = _two(before.sessions, after.sessions)
    changed = _session_pairs(sessions)
    engagements = _two(before.engagements, after.engagements)
    covers = _two(before.covers, after.covers)
    unmet = _two(before.unmet, after.unmet)
    return PlanDifference(
        problems=() if before.problem == after.problem else (before.problem, after.problem),
        sessions_added=_left(sessions.added, (pair.after for pair in changed)),
        sessions_removed=_left(sessions.removed, (pair.before for pair in changed)),
        sessions_changed=changed,
        people=_people(before, after, {pair.before.id: pair.after.id for pair in changed}),
        engagements_added=engagements.added,
        engagements_removed=engagements.removed,
        covers_added=covers.added,
        covers_removed=covers.removed,
        unmet_added=unmet.added,
        unmet_removed=unmet.removed,
    )


def _two(before: tuple[H, ...], after: tuple[H, ...]) -> _Two:
    return _Two(_left(before, after), _left(after, before))


def _left(records: tuple[H, ...], without: Iterable[H]) -> tuple[H, ...]:
    """The records in their order, less one for each equal one of the others."""
    spent = Counter(without)
    left = []
    for record in records:
        if spent[record]:
            spent[record] -= 1
        else:
            left.append(record)
    return tuple(left)


def _session_pairs(sessions: _Two) -> tuple[SessionChange, ...]:
    """Sessions of one course that share an id or half of the group before, likest first."""
    rated = sorted(
        (-likeness, before.date, before.start, before.id, after.date, after.start, after.id)
        for before, after, likeness in _candidates(sessions)
    )
    old = {session.id: session for session in sessions.removed}
    new = {session.id: session for session in sessions.added}
    pairs = []
    for _, _, _, was, _, _, now in rated:
        if was in old and now in new:
            pairs.append(SessionChange(before=old.pop(was), after=new.pop(now)))
    return tuple(sorted(pairs, key=lambda p: (p.before.date, p.before.start, p.before.id)))


def _candidates(sessions: _Two) -> Iterable[tuple[Session, Session, float]]:
    alike: dict[tuple[str, str], list[Session]] = defaultdict(list)
    for session in sessions.added:
        for mark in _marks(session):
            alike[session.course, mark].append(session)
    for before in sessions.removed:
        group = set(before.staff)
        candidates = (
            after for mark in _marks(before) for after in alike.get((before.course, mark), ())
        )
        for after in {id(after): after for after in candidates}.values():
            shared = len(group.intersection(after.staff)) / max(len(before.staff), 1)
            likeness = 2.0 if before.id == after.id else shared
            if likeness >= 0.5:
                yield before, after, likeness


def _marks(session: Session) -> Iterable[str]:
    """What sessions that are alike have in common: the id, or somebody of the group."""
    return (f"session {session.id}", *(f"person {one}" for one in dict.fromkeys(session.staff)))


def _people(before: Plan, after: Plan, became: Mapping[str, str]) -> tuple[PersonChange, ...]:
    """What changed for each person; ``became`` are ids of sessions that became others."""
    releases = _two(before.releases, after.releases)
    was_unmet = {unmet.need for unmet in before.unmet}
    now_unmet = {unmet.need for unmet in after.unmet}
    old = _by_staff(releases.removed)
    new = _by_staff(releases.added)
    return tuple(
        _person(_pairs(old[staff], new[staff], became), staff, was_unmet, now_unmet)
        for staff in sorted({*old, *new})
    )


def _by_staff(releases: Iterable[Release]) -> dict[str, list[Release]]:
    staff: dict[str, list[Release]] = defaultdict(list)
    for release in releases:
        staff[release.staff].append(release)
    return staff


def _person(
    pairs: list[_Pair], staff: str, was_unmet: set[str], now_unmet: set[str]
) -> PersonChange:
    added = tuple(now for was, now in pairs if was is None and now is not None)
    removed = tuple(was for was, now in pairs if now is None and was is not None)
    return PersonChange(
        staff=staff,
        moved=tuple(ReleaseChange(before=was, after=now) for was, now in pairs if was and now),
        added=added,
        removed=removed,
        newly_met=tuple(sorted({r.need for r in added if r.need in was_unmet})),
        newly_unmet=tuple(sorted({r.need for r in removed if r.need in now_unmet})),
    )


def _pairs(old: list[Release], new: list[Release], became: Mapping[str, str]) -> list[_Pair]:
    """What releases of one person became: need by need, then session by session that they lead."""
    needs = sorted({release.need for release in (*old, *new) if release.need is not None})
    learning = [
        pair for need in needs for pair in zip_longest(_of_need(old, need), _of_need(new, need))
    ]
    led = _of_need(new, None)
    led_before = sorted(_of_need(old, None), key=lambda release: release.session not in became)
    leading: list[_Pair] = []
    for release in led_before:
        name = became.get(release.session, release.session)
        then = next((other for other in led if other.session == name), None)
        if then is not None:
            led.remove(then)
        leading.append((release, then))
    return [*learning, *leading, *((None, release) for release in led)]


def _of_need(releases: list[Release], need: str | None) -> list[Release]:
    """Those that meet a need; without one, those of sessions that the person leads."""
    return [release for release in releases if release.need == need]
