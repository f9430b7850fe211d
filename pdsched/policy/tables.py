"""The figures of a policy as pages and files show them, made from what their fields say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap

from pdsched.policy.figures import Figure, figures_of
from pdsched.policy.policy import Policy
from pdsched.policy.prices import Prices
from pdsched.policy.toml import toml_value

_FIGURES = figures_of(Policy)
_OF_PRICES = figures_of(Prices)
_DEFAULT = Policy()
_WIDTH = 100
_HARD = "\N{NO-BREAK SPACE}"


def figure_table() -> str:
    """The table of all figures in Markdown: key, sentence, limits and default.

    >>> print(next(row for row in figure_table().splitlines() if "payback_days" in row))
    | `payback_days` | School days within which lost minutes of protected time are to be given back;
    `pdsched ledger` tells them. | school days, 1 to 400 | `20` |
    """
    rows: list[str] = []
    for one in _FIGURES:
        rows.append(_row(one))
        if one.name == "prices":
            rows += map(_row_of_price, _OF_PRICES)
    return "\n".join(["| key | meaning | value | default |", "|---|---|---|---|", *rows])


def _row_of_price(price: Figure) -> str:
    cells = (f"`prices.{price.name}`", _markdown(price.sentence), _markdown(price.limits))
    return f"| {' | '.join((*cells, f'`{toml_value(price.default)}`'))} |"


def _row(figure: Figure) -> str:
    default = "-" if figure.default is None else f"`{_toml(figure, figure.default)}`"
    cells = (f"`{figure.name}`", _markdown(figure.sentence), _markdown(figure.limits), default)
    return f"| {' | '.join(cells)} |"


def _markdown(text: str) -> str:
    return text.replace("``", "`")


def default_file() -> str:
    """The default policy as a TOML file; above each figure stands what its field says.

    A figure without a default has an example, behind a ``#``.

    >>> default_file().splitlines()[-1]
    '# adults_of_a_class_a_day = 5'
    """
    return _HEADING + "".join(f"\n{line}\n" for line in map(_entry, _FIGURES))


_HEADING = """\
# The default policy: what holds where no policy is given.
# A policy file may leave out any line; it is then as here.
"""


def _entry(figure: Figure) -> str:
    lines = [line for text in (figure.sentence, figure.remark) for line in _comment(text)]
    return "\n".join([*lines, _assignment(figure)])


def _comment(text: str) -> Iterator[str]:
    # What stands between double backticks stays on one line, as do words with hyphens.
    told = re.sub(r"``(.*?)``", lambda code: code[1].replace(" ", _HARD), text)
    for line in wrap(told, _WIDTH - len("# "), break_on_hyphens=False):
        yield f"# {line.replace(_HARD, ' ')}"


def _assignment(figure: Figure) -> str:
    example = figure.info.example
    if example is None:
        return f"{figure.name} = {_toml(figure, figure.default)}"
    return f"# {figure.name} = {_toml(figure, example)}"


def _toml(figure: Figure, value: object) -> str:
    record = _DEFAULT.model_copy(update={figure.name: value})
    return toml_value(record.model_dump(mode="json", include={figure.name})[figure.name])
