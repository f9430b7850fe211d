"""Knobs that a problem offers: what a district could have more of, where it would be of use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, zip_longest

from pdsched.answers.knobs import NUMBERED
from pdsched.expansion import in_full
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.policy.figures import figures_of
from pdsched.problem import Half, Modality, Need, Problem
from pdsched.referee.learning import Learning
from pdsched.what_if import Knob

MOST = 40
"""Knobs that are tried at most: of each kind the most promising first."""
SEATS = 5
WHOLE = {f.name for f in figures_of(Policy) if f.name in NUMBERED and f.info.unit != "share"}
"""Figures of which there is one more."""
SHARE = "+0.05"


def offers(problem: Problem, policy: Policy, plan: Plan) -> list[Knob]:
    """Knobs by which needs that a plan leaves open might be met, the most promising of each kind.

    One more substitute in each zone and half-day of a week; each trainer one weekday more; groups
    of one more; five more seats; and the figures of rules that the plan says are in the way.
    """
    full = in_full(problem)
    unmet = [need for need in full.needs if need.id not in plan.needs_met]
    kinds = (
        _figures(policy, plan),
        _substitutes(full, unmet),
        _groups(problem, full, unmet),
        _trainers(full, unmet),
        _seats(full, unmet),
    )
    in_turn = chain.from_iterable(zip_longest(*kinds))
    return [knob for knob in in_turn if knob is not None][:MOST]


def _figures(policy: Policy, plan: Plan) -> Iterator[Knob]:
    """Figures of rules that hold: those that unmet needs name first."""
    named = Counter(unmet.rule for unmet in plan.unmet)
    rules = sorted(policy.rules, key=lambda rule: -named[rule])
    seen = set[str]()
    for rule in rules:
        # A plan that knows no reasons names none: then all of them are looked at.
        if not policy.holds(rule) or policy.limit(rule) or not (named[rule] or not _told(plan)):
            continue
        for figure, value in policy.figures(rule).items():
            if figure in NUMBERED and value is not None and figure not in seen:
                seen.add(figure)
                yield Knob(kind="figure", what=figure, by="+1" if figure in WHOLE else SHARE)


def _told(plan: Plan) -> bool:
    return len({unmet.reason for unmet in plan.unmet}) > 1


def _substitutes(problem: Problem, unmet: list[Need]) -> Iterator[Knob]:
    """Zones where most is left open first, in each the half-days of a week in turn."""
    zone_of = {school.id: school.zone for school in problem.schools}
    home = {member.id: zone_of.get(member.schools[0], "") for member in problem.staff}
    is_held = {name for lesson in problem.lessons for name in lesson.staff}
    weights: Counter[str] = Counter()
    for need in unmet:
        if need.staff in is_held:
            weights[home[need.staff]] += need.priority
    for weekday in problem.calendar.weekdays:
        for half in Half:
            for zone, _ in weights.most_common():
                yield Knob(kind="substitute", what=zone, by=f"{weekday.value}-{half.value}")


def _wanted(problem: Problem, unmet: list[Need]) -> Counter[str]:
    """By course, how much is left open that it answers."""
    learning, wanted = Learning(problem), Counter[str]()
    for course in problem.courses:
        wanted[course.id] = sum(n.priority for n in unmet if learning.answers(course, n))
    return +wanted


def _groups(stated: Problem, full: Problem, unmet: list[Need]) -> Iterator[Knob]:
    """Courses as they are stated: a series is one, whatever meetings it has."""
    of_courses = {c.id for c in stated.courses if c.modality is not Modality.SELF_PACED}
    wanted, meetings = Counter[str](), _wanted(full, unmet)
    for course in full.courses:
        for name in of_courses.intersection(course.names):
            wanted[name] += meetings[course.id]
    for name, weight in wanted.most_common():
        if weight:
            yield Knob(kind="group", what=name, by="+1")


def _trainers(problem: Problem, unmet: list[Need]) -> Iterator[Knob]:
    """Trainers who give most of what is left open first, on the weekdays of the calendar."""
    wanted = _wanted(problem, unmet)
    weights = {t.id: sum(wanted[course] for course in t.courses) for t in problem.trainers}
    ranked = sorted((t for t in weights if weights[t]), key=lambda t: -weights[t])
    for weekday in problem.calendar.weekdays:
        for trainer in ranked:
            yield Knob(kind="trainer", what=trainer, by=weekday.value)


def _seats(problem: Problem, unmet: list[Need]) -> Iterator[Knob]:
    """Small rooms first, of those that do not seat the largest group that is wanted."""
    wanted = _wanted(problem, unmet)
    sizes = [c.group_max for c in problem.courses if c.id in wanted and c.modality.has_room]
    largest = max(sizes, default=0)
    for room in sorted(problem.rooms, key=lambda room: (room.capacity, room.id)):
        if room.capacity < largest:
            yield Knob(kind="seats", what=room.id, by=f"+{SEATS}")
