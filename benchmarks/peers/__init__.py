"""Other ways to plan the same district, side by side with ours; one file each.

`common` and `run` hold them together: `days`, `ground` and `slots` unfold a problem, `ledger` is a
plan in the making, `writing` writes it out. The referee judges what comes of each.
"""
