"""Workbooks of Excel 97 to 2003 (.xls): their records counted, in their compound file.

A compound file is a small file system: sectors, a table of which sector follows which, and a
directory of streams, of which ``Workbook`` holds the records.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from pdsched.outside.limits import limits
from pdsched.outside.source import TooLargeError, UnreadableError

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a compound file, whatever it holds."""
_END = 0xFFFFFFFA
"""From here on a number of a sector is a mark."""
_ENTRY = 128
_STREAMS = ("Workbook", "Book")
_BEGIN, _LOCKED, _TEXTS, _GOES_ON = 0x0809, 0x002F, 0x00FC, 0x003C
"""Types of records: a sheet begins, a password, texts that cells share, more of the same."""
_SHARED_CELL, _SEVERAL = 0x00FD, 0x00BD
_CELLS = {_SHARED_CELL, _SEVERAL, 0x0006, 0x00D6, 0x0203, 0x0204, 0x0205, 0x027E, 2, 3, 4, 5}
_LONGEST = 2 * 32_767


class NoWorkbookError(UnreadableError):
    """A file is no workbook that can be read, with what to do about it.

    >>> NoWorkbookError("it is a zip file that holds no workbook").advice
    'save it as a workbook (.xlsx) again'
    """

    def __init__(self, reason: str, advice: str = "save it as a workbook (.xlsx) again") -> None:
        super().__init__(reason)
        self.advice = advice


def locked() -> NoWorkbookError:
    """The error of a workbook with a password."""
    return NoWorkbookError("it is locked by a password", "open it, take the password out, save it")


class Damaged(Exception):  # noqa: N818 - the sentence says of what
    """A workbook is not put together as it must be; the message says where."""


def check_records(content: bytes) -> None:
    """Refuses a workbook whose cells reach too far, or that is none.

    Raises:
        TooLargeError: if its cells are more than `limits` allow.
        NoWorkbookError: if it has a password, or holds no workbook.
        Damaged: if it is cut off.
    """
    held, stream = limits(), _stream(content)
    rows = columns = cells = 0
    texts: list[bytes] = []
    pointers: list[int] = []
    for kind, data in _records(stream):
        if kind == _LOCKED:
            raise locked()
        if kind == _BEGIN:
            cells, rows, columns = cells + rows * columns, 0, 0
        elif kind == _TEXTS or (kind == _GOES_ON and texts):
            texts.append(data)
        elif kind in _CELLS and len(data) >= 4:
            row, column = struct.unpack_from("<HH", data)
            # The last two bytes of a record of several cells are the last column.
            last = struct.unpack_from("<H", data, len(data) - 2)[0] if kind == _SEVERAL else column
            rows, columns = max(rows, row + 1), max(columns, last + 1, column + 1)
            if kind == _SHARED_CELL:
                pointers.append(int.from_bytes(data[6:10], "little"))
        if cells + rows * columns > held.values:
            told = f"{cells + rows * columns:,} cells, more than {held.values:,}"
            raise TooLargeError(f"its sheets hold {told}")
    if len(pointers) * _LONGEST > held.bytes:
        sizes = list(_sizes(texts))
        if sum(sizes[each] for each in pointers if each < len(sizes)) > held.bytes:
            raise TooLargeError(f"its cells repeat texts to more than {held.mib:,} MiB")


def _sizes(texts: Sequence[bytes]) -> Iterator[int]:
    """Letters of each shared text; one may begin in a record and go on in the next."""
    pieces = iter(texts)
    data, at = next(pieces, b""), 8
    while True:
        while at >= len(data):
            at -= len(data)
            if (more := next(pieces, None)) is None:
                return
            data = more
        letters, flags = struct.unpack_from("<HB", data, at)
        at += 3
        runs, rest = 0, 0
        if flags & 8:
            runs, at = struct.unpack_from("<H", data, at)[0], at + 2
        if flags & 4:
            rest, at = struct.unpack_from("<I", data, at)[0], at + 4
        yield letters
        left, width = letters, 1 + (flags & 1)
        while left * width > len(data) - at:
            left -= (len(data) - at) // width
            data = next(pieces, b"")
            if not data:
                return
            at, width = 1, 1 + (data[0] & 1)
        at += left * width + 4 * runs + rest


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _stream(content: bytes) -> bytes:
    """The stream of the workbook."""
    try:
        return _File(content).workbook()
    except (struct.error, IndexError):
        raise Damaged("its directory ends too early") from None


class _File:
    def __init__(self, content: bytes) -> None:
        self._content = content
        power, small_power = struct.unpack_from("<HH", content, 30)
        if power not in (9, 12) or small_power != 6:
            raise Damaged("its sectors have no size")
        self._size, self._small_size = 1 << power, 1 << small_power
        self._first, self._cutoff = (struct.unpack_from("<I", content, at)[0] for at in (48, 56))
        self._next = self._table()
        self._small_next: tuple[int, ...] = ()
        self._small = b""

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        sector = self._content[at : at + self._size]
        if not sector:
            raise Damaged("a sector is missing")
        return sector

    def _table(self) -> tuple[int, ...]:
        """Which sector follows each."""
        numbers = [*struct.unpack_from("<109I", self._content, 76)]
        more, count = struct.unpack_from("<II", self._content, 68)
        most = len(self._content) // self._size + 1
        while more < _END and count and most:
            sector = self._numbers(self._sector(more))
            numbers, more, most = [*numbers, *sector[:-1]], sector[-1], most - 1
        used = [number for number in numbers if number < _END]
        if len(used) > len(self._content) // self._size:
            raise Damaged("its table of sectors is longer than the file")
        return tuple(n for number in used for n in self._numbers(self._sector(number)))

    @staticmethod
    def _numbers(sector: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])

    def _chain(self, first: int) -> bytes:
        """The sectors from this one on."""
        sectors, number = [], first
        while number < _END:
            sectors.append(self._sector(number))
            if len(sectors) > len(self._next):
                raise Damaged("its sectors go round in a circle")
            number = self._next[number]
        return b"".join(sectors)

    def _small_chain(self, first: int) -> bytes:
        pieces, number, size = [], first, self._small_size
        while number < _END:
            pieces.append(self._small[number * size : (number + 1) * size])
            if len(pieces) > len(self._small_next):
                raise Damaged("its sectors go round in a circle")
            number = self._small_next[number]
        return b"".join(pieces)

    def workbook(self) -> bytes:
        """The records of the workbook."""
        directory = self._chain(self._first)
        entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]
        streams: dict[str, tuple[int, int]] = {}
        for entry in entries:
            length = min(struct.unpack_from("<H", entry, 64)[0], 64)
            name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
            streams.setdefault(name, struct.unpack_from("<II", entry, 116))
        for name in _STREAMS:
            if name in streams:
                first, size = streams[name]
                if size >= self._cutoff:
                    return self._chain(first)[:size]
                root, _ = struct.unpack_from("<II", entries[0], 116)
                self._small = self._chain(root)
                small_first = struct.unpack_from("<I", self._content, 60)[0]
                self._small_next = self._numbers(self._chain(small_first))
                return self._small_chain(first)[:size]
        raise NoWorkbookError("it holds no workbook")
