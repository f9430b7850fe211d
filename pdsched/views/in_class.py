"""Whose class somebody comes to: coaching in class, or help by pupils, stands in a lesson."""

from __future__ import annotations

from collections import defaultdict

from pdsched.checks.index import Index, Lost
from pdsched.expansion import in_full
from pdsched.plan import Plan, Session
from pdsched.problem import Lesson, Problem
from pdsched.views.names import lesson_words


def with_classes(problem: Problem, plan: Plan) -> Plan:
    """The plan, to be read: sessions in a lesson have its class and room in place of a room.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> hours = {"start": "08:00", "end": "09:00"}
    >>> problem = Problem(
    ...     calendar=calendar,
    ...     schools=[{"id": "north", "periods": [{"id": "1", **hours}]}],
    ...     staff=[{"id": "ada", "schools": ["north"]}],
    ...     lessons=[{"id": "l", "school": "north", "staff": ["ada"], "day": "mon", **hours,
    ...               "subject": "maths", "classes": ["5b"], "room": "12"}],
    ...     courses=[{"id": "help", "topic": "help", "modality": "coaching-in-class",
    ...               "minutes": 60, "group_max": 1}],
    ... )
    >>> plan = Plan(sessions=[{"id": "s", "course": "help", "date": "2026-09-07", **hours,
    ...                        "school": "north", "trainer": "squad", "staff": ["ada"]}])
    >>> with_classes(problem, plan).sessions[0].room
    'maths 5b, room 12'
    """
    in_lesson = {course.id for course in in_full(problem).courses if course.modality.in_lesson}
    if not any(session.course in in_lesson for session in plan.sessions):
        return plan
    timetable = _Timetable(problem)
    sessions = (
        session.model_copy(update={"room": timetable.label(session)})
        if session.course in in_lesson and session.room is None
        else session
        for session in plan.sessions
    )
    return plan.model_copy(update={"sessions": tuple(sessions)})


class _Timetable:
    """The lessons of people, asked for the one in which a session stands."""

    def __init__(self, problem: Problem) -> None:
        self._index = Index(problem, Lost())
        self._lessons: dict[str, list[Lesson]] = defaultdict(list)
        for lesson in problem.lessons:
            for name in lesson.staff:
                self._lessons[name].append(lesson)

    def label(self, session: Session) -> str | None:
        lessons = (x for name in session.staff[:1] for x in self._lessons[name])
        lesson = next((x for x in lessons if self._holds(x, session)), None)
        if lesson is None:
            return None
        words = lesson_words(lesson.id, lesson.subject, lesson.classes)
        return f"{words}, room {lesson.room}" if lesson.room else words

    def _holds(self, lesson: Lesson, session: Session) -> bool:
        return (
            lesson.school == session.school
            and lesson.start <= session.start
            and session.end <= lesson.end
            and set(session.staff) <= set(lesson.staff)
            and bool(self._index.occurrences(lesson) & self._index.days.bit(session.date))
        )
