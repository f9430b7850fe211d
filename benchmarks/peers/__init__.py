"""Other ways to plan the same district, side by side with ours; one file each.

`ours`, `office`, `greedy`, `notebook` and `whole` plan. `side_by_side` prints a row of each,
`apart` and `child` give each a process of its own, and `rows` has the referee judge what comes of
it. `days`, `ground` and `slots` unfold a problem; `journal`, `hands` and `ledger` are a plan in the
making, `filling` sets up its sessions, and `writing` writes it out.
"""

from benchmarks.peers.side_by_side import add_arguments, run

__all__ = ["add_arguments", "run"]
