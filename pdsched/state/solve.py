"""`solve_state`: all districts of a state, and the bound of the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from pathlib import Path
from time import monotonic
from typing import Any

from pdsched.checks import GivenPolicy, policy_of
from pdsched.errors import PdschedError
from pdsched.policy import NEEDS_MET, Policy
from pdsched.policy.counts import Each
from pdsched.problem.base import record_of
from pdsched.result import made_under
from pdsched.runner.arguments import SECONDS, check_arguments
from pdsched.state.demand import Demand, read_demands
from pdsched.state.dividing import divide
from pdsched.state.files import load_state, refuse_odd
from pdsched.state.prices import visit_prices
from pdsched.state.records import DistrictOutcome, Shares, State, StateResult, asked_of
from pdsched.state.run import Districts
from pdsched.state.store import Store, refuse_inputs


def solve_state(
    state: State | Mapping[str, Any] | str | Path,
    policy: GivenPolicy | None = None,
    *,
    checkpoint: str | Path,
    seconds: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    on_district: Callable[[DistrictOutcome], object] | None = None,
) -> StateResult:
    """Plan a state district by district, with trainers whom all of them share.

    Shared trainers are divided by date: on a date each is in one district, and nobody travels from
    one to another. A date goes to the district that offers most for it: the points of its most
    urgent needs for the trainer, as many as the date has room for. Then each district is planned
    alone with its share. Dates on which nobody came to a shared trainer go to districts whose needs
    are unmet, which go on from their plans, as long as there is time.

    The bound holds for all plans of the districts in which a shared trainer is in one district on a
    date. A date has a price of ``p >= 0`` points, and a seat one of ``m >= 0``. At most ``V`` dates
    are sold; a district to which the trainers come ``v`` times has ``n <= min(N, q * v)`` of its
    ``N`` needs met by them, with ``q`` seats a date at most. So the points ``f`` of the plans are::

        sum f  <=  sum (f - m * n)  +  p * V  +  sum max over v of (m * min(N, q * v) - p * v)

    The plan of each district is also one of a problem in which all dates of all shared trainers are
    the district's, and there its needs for the trainers' courses can count ``m`` points less each,
    or nothing where less than that is left: this takes no more than ``m * n`` from ``f``. What
    `pdsched.solve` proves about that problem is therefore no less than ``f - m * n``. The rest is
    arithmetic; `pdsched.state.prices` says how the prices are chosen.

    Args:
        state: The state, a dictionary of its fields, or the path that `pdsched.load_state` reads.
        policy: Of all districts, as in `pdsched.solve`. Its first goal has to be ``needs-met``
            alone, which is what the bound is about.
        checkpoint: A folder, made where there is none, in which everything lies in the end:
            ``result.json`` as returned; ``plans/ID.json``, the `Result` of each district;
            ``problems/ID.json.gz``, the district with its share, for `pdsched.verify` and others;
            ``bounds`` and ``shares.json``. What is finished there, of the same district with the
            same share under the same policy, is not done again.
        seconds: Wall-clock limit of the whole call, above 0, by default 60 for each district. Each
            search gets at least two seconds, and reading and judging of districts takes its time.
        workers: Parallel searches of each district, as in `pdsched.solve_many`.
        seed: Seed of each search, 0 to 2^31 - 1.
        executor: Where districts are solved, as in `pdsched.solve_many`: as many at a time as it
            has workers, and no more of them are in memory here. One after the other, if left out.
        on_district: Called whenever a district has a plan, first or better, or is found to have
            none.

    Returns:
        Value and bound of the whole, of each district, prices and shares. Plans are in the folder.

    Raises:
        ProblemError: if a file cannot be read, or state, districts or policy have faults; all of
            them are in it.
        PdschedError: if the first goal of the policy is another one, a limit of it insists on
            something of each trainer, a district lies where something is written, or as
            `pdsched.solve_many`. A search that dies costs its district alone the answer.
        ValueError: if an argument is out of its range.
        TypeError: if the state is something else.

    >>> import pdsched
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "north.json"
    ...     pdsched.save(pdsched.Problem.model_validate({"calendar": calendar}), file)
    ...     state = {"id": "all", "districts": [{"id": "north", "path": str(file)}]}
    ...     result = pdsched.solve_state(state, checkpoint=Path(folder) / "plans", seconds=20)
    ...     pdsched.load_plan(Path(folder) / "plans" / "plans" / "north.json").sessions
    ()
    >>> result.value, result.bound, result.without_plan
    (0, 0, ())
    """
    begun = monotonic()
    given = _state_of(state)
    held = policy_of(policy)
    _refuse_policy(held)
    limit = SECONDS * max(1, len(given.districts)) if seconds is None else seconds
    check_arguments(limit, None, workers, seed)
    refuse_inputs(checkpoint, given)
    demands = read_demands(given)
    store = Store(checkpoint)
    districts = Districts(
        given,
        demands,
        held,
        store,
        _shares(given, demands, held, store),
        seconds=limit,
        begun=begun,
        executor=executor,
        options={"workers": workers, "seed": seed},
        tell=on_district or _tell_nobody,
    )
    districts.plan_all()
    districts.hand_on()
    outcomes, prices = districts.outcomes(), districts.shares.prices
    result = StateResult(
        state=given.id,
        policy=made_under(held),
        value=sum(each.value or 0 for each in outcomes),
        bound=sum(p.points * p.visits + p.surplus for p in prices)
        + sum(each.bound for each in outcomes),
        districts=outcomes,
        prices=prices,
        shares=districts.shares.shares,
        seconds=round(monotonic() - begun, 3),
    )
    store.keep_state(result)
    return result


def _state_of(given: State | Mapping[str, Any] | str | Path) -> State:
    if isinstance(given, str | Path):
        return load_state(given)
    state = record_of("state", given, State, "load_state reads files")
    refuse_odd(state)
    return state


def _refuse_policy(policy: Policy) -> None:
    """Refuse what the bound is not about, or would not hold under."""
    first = policy.tiers[0]
    if first.id != NEEDS_MET:
        raise PdschedError(
            f"policy {policy.name}: its first goal is {first.id}, and states are planned for "
            f"{NEEDS_MET} before all else; make that the first goal, alone"
        )
    for limit in policy.limits:
        # The bound takes each district with all shared trainers, its plan with some of them.
        if limit.insist and limit.each is Each.TRAINER:
            raise PdschedError(
                f"policy {policy.name}: limit {limit.id} insists on something of each trainer, and "
                "not every shared trainer comes to every district; leave out insist"
            )


def _shares(state: State, demands: tuple[Demand, ...], policy: Policy, store: Store) -> Shares:
    """As the folder has them, or drawn up; prices are never taken from there."""
    asked = asked_of(state, tuple(demand.digest for demand in demands), policy.digest())
    limited = policy.keeps_trainer_loads
    prices = visit_prices(state.trainers, demands, limited=limited)
    if (kept := store.shares(asked)) is not None and _is_sound(kept, state):
        return kept.model_copy(update={"prices": prices})
    dates = divide(state.trainers, demands, limited=limited)
    shares = Shares(asked=asked, prices=prices, shares=dates)
    store.keep_shares(shares)
    return shares


def _is_sound(shares: Shares, state: State) -> bool:
    """Whether all that is named there is known, and nobody in two districts on a date."""
    trainers = {trainer.id for trainer in state.trainers}
    districts = {district.id for district in state.districts}
    every = (*shares.shares, *shares.refused)
    dates = [(share.trainer, day) for share in shares.shares for day in share.dates]
    return len({*dates}) == len(dates) and all(
        share.trainer in trainers and share.district in districts for share in every
    )


def _tell_nobody(_: DistrictOutcome) -> None:
    pass
