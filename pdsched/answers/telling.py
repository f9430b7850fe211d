"""Who has to be told what, where one plan takes the place of another: sentences with names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pdsched.answer import Told
from pdsched.plan import Plan, Session
from pdsched.policy import Policy
from pdsched.problem import Half, Problem
from pdsched.referee import Case, Facts
from pdsched.referee.goals.changes import words_not_kept
from pdsched.views.names import Names
from pdsched.wording import Wording, wording


class _Thing(NamedTuple):
    """Something that somebody does on a date, in words and by what it is known again."""

    kind: str
    key: str
    text: str
    where: str


def told(
    problem: Problem, policy: Policy, before: Plan, after: Plan, language: str = "en"
) -> tuple[Told, ...]:
    """Who has to be told, by date and person: whose words are broken, then who hears of news.

    Args:
        problem: With what is kept of the plan before.
        policy: The policy.
        before: What people know.
        after: What is to be.
        language: That of the sentences.

    >>> empty = Problem(calendar={"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"})
    >>> told(empty, Policy(), Plan(), Plan())
    ()
    """
    words, names = wording(language), Names(problem, language)
    broken = words_not_kept(Case(Facts(problem), after, policy))
    was, now = (_doings(_Words(words, names), problem, plan) for plan in (before, after))
    people = sorted({who for who, _ in (*was, *now, *broken)})
    tellings: list[Told] = []
    for who in people:
        dates = sorted({d for w, d in (*was, *now, *broken) if w == who})
        moved = _moves(who, dates, was, now)
        taken = set(moved.values())
        for on in dates:
            gone = [x for x in was.get((who, on), ()) if x not in now.get((who, on), ())]
            new = [x for x in now.get((who, on), ()) if x not in was.get((who, on), ())]
            said = [_gone(words, x, moved.get((on, x))) for x in gone]
            said += [
                words.text("new: {what}").format(what=x.text) for x in new if (on, x) not in taken
            ]
            is_broken = (who, on) in broken
            if is_broken and not said:
                said = [words.text("what was told does not hold")]
            if said:
                when = words.long_date(on)
                sentence = f"{names.person(who)}, {when}: {'; '.join(said)}."
                tellings.append(Told(who=who, date=on, broken=is_broken, sentence=sentence))
    return tuple(sorted(tellings, key=lambda t: (not t.broken, t.date, t.who)))


class _Words(NamedTuple):
    """What things are called in a language."""

    words: Wording
    names: Names


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


def _gone(words: Wording, thing: _Thing, to: tuple[date, _Thing] | None) -> str:
    if to is None:
        return words.text("cancelled: {what}").format(what=thing.text)
    told = words.text("moved: {what}, to {when} {where}")
    return told.format(what=thing.text, when=words.long_date(to[0]), where=to[1].where)


def _doings(w: _Words, problem: Problem, plan: Plan) -> _Doings:
    """What each person does on each date to come, by what they were told of it."""
    doings: _Doings = defaultdict(list)
    is_past = problem.calendar.is_past
    for who, on, thing in _things(w, problem, plan):
        if not is_past(on) and thing not in doings[who, on]:
            doings[who, on].append(thing)
    return dict(doings)


def _things(w: _Words, problem: Problem, plan: Plan) -> Iterator[tuple[str, date, _Thing]]:
    words, names = w
    trainers = {trainer.id: trainer for trainer in problem.trainers}
    starts = {lesson.id: lesson.start for lesson in problem.lessons}
    for session in plan.sessions:
        course, where = names.course(session.course), _where(w, session)
        for person in session.staff:
            thing = _Thing("attend", session.course, f"{course} {where}", where)
            yield person, session.date, thing
        if session.trainer in trainers:
            what = words.text("giving {course}").format(course=f"{course} {where}")
            for person in trainers[session.trainer].people:
                yield person, session.date, _Thing("give", session.course, what, where)
    for cover in plan.covers:
        if cover.colleague is not None and cover.lesson in starts:
            at = words.text("at {time}").format(time=words.clock(starts[cover.lesson]))
            where = f"{at}, {names.lesson(cover.lesson)}"
            what = words.text("covering {where}").format(where=where)
            yield cover.colleague, cover.date, _Thing("cover", "", what, where)
    for one in plan.engagements:
        half = words.text("morning") if one.half is Half.AM else words.text("afternoon")
        where = f"{names.school(one.school)} ({half})"
        what = words.text("engagement, {where}").format(where=where)
        yield one.substitute, one.date, _Thing("engaged", "", what, where)


def _where(w: _Words, session: Session) -> str:
    """When and where a session is, with its room: whoever attends has to find it."""
    at = w.words.text("at {time}").format(time=w.words.clock(session.start))
    school = [w.names.school(session.school)] if session.school is not None else []
    room = [w.names.room(session.room)] if session.room is not None else []
    return ", ".join([at, *school, *room])
