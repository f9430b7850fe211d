"""Axes to draw on, colours that all eyes tell apart, and texts that are drawn as they stand."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdsched.errors import PdschedError
from pdsched.files.writing import write_files
from pdsched.printable import on_one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
else:
    Axes = Figure = Any  # matplotlib is an extra, and whoever asks for the types is given this

BLUE, ORANGE, GREY = "#0072B2", "#E69F00", "#999999"
COLOURS = (BLUE, ORANGE, "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#000000")
"""Told apart by all eyes: M. Okabe and K. Ito, Color Universal Design, 2008."""
HATCH = "///"
"""On what must also be told apart in grey."""
ROWS = 40
"""Most rows of a picture: what a page holds that can still be read."""
_LETTERS = 40


def axes(ax: Axes | None, width: float, height: float) -> Axes:
    """Those that were given, or new ones of a figure so many inches wide and high.

    Raises:
        PdschedError: if matplotlib is not installed.
    """
    if ax is not None:
        return ax
    try:
        from matplotlib.figure import Figure

        from pdsched.plot.shown_axes import ShownAxes
    except ModuleNotFoundError:
        advice = 'install it by pip install "pdsched[plot]"'
        raise PdschedError(
            f"pictures are drawn by matplotlib, which is not there; {advice}"
        ) from None
    # A figure of its own, not one of pyplot: no window, nothing to close, safe in threads.
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure.add_subplot(axes_class=ShownAxes)


def figure_of(ax: Axes) -> Figure:
    """The whole figure in which axes stand.

    Raises:
        ValueError: if they were taken out of it.
    """
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("these axes stand in no figure any more")
    return figure


def save(ax: Axes, path: str | Path, dpi: int = 150) -> None:
    """Writes the figure of some axes, in the format that the end of the name says.

    Args:
        ax: What one of the pictures gave.
        path: Where it goes, such as ``needs.png``, ``.svg`` or ``.pdf``.
        dpi: Dots per inch, of a picture made of dots.

    Raises:
        ProblemError: if the file cannot be written.
        ValueError: if matplotlib does not know the format; with those that it knows.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pdsched import Result, plot
    >>> with TemporaryDirectory() as folder:
    ...     plot.save(plot.gap(Result(status="unknown", problem="d1")), f"{folder}/gap.png")
    ...     Path(folder, "gap.png").read_bytes()[1:4]
    b'PNG'
    """
    content, kind = BytesIO(), Path(path).suffix.removeprefix(".") or "png"
    figure_of(ax).savefig(content, format=kind, dpi=dpi)
    write_files({Path(path): content.getvalue()})


def plain(text: str, letters: int = _LETTERS) -> str:
    r"""A name as it is drawn: cut where it is long, and no formula where it has dollars in it.

    >>> plain("a $5 or $6 course"), plain("sheets for beginners", 10)
    ('a \\$5 or \\$6 course', 'sheets fo…')
    """
    shown = on_one_line(text)
    shown = shown if len(shown) <= letters else f"{shown[: letters - 1]}…"
    return shown.replace("$", r"\$")


def nothing(ax: Axes, sentence: str) -> Axes:
    """Axes that say why there is nothing on them."""
    ax.text(0.5, 0.5, sentence, ha="center", va="center", transform=ax.transAxes)
    ax.set_xticks([])
    ax.set_yticks([])
    return ax


def light(ax: Axes, grid: str) -> None:
    """Takes away the lines that tell nothing, and puts faint ones where values are read off."""
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_axisbelow(True)
    ax.grid(axis="x" if grid == "x" else "y", color="#dddddd", linewidth=0.6)
