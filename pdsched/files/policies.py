"""Policies in TOML: those that come with the package, by name, and the caller's own files."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.files.text import read_settings
from pdsched.files.tomltext import read_named
from pdsched.policy import Policy

_ENDING = ".toml"
_READY = files("pdsched") / "data" / "policies"


def ready_policies() -> tuple[str, ...]:
    """Names of the policies that come with the package.

    >>> "default" in ready_policies()
    True
    """
    names = (entry.name for entry in _READY.iterdir())
    return tuple(sorted(name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)))


def load_policy(policy: str | Path) -> Policy:
    """The policy in a TOML file, or one that comes with the package, by its name.

    The keys of the file are the fields of `pdsched.Policy`, with shares from 0 to 1. What is left
    out is as in the default policy, except the name, which is then that of the file.

    Args:
        policy: name of a ready policy, such as ``default``, or the path of a file. A path that is
            also such a name can be given as a `pathlib.Path`, or as ``./default``.

    Raises:
        ProblemError: if there is no such policy or file, or it is no TOML; or with all faults of
            its keys and figures, each with file, key, value and what to do.

    >>> from pdsched import Policy, load_policy
    >>> load_policy("default") == Policy()
    True
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     place = Path(folder, "strict.toml")
    ...     _ = place.write_text('off = ["levle"]')
    ...     load_policy(place)
    Traceback (most recent call last):
    pdsched.errors.ProblemError: PD110 strict.toml off[0]: 'levle' is no rule; did you mean 'level'?
    If not, remove it; known: ...
    """
    if isinstance(policy, str) and policy in ready_policies():
        file = f"{policy}{_ENDING}"
        return read_named(Policy, file, (_READY / file).read_text(encoding="utf-8"))
    place = Path(policy)
    if not place.suffix and not os.path.exists(place):
        raise ProblemError([_nothing(str(policy))])
    return read_named(Policy, place.name, read_settings(place), dated=("limits.of.dates",))


def _nothing(name: str) -> Fault:
    message = "is neither a ready policy nor a file"
    advice = f"give the path of a TOML file, or a ready policy: {', '.join(ready_policies())}"
    return fault("PD110", name, name, message, advice)
