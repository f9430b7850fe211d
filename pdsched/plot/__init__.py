"""Pictures of a search and a plan, drawn by matplotlib, and the frames of what they show.

Each takes ``ax``, the axes to draw on, and gives back those that were drawn on: new ones, of a
figure that no window shows, if none are given. Frames and `learning_paths` need no matplotlib.
"""

from pdsched.plot.canvas import save
from pdsched.plot.equity import equity, equity_frame
from pdsched.plot.gap import gap, gap_frame
from pdsched.plot.needs import needs, needs_frame
from pdsched.plot.paths import draw_learning_paths, learning_paths
from pdsched.plot.sessions import sessions, sessions_frame
from pdsched.plot.substitutes import substitutes, substitutes_frame

__all__ = [
    "draw_learning_paths",
    "equity",
    "equity_frame",
    "gap",
    "gap_frame",
    "learning_paths",
    "needs",
    "needs_frame",
    "save",
    "sessions",
    "sessions_frame",
    "substitutes",
    "substitutes_frame",
]
