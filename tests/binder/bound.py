"""Plans in which much happens, made without a search, and binders as tests look at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import cycle
from typing import Any

from schools import plan_of

from pdsched import Course, Need, Plan, Problem
from pdsched.binder import binder_pieces
from pdsched.expansion import Answering, in_full
from pdsched.plan import Cover, Engagement, Session
from pdsched.problem import CoverKind, clock, minutes
from pdsched.views.classes import half_of

_GROUP = 5


def busy(problem: Problem) -> Plan:
    """A plan that meets four needs of five, in groups of five, and breaks many a rule.

    Every lesson that is left is held by a substitute, who is engaged; each is at several schools.
    """
    plan = plan_of(problem, _sessions(in_full(problem)))
    lessons = {lesson.id: lesson for lesson in problem.lessons}
    schools = {school.id: school for school in problem.schools}
    hands = cycle(substitute.id for substitute in problem.substitutes)
    covers, engagements = [], {}
    for release in plan.releases if problem.substitutes else ():
        for name in release.lessons:
            lesson = lessons[name]
            if lesson.cover is CoverKind.NEEDED:
                who, half = next(hands), half_of(lesson, schools)
                place = {"substitute": who, "date": release.date}
                covers.append(Cover(staff=release.staff, lesson=name, **place))
                engagement = Engagement(school=lesson.school, half=half, **place)
                engagements[who, release.date, half, lesson.school] = engagement
    more = {"covers": tuple(covers), "engagements": tuple(engagements.values())}
    return plan.model_copy(update=more).canonical()


def _sessions(problem: Problem) -> Iterator[Session]:
    answering, wanted = Answering(problem), defaultdict[str, list[Need]](list)
    for number, need in enumerate(problem.needs):
        if number % 5 and (course := next(iter(answering.to(need)), None)) is not None:
            wanted[course.id].append(need)
    courses = {course.id: course for course in problem.courses}
    days = cycle(_dates(problem))
    for name in sorted(wanted):
        people = list(dict.fromkeys(need.staff for need in wanted[name]))
        for first in range(0, len(people), _GROUP):
            yield _session(problem, courses[name], next(days), people[first : first + _GROUP])


def _session(problem: Problem, course: Course, day: date, people: list[str]) -> Session:
    homes = {member.id: member.schools[0] for member in problem.staff}
    school = homes[people[0]] if course.modality.has_venue else None
    trainers = [t.id for t in problem.trainers if course.id in t.courses]
    trainer = trainers[0] if trainers and course.modality.has_trainer else None
    periods = [p.start for s in problem.schools if s.id == homes[people[0]] for p in s.periods]
    start = min(periods) if course.modality.has_hour else clock(0)
    end = clock(min(1439, minutes(start) + course.minutes)) if course.modality.has_hour else start
    return Session(
        id=Plan.session_id(course.id, day, start, school, trainer, None, len(people)) + people[0],
        course=course.id,
        date=day,
        start=start,
        end=end,
        school=school,
        trainer=trainer,
        staff=tuple(people),
    )


def _dates(problem: Problem) -> list[date]:
    calendar = problem.calendar
    span = range((calendar.last - calendar.first).days + 1)
    days = (calendar.first + timedelta(days=number) for number in span)
    return [day for day in days if day.weekday() < 5] or [calendar.first]


def binder(problem: Problem, plan: Any, **options: Any) -> str:
    """A binder as one text."""
    return "".join(binder_pieces(problem, plan, **options))


class Leaves(HTMLParser):
    """A binder by leaves: their releases and their words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.releases: list[tuple[str, str]] = []
        """Chapter of the leaf that holds it, and the key of the release."""
        self.of: list[tuple[str, str]] = []
        """By release: whose leaf it is, such as ``person:ada``."""
        self.words: defaultdict[str, list[str]] = defaultdict(list)
        """By the anchor of the leaf."""
        self.keys: dict[str, str] = {}
        """By the anchor of the leaf, what it is about."""
        self._anchor = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notice where a leaf begins, and the rows of releases."""
        given = {name: value or "" for name, value in attrs}
        if tag in ("section", "nav") and "leaf" in given.get("class", "").split():
            self._anchor = given["id"]
            self.keys[self._anchor] = given.get("data-leaf", "")
        if "data-release" in given:
            self.releases.append((self._anchor.rpartition("-")[0], given["data-release"]))
            self.of.append((self.keys[self._anchor], given["data-release"]))

    def handle_data(self, data: str) -> None:
        """What is read on a leaf."""
        self.words[self._anchor] += data.replace("\N{EN DASH}", "-").split()

    def text(self, key: str) -> str:
        """The words of all leaves about something, on one line."""
        anchors = [anchor for anchor, about in self.keys.items() if about == key]
        words = " ".join(word for anchor in anchors for word in self.words[anchor])
        return words.replace(" ,", ",").replace(" ;", ";")
