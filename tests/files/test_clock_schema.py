"""What the schemas say of clock times is what is read."""

from __future__ import annotations

import re

import pytest
from pydantic import TypeAdapter, ValidationError

from pdsched import Plan, Policy, Problem
from pdsched.problem import Clock

READER = TypeAdapter(Clock)
PATTERN = READER.json_schema()["pattern"]


def is_read(text: str) -> bool:
    """Whether a text is read as a clock time."""
    try:
        READER.validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "right"),
    [
        *((text, True) for text in ("08:00", "8:00", "8h05", "8.30", "08:00:00", "23:59", "0:00")),
        *(
            (text, False)
            for text in ("24:00", "08:00:30", "8:60", "8", "", "08:00Z", "8:5", "108:00")
        ),
    ],
)
def test_the_schema_takes_the_times_that_are_read(text: str, right: bool) -> None:
    """Seconds other than none and the end of the day as 24:00 are refused by both."""
    assert is_read(text) is right
    assert bool(re.search(PATTERN, text)) is right


@pytest.mark.parametrize("record", [Problem, Plan, Policy])
def test_every_clock_time_has_the_pattern(record: type[Problem | Plan | Policy]) -> None:
    """Each field of that name says how times are written."""
    schema = str(record.model_json_schema())

    assert PATTERN in schema.replace("\\\\", "\\")
