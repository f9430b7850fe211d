"""Prices, scenarios and simulations as a notebook shows them."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.views.tables import Column, Row, Table, columns, filled, first_rows
from pdsched.views.words import day
from pdsched.what_if import GoalGain, KnobPrice, PriceList, Scenario, Scenarios, Simulation


def prices_to_html(prices: PriceList) -> str:
    """A row a change: what it brings, and how far that is proven.

    >>> prices = PriceList(question="What?", sentence="<b>.", knobs=())
    >>> "&lt;b&gt;" in prices_to_html(prices)
    True
    """
    heads = columns("Rank|Proof|What it brings|Change", n="Rank", w="Proof")

    def row(p: KnobPrice) -> Row:
        return f"{p.rank or ''}", p.proof.value, p.sentence, str(p.knob)

    head = f"{prices.question} {prices.sentence} {prices.order}".strip()
    rows = first_rows(heads, prices.knobs, row)
    return filled("notebook.html", head=head, tables=[rows])


def scenarios_to_html(fan: Scenarios) -> str:
    """A row a scenario, and a table scenario by goal with what plans have and what bounds them."""
    heads = columns("Scenario|Proof|What it comes to", w="Scenario|Proof")
    told = first_rows(heads, fan.scenarios, lambda s: (s.name, s.proof.value, s.sentence))
    goals = tuple(dict.fromkeys(gain.id for s in fan.scenarios for gain in s.gains))
    goal_heads = (Column("Scenario", "w"), *(Column(goal, "n") for goal in goals))

    def row(scenario: Scenario) -> Row:
        by_goal = {gain.id: _between(gain) for gain in scenario.gains}
        return scenario.name, *(by_goal.get(goal, "") for goal in goals)

    values = first_rows(goal_heads, fan.scenarios, row, "Value, and the bound where it differs")
    return filled("notebook.html", head=f"{fan.question} {fan.sentence}", tables=[told, values])


def _between(gain: GoalGain) -> str:
    if gain.bound is None or gain.bound == gain.value:
        return f"{gain.value:,}"
    return f"{gain.value:,} to {gain.bound:,}"


def simulation_to_html(simulation: Simulation) -> str:
    """Tables by school, of the people most at risk, and of the reserves that pay."""
    head = f"{simulation.question} {simulation.sentence}"
    return filled("notebook.html", head=head, tables=[*_simulated(simulation)])


def _simulated(simulation: Simulation) -> Iterator[Table]:
    numbers = "Releases|Fall out|5 %|Median|95 %|Most"
    yield first_rows(
        columns(f"School|{numbers}", n=numbers),
        simulation.schools,
        lambda s: (
            s.name,
            f"{s.releases:,}",
            f"{s.lost.expected:,.2f}",
            *(f"{n:,}" for n in (s.lost.low, s.lost.median, s.lost.high, s.lost.most)),
        ),
        "Releases that fall out",
        "school",
    )
    if simulation.people:
        yield first_rows(
            columns("Chance|Person|Date|Lessons covered", n="Chance|Lessons covered", w="Date"),
            simulation.people,
            lambda p: (f"{p.chance:.0%}", p.name, day(p.date), f"{p.covers:,}"),
            "Most at risk",
        )
    if simulation.reserves:
        yield first_rows(
            columns("Date|Half|Zone|Substitutes|Saves", n="Substitutes|Saves", w="Date"),
            simulation.reserves,
            lambda r: (day(r.date), r.half, r.zone, f"{r.substitutes:,}", f"{r.saved:.2f}"),
            "A reserve that pays",
        )
