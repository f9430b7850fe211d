"""Every rule: its id, its sentence, and what a policy may do with it.

The rules of a theme stand with its figures, in `pdsched.policy.learning` and the like; here are
those of no theme.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pdsched.policy.classes import CLASSES
from pdsched.policy.cover import COVER
from pdsched.policy.learning import LEARNING
from pdsched.policy.releases import RELEASE
from pdsched.policy.rule import RuleInfo, always, optional
from pdsched.policy.working_day import WORKING_DAY

RULES: Mapping[str, RuleInfo] = MappingProxyType(
    {
        "records": always(
            "Every record of a plan refers to existing things, and the records are consistent."
        ),
        "past": always(
            "Everything before today stays as it happened.", remedy="a calendar that ends later"
        ),
        **LEARNING,
        **COVER,
        **RELEASE,
        **CLASSES,
        **WORKING_DAY,
        "pins": optional("Pinned decisions are respected.", remedy="pins that leave more open"),
    }
)
"""Every rule by id."""
