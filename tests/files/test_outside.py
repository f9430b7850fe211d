"""The one way in, and the one out: files, packed ones and pipes; what is refused, and kept."""

from __future__ import annotations

import gzip
import os
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skipping import needs_unix

from pdsched.outside import (
    TooLargeError,
    UnreadableError,
    check_values,
    limits,
    packed,
    read_bytes,
    write_draft,
)
from pdsched.outside.limits import MOST_MIB, Limits, pipe_seconds
from pdsched.outside.source import _unpacked

SECONDS = 4
"""Most seconds of work for a few MiB, and ten times what they take."""
PARTS = st.lists(st.binary(max_size=200), min_size=1, max_size=4)


@given(PARTS, st.integers(1, 50), st.integers(0, 3))
def test_what_is_packed_comes_back_however_it_arrives(
    parts: list[bytes], size: int, padding: int
) -> None:
    """One part or several, in pieces of any size, with padding or not."""
    data = b"".join(map(gzip.compress, parts)) + b"\0" * padding
    pieces = [data[at : at + size] for at in range(0, len(data), size)]

    assert b"".join(_unpacked(pieces[0], iter(pieces[1:]), limits())) == b"".join(parts)


@given(st.binary(min_size=1, max_size=300), st.data())
def test_what_is_cut_off_is_told(content: bytes, data: st.DataObject) -> None:
    """No beginning of a packed file passes for the whole."""
    whole = gzip.compress(content)
    cut = whole[: data.draw(st.integers(2, len(whole) - 1))]
    with pytest.raises(UnreadableError, match="cut off"):
        list(_unpacked(cut, iter(()), limits()))


def test_large_content_is_unpacked_in_chunks(tmp_path: Path) -> None:
    """More than a chunk comes out of a few bytes, whole, and so does what follows it."""
    (tmp_path / "x.gz").write_bytes(gzip.compress(b"ab" * 2_500_000) * 2)

    assert read_bytes(tmp_path / "x.gz", unpack=True) == b"ab" * 5_000_000
    assert read_bytes(tmp_path / "x.gz")[:2] == b"\x1f\x8b"


def test_parts_take_time_by_their_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Very many empty parts are unpacked once each, and no more of them than the limit says."""
    monkeypatch.setenv("PDSCHED_MOST_MIB", "1024")
    most = limits().parts
    (tmp_path / "x.gz").write_bytes(gzip.compress(b"") * (most - 1) + gzip.compress(b"end"))
    begun = time.process_time()
    assert read_bytes(tmp_path / "x.gz", unpack=True) == b"end"
    assert time.process_time() - begun < SECONDS

    monkeypatch.setenv("PDSCHED_MOST_MIB", "1023")
    with pytest.raises(TooLargeError, match=r"it is packed in more than 261,888 parts"):
        read_bytes(tmp_path / "x.gz", unpack=True)


def _endless(path: Path, first: bytes, more: bytes) -> None:
    """Write to a pipe until its reader is gone."""
    with suppress(BrokenPipeError), path.open("wb", buffering=0) as pipe:
        pipe.write(first)
        while True:
            pipe.write(more * (2**16 // len(more)))


@needs_unix
@pytest.mark.parametrize("unpack", [True, False])
@pytest.mark.parametrize(
    ("first", "more"),
    [
        (b"", gzip.compress(b"")),
        (gzip.compress(b"")[:10], b"\0\0\0\xff\xff"),
        (b"\x1f\x8b\x08\x08" + b"\0" * 6, b"name"),
        (gzip.compress(b"")[:10], b"\xff"),
        (b"", b"\0"),
    ],
    ids=["empty parts", "empty blocks", "a name", "a wrong block", "no gzip"],
)
def test_pipe_that_never_ends_is_left(
    first: bytes, more: bytes, unpack: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where what comes through it unpacks to nothing."""
    monkeypatch.setenv("PDSCHED_MOST_MIB", "3")
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=_endless, args=(tmp_path / "pipe", first, more), daemon=True)
    writer.start()
    begun = time.process_time()
    with pytest.raises(UnreadableError, match=r"more than 3 MiB|more than 768 parts|invalid"):
        read_bytes(tmp_path / "pipe", unpack=unpack)
    assert time.process_time() - begun < SECONDS
    writer.join()


@pytest.mark.parametrize("unpack", [True, False])
def test_file_at_the_limit_is_read_and_one_beyond_is_not(
    unpack: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit itself is allowed, of plain files and of what is packed."""
    monkeypatch.setenv("PDSCHED_MOST_MIB", "1")
    for extra in (0, 1):
        content = b" " * (2**20 + extra)
        (tmp_path / "x").write_bytes(gzip.compress(content) if unpack else content)
        if extra:
            with pytest.raises(TooLargeError, match="more than 1 MiB"):
                read_bytes(tmp_path / "x", unpack=unpack)
        else:
            assert read_bytes(tmp_path / "x", unpack=unpack) == content


def test_values_are_counted_before_they_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value for every 32 bytes of the limit, and no more."""
    monkeypatch.setenv("PDSCHED_MOST_MIB", "1")
    most = limits().values
    check_values(b"[" * most + b" " * 100_000, b"[")
    with pytest.raises(TooLargeError, match=r"holds 32,769 values or cells, more than 32,768"):
        check_values(b"[" * (most + 1), b"[")
    assert most == 2**20 // 32


ODD = ["", "0", "-1", "many", "1e3", "\u0663", "1000001", "9" * 8, "1" * 5_000]


@pytest.mark.parametrize("told", ODD)
def test_limit_that_is_no_number_is_the_usual_one(
    told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody loses the limit by a slip."""
    monkeypatch.setenv("PDSCHED_MOST_MIB", told)

    assert limits() == Limits(MOST_MIB)


@pytest.mark.parametrize("told", ["1", "1000000", "00000000512"])
def test_limit_can_be_what_the_option_can(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From 1 MiB to a million, with zeros before it or not."""
    monkeypatch.setenv("PDSCHED_MOST_MIB", told)

    assert limits() == Limits(int(told))


@pytest.mark.parametrize("told", ["", "soon", "-1", "nan", "inf", "1e7", "1" * 5_000])
def test_patience_that_is_no_number_is_the_usual_one(
    told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No pipe is waited for without end, and none for less than nothing."""
    monkeypatch.setenv("PDSCHED_PIPE_SECONDS", told)

    assert pipe_seconds() == 10


@needs_unix
def test_pipe_is_read_to_its_end_however_slow_it_is(tmp_path: Path) -> None:
    """A writer who comes late and pauses is waited for."""
    os.mkfifo(tmp_path / "pipe")

    def write() -> None:
        time.sleep(0.1)
        with (tmp_path / "pipe").open("wb", buffering=0) as pipe:
            pipe.write(b"one ")
            time.sleep(0.1)
            pipe.write(b"two")

    writer = threading.Thread(target=write)
    writer.start()
    assert read_bytes(tmp_path / "pipe") == b"one two"
    writer.join()


@needs_unix
@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("/dev/null", "is a device"),
        (".", "is a folder"),
        ("gone", "No such file"),
        ("a\0b", "null"),
    ],
)
def test_what_is_no_file_is_refused(place: str, reason: str) -> None:
    """With the reason, whatever stands there."""
    with pytest.raises(UnreadableError, match=reason):
        read_bytes(place)


@given(st.text(max_size=200), st.integers(0, 9))
def test_what_is_packed_here_is_read_here(text: str, level: int) -> None:
    """Whatever the level, on whichever system."""
    data = packed(text, level=level)
    assert gzip.decompress(data).decode() == text
    assert data[9] == 0xFF


@needs_unix
def test_a_draft_has_the_permissions_of_the_file_that_it_replaces(tmp_path: Path) -> None:
    """It is held while it is written, and the file is as it was until the draft has its name."""
    path, draft, held = tmp_path / "x", tmp_path / ".x.tmp", []
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_draft(draft, b"new", path, hold=lambda file: held.append(file.name))

    assert held == [str(draft)]
    assert path.read_bytes() == b"old"
    assert draft.read_bytes() == b"new"
    assert draft.stat().st_mode & 0o777 == 0o640


def test_of_what_cannot_be_written_no_draft_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full when it comes to it leaves nothing beside the file."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_draft(tmp_path / ".x.tmp", b"new", tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_no_draft_is_written_over_another_one(tmp_path: Path) -> None:
    """Unless whoever writes knows whose it was."""
    draft, path = tmp_path / ".x.tmp", tmp_path / "x"
    draft.write_bytes(b"of somebody")
    with pytest.raises(FileExistsError):
        write_draft(draft, b"new", path)
    draft.write_bytes(b"left behind")
    write_draft(draft, b"new", path, mode="wb")

    assert draft.read_bytes() == b"new"
