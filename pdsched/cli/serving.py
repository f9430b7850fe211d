"""``serve``."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pdsched.cli.app import Asked
from pdsched.cli.arguments import LanguageOption
from pdsched.cli.redacting import RedactKeyPath, key_of_user
from pdsched.errors import PdschedError
from pdsched.wording import Language

if TYPE_CHECKING:
    from pdsched.serve import Settings

TOKEN = "PDSCHED_TOKEN"
"""Environment variable with the token of whoever is not told apart."""
LEAST_LETTERS = 16
_MORE = "the service needs packages that are not here: pip install 'pdsched[serve]'"


def serve(
    folder: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Where runs, problems and plans are kept; in the data of this user unless given.",
        ),
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="Where to listen; beyond this machine only with tokens."
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="Where to listen; 0 takes any.")
    ] = 8321,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A name by which it is called, as that of a proxy; repeatable.",
        ),
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Who may come in: a line for each, a name and a token of at least 16 letters. "
            f"Or one token in the environment variable {TOKEN}.",
        ),
    ] = None,
    at_once: Annotated[
        int, typer.Option(metavar="N", min=1, max=64, help="Runs that go on at the same time.")
    ] = 2,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, max=64, help="Workers of a run; the processors shared by the runs."
        ),
    ] = None,
    most_seconds: Annotated[
        float, typer.Option(metavar="N", min=1, max=864_000, help="Longest run.")
    ] = 3600,
    keep_days: Annotated[
        float,
        typer.Option(metavar="N", min=0.001, max=10_000, help="Days after which old runs go."),
    ] = 90,
    upload_mib: Annotated[
        int, typer.Option(metavar="N", min=1, max=10_000, help="Largest upload in MiB.")
    ] = 64,
    owner_gib: Annotated[
        float, typer.Option(metavar="N", min=0.001, help="What one owner may keep, in GiB.")
    ] = 20,
    language: LanguageOption = Language.EN,
    browser: Annotated[
        bool | None,
        typer.Option(
            "--browser/--no-browser",
            help="Open the page in the browser; as it is on a terminal, unless given.",
            show_default=False,
        ),
    ] = None,
    redact: Annotated[
        bool,
        typer.Option("--redact", help="Replace people by pseudonyms in all that comes in."),
    ] = False,
    redact_key: RedactKeyPath = None,
) -> None:
    """Open a page and an interface for other software (JSON over HTTP) to plan with.

    Ctrl-C ends it; runs go on from their best plans when it is started again in the same folder.
    """
    from pdsched.serve.settings import LOOPBACK, Settings

    tokens = _tokens(token_file)
    if host not in LOOPBACK and not tokens:
        raise PdschedError(
            f"--host {host}: others could come in; give tokens with --token-file or {TOKEN}"
        )
    if allow_host and not tokens:
        raise PdschedError(
            f"--allow-host {allow_host[0]}: whoever is let in there could come in; give tokens "
            f"with --token-file or {TOKEN}"
        )
    key = (redact_key or key_of_user()) if redact or redact_key is not None else None
    try:
        from pdsched.serve.server import serve as begin
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("pdsched"):
            raise
        raise PdschedError(_MORE) from None
    settings = Settings(
        folder=folder or _data() / "pdsched" / "service",
        host=host,
        port=port,
        hosts=tuple(allow_host or ()),
        tokens=tokens,
        at_once=at_once,
        workers=workers,
        most_seconds=most_seconds,
        keep_days=keep_days,
        most_mib=upload_mib,
        owner_gib=owner_gib,
        language=language.value,
        redaction_key=None if key is None else key.absolute(),
    )
    _log()
    opens = sys.stdout.isatty() if browser is None else browser
    begin(settings, lambda address: _ready(settings, address, opens=opens))


def _ready(settings: Settings, address: str, *, opens: bool) -> None:
    typer.echo(f"Listening  {address}")
    typer.echo(f"Keeping    {settings.folder.absolute()}")
    if opens:
        import webbrowser

        webbrowser.open(address)


def _tokens(path: Path | None) -> dict[str, str]:
    """The token of each name; no message shows one.

    Raises:
        PdschedError: if one is too short, or a line is none.
    """
    told = os.environ.get(TOKEN, "").strip()
    tokens = {"office": told} if told else {}
    if path is not None:
        from pdsched.outside import UnreadableError, read_bytes

        try:
            text = read_bytes(path).decode()
        except UnreadableError as error:
            raise PdschedError(f"{path}: {error}; {error.advice}") from None
        except UnicodeDecodeError:
            raise PdschedError(f"{path}: is no text in UTF-8") from None
        for number, line in enumerate(text.splitlines(), 1):
            if (words := line.split()) and not line.startswith("#"):
                if len(words) != 2 or words[0] in tokens:
                    told = "a line has a name, which no other line has, and a token"
                    raise PdschedError(f"{path} line {number}: {told}")
                tokens[words[0]] = words[1]
    for name, token in tokens.items():
        if len(token) < LEAST_LETTERS:
            advice = 'python -c "import secrets; print(secrets.token_urlsafe(32))" makes one'
            raise PdschedError(
                f"the token of {name} has {len(token)} of {LEAST_LETTERS} letters or more; {advice}"
            )
    if len(set(tokens.values())) < len(tokens):
        raise PdschedError(f"{path}: two names have the same token")
    return tokens


def _log() -> None:
    """What goes wrong, and how runs end, on stderr."""
    level = logging.WARNING if Asked.quiet else logging.INFO
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)
    logging.getLogger("pdsched.serve").setLevel(level)


def _data() -> Path:
    """Where programs keep the data of a user."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home()))
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
