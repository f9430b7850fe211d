"""Loads OR-Tools at once: for processes that solve part after part, and for whoever is about to.

Everything else imports it where it is first used, since it takes seconds, on a busy machine many.
"""

from __future__ import annotations

from ortools.math_opt import model_pb2 as model_pb2
from ortools.math_opt.python import mathopt as mathopt
from ortools.sat.python import cp_model_helper as cp_model_helper

from pdsched.engines import part as part
