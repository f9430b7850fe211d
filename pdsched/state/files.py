"""A state in files: one of its own, and one for each district."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pdsched.checks import read_record
from pdsched.checks.codes import fault as fault_of_shape
from pdsched.errors import Fault, ProblemError
from pdsched.files.jsontext import parse, write
from pdsched.files.text import read_text
from pdsched.files.writing import write_files
from pdsched.problem import Record
from pdsched.state.faults import fault
from pdsched.state.records import State

R = TypeVar("R", bound=Record)
NAME = "state.json"
_OF_A_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_DEVICES = re.compile(r"con|nul|aux|prn|(com|lpt)\d")
"""Names that are no files on Windows, whatever their ending."""


def load_state(path: str | Path) -> State:
    """The state in a folder, or in its file ``state.json``; districts are not read yet.

    Args:
        path: The folder, or the file.

    Returns:
        The state, with the paths of its districts made whole.

    Raises:
        ProblemError: with all faults, if the file cannot be read, is no state, names something
            twice, or shares who cannot be shared.

    >>> from tempfile import TemporaryDirectory
    >>> from pdsched import State, load_state, save_state
    >>> with TemporaryDirectory() as folder:
    ...     save_state(State(id="florida", districts=()), folder)
    ...     load_state(folder).id
    'florida'
    """
    given = Path(path)
    file = given / NAME if given.is_dir() else given
    state, home = read_as(State, file, "state"), file.resolve().parent
    districts = tuple(
        each.model_copy(update={"path": str((home / each.path).resolve())})
        for each in state.districts
    )
    whole = state.model_copy(update={"districts": districts})
    refuse_odd(whole)
    return whole


def save_state(state: State, folder: str | Path) -> None:
    """Writes a state as ``state.json`` into a folder, paths of districts as seen from there.

    A path that is not absolute is written as it is.

    Raises:
        ProblemError: if it cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> from pdsched import State, save_state
    >>> with TemporaryDirectory() as folder:
    ...     save_state(State(id="florida", districts=()), folder)
    """
    place = Path(folder).resolve()
    districts = tuple(
        each.model_copy(update={"path": _seen_from(place, Path(each.path))})
        for each in state.districts
    )
    save_as(state.model_copy(update={"districts": districts}), place / NAME)


def _seen_from(folder: Path, path: Path) -> str:
    if path.is_absolute() and path.drive == folder.drive:
        path = Path(os.path.relpath(path.resolve(), folder))
    return path.as_posix()


def read_as(kind: type[R], file: Path, noun: str) -> R:
    """A record from a JSON file that says what it holds.

    Raises:
        ProblemError: with all faults.
    """
    document = parse(file.name, read_text(file))
    told = document.get("format") if isinstance(document, dict) else None
    asked = kind.model_fields["format"].default
    if told != asked:
        value, advice = str(told or "no format"), f'it needs "format": "{asked}"'
        raise ProblemError([fault_of_shape("PD105", str(file), value, f"is no {noun}", advice)])
    record, faults = read_record(kind, document)
    if record is None:
        raise ProblemError([each._replace(where=f"{file} {each.where}") for each in faults])
    return record


def save_as(record: Record, file: Path) -> None:
    """Writes a record as JSON, whole or not at all.

    Raises:
        ProblemError: if it cannot be written.
    """
    write_files({file.resolve(): write(record.model_dump(mode="json"))})


def refuse_odd(state: State) -> None:
    """See to all that can be told without the districts.

    Raises:
        ProblemError: with all faults.
    """
    if faults := [*_twice(state), *_names(state), *_trainers(state)]:
        raise ProblemError(faults)


def _twice(state: State) -> Iterator[Fault]:
    for field, records in (("districts", state.districts), ("trainers", state.trainers)):
        for told, count in Counter(record.id for record in records).items():
            if count > 1:
                yield fault("PD759", f"{NAME} {field}", told)
    first: dict[Path, str] = {}
    for number, district in enumerate(state.districts):
        if first.setdefault(Path(district.path).resolve(), district.id) != district.id:
            yield fault("PD759", f"{NAME} districts[{number}].path", district.path)


def _names(state: State) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for number, district in enumerate(state.districts):
        folded = district.id.casefold()
        is_file = _OF_A_FILE.fullmatch(district.id) and not _DEVICES.fullmatch(
            folded.partition(".")[0]
        )
        if not is_file or first.setdefault(folded, district.id) != district.id:
            yield fault("PD757", f"{NAME} districts[{number}].id", district.id)


def _trainers(state: State) -> Iterator[Fault]:
    for number, trainer in enumerate(state.trainers):
        if trainer.is_team or trainer.schools is not None or not trainer.courses:
            yield fault("PD751", f"{NAME} trainers[{number}]", trainer.id)
