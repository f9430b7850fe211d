"""From a problem to a result, in a process that can be ended.

`start` reads as the recipe, and gives a `run`; `solve` waits for it. The `worker` searches in a
`child_process`, or `in_process` under an executor of the caller; `report` is what is heard of it,
`verdict` takes the best of that, `judge` has the referee's word, `time_shares` share out the
seconds, and a `checkpoint` keeps the best plan on disk.
"""

import logging

from pdsched.runner.solve import solve

__all__ = ["solve"]

# A library is silent unless whoever uses it asks: `logging.basicConfig(level=logging.INFO)`.
logging.getLogger("pdsched").addHandler(logging.NullHandler())
