"""What the chapters of a binder are made of."""

from __future__ import annotations

from functools import cached_property

from pdsched.binder.chosen import Chosen
from pdsched.expansion import in_full
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Course, Problem, StaffMember
from pdsched.report.answer import Answer
from pdsched.views.in_class import with_classes
from pdsched.views.names import Names


class Matter:
    """A problem and a plan with what several chapters look up in them."""

    def __init__(self, problem: Problem, answer: Answer, chosen: Chosen, logo: str = "") -> None:
        self.problem = problem
        """As it was given; `full` has it with meetings and implied steps."""
        self.answer = answer
        """With the result, where there is one."""
        self.chosen = chosen
        """For whom it is: whose leaves stand in it."""
        self.logo = logo
        """A data URI, or empty."""
        self.names = Names(problem)

    @property
    def policy(self) -> Policy:
        """The policy of the plan."""
        return self.answer.policy

    @cached_property
    def plan(self) -> Plan:
        """The plan, the empty one where there is none; sessions in a lesson have its class."""
        return with_classes(self.problem, (self.answer.plan or Plan()).canonical())

    @cached_property
    def full(self) -> Problem:
        """The problem with meetings in place of series, and with the needs implied."""
        return in_full(self.problem)

    @cached_property
    def staff(self) -> dict[str, StaffMember]:
        """The staff by id."""
        return {member.id: member for member in self.problem.staff}

    @cached_property
    def courses(self) -> dict[str, Course]:
        """The courses in full by id."""
        return {course.id: course for course in self.full.courses}
