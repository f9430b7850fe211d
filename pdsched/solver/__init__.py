"""From a problem to a result, in a process that can be ended.

`solve` reads as the recipe; `process` runs the child and keeps the clock; `worker` is the child.
"""

from pdsched.solver.solve import solve

__all__ = ["solve"]
