"""All that stands in a report, before it is put into words."""

from __future__ import annotations

from typing import NamedTuple

from pdsched.indicators import Kpis, kpis
from pdsched.plan import Plan
from pdsched.problem import Problem
from pdsched.report.agenda import Agenda, agenda
from pdsched.report.answer import Answer
from pdsched.report.certificate import Certificate, certificate
from pdsched.report.decisions import Decisions, decisions
from pdsched.report.heat import HeatMap, heat_map
from pdsched.report.reached import GoalLine, Tile, goal_lines, tiles
from pdsched.report.schools import SchoolLine, school_lines
from pdsched.report.still_open import OpenRule, open_rules
from pdsched.views.names import Names


class Limits(NamedTuple):
    """How much of everything is listed; what is beyond is counted."""

    schools_first: int = 8
    """On the first sheet."""
    goals_first: int = 5
    rules_first: int = 4
    stripes_first: int = 1
    schools: int = 400
    needs_of_a_rule: int = 200
    lines_of_agenda: int = 600
    decisions: int = 10


class Contents(NamedTuple):
    """What the template is given."""

    problem: Problem
    answer: Answer
    has_plan: bool
    tiles: tuple[Tile, ...]
    goals: tuple[GoalLine, ...]
    schools: tuple[SchoolLine, ...]
    """All of them; `Limits` says how many are listed."""
    heat: HeatMap
    open_rules: tuple[OpenRule, ...]
    decisions: Decisions
    agenda: Agenda
    figures: Kpis
    certificate: Certificate
    limits: Limits

    @property
    def open_needs(self) -> int:
        """How many needs the plan lists as unmet."""
        return sum(rule.number for rule in self.open_rules)


def contents(
    problem: Problem, answer: Answer, limits: Limits | None = None, language: str = "en"
) -> Contents:
    """Gather what a report tells; of a result without a plan, as of the empty plan.

    Sentences of rules and goals come in a language; other words are for templates.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> from pdsched.policy import Policy
    >>> contents(Problem(calendar=calendar), Answer(Plan(), Policy())).open_needs
    0
    """
    limits = limits or Limits()
    plan, policy, names = answer.plan or Plan(), answer.policy, Names(problem, language)
    figures = kpis(problem, plan, policy)
    return Contents(
        problem=problem,
        answer=answer,
        has_plan=answer.plan is not None,
        tiles=tiles(figures, language),
        goals=goal_lines(problem, answer, language),
        schools=school_lines(problem, figures, names),
        heat=heat_map(problem.calendar, plan),
        open_rules=open_rules(problem, plan, policy, names, limits.needs_of_a_rule, language),
        decisions=decisions(problem, answer, figures, limits.decisions, language),
        agenda=agenda(problem, plan, names, limits.lines_of_agenda),
        figures=figures,
        certificate=certificate(problem, answer, language),
        limits=limits,
    )
