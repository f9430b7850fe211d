"""Who asks for more than there is, found by minimum cuts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdsched.preflight import shortage
from pdsched.preflight.shortage import Asker, most_served, shortages

NAMES = ("ada", "bo", "cy")
ASKERS = st.lists(
    st.builds(Asker, st.integers(1, 3), st.integers(1, 3), st.frozensets(st.sampled_from(NAMES))),
    max_size=4,
)
STOCK = st.fixed_dictionaries({name: st.integers(0, 6) for name in NAMES})


def lacking(askers: list[Asker[str]], stock: dict[str, int]) -> int:
    """The most that any set of askers lacks, of all sets."""
    most = 0
    for mask in range(1 << len(askers)):
        chosen = [asker for number, asker in enumerate(askers) if mask >> number & 1]
        had = {name for asker in chosen for name in asker.suppliers}
        wanted = sum(asker.things * asker.units for asker in chosen)
        most = max(most, wanted - sum(stock[name] for name in had))
    return most


@given(askers=ASKERS, stock=STOCK)
def test_all_that_is_lacking_is_told_once(askers: list[Asker[str]], stock: dict[str, int]) -> None:
    """What the sets lack together is the most that any set lacks, and none of them overlap."""
    told = list(shortages(askers, stock))
    numbers = [number for each in told for number in each.askers]
    assert len(numbers) == len(set(numbers))
    wanted = sum(askers[number].things * askers[number].units for number in numbers)
    assert wanted - sum(each.units for each in told) == lacking(askers, stock)


@given(askers=ASKERS, units=st.integers(0, 20))
def test_the_least_demanding_come_first(askers: list[Asker[str]], units: int) -> None:
    """So many fit, and one more does not."""
    sizes = sorted(asker.units for asker in askers for _ in range(asker.things))
    served = most_served(askers, units)
    assert sum(sizes[:served]) <= units
    assert served == len(sizes) or sum(sizes[: served + 1]) > units


def test_where_a_cut_would_take_minutes_all_are_counted_together() -> None:
    """Three hundred who could each go to three hundred others lack what they lack in all."""
    suppliers = frozenset(range(300))
    askers = [Asker(2, 1, suppliers) for _ in range(300)]
    (short,) = shortages(askers, dict.fromkeys(suppliers, 1))
    assert (len(short.askers), short.units) == (300, 300)


@given(askers=ASKERS, stock=STOCK)
def test_few_are_told_as_many_are(askers: list[Asker[str]], stock: dict[str, int]) -> None:
    """Without OR-Tools the same sets are told as with it, from a cut next to the source."""
    with pytest.MonkeyPatch.context() as patch:
        alone = list(shortages(askers, stock))
        patch.setattr(shortage, "_FEW_TIES", -1)
        assert list(shortages(askers, stock)) == alone
