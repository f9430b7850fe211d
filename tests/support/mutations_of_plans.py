"""Mutations that change what was decided; see `mutations`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

from mutation import (
    Broken,
    attendances,
    breaks,
    changed,
    group,
    swapped,
    with_plan,
)
from strategies import Case

from pdsched import Plan
from pdsched.plan import Release, Session, UnmetNeed
from pdsched.problem import clock, minutes

NOBODY = "nobody"


def later(moment: time, by: int) -> time:
    """So many minutes later."""
    return clock(minutes(moment) + by)


def moved(plan: Plan, session: Session, **fields: Any) -> dict[str, Any]:
    """The sessions and releases of a plan after a session (with its releases) has changed."""
    times = {name: value for name, value in fields.items() if name == "date"}
    shift = minutes(fields.get("start", session.start)) - minutes(session.start)
    stretch = minutes(fields.get("end", session.end)) - minutes(session.end)
    releases = plan.releases
    for release in group(plan, session):
        start, end = later(release.start, shift), later(release.end, stretch)
        releases = swapped(releases, release, changed(release, start=start, end=end, **times))
    sessions = swapped(plan.sessions, session, changed(session, **fields))
    return {"sessions": sessions, "releases": releases}


# --- records ---


@breaks("records")
def release_missing(case: Case, plan: Plan) -> Iterator[Broken]:
    """Somebody attends without a release."""
    for release in plan.releases:
        yield with_plan(case, plan, releases=swapped(plan.releases, release))


@breaks("records")
def attendance_missing(case: Case, plan: Plan) -> Iterator[Broken]:
    """Somebody is released for a session of others."""
    for session, release in attendances(plan):
        if release.leads:
            continue
        rest = tuple(s for s in session.staff if s != release.staff)
        sessions = swapped(plan.sessions, session, changed(session, staff=rest))
        yield with_plan(case, plan, sessions=sessions)


@breaks("records")
def session_twice(case: Case, plan: Plan) -> Iterator[Broken]:
    """Two sessions have one id."""
    for session in plan.sessions:
        yield with_plan(case, plan, sessions=(*plan.sessions, session))


@breaks("records")
def unknown_names(case: Case, plan: Plan) -> Iterator[Broken]:
    """A record names nobody."""
    for kind, fields in {
        "sessions": ("course", "school", "trainer", "room"),
        "releases": ("staff", "session", "need", "lessons"),
        "covers": ("staff", "lesson", "substitute"),
        "engagements": ("substitute", "school"),
        "unmet": ("need",),
    }.items():
        for record in getattr(plan, kind)[:1]:
            for field in fields:
                nobody = (NOBODY,) if field == "lessons" else NOBODY
                records = swapped(getattr(plan, kind), record, changed(record, **{field: nobody}))
                yield with_plan(case, plan, **{kind: records})


@breaks("records")
def release_hours(case: Case, plan: Plan) -> Iterator[Broken]:
    """A release is a minute too short, at one end or the other, or on another date."""
    for r in plan.releases:
        for fields in (
            {"start": later(r.start, 1)},
            {"end": later(r.end, -1)},
            {"date": r.date + timedelta(days=7)},
        ):
            releases = swapped(plan.releases, r, changed(r, **fields))
            yield with_plan(case, plan, releases=releases)


@breaks("records")
def release_lessons(case: Case, plan: Plan) -> Iterator[Broken]:
    """A release leaves out a lesson that it takes, or lists one that it does not."""
    for r in plan.releases:
        others = [x.id for x in case.problem.lessons if x.id not in r.lessons]
        for lessons in [r.lessons[1:]] * bool(r.lessons) + [(*r.lessons, x) for x in others[:1]]:
            releases = swapped(plan.releases, r, changed(r, lessons=lessons))
            yield with_plan(case, plan, releases=releases)


@breaks("records")
def cover_twice(case: Case, plan: Plan) -> Iterator[Broken]:
    """Two covers are for the same person, lesson and date."""
    for cover in plan.covers:
        yield with_plan(case, plan, covers=(*plan.covers, cover))


@breaks("records")
def engagement_twice(case: Case, plan: Plan) -> Iterator[Broken]:
    """Two engagements are equal."""
    for engagement in plan.engagements:
        yield with_plan(case, plan, engagements=(*plan.engagements, engagement))


@breaks("records")
def unmet_wrong(case: Case, plan: Plan) -> Iterator[Broken]:
    """A need that is met is listed as unmet, one that is not is missing or listed twice."""
    for need in [release.need for release in plan.releases if release.need][:1]:
        unmet = UnmetNeed(need=need, rule="search-ended")
        yield with_plan(case, plan, unmet=(*plan.unmet, unmet))
    for unmet in plan.unmet[:1]:
        yield with_plan(case, plan, unmet=plan.unmet[1:])
        yield with_plan(case, plan, unmet=(*plan.unmet, unmet))


# --- sessions and who attends ---


@breaks("need")
def need_of_another(case: Case, plan: Plan) -> Iterator[Broken]:
    """A release meets a need of somebody else."""
    for release in plan.releases:
        for need in case.problem.needs:
            if need.staff != release.staff and not release.leads:
                releases = swapped(plan.releases, release, changed(release, need=need.id))
                yield with_plan(case, plan, releases=releases)


@breaks("need")
@breaks("one-place")
def attended_twice(case: Case, plan: Plan) -> Iterator[Broken]:
    """Somebody attends the same course twice, at the same time."""
    for session, release in attendances(plan):
        if release.leads:
            continue
        twin = changed(session, id=NOBODY, staff=(release.staff,))
        again = changed(release, session=NOBODY)
        sessions, releases = (*plan.sessions, twin), (*plan.releases, again)
        yield with_plan(case, plan, sessions=sessions, releases=releases)


@breaks("session-times")
def session_shifted(case: Case, plan: Plan) -> Iterator[Broken]:
    """A session begins a minute late, or lasts too long, or lies outside the horizon."""
    for s in plan.sessions:
        start, end = later(s.start, 1), later(s.end, 1)
        yield with_plan(case, plan, **moved(plan, s, start=start, end=end))
        yield with_plan(case, plan, **moved(plan, s, end=end))
        after = case.problem.calendar.last + timedelta(days=1)
        yield with_plan(case, plan, **moved(plan, s, date=after))


@breaks("session-times")
def venue_wrong(case: Case, plan: Plan) -> Iterator[Broken]:
    """A session that has a venue loses it, one that has none gets one."""
    for s in plan.sessions:
        school = case.problem.schools[0].id if s.school is None else None
        yield with_plan(case, plan, **moved(plan, s, school=school))


def beside(case: Case, session: Session) -> Iterator[tuple[Session, Release]]:
    """A copy of a session, attended by somebody else who wants something."""
    for need in case.problem.needs:
        if need.staff not in session.staff:
            twin = changed(session, id=NOBODY, staff=(need.staff,))
            yield (
                twin,
                Release(
                    staff=need.staff,
                    session=NOBODY,
                    date=session.date,
                    start=session.start,
                    end=session.end,
                    need=need.id,
                ),
            )
            return


@breaks("one-place")
def trainer_or_room_twice(case: Case, plan: Plan) -> Iterator[Broken]:
    """A trainer or a room has two sessions at once."""
    for session in plan.sessions:
        for twin, release in beside(case, session):
            for fields in ({"trainer": None}, {"room": None}):
                both = changed(twin, **fields)
                if both.trainer or both.room:
                    sessions, releases = (*plan.sessions, both), (*plan.releases, release)
                    yield with_plan(case, plan, sessions=sessions, releases=releases)


@breaks("trainer")
def trainer_wrong(case: Case, plan: Plan) -> Iterator[Broken]:
    """A session loses its trainer, or gets one that it must not have."""
    for s in plan.sessions:
        for trainer in [None] if s.trainer else [t.id for t in case.problem.trainers[:1]]:
            yield with_plan(case, plan, **moved(plan, s, trainer=trainer))


@breaks("room")
def room_wrong(case: Case, plan: Plan) -> Iterator[Broken]:
    """A session loses its room, gets one elsewhere, or one that it must not have."""
    for s in plan.sessions:
        elsewhere = [r.id for r in case.problem.rooms if r.school != s.school or not s.room]
        for room in [*([None] if s.room else []), *elsewhere]:
            yield with_plan(case, plan, **moved(plan, s, room=room))


@breaks("past")
def nothing_is_told_of_the_past(case: Case, plan: Plan) -> Iterator[Broken]:
    """A session lies before today, and the problem does not tell of it."""
    for session in plan.sessions:
        after = changed(case.problem.calendar, today=session.date + timedelta(days=1))
        yield Broken(changed(case.problem, calendar=after), case.policy, plan)
