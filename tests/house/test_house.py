"""The house style, as far as a machine can see it: files, quick tests, imports that hide."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pdsched

PACKAGE = Path(pdsched.__file__).parent
TESTS = Path(__file__).parents[1]
MOST_LINES = 300
MOST_LINES_OF_TESTS = 400
VAGUE = frozenset({"found", "some", "own", "mine"})


def longer_than(most: int, root: Path) -> set[str]:
    """Files of Python below a folder that have more lines, by their places in it."""
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if len(path.read_text(encoding="utf-8").splitlines()) > most
    }


def test_no_file_of_the_package_is_long() -> None:
    """A file that passes 300 lines is two: look for the seam."""
    assert longer_than(MOST_LINES, PACKAGE) == set()


def test_no_file_of_tests_is_long() -> None:
    """A file of tests that passes 400 lines is two as well."""
    assert longer_than(MOST_LINES_OF_TESTS, TESTS) == set()


def test_every_file_of_tests_has_a_quick_one() -> None:
    """A newcomer's run, which leaves out slow tests, has an example of every kind."""
    files = [
        (path, ast.parse(path.read_text(encoding="utf-8"))) for path in TESTS.rglob("test_*.py")
    ]

    assert {path.name for path, tree in files if not any(map(is_quick, tree.body))} == set()
    whole = {
        path.name
        for path, tree in files
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.value).rpartition(".")[2] == "slow"
    }
    assert whole == set()


def is_quick(node: ast.stmt) -> bool:
    """Whether a statement is a test that runs in the default run, on every machine."""
    return (
        isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not any(map(is_left_out, node.decorator_list))
    )


def is_left_out(mark: ast.expr) -> bool:
    """Whether a mark says slow, by whatever path, or asks for something not always there."""
    name = ast.unparse(mark).rpartition(".")[2]
    return name == "slow" or name.startswith("needs_")


@pytest.mark.parametrize("package", ["engines", "model", "search"])
def test_no_import_is_for_types_alone(package: str) -> None:
    """What Python does not import but mypy does hides a circle from import-linter's readers.

    OR-Tools, which takes seconds to load, imports nothing of ours and can be in no circle.
    """
    assert (PACKAGE / package).is_dir()
    hidden = [
        f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}"
        for path in (PACKAGE / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if not all(ast.unparse(line).startswith("from ortools.") for line in node.body)
    ]

    assert hidden == []


def test_every_local_says_what_it_holds() -> None:
    """No function stores or takes a name that could hold anything."""
    vague = {
        f"{path.relative_to(PACKAGE).as_posix()}:{line}: {name}"
        for path in PACKAGE.rglob("*.py")
        for name, line in names_in_functions(ast.parse(path.read_text(encoding="utf-8")))
        if name in VAGUE
    }

    assert sorted(vague) == []


def names_in_functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names that the functions of a module take or store, each with its line."""
    functions = (n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.Lambda)))
    for node in (node for function in functions for node in ast.walk(function)):
        if isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
