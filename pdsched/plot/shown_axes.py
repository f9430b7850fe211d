"""Axes that a notebook shows: loaded with matplotlib, when something is drawn."""

from __future__ import annotations

from io import BytesIO

from matplotlib.axes import Axes

DPI = 100


class ShownAxes(Axes):
    """Axes that are a picture as the last line of a cell; other axes tell their name there."""

    def _repr_png_(self) -> bytes | None:
        figure = self.get_figure(root=True)
        if figure is None:  # They were taken out of it.
            return None
        content = BytesIO()
        figure.savefig(content, format="png", dpi=DPI)
        return content.getvalue()
