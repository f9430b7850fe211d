"""The public names: which they are, and that each says what it does."""

from __future__ import annotations

import inspect
from importlib.metadata import version
from pathlib import Path

import pytest

import pdsched

ROOT = Path(pdsched.__file__).parent
API = [
    "Fault",
    "PdschedError",
    "Plan",
    "PlanRejectedError",
    "Policy",
    "Problem",
    "ProblemError",
    "Result",
    "Status",
    "check",
    "difference",
    "gap_report",
    "generate",
    "keep",
    "ledger",
    "load",
    "load_policy",
    "load_scales",
    "needs_from_survey",
    "save",
    "score",
    "solve",
    "suggestions",
    "verify",
]
FUNCTIONS = [name for name in API if name.islower()]


def test_api_is_pinned() -> None:
    """The public names are these, and a new one is added on purpose."""
    assert pdsched.__all__ == API


def test_dir_lists_the_api() -> None:
    """``dir`` shows a notebook user the names before any of them is loaded."""
    assert set(API) <= set(dir(pdsched))


@pytest.mark.parametrize("name", API)
def test_name_says_what_it_is(name: str) -> None:
    """Each public name can be imported and has a docstring of its own."""
    docstring = inspect.cleandoc(getattr(pdsched, name).__doc__)

    assert docstring.splitlines()[0].endswith((".", ":", ";"))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_shows_how_it_is_used(name: str) -> None:
    """Each public function has an example, which Sybil runs."""
    assert ">>> " in getattr(pdsched, name).__doc__


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_is_annotated(name: str) -> None:
    """Each public function says the types of all it takes and gives."""
    signature = inspect.signature(getattr(pdsched, name))
    annotations = [p.annotation for p in signature.parameters.values()]

    assert inspect.Signature.empty not in [*annotations, signature.return_annotation]


def test_unknown_name_is_an_attribute_error() -> None:
    """A name that does not exist is refused like that of any module."""
    with pytest.raises(AttributeError, match="no attribute 'slove'"):
        _ = pdsched.slove


def test_version_is_that_of_the_package() -> None:
    """The version in the code is the version in the package's metadata."""
    assert pdsched.__version__ == version("pdsched")


def test_map_names_every_room() -> None:
    """The package docstring has one line for each room, and no line for another."""
    rooms = {p.stem for p in ROOT.glob("*.py")} | {
        p.parent.name for p in ROOT.glob("*/__init__.py")
    }
    lines = inspect.cleandoc(pdsched.__doc__ or "").splitlines()
    named = {line.split("`")[1] for line in lines if line.startswith("- `")}

    assert named == {f"pdsched.{room}" for room in rooms - {"__init__", "__main__"}}
