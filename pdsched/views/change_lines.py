"""The difference of two plans in lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pdsched.plan import Engagement, Release, Session, UnmetNeed
from pdsched.views.changes import PersonChange, PlanDifference, SessionChange
from pdsched.views.words import count, day, names, span


def lines(changes: PlanDifference) -> Iterator[str]:
    """One line with the counts, then one line for each thing that changed."""
    if not changes:
        yield "no difference"
        return
    yield "; ".join(_counts(changes))
    if changes.problems:
        yield "! the plans answer different problems"
    yield from (f"- {_session(session)}" for session in changes.sessions_removed)
    yield from (f"+ {_session(session)}" for session in changes.sessions_added)
    yield from (_changed(change) for change in changes.sessions_changed)
    for person in changes.people:
        yield from (f"{person.staff}: {line}" for line in _person(person))
    yield from (f"- {_engagement(e)}" for e in changes.engagements_removed)
    yield from (f"+ {_engagement(e)}" for e in changes.engagements_added)
    yield from (f"+ {_unmet(need)}" for need in changes.unmet_added)
    yield from (f"- unmet need {need.need}" for need in changes.unmet_removed)


def _counts(changes: PlanDifference) -> Iterator[str]:
    people = ("person changed", "people changed")
    kinds: tuple[tuple[Sequence[object], str, str], ...] = (
        (changes.sessions_added, "session added", "sessions added"),
        (changes.sessions_removed, "session removed", "sessions removed"),
        (changes.sessions_changed, "session changed", "sessions changed"),
        (changes.people, *people),
        (changes.engagements_added, "engagement added", "engagements added"),
        (changes.engagements_removed, "engagement removed", "engagements removed"),
        (changes.covers_added, "cover added", "covers added"),
        (changes.covers_removed, "cover removed", "covers removed"),
        (changes.unmet_added, "entry of unmet needs added", "entries of unmet needs added"),
        (changes.unmet_removed, "entry of unmet needs removed", "entries of unmet needs removed"),
    )
    yield from (count(len(items), one, many) for items, one, many in kinds if items)
    if changes.problems:
        yield "another problem"


def _session(session: Session) -> str:
    place = [part for part in (session.school, session.trainer, session.room) if part]
    when = f"{day(session.date)} {span(session.start, session.end)}"
    group = count(len(session.staff), "person", "people")
    return ", ".join([f"{session.course}: {when}", *place, group])


def _changed(change: SessionChange) -> str:
    before, after = set(change.before.staff), set(change.after.staff)
    line = f"~ {_session(change.before)} -> {_session(change.after)}"
    joined, left = sorted(after - before), sorted(before - after)
    line += f"; joins: {names(joined)}" if joined else ""
    return line + (f"; leaves: {names(left)}" if left else "")


def _person(person: PersonChange) -> Iterator[str]:
    for move in person.moved:
        what = f"{move.before.need} moved" if move.before.need else "still leads, moved"
        yield f"{what} from {_release(move.before)} to {_release(move.after)}"
    for release in person.added:
        word = "newly met" if release.need in person.newly_met else "added"
        what = f"{release.need} {word}," if release.need else "now leads"
        yield f"{what} {_release(release)}"
    for release in person.removed:
        word = "newly unmet" if release.need in person.newly_unmet else "removed"
        what = f"{release.need} {word}, was" if release.need else "no longer leads"
        yield f"{what} {_release(release)}"


def _release(release: Release) -> str:
    taken = count(len(release.lessons), "class", "classes")
    return f"{release.session} (away {span(release.start, release.end)}, {taken})"


def _engagement(engagement: Engagement) -> str:
    when = f"{day(engagement.date)} {engagement.half}"
    return f"{engagement.substitute} at {engagement.school}, {when}"


def _unmet(need: UnmetNeed) -> str:
    return f"unmet need {need.need} ({need.rule}{': ' + need.reason if need.reason else ''})"
