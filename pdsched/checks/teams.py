"""Teams of trainers: who is in them, and what is said of a team that only a person can have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pdsched.checks.codes import fault
from pdsched.checks.index import Index
from pdsched.errors import Fault
from pdsched.problem import Window, minutes

_OF_PEOPLE = ("max_minutes_per_day", "max_minutes_per_week")
_MOST_LOOKED_AT = 1_000_000
"""Windows and dates."""
_SELDOM = "list what is meant, or leave the record out"


def members(index: Index) -> Iterator[Fault]:
    """Teams of one, and teams in teams."""
    for path, team in index.rows("trainers", index.problem.trainers):
        if len(set(team.members)) == 1:
            message = "is alone in this team"
            advice = "name those who give its sessions together, or leave members out"
            yield fault("PD431", f"{path}.members", team.members[0], message, advice)
        for number, name in enumerate(team.members):
            one = index.trainers.get(name)
            if one is not None and one.is_team:
                advice = "name the people themselves"
                yield fault("PD432", f"{path}.members[{number}]", name, "is a team", advice)


def taken_for_people(index: Index) -> Iterator[Fault]:
    """What is said of teams as if they were people: an id in other tables, limits, a session."""
    problem = index.problem
    for path, team in index.rows("trainers", problem.trainers):
        if not team.is_team:
            continue
        for kind in ("staff", "substitutes"):
            if team.id in index.ids[kind]:
                message = f"stands among {kind}, and is a team of trainers here"
                yield fault("PD433", f"{path}.id", team.id, message, "give the team another id")
        for name in _OF_PEOPLE:
            value = getattr(team, name)
            if value is not None:
                message = "is a limit of one person, and this is a team"
                yield fault("PD433", f"{path}.{name}", value, message, "give it to the members")
    for path, kept in index.rows("kept_sessions", problem.kept_sessions):
        if index.givers(kept.trainer) != (kept.trainer,):
            message = "is a team, and this says what one person was told"
            yield fault("PD433", f"{path}.trainer", kept.trainer, message, "name each member")


def idle_people(index: Index) -> Iterator[Fault]:
    """Trainers without courses who are in no team, and people without times."""
    trainers = index.problem.trainers
    in_teams = {name for team in trainers for name in team.members}
    for path, one in index.rows("trainers", trainers):
        in_team = one.id in in_teams or not index.whole("trainers")
        if not one.courses and (one.is_team or not in_team):
            yield fault("PD212", f"{path}.courses", "[]", "is empty and allows nothing", _SELDOM)
        if not one.available and not one.is_team:
            yield fault("PD212", f"{path}.available", "[]", "is empty and allows nothing", _SELDOM)


def never_together(index: Index) -> Iterator[Fault]:
    """Teams whose members are at no time there together for the shortest of its courses."""
    if not index.dated or not index.days.open or not index.whole("trainers"):
        return
    days, looked_at = list(index.days.each(index.days.open)), 0
    for path, team in index.rows("trainers", index.problem.trainers):
        people = [index.trainers[name] for name in team.members if name in index.trainers]
        courses = [index.courses[name] for name in team.courses if name in index.courses]
        if not team.is_team or len(people) < len(team.members) or not courses:
            continue
        least = min(course.minutes for course in courses)
        each = [one.available for one in (*people, team) if one.available]
        looked_at += len(days) * sum(map(len, each))
        if looked_at > _MOST_LOOKED_AT:
            return  # a warning is not worth seconds
        if not any(_starts_of_all(each, day, least) for day in days):
            message = f"has no {least} minutes on any date on which all members are available"
            advice = "correct their times, or leave the team out"
            yield fault("PD905", f"{path}.members", team.id, message, advice)


def _starts_of_all(each: list[tuple[Window, ...]], day: date, least: int) -> int:
    """The minutes of a date, as bits, at which so many begin that lie in a window of each."""
    shared = -1
    for windows in each:
        starts = 0
        for window in windows:
            more = minutes(window.end) - minutes(window.start) - least
            if more >= 0 and window.on(day):
                starts |= ((1 << (more + 1)) - 1) << minutes(window.start)
        shared &= starts
    return shared
