"""What the chapters of a binder are made of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from pdsched.binder.chosen import Chosen
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Course, Problem, StaffMember
from pdsched.referee.facts import Facts
from pdsched.report.answer import Answer
from pdsched.views import SubstituteView, by_substitute
from pdsched.views.in_class import with_classes
from pdsched.views.lookup import CoverBook
from pdsched.views.names import Names


class Matter:
    """A problem and a plan with what several chapters look up in them."""

    def __init__(
        self,
        problem: Problem,
        answer: Answer,
        chosen: Chosen,
        *,
        logo: str = "",
        language: str = "en",
    ) -> None:
        self.problem = problem
        """As it was given; `facts` has it with meetings and implied steps."""
        self.answer = answer
        """With the result, where there is one."""
        self.chosen = chosen
        """For whom it is: whose leaves stand in it."""
        self.logo = logo
        """A data URI, or empty."""
        self.language = language
        """In which sentences of rules and goals are told: ``en``, ``fr`` or ``de``."""
        self.names = Names(problem, language)

    @property
    def policy(self) -> Policy:
        """The policy of the plan."""
        return self.answer.policy

    @cached_property
    def plan(self) -> Plan:
        """The plan, the empty one where there is none; sessions in a lesson have its class."""
        return with_classes(self.problem, (self.answer.plan or Plan()).canonical())

    @cached_property
    def facts(self) -> Facts:
        """The problem in full (with meetings, and the needs implied), with its indexes."""
        return Facts(self.problem)

    @cached_property
    def covers(self) -> CoverBook:
        """The covers of the plan, by release."""
        return CoverBook(self.plan.covers)

    @cached_property
    def half_days(self) -> tuple[SubstituteView, ...]:
        """The half-days of substitutes, with the classes that they hold."""
        return by_substitute(self.problem, self.plan)

    @property
    def full(self) -> Problem:
        """The problem in full."""
        return self.facts.problem

    @property
    def staff(self) -> Mapping[str, StaffMember]:
        """The staff by id."""
        return self.facts.staff

    @property
    def courses(self) -> Mapping[str, Course]:
        """The courses in full by id."""
        return self.facts.courses
