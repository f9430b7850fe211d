"""What is said of one unmet need: in no plan, at a price, or not settled."""

from __future__ import annotations

from pdsched.answer import Answer, Proof
from pdsched.answers.asked_about import AskedAbout, in_words, proof_of
from pdsched.answers.bounds import Shown
from pdsched.answers.disturbance import disturbed, sharing_records
from pdsched.problem import Need
from pdsched.views.names import Names
from pdsched.views.words import count, names

PUSHED = 5
"""Needs that are named at most of those that would be pushed out."""


class NeedReasons:
    """Reasons of the unmet needs of one plan."""

    def __init__(self, about: AskedAbout) -> None:
        self._about, self._names = about, Names(about.judge.full)

    def in_no_plan(self, need: Need, why: str) -> Answer:
        """It is proven that no plan meets it, and why."""
        said = f"{self._told(need)} is met in no plan: {why}"
        return Answer(
            question=self._question(need),
            sentence=said if said.endswith(".") else f"{said}.",
            proof=Proof.PROVEN,
            possible=False,
        )

    def at_a_price(self, need: Need, shown: Shown) -> Answer:
        """A plan meets it, which pushes out others."""
        about = self._about
        prices = about.prices(shown.values, shown.bounds)
        out = sorted(about.plan.needs_met - shown.plan.needs_met)
        told = names([self._names.need(each) for each in out], PUSHED)
        pushed = f" It would push out {count(len(out), 'need')}: {told}." if out else ""
        return Answer(
            question=self._question(need),
            sentence=f"{self._told(need)} could be met: {in_words(prices)}.{pushed}",
            proof=proof_of(prices),
            possible=True,
            goals=prices,
            plan=sharing_records(shown.plan, about.plan),
            disturbed=disturbed(about.judge.full, about.plan, shown.plan, [need.staff]),
        )

    def open_still(self, need: Need) -> Answer:
        """Nothing was found out in the time."""
        said = f"{self._told(need)} is not settled: no plan was found that meets it, and no proof"
        said += " that there is none."
        return Answer(question=self._question(need), sentence=said, proof=Proof.TRIED)

    def _told(self, need: Need) -> str:
        return f"{self._names.need(need.id)} ({need.id})"

    def _question(self, need: Need) -> str:
        return f"Why is this need not met: {self._told(need)}?"
