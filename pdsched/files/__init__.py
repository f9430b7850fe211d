"""Problems, plans and results in files: JSON, and folders of CSV files; policies in TOML.

>>> from tempfile import TemporaryDirectory
>>> from pdsched.problem import Problem
>>> problem = Problem(calendar={"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"})
>>> with TemporaryDirectory() as folder:
...     save(problem, f"{folder}/problem.json")
...     save(problem, f"{folder}/tables")
...     load(f"{folder}/problem.json") == load(f"{folder}/tables") == problem
True
"""

from pdsched.files.approvals import load_approvals
from pdsched.files.changes import load_changes
from pdsched.files.loading import Reading, load, load_plan, load_problem, read
from pdsched.files.plan_folder import holds_other
from pdsched.files.policies import load_policy, ready_policies
from pdsched.files.saving import save
from pdsched.files.text import is_json

__all__ = [
    "Reading",
    "holds_other",
    "is_json",
    "load",
    "load_approvals",
    "load_changes",
    "load_plan",
    "load_policy",
    "load_problem",
    "read",
    "ready_policies",
    "save",
]
