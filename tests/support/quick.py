"""Which of several cases are run when nobody asks for all of them.

``uv run pytest`` leaves out what is marked ``slow``, so that a newcomer waits minutes; the gates
leave out nothing. Every file of tests keeps a quick one, which the tests of the house see to.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

slow = pytest.mark.slow


def first_quick(cases: Iterable[Any], count: int = 1) -> list[Any]:
    """The cases of a test, of which all but the first ones are slow; a tuple is several values."""
    return [case if number < count else _slow(case) for number, case in enumerate(cases)]


def _slow(case: Any) -> Any:
    if hasattr(case, "marks"):
        return pytest.param(*case.values, marks=(*case.marks, slow), id=case.id)
    plain = isinstance(case, tuple) and not hasattr(case, "_fields")
    return pytest.param(*case, marks=slow) if plain else pytest.param(case, marks=slow)
