"""Clusters as executors: what goes to a worker elsewhere, what comes back, and what is lost.

`attempt` is what a worker runs, `remote` what is on its way and what counts as a death; `workers`
asks a cluster for what an executor does not say (`ray_workers` those of Ray); `agreement` refuses
workers of other versions, and `address` connects a cluster that is told by its address. Neither
Dask nor Ray is imported unless it is asked for by name.
"""
