"""A plan as lists: who goes where, which sessions there are, who holds classes, what is open."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from pdsched.binder.lines import ClassLine, class_line
from pdsched.expansion import in_full
from pdsched.plan import ENDED, OTHER_GOALS, Plan, Release, Session, UnmetNeed
from pdsched.policy import RULES, Policy
from pdsched.problem import Half, Problem
from pdsched.serve.pages.listing import KINDS, Asked, Listing, Row, row
from pdsched.views.classes import HeldClass, half_of, taken_classes
from pdsched.views.in_class import with_classes
from pdsched.views.lookup import CoverBook, found, in_clock_order
from pdsched.views.names import Names
from pdsched.views.substitutes import Turn, by_substitute
from pdsched.wording import wording


def plan_list(name: str, problem: Problem, plan: Plan, policy: Policy, language: str) -> Listing:
    """One of the lists of `KINDS`.

    Args:
        name: which one.
        problem: what was given.
        plan: the plan.
        policy: under which it was made; its sentences tell why needs are open.
        language: that of the words.

    Raises:
        KeyError: if there is no such list.
        PdschedError: if the plan names what the problem does not hold.

    >>> problem = Problem(calendar={"time_zone": "America/Toronto", "first": "2026-09-07",
    ...                             "last": "2026-09-11"})
    >>> plan_list("people", problem, Plan(), Policy(), "de").rows
    ()
    """
    kinds = tuple(KINDS[name].split("|"))
    book = _Book(problem, plan, policy, language)
    rows: Mapping[str, Callable[[], Iterable[Row]]] = {
        "people": book.people,
        "sessions": book.sessions,
        "cover": book.cover,
        "substitutes": book.substitutes,
        "open-needs": book.open_needs,
    }
    return Listing(name, kinds, tuple(rows[name]()))


def asked(kind: str, **about: str) -> Asked:
    """A question about some ids."""
    return Asked(kind, json.dumps(about))


class _Book:
    """Looks up what the lists have in common, and puts it into words."""

    def __init__(self, problem: Problem, plan: Plan, policy: Policy, language: str) -> None:
        self._problem, self._policy, self._language = problem, policy, language
        self._plan = with_classes(problem, plan.canonical())
        self._words, self._names = wording(language), Names(problem, language)
        self._needs = {need.id: need for need in in_full(problem).needs}
        self._lessons = {lesson.id: lesson for lesson in problem.lessons}
        self._schools = {school.id: school for school in problem.schools}
        self._homes = {member.id: member.schools[0] for member in problem.staff}
        self._covers = CoverBook(self._plan.covers)
        self._sessions = {session.id: session for session in self._plan.sessions}

    def people(self) -> Iterable[Row]:
        """A row for each release, by the name of the person."""
        return sorted(map(self._release, in_clock_order(self._plan)), key=lambda r: r.keys[0])

    def _release(self, release: Release) -> Row:
        names, session = self._names, found(self._sessions, release.session, "session")
        school = names.school(found(self._homes, release.staff, "staff member"))
        held = taken_classes(self._lessons, self._covers, release)
        classes = [self._class(class_line(each, names)) for each in held]
        need = names.aim(release.need) if release.need else self._words.text("leads it")
        asks = [asked("why", session=session.id, staff=release.staff)]
        if release.need:
            asks.append(asked("alternatives", need=release.need))
        cells = (
            *(names.person(release.staff), school, self._day(release.date)),
            *(self._span(release.start, release.end), self._course(session)),
            *(self._place(session), names.person(session.trainer or "")),
            *(need, "\n".join(classes)),
        )
        keys = (None, None, f"{release.date} {release.start}", f"{release.start}", *[None] * 5)
        return row(cells, keys, asks)

    def sessions(self) -> Iterator[Row]:
        """A row for each session, by date and clock."""
        names = self._names
        for session in sorted(self._plan.sessions, key=lambda s: (s.date, s.start, s.id)):
            people = [names.person(who) for who in session.staff]
            cells = (
                *(self._day(session.date), self._span(session.start, session.end)),
                *(names.course(session.course), self._school(session)),
                *(names.room(session.room or ""), names.person(session.trainer or "")),
                *(f"{len(people)}", ", ".join(people)),
            )
            when, begins = f"{session.date} {session.start}", f"{session.start}"
            keys = (when, begins, None, None, None, None, len(people), None)
            yield row(cells, keys, [asked("why", session=session.id)])

    def cover(self) -> Iterator[Row]:
        """A row for each class that somebody is away from, by date, half-day and school."""
        held = [
            (half_of(self._lessons[each.lesson], self._schools), each)
            for release in self._plan.releases
            for each in taken_classes(self._lessons, self._covers, release)
        ]
        held.sort(key=_order)
        yield from (self._held(half, each) for half, each in held)

    def _held(self, half: Half, held: HeldClass) -> Row:
        line = class_line(held, self._names)
        cells = (
            *(self._day(held.date), self._half(half), line.school),
            *(self._span(held.start, held.end), line.label, line.room, line.staff),
            *(self._holder(line), self._kind(line)),
        )
        when = f"{held.date} {held.start}"
        keys = (when, half.value, None, f"{held.start}", *[None] * 5)
        return row(cells, keys)

    def substitutes(self) -> Iterable[Row]:
        """A row for each half-day, by the name of the substitute."""
        rows = [
            self._turn(view.substitute, turn)
            for view in by_substitute(self._problem, self._plan)
            for turn in view.turns
        ]
        return sorted(rows, key=lambda each: each.keys[0])

    def _turn(self, substitute: str, turn: Turn) -> Row:
        lines = [class_line(held, self._names) for held in turn.classes]
        classes = [f"{self._label(line)} ({line.staff})" for line in lines]
        cells = (
            *(self._names.person(substitute), self._day(turn.date), self._half(turn.half)),
            *(self._names.school(turn.school), f"{len(lines)}", "\n".join(classes)),
        )
        return row(cells, (None, f"{turn.date} {turn.half}", turn.half, None, len(lines), None))

    def open_needs(self) -> Iterable[Row]:
        """A row for each need that stays open, by the name of the person."""
        return sorted(map(self._open, self._plan.unmet), key=lambda each: each.keys[0])

    def _open(self, unmet: UnmetNeed) -> Row:
        need = found(self._needs, unmet.need, "need")
        home = self._names.school(found(self._homes, need.staff, "staff member"))
        cells = (
            *(self._names.person(need.staff), home, self._names.aim(need.id)),
            *(self._why(unmet), self._help(unmet.rule)),
        )
        asks = [asked("why-not", need=need.id), asked("alternatives", need=need.id)]
        return row(cells, [None] * len(cells), asks)

    def _why(self, unmet: UnmetNeed) -> str:
        """Why a need is open: reasons of a plan are in English, sentences of rules in all."""
        words = self._words
        if unmet.rule == ENDED:
            return words.text(
                "Only the end of the search is known to stop it; with more time it may be met."
            )
        if unmet.rule == OTHER_GOALS:
            return words.text("Goals that come before it, or are weighed against it, would lose.")
        if unmet.reason and self._language == "en":
            return unmet.reason
        if unmet.rule in self._policy.rules:
            return self._policy.sentence(unmet.rule, language=self._language)
        return unmet.reason or words.text("The plan does not say why.")

    def _help(self, rule: str) -> str:
        """What would help; nothing where neither a district nor its policy could."""
        words, info = self._words, RULES.get(rule)
        if rule == ENDED:
            return words.text("more time for the search")
        if info is not None and info.remedy:
            return words.text(info.remedy)
        return words.text("another policy")

    def _course(self, session: Session) -> str:
        """The course and its hours, which are not those of the way."""
        return f"{self._names.course(session.course)}\n{self._span(session.start, session.end)}"

    def _class(self, line: ClassLine) -> str:
        return f"{self._label(line)}: {self._holder(line) or self._kind(line)}"

    def _label(self, line: ClassLine) -> str:
        return f"{self._span(line.start, line.end)} {line.label}"

    def _holder(self, line: ClassLine) -> str:
        """Who holds a class; nobody where no cover is needed."""
        return line.substitute or ", ".join(line.colleagues)

    def _kind(self, line: ClassLine) -> str:
        words = self._words
        if line.substitute:
            return words.text("Substitute")
        if len(line.colleagues) > 1:
            return words.text("colleagues, a part each")
        if line.colleagues:
            beside = words.text("beside %(lesson)s") % {"lesson": line.beside}
            return words.text("colleague") + (f", {beside}" if line.beside else "")
        return words.text("no cover needed")

    def _day(self, day: dt.date) -> str:
        return self._words.long_date(day)

    def _half(self, half: Half) -> str:
        return self._words.text("am") if half is Half.AM else self._words.text("pm")

    def _span(self, start: dt.time, end: dt.time) -> str:
        if start == end:
            return self._words.text("any hour")
        return f"{self._words.clock(start)}\N{EN DASH}{self._words.clock(end)}"

    def _place(self, session: Session) -> str:
        room = self._names.room(session.room or "")
        return ", ".join(part for part in (self._school(session), room) if part)

    def _school(self, session: Session) -> str:
        at_home = self._words.text("own school")
        return at_home if session.school is None else self._names.school(session.school)


def _order(pair: tuple[Half, HeldClass]) -> tuple[object, ...]:
    half, held = pair
    return (held.date, half, held.school, held.start, held.lesson, held.staff)
