"""Who gives a session, how much, and in which room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pdsched.problem import Room, Trainer, minutes
from pdsched.referee.case import Case
from pdsched.referee.meeting import Meeting
from pdsched.referee.near import MOST, near
from pdsched.referee.registry import Finding, rule
from pdsched.referee.spans import Span, span_of


@rule("trainer")
def trainer(case: Case) -> Iterator[Finding]:
    """A trainer is qualified, available, and willing to come."""
    for meeting in case.meetings:
        name, wanted = meeting.session.trainer, meeting.course.modality.has_trainer
        if wanted and name is None:
            yield (meeting.session.id,), f"{meeting} has no trainer"
        if not wanted and name is not None:
            yield (name, meeting.session.id), f"{meeting} should have no trainer, not {name}"
        if wanted and name is not None:
            if meeting.course.id not in case.facts.trainers[name].courses:
                wrong = f"does not give {meeting.course.id}"
                yield (name, meeting.session.id), f"trainer {name} {wrong}: {meeting}"
            for one in dict.fromkeys((*case.facts.givers(name), name)):
                for wrong in unfit(case.facts.trainers[one], meeting):
                    yield (one, meeting.session.id), f"trainer {one} {wrong}: {meeting}"


def unfit(trainer: Trainer, meeting: Meeting) -> Iterator[str]:
    """What keeps a person, or a team as such, from being there; a team may leave it to members."""
    windows, span = trainer.available, meeting.span
    leaves_open = trainer.is_team and not windows
    if not (leaves_open or any(w.on(meeting.day) and span.inside(span_of(w)) for w in windows)):
        yield "is not available"
    willing = trainer.schools is None or meeting.venue in (None, *trainer.schools)
    if not willing:
        yield f"does not come to {meeting.venue}"


@rule("trainer-load")
def trainer_load(case: Case) -> Iterator[Finding]:
    """A trainer's minutes a day and a week stay within limits."""
    for (name, day), meetings in case.by_trainer_and_day.items():
        limit = case.facts.trainers[name].max_minutes_per_day
        yield from _overload(name, f"on {day}", _minutes(meetings), limit)
    week_of = case.facts.days.week
    weeks: dict[tuple[str, date], int] = defaultdict(int)
    for (name, day), meetings in case.by_trainer_and_day.items():
        weeks[name, week_of(day)] += _minutes(meetings)
    for (name, begin), load in weeks.items():
        limit = case.facts.trainers[name].max_minutes_per_week
        yield from _overload(name, f"in the week of {begin}", load, limit)


def _minutes(meetings: list[Meeting]) -> int:
    return sum(meeting.span.end - meeting.span.start for meeting in meetings)


def _overload(name: str, when: str, load: int, limit: int | None) -> Iterator[Finding]:
    if limit is not None and load > limit:
        yield (name,), f"trainer {name} gives {load} minutes {when}, allowed {limit}"


@rule("trainer-pause")
def trainer_pause(case: Case) -> Iterator[Finding]:
    """Between two sessions of a trainer lie so many minutes beside the way."""
    least = case.policy.trainer_pause_minutes or 0
    within = case.facts.longest_way + least
    for (name, _), meetings in case.by_trainer_and_day.items():
        for one, other in near(meetings, lambda m: m.span, within, most=within + MOST):
            needed = case.facts.travel(one.venue, other.venue) + least
            left = other.span.start - one.span.end
            if left < needed:
                yield (
                    (name,),
                    f"trainer {name} has {left} minutes between {one} and {other}, needed {needed}",
                )


@rule("trainer-lunch")
def trainer_lunch(case: Case) -> Iterator[Finding]:
    """A trainer has a lunch before the sessions of a date, or after one of them."""
    policy = case.policy
    least = policy.trainer_lunch_minutes or 0
    span = Span(minutes(policy.staff_lunch_from), minutes(policy.staff_lunch_to))
    for (name, day), meetings in case.by_trainer_and_day.items():
        if not _has_lunch(case, meetings, span, least):
            yield (
                (name,),
                f"trainer {name} has no {least} minutes in a row from {span} on {day} beside "
                "sessions and the way to them",
            )


def _has_lunch(case: Case, meetings: list[Meeting], span: Span, least: int) -> bool:
    held = {(meeting.span, meeting.venue) for meeting in meetings}
    nothing = Span(0, 0), None
    for before, here in (nothing, *held):
        over = max(before.end, span.start) + least
        if over <= span.end and all(
            later.start >= over + case.facts.travel(here, there)
            for later, there in held
            if later.end > before.end
        ):
            return True
    return False


@rule("room")
def room(case: Case) -> Iterator[Finding]:
    """A room is at the venue, is free, and seats the group."""
    for meeting in case.meetings:
        name, wanted = meeting.session.room, meeting.course.modality.has_room
        if wanted and name is None:
            yield (meeting.session.id,), f"{meeting} has no room"
        if not wanted and name is not None:
            yield (name, meeting.session.id), f"{meeting} should have no room, not {name}"
        if wanted and name is not None:
            for wrong in unsuited(case.facts.rooms[name], meeting):
                yield (name, meeting.session.id), f"room {name} {wrong}: {meeting}"


def unsuited(room: Room, meeting: Meeting) -> Iterator[str]:
    """What is wrong with a room for a meeting, whatever else is in it."""
    if room.school != meeting.venue:
        yield f"is at {room.school}, not at the venue {meeting.venue or '(none)'}"
    if any(w.on(meeting.day) and span_of(w).overlaps(meeting.span) for w in room.unavailable):
        yield "is not available"
    if len(meeting.people) > room.capacity:
        yield f"seats {room.capacity}, not {len(meeting.people)}"
