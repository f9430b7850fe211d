"""Files written whole or not at all."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pdsched.errors import ProblemError
from pdsched.files.text import cannot
from pdsched.outside import write_draft
from pdsched.stages import counted


def write_files(texts: Mapping[Path, str | bytes | Iterable[str]]) -> None:
    """Writes all of the files, or leaves everything as it was.

    Each text (its bytes, or its pieces, one after the other) first goes to a temporary file beside
    its target and down to the disk; only when all are there do they take their names. Should one
    fail to, the earlier ones are put back.

    Raises:
        ProblemError: if a file cannot be written.
    """
    with _as_fault(next(iter(texts))):
        drafts: dict[Path, Path] = {}
        try:
            for path, text in counted(texts.items(), "files written"):
                drafts[path] = _draft(path, text)
            _exchange(drafts)
        finally:
            for draft in drafts.values():
                draft.unlink(missing_ok=True)


def make_folder(folder: Path, inside: Iterable[Path] = ()) -> None:
    """Makes a folder where there is none, with what leads to it, and folders inside of it.

    Raises:
        ProblemError: if one of them cannot be made; it names the folder.
    """
    try:
        for place in (folder, *inside):
            place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProblemError([cannot("written", folder, error)]) from None


@contextmanager
def _as_fault(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, UnicodeEncodeError) as error:
        name = getattr(error, "filename2", None) or getattr(error, "filename", None)
        raise ProblemError([cannot("written", Path(name or path), error)]) from None


def _draft(path: Path, text: str | bytes | Iterable[str]) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    write_draft(draft, _encoded(text), path)
    return draft


def _encoded(text: str | bytes | Iterable[str]) -> bytes | Iterator[bytes]:
    if isinstance(text, bytes):
        return text
    return text.encode() if isinstance(text, str) else (piece.encode() for piece in text)


def _exchange(drafts: Mapping[Path, Path]) -> None:
    """Gives all drafts their names; if one cannot have its own, the others give theirs back.

    One file alone needs no way back: it takes its name or it does not.
    """
    old: dict[Path, Path | None] = {}
    done: list[Path] = []
    try:
        if len(drafts) > 1:
            old |= ((path, _copy(path)) for path in drafts)
        for path, draft in drafts.items():
            draft.replace(path)
            done.append(path)
    except BaseException:
        for path in done:
            _put_back(path, old.get(path))
        raise
    finally:
        for copy in old.values():
            if copy is not None:
                copy.unlink(missing_ok=True)


def _copy(path: Path) -> Path | None:
    if not path.is_file():
        return None
    copy = path.with_name(f".{path.name}.{secrets.token_hex(4)}.old")
    shutil.copy2(path, copy)
    return copy


def _put_back(path: Path, copy: Path | None) -> None:
    if copy is None:
        path.unlink(missing_ok=True)
    else:
        copy.replace(path)
