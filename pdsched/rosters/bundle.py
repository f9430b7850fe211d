"""The files of an export, from a folder or a zip archive, by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pdsched import outside
from pdsched.outside import Together
from pdsched.rosters.noted import Noted
from pdsched.timetables.faults import fail
from pdsched.timetables.text import is_xml

TWICE = "is the second file of its name but for capitals, and the first one is read"
UNASKED = "are not read, for nothing in them is planned with"
HIDDEN = (".", "__MACOSX")


class Bundle(NamedTuple):
    """An export."""

    path: str
    files: Mapping[str, bytes]
    """Contents by name, without folders."""

    def where(self, name: str) -> str:
        """How a file of it is called in faults and notes."""
        return self.path if Path(self.path).name == name else f"{self.path}: {name}"

    def named(self, name: str) -> str | None:
        """The name of the file of this name, whatever its case; ``None`` if there is none.

        >>> Bundle("export", {"Users.csv": b""}).named("users.csv")
        'Users.csv'
        """
        return next((each for each in self.files if each.casefold() == name), None)


def read_bundle(
    path: str | Path,
    wanted: Callable[[str], bool],
    noted: Noted,
    looks: Callable[[bytes], bool] | None = None,
) -> Bundle:
    """The files of an export whose names are wanted; a single file is an export, too.

    Args:
        path: a folder, a zip archive, or one file.
        wanted: asked for each name in small letters.
        noted: takes the files that are not read.
        looks: asked for the first bytes of each of them; ``None`` takes all.

    Raises:
        ProblemError: PD701 if something cannot be read, PD711 if all together is too large.
    """
    path = Path(path)
    try:
        files: dict[str, bytes] = {}
        together = Together()
        for name, content in _read(path, lambda name: wanted(name.casefold()), noted, looks):
            if Bundle("", files).named(name.casefold()):
                noted.say(str(path), name, TWICE)
                continue
            files[name] = content
            # Of tables a row is held at a time; of XML, all elements.
            together.add(content, b"<" if is_xml(content) else b"\n")
    except outside.UnreadableError as error:
        code = "PD711" if isinstance(error, outside.TooLargeError) else "PD701"
        fail(code, str(path), path.name, str(error))
    return Bundle(str(path), files)


def names_of(path: str | Path) -> frozenset[str]:
    """The names of the files of an export, in small letters; none if it cannot be read.

    >>> names_of("no such file")
    frozenset()
    """
    asked: list[str] = []

    def ask(name: str) -> bool:
        asked.append(name.casefold())
        return False

    try:
        dict(_read(Path(path), ask, Noted()))
    except (outside.UnreadableError, OSError, ValueError):
        return frozenset()
    return frozenset(asked)


def _read(
    path: Path,
    wanted: Callable[[str], bool],
    noted: Noted,
    looks: Callable[[bytes], bool] | None = None,
) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        yield from _of_folder(path, wanted, noted, looks)
        return
    content = outside.read_bytes(path)
    if not outside.is_archive(content):
        if wanted(path.name) and (looks is None or looks(content[: outside.HEAD])):
            yield path.name, content
        return
    archive = outside.read_archive(content, wanted, looks)
    for name, why in archive.passed_over:
        if why:
            noted.say(str(path), name, why)
        elif not name.startswith(HIDDEN):
            noted.tally(str(path), "other files", UNASKED)
    yield from archive.files.items()


def _of_folder(
    path: Path,
    wanted: Callable[[str], bool],
    noted: Noted,
    looks: Callable[[bytes], bool] | None,
) -> Iterator[tuple[str, bytes]]:
    try:
        places = sorted(path.iterdir())
    except OSError as error:
        raise outside.UnreadableError(error.strerror or str(error)) from None
    for place in places:
        if wanted(place.name) and not place.is_dir() and (looks is None or looks(_head(place))):
            yield place.name, outside.read_bytes(place)
        elif not place.name.startswith(HIDDEN):
            noted.tally(str(path), "other files", UNASKED)


def _head(place: Path) -> bytes:
    """The first bytes of an ordinary file; none of what is another thing, or cannot be read."""
    try:
        if not place.is_file():
            return b""
        with place.open("rb") as file:
            return file.read(outside.HEAD)
    except OSError as error:
        raise outside.UnreadableError(error.strerror or str(error)) from None
