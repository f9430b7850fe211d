"""Zip archives, from memory: which files they hold, and the bytes of those that are asked for.

Nothing is ever written to disk, so that a name such as ``../../x`` is a name and no path.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pdsched.outside.limits import limits
from pdsched.outside.source import TooLargeError, UnreadableError

_ENTRY = b"PK\x01\x02"
"""How each entry of the directory of an archive begins."""
_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 1
_TROUBLE = (
    *(BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, LookupError),
)
"""What `zipfile` raises over archives that are cut off, damaged or made on purpose."""

HEAD = 4096
"""Bytes of a file by which it may be known."""
LEADS_OUT = "has a name that leads out of the archive, and is not read"
NESTED = "is an archive inside of the archive, which is not opened"
TWICE = "is the second file of its name, and the first one is read"


class Archive(NamedTuple):
    """Files of an archive."""

    files: dict[str, bytes]
    """Contents of those that were asked for, by name without folders."""
    passed_over: tuple[tuple[str, str], ...]
    """Name in full of the others, and why each was not read; empty where it was not asked for."""


def is_archive(content: bytes) -> bool:
    r"""Whether a content is a zip archive, by its first bytes.

    >>> is_archive(b"PK\x05\x06" + bytes(18)), is_archive(b"id,name")
    (True, False)
    """
    return content.startswith(_BEGINNINGS)


def read_archive(
    content: bytes, wanted: Callable[[str], bool], looks: Callable[[bytes], bool] | None = None
) -> Archive:
    """The files of an archive whose names, without folders, are wanted.

    Sizes are added up from the directory of the archive before anything is unpacked, and no file
    is unpacked beyond the size that stands there.

    Args:
        content: the archive.
        wanted: asked for each name without folders.
        looks: asked for the first `HEAD` bytes of each file whose name is wanted; ``None`` takes
            all of them.

    Raises:
        TooLargeError: if the files that are wanted are together larger than `limits` allow, or the
            archive has more files than they allow.
        UnreadableError: if it is damaged, or a file that is wanted is protected by a password or
            packed in another way than by deflation.
    """
    held = limits()
    if (count := content.count(_ENTRY)) > held.parts:
        raise TooLargeError(f"it holds {count:,} files, more than {held.parts:,}")
    try:
        with ZipFile(BytesIO(content)) as archive:
            chosen, passed_over = _chosen(archive.infolist(), wanted)
            for name in [*chosen] if looks else ():
                if looks and not looks(_unpacked(archive, chosen[name], HEAD)):
                    passed_over.append((chosen.pop(name).filename, ""))
            size = sum(info.file_size for info in chosen.values())
            if size > held.bytes:
                raise TooLargeError(f"it unpacks to {size:,} bytes, more than {held.mib:,} MiB")
            files = {name: _unpacked(archive, info) for name, info in chosen.items()}
    except _TROUBLE as error:
        raise UnreadableError(f"the archive is damaged: {error}") from None
    return Archive(files, tuple(passed_over))


def _chosen(
    infos: list[ZipInfo], wanted: Callable[[str], bool]
) -> tuple[dict[str, ZipInfo], list[tuple[str, str]]]:
    chosen: dict[str, ZipInfo] = {}
    passed_over: list[tuple[str, str]] = []
    for info in infos:
        steps = info.filename.replace("\\", "/").split("/")
        name = steps[-1]
        if not name:
            continue  # a folder
        if ".." in steps or steps[0].endswith(":") or not steps[0]:
            passed_over.append((info.filename, LEADS_OUT))
        elif name.casefold().endswith((".zip", ".gz", ".7z", ".rar", ".tar")):
            passed_over.append((info.filename, NESTED))
        elif not wanted(name):
            passed_over.append((info.filename, ""))
        elif name in chosen:
            passed_over.append((info.filename, TWICE))
        else:
            chosen[name] = info
    return chosen, passed_over


def _unpacked(archive: ZipFile, info: ZipInfo, most: int | None = None) -> bytes:
    """The bytes of a file, or the first ones of it."""
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableError(f"{info.filename} is protected by a password")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UnreadableError(f"{info.filename} is packed in a way that is not read")
    with archive.open(info) as file:
        return file.read(info.file_size if most is None else most)
