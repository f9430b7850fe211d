"""What each answer of a survey asks for: a level and a priority, or nothing, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pdsched.faces import in_short
from pdsched.problem import Need, Problem, StaffMember
from pdsched.survey.answers import Answer
from pdsched.survey.ids import id_beyond, need_id, topic_part
from pdsched.survey.scales import Question, SurveyScales
from pdsched.views.names import Names

_TOP = 10
"""The highest level there is."""


@in_short
class SurveyNote(NamedTuple):
    """An answer that made no need in the problem, and why."""

    staff: str
    topic: str
    reason: str
    """A sentence."""

    def __str__(self) -> str:
        return self.reason


def with_levels(problem: Problem, answers: Sequence[Answer], scales: SurveyScales) -> Problem:
    """The problem with the levels that people gave themselves.

    Those in topics that no course has count for nothing, and only correct what stands there.
    """
    topics = {course.topic for course in problem.courses}
    levels: dict[str, dict[str, int]] = {}
    for answer in answers:
        level = _stands(answer, scales)
        if level is not None:
            levels.setdefault(answer.staff, {})[answer.topic] = level
    staff = tuple(_placed(member, levels.get(member.id, {}), topics) for member in problem.staff)
    return problem.model_copy(update={"staff": staff})


def _placed(member: StaffMember, levels: dict[str, int], topics: set[str]) -> StaffMember:
    new = {t: level for t, level in levels.items() if t in topics or t in member.levels}
    if not new:
        return member
    return member.model_copy(update={"levels": dict(sorted({**member.levels, **new}.items()))})


def _stands(answer: Answer, scales: SurveyScales) -> int | None:
    return scales.stands(answer.values.get(Question.SKILL), answer.values.get(Question.COMFORT))


class Wishes:
    """The needs that answers make, in their order."""

    def __init__(self, problem: Problem, answers: Sequence[Answer], scales: SurveyScales) -> None:
        self.problem = problem
        """With the levels of the survey."""
        self.needs: list[Need] = []
        """For topics, with levels to which a course leads."""
        self.beyond: list[Need] = []
        """With levels to which no course leads."""
        self.asked: list[tuple[Need, str]] = []
        """Needs of the problem that ask for as much as an answer does, and its topic."""
        self.notes: list[SurveyNote] = []
        self._called = Names(problem).person
        self._scales = scales
        self._staff = {member.id: member for member in problem.staff}
        self._courses = {course.id: course for course in problem.courses}
        self._ends: dict[str, list[int]] = {}
        """Levels to which the courses of each topic lead."""
        for course in problem.courses:
            self._ends.setdefault(course.topic, []).append(course.level_to)
        ours = {need_id(a.staff, a.topic): a for a in answers}
        self.kept = tuple(need for need in problem.needs if not _is_ours(need, ours))
        """Needs of the problem that are none of the survey's."""
        self._others: dict[str, list[Need]] = {}
        for need in self.kept:
            self._others.setdefault(need.staff, []).append(need)
        for answer in answers:
            self._read(answer)

    def _read(self, answer: Answer) -> None:
        topic, stands = answer.topic, self._level(answer)
        level = self._wanted(answer, stands)
        reason = self._unwanted(answer) or self._needless(answer, stands, level)
        if reason or level is None:
            self._note(answer, reason)
            return
        top = max(self._ends.get(topic, ()), default=0)
        need = self._need(answer, level, stands)
        if level > top:
            name = id_beyond(answer.staff, topic, level)
            self.beyond.append(need.model_copy(update={"id": name}))
        if top > (stands or 0):
            self._within(answer, need.model_copy(update={"level_to": min(level, top)}))

    def _within(self, answer: Answer, need: Need) -> None:
        """Takes a need to which a course leads, unless another need asks for as much."""
        for other in self._others.get(need.staff, ()):
            if self._asks_for(other, answer.topic) >= (need.level_to or 0):
                self.asked.append((other, answer.topic))
                self._note(answer, f"asks for {answer.topic} in need {other.id} already")
                return
        self.needs.append(need)

    def _note(self, answer: Answer, reason: str) -> None:
        self.notes.append(
            SurveyNote(answer.staff, answer.topic, f"{self._called(answer.staff)} {reason}.")
        )

    def _level(self, answer: Answer) -> int | None:
        """Where the person stands, by the answers or by what the problem knows."""
        level = _stands(answer, self._scales)
        return self._staff[answer.staff].levels.get(answer.topic) if level is None else level

    def _set(self, answer: Answer) -> int | None:
        """The level that the person names, or that the scales set."""
        target = self._scales.targets.get(answer.topic, self._scales.target)
        return answer.values.get(Question.LEVEL_TO, target)

    def _wanted(self, answer: Answer, stands: int | None) -> int | None:
        """The level wanted; ``None`` if there is nothing above where the person stands."""
        level = self._set(answer)
        if level is not None:
            return level
        ends, here = self._ends.get(answer.topic, ()), stands or 0
        above = [end for end in ends if end > here]
        if above:
            return min(above)
        wished = answer.values.get(Question.WISH, 0) > 0
        return here + 1 if here < _TOP and (wished or not ends) else None

    def _unwanted(self, answer: Answer) -> str:
        """Why the wish speaks against a need; nothing if it does not."""
        wish = answer.values.get(Question.WISH)
        if answer.topic in self._scales.required or (wish is not None and wish > 0):
            return ""
        if wish == 0:
            return f"does not wish to learn {answer.topic}"
        if Question.WISH in answer.asked and self._set(answer) is None:
            return f"left the wish to learn {answer.topic} open"
        return ""

    def _needless(self, answer: Answer, stands: int | None, level: int | None) -> str:
        """Why there is nothing to ask for; nothing if there is."""
        if level is None:
            return f"stands at level {stands} of {answer.topic}, and no course leads higher"
        if stands is not None and level <= stands:
            return f"stands at level {stands} of {answer.topic}, and level {level} is wanted"
        return ""

    def _asks_for(self, need: Need, topic: str) -> int:
        """To which level of a topic a need leads."""
        if need.course is None:
            return need.level_to or 0 if need.topic == topic else 0
        course = self._courses.get(need.course)
        return course.level_to if course and course.topic == topic else 0

    def _need(self, answer: Answer, level: int, stands: int | None) -> Need:
        return Need(
            id=need_id(answer.staff, answer.topic),
            staff=answer.staff,
            topic=answer.topic,
            level_to=level,
            priority=answer.values.get(Question.WISH)
            or self._scales.priority(level - (stands or 0)),
            due=self._scales.due,
        )


def _is_ours(need: Need, ours: dict[str, Answer]) -> bool:
    """Whether a need comes from an earlier reading on the same person and topic."""
    answer = ours.get(topic_part(need.id))
    if answer is None or need.staff != answer.staff:
        return False
    if need.course is None:
        return need.id == need_id(answer.staff, answer.topic) and need.topic == answer.topic
    return need.id == need_id(answer.staff, answer.topic, need.course)
