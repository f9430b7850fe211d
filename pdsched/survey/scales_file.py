"""The scales of a survey, from a TOML file."""

from __future__ import annotations

from pathlib import Path

from pdsched.errors import Fault
from pdsched.files.text import read_settings
from pdsched.files.tomltext import read_named
from pdsched.survey.scales import SurveyScales

_NO_LEVELS = "is no object of whole numbers by name"
_OF_KEY = "['[key]']"
"""How pydantic says that a key, and not its value, is wrong."""


def load_scales(path: str | Path) -> SurveyScales:
    """The scales of a survey in a TOML file.

    The keys of the file are the fields of `pdsched.survey.SurveyScales`. What is left out is as by
    default, except the name, which is then that of the file.

    Raises:
        ProblemError: if the file cannot be read or is no TOML; or with all faults of its keys and
            values, each with file, key, value and what to do.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pdsched.survey import load_scales
    >>> with TemporaryDirectory() as folder:
    ...     place = Path(folder, "autumn.toml")
    ...     _ = place.write_text('standing = "skill"')
    ...     load_scales(place)
    Traceback (most recent call last):
    pdsched.errors.ProblemError: PD110 autumn.toml standing: 'skill' is none of the choices; use
    lower, higher or mean
    """
    place = Path(path)
    return read_named(
        SurveyScales, place.name, read_settings(place), dated=("due",), worded=_in_words_of_scales
    )


def _in_words_of_scales(fault: Fault) -> Fault:
    """The fault in words that fit a scale."""
    if fault.message == _NO_LEVELS:
        advice = f"write it as a table: [{fault.where}], and below it a line for each"
        fault = fault._replace(message="is no table", advice=advice)
    return fault._replace(where=fault.where.removesuffix(_OF_KEY))
