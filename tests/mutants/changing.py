"""Making the code wrong in one place, in memory: functions that exist get another code object."""

from __future__ import annotations

import ast
import builtins
import gc
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, TypeGuard

import numpy as np

Span = tuple[int, int, int, int]
"""Lines and columns of an expression."""

met: set[str] = set()
"""``figure`` once a mutated figure was in fact a number."""


def span_of(node: ast.expr) -> Span:
    """Where an expression stands."""
    return node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0


def shifted(value: Any, by: int) -> Any:
    """A figure shifted: whole numbers by one, shares by a tenth; what is no figure as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.ndarray | np.number):
        return value
    met.add("figure")
    whole = isinstance(value, int) or (not isinstance(value, float) and value.dtype.kind == "i")
    return value + (by if whole else by / 10)


class _Changing(ast.NodeTransformer):
    def __init__(self, span: Span, by: int | None) -> None:
        self.span, self.by = span, by

    def visit(self, node: ast.AST) -> Any:
        node = super().visit(node)
        if not isinstance(node, ast.expr) or span_of(node) != self.span:
            return node
        if self.by is None:
            return ast.copy_location(ast.Constant(value=False), node)
        if isinstance(node, ast.Attribute):
            call = ast.Name(id="_mutants_shifted", ctx=ast.Load())
            return ast.copy_location(ast.Call(call, [node, ast.Constant(self.by)], []), node)
        return node


def change(path: Path, span: Span, by: int | None) -> None:
    """Shift the figure that is read there; with no ``by``, let the condition never hold.

    Raises:
        LookupError: if no function has this code.
    """
    setattr(builtins, "_mutants_shifted", shifted)  # noqa: B010 - mypy knows no such builtin
    tree = _Changing(span, by).visit(ast.parse(path.read_text(encoding="utf-8")))
    wrong = compile(ast.fix_missing_locations(tree), str(path), "exec")
    codes = {_key(code): code for code in _inside(wrong)}
    found = 0
    for function in [f for f in gc.get_objects() if isinstance(f, FunctionType)]:
        code = function.__code__
        if code.co_filename != str(path) or _key(code) not in codes:
            continue
        if code.co_firstlineno <= span[0] <= _last_line(code):
            function.__code__ = codes[_key(code)]
            found += 1
    if not found:
        raise LookupError(f"no function of {path} holds line {span[0]}")


def silence(function: FunctionType) -> None:
    """Let a function of one argument do nothing, wherever it is called from.

    Another code object has to name as many variables of functions around it.
    """
    around = ", ".join(function.__code__.co_freevars)
    there: dict[str, Any] = {}
    exec(f"def outer({around}):\n def silent(_):\n  if 0: ({around})\n return silent", there)
    (silent,) = (code for code in there["outer"].__code__.co_consts if _is_code(code))
    function.__code__ = silent


def _key(code: CodeType) -> tuple[str, int, int]:
    columns = next((p[2] or 0 for p in code.co_positions() if p[2]), 0)
    return code.co_qualname, code.co_firstlineno, columns if code.co_name == "<lambda>" else 0


def _last_line(code: CodeType) -> int:
    """Of the function, and of what is defined in it."""
    own = max(line or 0 for _, _, line in code.co_lines())
    return max([own, *(_last_line(inner) for inner in code.co_consts if _is_code(inner))])


def _is_code(constant: object) -> TypeGuard[CodeType]:
    return isinstance(constant, CodeType)


def _inside(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if _is_code(constant):
            yield constant
            yield from _inside(constant)
