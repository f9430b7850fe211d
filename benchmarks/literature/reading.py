"""Instances in a folder, by the names of their files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.literature import sickness, smptsp, spa, spa_profile
from benchmarks.literature.instance import Instance
from benchmarks.literature.spa_profile import SpaProfile

SETS: Mapping[str, tuple[tuple[str, ...], Callable[[Path], Instance]]] = {
    "smptsp": ((".dat", ".dat.gz"), smptsp.read),
    "sickness": ((".dzn",), sickness.read),
    "spa": (("projects.txt",), spa.read),
    "spa-worst": (("projects.txt",), spa.read_worst),
}
"""By name, the ends of the names of files, and what reads them."""

IN_STAGES: Mapping[str, tuple[tuple[str, ...], Callable[[Path], SpaProfile]]] = {
    "spa-worst-sum": (("projects.txt",), spa_profile.read_worst_sum),
    "spa-profile": (("projects.txt",), spa_profile.read),
}
"""The same for those whose objectives come one after the other."""


class File(NamedTuple):
    """A file with an instance."""

    set: str
    path: Path

    @property
    def name(self) -> str:
        """The name of the file without its ends; of one that has its folder to itself, of that."""
        if self.path.name.endswith("projects.txt"):
            return self.path.parent.name
        return self.path.name.removesuffix(".gz").removesuffix(".dat").removesuffix(".dzn")


def files(folder: Path, wanted: str | None) -> Iterator[File]:
    """The instances of a folder and of those in it, in the order of sets and names."""
    for name, (ends, _) in {**SETS, **IN_STAGES}.items():
        if wanted in (None, name):
            for path in sorted(folder.rglob("*")):
                if path.name.endswith(ends):
                    yield File(name, path)


def read(file: File) -> Instance:
    """The instance of a file.

    Raises:
        BadInstanceError: if it is not in the published format.
    """
    _, reads = SETS[file.set]
    return reads(file.path)


def read_in_stages(file: File) -> SpaProfile:
    """The instance of a file whose objectives come one after the other.

    Raises:
        BadInstanceError: if it is not in the published format.
    """
    _, reads = IN_STAGES[file.set]
    return reads(file.path)
