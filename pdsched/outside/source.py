"""The bytes of a file: the one way in.

A file is anything that ends: an ordinary file, or a pipe such as ``/dev/stdin`` or what a shell
makes of ``<(command)``. Devices that never end, and pipes that never begin, are refused.
"""

from __future__ import annotations

import os
import select
import stat
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from pdsched.outside.limits import Limits, limits, pipe_seconds

_CHUNK = 2**20
_SLICE = 64
"""Bytes of a packed part that are unpacked first; then twice as many, and so on."""
_GZIP = b"\x1f\x8b"
_ANY_HEADER = 31
"""How zlib is told to expect the header of gzip."""
_HOW = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Without waiting, on systems where that can be; without changing line ends, on others."""
_SILENCE = 6
"""How many times longer a pipe may be silent that somebody holds open."""
_NAP = 0.02


class UnreadableError(Exception):
    """A file cannot be read; the message is the reason, ``advice`` what to do."""

    advice = "check the name, the folder and the permissions"


class TooLargeError(UnreadableError):
    """A file is beyond the limits; the message says of which, ``advice`` how to lift it."""

    advice = (
        "see whether it is the right file; if so, set the environment variable PDSCHED_MOST_MIB, "
        "or say pdsched --most-mib N before the command"
    )


def read_bytes(path: str | Path, *, unpack: bool = False) -> bytes:
    """All bytes of a file.

    Args:
        path: where it is.
        unpack: whether what gzip has packed is unpacked, whatever its name.

    Raises:
        TooLargeError: if the file, or what it unpacks to, is larger than `limits` allow; it is then
            not read any further.
        UnreadableError: if it cannot be read, or is no file.
    """
    held = limits()
    try:
        file = os.open(path, _HOW)
    except (OSError, ValueError) as error:
        raise UnreadableError(_reason(error)) from None
    try:
        return bytes(_gathered(_chunks(file, held), held, unpack=unpack))
    except (OSError, zlib.error) as error:
        raise UnreadableError(_reason(error)) from None
    finally:
        os.close(file)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _chunks(file: int, held: Limits) -> Iterator[bytes]:
    """The bytes as they come, no more of them than the limit."""
    told = os.fstat(file)
    if stat.S_ISDIR(told.st_mode):
        raise UnreadableError("it is a folder")
    if stat.S_ISREG(told.st_mode):
        if told.st_size > held.bytes:
            raise TooLargeError(f"it has {_size(told.st_size)}, more than {held.mib:,} MiB")
        read: Callable[[], bytes] = lambda: os.read(file, _CHUNK)  # noqa: E731 - one of two ways
    elif stat.S_ISFIFO(told.st_mode) or stat.S_ISSOCK(told.st_mode) or os.isatty(file):
        read = _Pipe(file, patient=os.isatty(file)).read
    else:
        raise UnreadableError("it is a device and no file")
    size = 0
    while chunk := read():
        size += len(chunk)
        if size > held.bytes:
            raise TooLargeError(f"it has more than {held.mib:,} MiB")
        yield chunk


def _size(number: int) -> str:
    return f"{-(-number // 2**20):,} MiB"


class _Pipe:
    """A pipe that is waited for, but not for ever."""

    def __init__(self, file: int, *, patient: bool) -> None:
        self._file, self._patient = file, patient
        self._begun = False
        os.set_blocking(file, False)

    def read(self) -> bytes:
        """What has come; nothing at the end."""
        since, seconds = time.monotonic(), pipe_seconds()
        while True:
            waited = 0.0 if self._patient else time.monotonic() - since
            try:
                chunk = os.read(self._file, _CHUNK)
            except BlockingIOError:
                if waited > _SILENCE * seconds:
                    raise UnreadableError(
                        f"nothing has come through this pipe for {waited:.0f} s; write it into a "
                        "file first"
                    ) from None
                select.select([self._file], [], [], min(1.0, seconds))
                continue
            if chunk or self._begun or self._patient:
                self._begun = True
                return chunk
            # Nobody has opened it to write, or somebody has and is gone: it looks the same.
            if waited > seconds:
                raise UnreadableError(f"nobody has written to this pipe for {waited:.0f} s")
            time.sleep(_NAP)


def _gathered(chunks: Iterator[bytes], held: Limits, *, unpack: bool) -> bytearray:
    """The content, unpacked if it is to be; no more of it than the limit is ever held."""
    content = bytearray()
    first = next(chunks, b"")
    while unpack and len(first) < len(_GZIP) and (more := next(chunks, b"")):
        first += more
    if unpack and first.startswith(_GZIP):
        chunks = _unpacked(first, chunks, held)
    else:
        content += first
    for chunk in chunks:
        content += chunk
        if len(content) > held.bytes:
            # An error holds the frames that it came through, and all that is in them.
            content.clear()
            raise TooLargeError(f"it unpacks to more than {held.mib:,} MiB")
    return content


def _unpacked(first: bytes, chunks: Iterator[bytes], held: Limits) -> Iterator[bytes]:
    """What gzip has packed, also in several parts, never more than a chunk at once.

    Of each part ever longer slices are unpacked: zlib copies what is left of a slice where a part
    ends, so that of many small parts in a long slice it would copy nearly all for each.
    """
    engine, parts, reach = zlib.decompressobj(_ANY_HEADER), 1, _SLICE
    piece, at = memoryview(first), 0
    while True:
        if at == len(piece):
            piece, at = memoryview(next(chunks, b"")), 0
        if engine.eof:
            if not any(piece[at:]):  # the end, perhaps with padding
                return
            engine, parts, reach = zlib.decompressobj(_ANY_HEADER), parts + 1, _SLICE
            if parts > held.parts:
                raise TooLargeError(f"it is packed in more than {held.parts:,} parts")
        packed = piece[at : at + reach]
        out = engine.decompress(packed, _CHUNK)
        if not (out or packed or engine.eof):
            raise UnreadableError("what is packed in it is cut off")
        at += len(packed) - len(engine.unused_data if engine.eof else engine.unconsumed_tail)
        reach = min(2 * reach, _CHUNK)
        if out:
            yield out
