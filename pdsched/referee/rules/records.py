"""Whether the records of a plan name things that exist and agree with each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

from pdsched.plan import ENDED, OTHER_GOALS, Release
from pdsched.referee.case import Case
from pdsched.referee.meeting import Attendance
from pdsched.referee.registry import Finding, rule
from pdsched.referee.spans import span_of


@rule("records")
def records(case: Case) -> Iterator[Finding]:
    """Ids are known and unique, and the records agree."""
    for part in (_unknown, _sessions, _releases, _release_contents, _covers, _needs):
        yield from part(case)


def _unknown(case: Case) -> Iterator[Finding]:
    for owner, kind, value, known in _references(case):
        if value not in known:
            yield (value,), f"{owner} names {kind} {value}, which is unknown"


def _references(case: Case) -> Iterator[tuple[str, str, str, Container[str]]]:
    facts = case.facts
    yield from _session_references(case)
    sessions = {session.id for session in case.plan.sessions}
    for release in case.plan.releases:
        owner = f"the release of {release.staff} on {release.date}"
        yield owner, "staff member", release.staff, facts.staff
        yield owner, "session", release.session, sessions
        if release.need is not None:
            yield owner, "need", release.need, facts.needs
    for cover in case.plan.covers:
        owner = f"the cover of {cover.lesson} for {cover.staff} on {cover.date}"
        yield owner, "staff member", cover.staff, facts.staff
        yield owner, "lesson", cover.lesson, facts.lessons
        if cover.substitute is not None:
            yield owner, "substitute", cover.substitute, facts.substitutes
        if cover.colleague is not None:
            yield owner, "staff member", cover.colleague, facts.staff
    for engagement in case.plan.engagements:
        owner = f"the engagement of {engagement.substitute} on {engagement.date}"
        yield owner, "substitute", engagement.substitute, facts.substitutes
        yield owner, "school", engagement.school, facts.schools
    reasons = frozenset({*case.policy.rules, ENDED, OTHER_GOALS})
    for unmet in case.plan.unmet:
        owner = f"the entry of {unmet.need} as unmet"
        yield owner, "need", unmet.need, facts.needs
        yield owner, "rule", unmet.rule, reasons


def _session_references(case: Case) -> Iterator[tuple[str, str, str, Container[str]]]:
    facts = case.facts
    for session in case.plan.sessions:
        owner = f"session {session.id}"
        yield owner, "course", session.course, facts.courses
        for staff in session.staff:
            yield owner, "staff member", staff, facts.staff
        for kind, value, known in (
            ("school", session.school, facts.schools),
            ("trainer", session.trainer, facts.trainers),
            ("room", session.room, facts.rooms),
        ):
            if value is not None:
                yield owner, kind, value, known


def _sessions(case: Case) -> Iterator[Finding]:
    for name, count in Counter(session.id for session in case.plan.sessions).items():
        if count > 1:
            yield (name,), f"{count} sessions are called {name}"
    for session in case.plan.sessions:
        if not session.staff:
            yield (session.id,), f"nobody attends session {session.id}"
        for staff, count in Counter(session.staff).items():
            if count > 1:
                yield (staff, session.id), f"session {session.id} lists {staff} {count} times"


def _releases(case: Case) -> Iterator[Finding]:
    listed = Counter((r.staff, r.session, r.leads) for r in case.plan.releases)
    there = {(staff, s.id, False) for s in case.plan.sessions for staff in s.staff}
    there |= {
        (name, s.id, True)
        for s in case.plan.sessions
        if s.trainer in case.facts.trainers
        for name in case.facts.givers(s.trainer)
        if name in case.facts.staff
    }
    for staff, session, leads in there - listed.keys():
        does = "leads" if leads else "attends"
        yield (staff, session), f"{staff} {does} session {session} without a release"
    for (staff, session, leads), count in listed.items():
        doing = "to lead it" if leads else "to attend it"
        if (staff, session, leads) not in there:
            told = f"{staff} is released for session {session} {doing}, and does not"
            yield (staff, session), told
        if count > 1:
            yield (staff, session), f"{staff} has {count} releases for session {session} {doing}"


def _release_contents(case: Case) -> Iterator[Finding]:
    for release in case.plan.releases:
        attendance = case.at.get((release.staff, release.session, release.leads))
        if attendance is not None:
            yield from _compare(case, release, attendance)


def _compare(case: Case, release: Release, attendance: Attendance) -> Iterator[Finding]:
    subjects = (release.staff, release.session)
    whose = f"the release of {release.staff} for session {release.session}"
    if release.date != attendance.day:
        yield subjects, f"{whose} is on {release.date}, the session on {attendance.day}"
    span = span_of(release)
    if span != attendance.away.span:
        yield subjects, f"{whose} is from {span}, but should be from {attendance.away.span}"
    taken = {held.lesson.id for held in attendance.away.taken}
    touched = {held.lesson.id for held in case.touched(attendance)}
    listed = set(release.lessons)
    # What a half-day adds to a release is for the rule ``half-day-releases`` to ask for.
    if len(listed) < len(release.lessons) or not touched <= listed <= taken:
        told, takes = ", ".join(release.lessons) or "none", ", ".join(sorted(taken)) or "none"
        yield subjects, f"{whose} lists these lessons: {told}; it takes: {takes}"


def _covers(case: Case) -> Iterator[Finding]:
    covers = Counter((cover.staff, cover.lesson, cover.date) for cover in case.plan.covers)
    for (staff, lesson, day), count in covers.items():
        if count > 1 and (staff, lesson, day) not in case.divided:
            yield (staff, lesson), f"lesson {lesson} of {staff} on {day} has {count} covers"
    for engagement, count in Counter(
        (e.substitute, e.school, e.date, e.half) for e in case.plan.engagements
    ).items():
        if count > 1:
            substitute, school, day, half = engagement
            yield (
                (substitute, school),
                f"{substitute} is engaged {count} times at {school} on {day} {half}",
            )


def _needs(case: Case) -> Iterator[Finding]:
    met = Counter(release.need for release in case.plan.releases)
    listed = Counter(unmet.need for unmet in case.plan.unmet)
    for need in case.needs:
        if met[need] > 1:
            yield (need,), f"need {need} is met by {met[need]} releases"
        if listed[need] > 1:
            yield (need,), f"need {need} is listed as unmet {listed[need]} times"
        if met[need] and listed[need]:
            yield (need,), f"need {need} is met by a release and listed as unmet"
        if not met[need] and not listed[need]:
            yield (need,), f"need {need} is neither met by a release nor listed as unmet"
