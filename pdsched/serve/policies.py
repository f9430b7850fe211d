"""Policies by the name of a ready one, or by their fields: no name reads a file here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pdsched.checks import policy_of
from pdsched.checks.codes import fault
from pdsched.errors import ProblemError
from pdsched.files import ready_policies
from pdsched.serve.troubles import wrong

MOST_LETTERS = 2**16
"""Of a policy as JSON: it is kept with each run."""


def check_policy(policy: str | Mapping[str, Any]) -> None:
    """Refuse what is no policy.

    Raises:
        TroubleError: with every fault.
    """
    if isinstance(policy, str) and policy not in ready_policies():
        advice = f"give one of {', '.join(ready_policies())}, or the fields of a policy"
        raise wrong([fault("PD110", "policy", policy, "is no ready policy", advice)])
    if isinstance(policy, Mapping) and len(json.dumps(policy)) > MOST_LETTERS:
        advice = f"leave out what is as in the default policy; at most {MOST_LETTERS:,} letters"
        raise wrong([fault("PD115", "policy", "policy", "is too large", advice)])
    try:
        policy_of(policy)
    except ProblemError as error:
        raise wrong(error.faults) from None
