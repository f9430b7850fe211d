"""What a plan breaks, but for what the past breaks by itself.

What happened is a fact, even where a limit of today would not have let it: it counts for every
limit, and nothing may be added to what is full or more than full; but it is no fault of a plan.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from pdsched.plan import Plan, past_plan
from pdsched.referee.case import Case
from pdsched.referee.rules import checks_of
from pdsched.referee.violation import Violation

_ASKING = frozenset({"past", "dose", "champions"})
"""Rules that ask for something: that the past has less of it excuses nobody."""
_BY_SUBJECTS = frozenset({"prerequisites"})
"""Rules whose sentences also tell of what came later."""


def broken(case: Case) -> set[Violation]:
    """Every violation of every rule in force that the past does not break alone, in those words."""
    violations = _violations(case, case.policy.rules)
    past = past_plan(case.facts.problem)
    if not violations or past == Plan():
        return violations
    asking = _ASKING.union(limit.id for limit in case.policy.limits if limit.asks)
    rules = {violation.rule for violation in violations} - asking
    nothing = _violations(Case(case.facts, Plan(), case.policy), rules)
    alone = _violations(Case(case.facts, past, case.policy), rules)
    excused = {_key(violation) for violation in alone - nothing}
    return {violation for violation in violations if _key(violation) not in excused}


def _violations(case: Case, rules: Iterable[str]) -> set[Violation]:
    """Violations of those of some rules that are in force."""
    checks = checks_of(case.policy)
    return {v for name in rules if case.policy.holds(name) for v in checks[name](case)}


def _key(violation: Violation) -> Hashable:
    """What makes two violations the same."""
    if violation.rule in _BY_SUBJECTS:
        return violation.rule, violation.subjects
    return violation
