"""``--redact``: pseudonyms in place of people, put there where files are read.

A command that reads through `pdsched.cli.given` needs nothing else than to be `redactable`.
"""

from __future__ import annotations

import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from pdsched.errors import PdschedError

if TYPE_CHECKING:
    from pdsched.redaction import Redaction

T = TypeVar("T")

RedactKeyPath = Annotated[
    Path | None,
    typer.Option(
        "--redact-key",
        metavar="FILE",
        help="The secret key of the pseudonyms, at least 16 letters, in place of the one that is "
        "made for you when --redact is first used.",
    ),
]
_OPTIONS = {
    "redact": Annotated[
        bool,
        typer.Option("--redact", help="Replace people by pseudonyms, the same in every run."),
    ],
    "redact_key": RedactKeyPath,
}


class Hiding:
    """Under which key people are replaced while a command runs, if they are."""

    redaction: Redaction | None = None


def redactable(command: Callable[..., None]) -> Callable[..., None]:
    """A command with ``--redact`` and ``--redact-key``, which hold for all that it reads."""

    @functools.wraps(command)
    def with_options(*args: object, redact: bool, redact_key: Path | None, **kw: object) -> None:
        if redact or redact_key is not None:
            with hiding(redact_key):
                command(*args, **kw)
        else:
            command(*args, **kw)

    more = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=_OPTIONS[name]
        )
        for name, default in (("redact", False), ("redact_key", None))
    ]
    signature = inspect.signature(command, eval_str=True)
    parameters = [*signature.parameters.values(), *more]
    # Typer reads both.
    with_options.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    with_options.__annotations__ = {**command.__annotations__, **_OPTIONS}
    return with_options


def hidden(value: T) -> T:
    """What was read, with pseudonyms where they are asked for."""
    return value if Hiding.redaction is None else Hiding.redaction(value)


def hidden_person(identity: str) -> str:
    """The id of a person in an option, as it is in what was read."""
    return identity if Hiding.redaction is None else Hiding.redaction.identity(identity)


def hidden_need(identity: str) -> str:
    """The id of a need in an option, as it is in what was read."""
    return identity if Hiding.redaction is None else Hiding.redaction.need(identity)


def hidden_session(identity: str) -> str:
    """The id of a session in an option, as it is in what was read."""
    return identity if Hiding.redaction is None else Hiding.redaction.session(identity)


@contextmanager
def hiding(key: Path | None) -> Iterator[None]:
    """While it lasts people are replaced, under the key in a file or else that of the user."""
    from pdsched.redaction import Redaction, read_key

    Hiding.redaction = Redaction(read_key(key or key_of_user()))
    try:
        yield
    finally:
        Hiding.redaction = None


def key_of_user() -> Path:
    """Where the key of this user is, which is made if there is none."""
    path = _settings() / "pdsched" / "redaction.key"
    if not path.exists():
        try:
            _make(path)
        except FileExistsError:
            pass  # Another command was faster.
        except OSError as error:
            raise PdschedError(
                f"{path}: no key can be kept there ({error.strerror or error}); give one with "
                "--redact-key FILE"
            ) from None
        else:
            told = "made the key of the pseudonyms: keep it, for another key gives other ones"
            typer.echo(f"pdsched: {path}: {told}", err=True)
    return path


def _make(path: Path) -> None:
    from secrets import token_hex

    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="ascii") as file:
        file.write(f"{token_hex(32)}\n")


def _settings() -> Path:
    """Where programs keep the settings of a user."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home()))
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
