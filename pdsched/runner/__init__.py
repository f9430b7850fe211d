"""From a problem to a result, in a process that can be ended.

`solve` reads as the recipe. The `worker` searches in a `child` `process`, or `here` under an
executor of the caller; `listening` hears it out, `outcome` takes the best of what it said,
`judging` has the referee's word, `limits` share out the seconds, and a `checkpoint` keeps the best
plan on disk.
"""

from pdsched.runner.solve import solve

__all__ = ["solve"]
