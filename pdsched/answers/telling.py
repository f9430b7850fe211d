"""Who has to be told what, where one plan takes the place of another: sentences with names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pdsched.plan import Plan, Session
from pdsched.policy import Policy
from pdsched.problem import Problem, Record
from pdsched.problem.base import Day, Id
from pdsched.referee import Case, Facts
from pdsched.referee.goals.changes import words_not_kept
from pdsched.views.names import Names
from pdsched.views.words import day


class Told(Record):
    """What one person has to be told of one date."""

    who: Id
    """A member of the staff, a trainer or a substitute."""
    date: Day
    broken: bool
    """Whether something that they were told does not hold: these are those that the goal
    ``changes`` counts. Others only hear of something new."""
    sentence: str

    def __repr__(self) -> str:
        """One line."""
        return f"<Told {self.who} {self.date}: {self.sentence}>"

    __str__ = __repr__


class _Thing(NamedTuple):
    """Something that somebody does on a date, in words and by what it is known again."""

    kind: str
    key: str
    text: str
    where: str


def told(problem: Problem, policy: Policy, before: Plan, after: Plan) -> tuple[Told, ...]:
    """Who has to be told, by date and person: whose words are broken, then who hears of news.

    Args:
        problem: With what is kept of the plan before.
        policy: The policy.
        before: What people know.
        after: What is to be.

    >>> empty = Problem(calendar={"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"})
    >>> told(empty, Policy(), Plan(), Plan())
    ()
    """
    names = Names(problem)
    broken = words_not_kept(Case(Facts(problem), after, policy))
    was, now = _doings(names, problem, before), _doings(names, problem, after)
    people = sorted({who for who, _ in (*was, *now, *broken)})
    tellings: list[Told] = []
    for who in people:
        dates = sorted({d for w, d in (*was, *now, *broken) if w == who})
        moved = _moves(who, dates, was, now)
        for on in dates:
            gone = [x for x in was.get((who, on), ()) if x not in now.get((who, on), ())]
            new = [x for x in now.get((who, on), ()) if x not in was.get((who, on), ())]
            said = [_gone(x, moved.get((on, x))) for x in gone]
            taken = {(d, x) for d, x in moved.values()}
            said += [f"new: {x.text}" for x in new if (on, x) not in taken]
            is_broken = (who, on) in broken
            if is_broken and not said:
                said = ["what was told does not hold"]
            if said:
                sentence = f"{names.person(who)}, {day(on)}: {'; '.join(said)}."
                tellings.append(Told(who=who, date=on, broken=is_broken, sentence=sentence))
    return tuple(sorted(tellings, key=lambda t: (not t.broken, t.date, t.who)))


_Doings = dict[tuple[str, date], list[_Thing]]


def _moves(
    who: str, dates: list[date], was: _Doings, now: _Doings
) -> dict[tuple[date, _Thing], tuple[date, _Thing]]:
    """What takes the place of what is gone: the same course, or the same way to be needed."""
    gone = [(d, x) for d in dates for x in was.get((who, d), ()) if x not in now.get((who, d), ())]
    new = [(d, x) for d in dates for x in now.get((who, d), ()) if x not in was.get((who, d), ())]
    pairs = {}
    for on, thing in gone:
        alike = [(d, x) for d, x in new if (x.kind, x.key) == (thing.kind, thing.key)]
        if alike:
            pairs[on, thing] = min(alike, key=lambda pair: abs((pair[0] - on).days))
            new.remove(pairs[on, thing])
    return pairs


def _gone(thing: _Thing, to: tuple[date, _Thing] | None) -> str:
    if to is None:
        return f"cancelled: {thing.text}"
    return f"moved: {thing.text}, to {day(to[0])} {to[1].where}"


def _doings(names: Names, problem: Problem, plan: Plan) -> _Doings:
    """What each person does on each date to come, by what they were told of it."""
    doings: _Doings = defaultdict(list)
    is_past = problem.calendar.is_past
    for who, on, thing in _things(names, problem, plan):
        if not is_past(on) and thing not in doings[who, on]:
            doings[who, on].append(thing)
    return dict(doings)


def _things(names: Names, problem: Problem, plan: Plan) -> Iterator[tuple[str, date, _Thing]]:
    trainers = {trainer.id: trainer for trainer in problem.trainers}
    starts = {lesson.id: lesson.start for lesson in problem.lessons}
    for session in plan.sessions:
        course, where = names.course(session.course), _where(names, session)
        text = f"{course} {where}"
        for person in session.staff:
            yield person, session.date, _Thing("attend", session.course, text, where)
        if session.trainer in trainers:
            for person in trainers[session.trainer].people:
                thing = _Thing("give", session.course, f"giving {text}", where)
                yield person, session.date, thing
    for cover in plan.covers:
        if cover.colleague is not None and cover.lesson in starts:
            at = f"{starts[cover.lesson]:%H:%M}"
            text = f"covering {names.lesson(cover.lesson)} at {at}"
            thing = _Thing("cover", "", text, f"at {at}, {names.lesson(cover.lesson)}")
            yield cover.colleague, cover.date, thing
    for one in plan.engagements:
        where = f"at {names.school(one.school)} ({one.half})"
        thing = _Thing("engaged", "", f"engaged {where}", where)
        yield one.substitute, one.date, thing


def _where(names: Names, session: Session) -> str:
    at = f", {names.school(session.school)}" if session.school is not None else ""
    return f"at {session.start:%H:%M}{at}"
