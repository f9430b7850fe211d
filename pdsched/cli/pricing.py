"""``price``, ``scenarios`` and ``simulate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pdsched.cli.arguments import Json, PlanPath, PolicyName, ProblemPath, Seconds, Seed, Workers
from pdsched.cli.asking import asked_about
from pdsched.cli.told import in_columns, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pdsched.what_if import GoalGain, Scenarios, Simulation

KNOB_HELP = (
    "A change to price, once for each: substitute:ZONE=tue-am, trainer:ID=2026-10-06, "
    "group:COURSE=+1, seats:ROOM=+5, room:SCHOOL=30, figure:NAME=+1, without:ID."
)
MOST_PEOPLE = 10


def price(
    problem: ProblemPath,
    plan: PlanPath,
    more: Annotated[
        list[str] | None, typer.Option("--more", metavar="KNOB", help=KNOB_HELP)
    ] = None,
    scan: Annotated[
        bool, typer.Option("--scan", help="Try what the problem offers, and tell the best ten.")
    ] = False,
    policy: PolicyName = "default",
    seconds: Seconds = 60,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Tell what one more half-day, trainer day, seat, room or release a person would bring.

    The price of a change is the difference of two values, each with a plan that has it and a bound:
    exact where both are proven, else a range. PLAN is a plan or, to know bounds, the whole result
    that `solve --result` writes. With --json: the fields of `pdsched schema prices`, without plans.
    """
    from pdsched.answers.price import price as ask

    if bool(more) is scan:
        raise typer.BadParameter("give --more KNOB, once or several times, or else --scan")
    given, asked, under = asked_about(problem, plan, policy)
    prices = ask(given, asked, more or None, under, seconds=seconds, workers=workers)
    if as_json:
        _json(prices.model_dump(mode="json", exclude={"knobs": {"__all__": {"plan"}}}))
        return
    if scan:
        typer.echo(f"{prices.tried} changes were looked at; the best of them:")
    if prices.order:
        typer.echo(prices.order)
    for each in prices.knobs:
        rank = f"{each.rank or '-'}. " if prices.order else ""
        typer.echo(f"{rank}{each.proof}: {each.sentence}")
        typer.echo(f"  {each.knob}")
        _gains(each.gains)


def scenarios(
    problem: ProblemPath,
    plan: PlanPath,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="SCENARIOS",
            help="A TOML or JSON file: by name, the list of changes of each scenario.",
            show_default=False,
        ),
    ],
    policy: PolicyName = "default",
    seconds: Seconds = 60,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Tell what several sets of changes would come to, and which are better for certain.

    SCENARIOS has a line for each, such as `"smaller groups" = ["group:course-1=-1"]`; changes are
    those of `pdsched price`. One is called better only where the ranges of their values do not
    overlap. With --json: the fields of `pdsched schema scenarios`, without plans.
    """
    from pdsched.answers.scenarios import scenarios as ask
    from pdsched.files.scenarios import read_scenarios

    changes = read_scenarios(file)
    given, asked, under = asked_about(problem, plan, policy)
    fan = ask(given, changes, plan=asked, policy=under, seconds=seconds, workers=workers)
    if as_json:
        _json(fan.model_dump(mode="json", exclude={"scenarios": {"__all__": {"plan"}}}))
        return
    for line in _fan(fan):
        typer.echo(line)


def simulate(
    problem: ProblemPath,
    plan: PlanPath,
    n: Annotated[
        int, typer.Option("--runs", metavar="N", min=1, max=100_000, help="Number of runs.")
    ] = 1000,
    seed: Seed = 0,
    pays_from: Annotated[
        float,
        typer.Option(
            metavar="X",
            min=0.01,
            max=1000,
            help="Releases that a substitute in reserve has to save on average.",
        ),
    ] = 0.5,
    policy: PolicyName = "default",
    as_json: Json = False,
) -> None:
    """Tell what becomes of a plan when substitutes come by their chances, and which reserve pays.

    With --json: the fields of `pdsched schema simulation`.
    """
    from pdsched.answers.simulate import simulate as ask

    given, asked, under = asked_about(problem, plan, policy)
    simulation = ask(given, asked, n, seed, policy=under, pays_from=pays_from)
    if as_json:
        _json(simulation.model_dump(mode="json"))
        return
    for line in _simulation(simulation):
        typer.echo(line)


def _json(fields: dict[str, Any]) -> None:
    typer.echo(one_line(fields))


def _gains(gains: Iterable[GoalGain]) -> None:
    for gain in gains:
        shown = "" if gain.proven or gain.low is None else f"; plans show {gain.shown}"
        typer.echo(f"    {gain.id}: {gain.text}{shown}")


def _fan(fan: Scenarios) -> Iterator[str]:
    yield fan.sentence
    for each in fan.scenarios:
        yield f"{each.name}: {each.proof}: {each.sentence}"
    goals = list(dict.fromkeys(gain.id for s in fan.scenarios for gain in s.gains))
    rows = [("", *(s.name for s in fan.scenarios))]
    for goal in goals:
        cells = (next((_range(g) for g in s.gains if g.id == goal), "-") for s in fan.scenarios)
        rows.append((goal, *cells))
    yield from _indented(rows)


def _range(gain: GoalGain) -> str:
    """The value of a plan, and what no plan passes."""
    if gain.bound is None:
        return f"{gain.value}"
    return f"{gain.value}" if gain.bound == gain.value else f"{gain.value}..{gain.bound}"


def _indented(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    return (f"  {line}" for line in in_columns(rows))


def _simulation(simulation: Simulation) -> Iterator[str]:
    yield simulation.sentence
    if simulation.schools:
        heads = ("school", "releases", "fall out", "5 %", "median", "95 %", "most")
        rows = [heads]
        for s in simulation.schools:
            lost = s.lost
            numbers = map(str, (lost.low, lost.median, lost.high, lost.most))
            low, median, high, most = numbers
            rows.append((s.name, f"{s.releases}", f"{lost.expected:.2f}", low, median, high, most))
        yield from _indented(rows)
    if simulation.people:
        yield "Most at risk:"
        for risk in simulation.people[:MOST_PEOPLE]:
            yield f"  {risk.chance:.0%} {risk.name} on {risk.date}, {risk.covers} covered"
    if simulation.reserves:
        yield "A reserve that pays:"
        for r in simulation.reserves[:MOST_PEOPLE]:
            yield f"  {r.substitutes} on {r.date} {r.half} in zone {r.zone}: saves {r.saved:.2f}"
