"""Instances of the literature as pdsched problems, beside others' solvers on the same instances.

`smptsp`, `sickness` and `spa` read a published format, state an instance as a problem, read the
plan back and check it against the format; `program` states it for others, `peer` runs one of them
in a process of its own, which `process` begins, and `table` prints what came of it. `certificate`
adds up the prices by which pdsched proves a bound. `spa_profile` has objectives that follow each
other, which `staged` gives a row each. Which statement means what is told in
``docs/literature.md``.
"""

from benchmarks.literature.table import add_arguments, run

__all__ = ["add_arguments", "run"]
