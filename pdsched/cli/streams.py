"""What the command line says, and to whom: no listener who leaves may cost an answer.

Work is never lost because it cannot be told. What cannot be written to stdout or stderr is
dropped, the command goes on to its end, and only then its exit code says that stdout was full.
"""

from __future__ import annotations

import errno
import io
import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from pdsched.cli.app import Exit
from pdsched.printable import printable

_ASCII = ("ascii", "us-ascii", "ansi_x3.4-1968")
"""For these click would put a stream of its own around the bytes, in UTF-8."""


class _Lenient(io.RawIOBase):
    """A stream that takes everything, and remembers why it could not pass it on."""

    def __init__(self, inner: io.RawIOBase) -> None:
        self._inner = inner
        self.trouble: OSError | None = None

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._inner.isatty()

    def fileno(self) -> int:
        return self._inner.fileno()

    def write(self, data: object, /) -> int:
        """Pass on what can be; the rest is taken and dropped."""
        view = memoryview(data).cast("B")  # type: ignore[arg-type]  # io says less than it gives
        done = 0
        while done < len(view) and self.trouble is None:
            try:
                done += self._inner.write(view[done:]) or self._waited()
            except OSError as error:
                self.trouble = error
        return len(view)

    def _waited(self) -> int:
        """A pipe that does not wait for its reader is waited for here."""
        select.select([], [self.fileno()], [])
        return 0


class _Plain(io.TextIOWrapper):
    """Text as a terminal shows it: what it would obey is escaped."""

    obeyed = False
    """Whether marks for the terminal are passed on for now."""

    def write(self, text: str, /) -> int:
        """Write a text, and tell its own length: that is what callers compare."""
        super().write(text if self.obeyed else printable(text))
        return len(text)


def run(program: Callable[[], None]) -> None:
    """Run a program that ends by `SystemExit`, and leave with its exit code.

    Where stdout could not be written to and the program went well otherwise, the exit code is that
    of an answer that was not told. A reader who has stopped reading is none of our troubles.
    """
    _open_closed()
    out = _guarded("stdout")
    _guarded("stderr")
    code = None
    try:
        program()
    except SystemExit as leave:
        code = leave.code
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    if out.trouble is not None and out.trouble.errno != errno.EPIPE:
        reason = out.trouble.strerror or out.trouble
        typer.echo(f"pdsched: cannot write to standard output: {reason}", err=True)
        code = code or Exit.UNTOLD
    raise SystemExit(code)


@contextmanager
def moving_cursor() -> Iterator[None]:
    """While a live line is drawn on stderr, its own marks are obeyed."""
    stream = sys.stderr
    if isinstance(stream, _Plain):
        stream.obeyed = True
    try:
        yield
    finally:
        if isinstance(stream, _Plain):
            stream.obeyed = False


def _open_closed() -> None:
    """Streams that the caller closed lead nowhere; else the next file opened would become one."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if number == 0 else os.O_WRONLY)


def _guarded(name: str) -> _Lenient:
    """Put a lenient stream in the place of stdout or stderr, for as long as the process is."""
    old = getattr(sys, name)
    closed = old is None or not hasattr(old, "buffer")
    encoding = "utf-8" if closed or old.encoding.casefold() in _ASCII else old.encoding
    inner = open(os.devnull, "wb", buffering=0) if closed else old.buffer  # noqa: SIM115 - see above
    lenient = _Lenient(getattr(inner, "raw", inner))
    stream = _Plain(
        io.BufferedWriter(lenient),
        encoding=encoding,
        # An id with letters that the terminal cannot show must not end the program.
        errors="backslashreplace",
        line_buffering=True,
    )
    setattr(sys, name, stream)
    return lenient
