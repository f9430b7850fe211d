"""What every record of a problem shares: frozen, no unknown fields, string ids, clock times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from pdsched.errors import PdschedError
from pdsched.faces import begun, html_of
from pdsched.printable import printable
from pdsched.problem.names import ReadNormal

R = TypeVar("R", bound="Record")
T = TypeVar("T")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"^(\d{1,2})[:h.](\d{2})(?::00)?$")


class RecordError(PdschedError, ValidationError):
    """A record was to be made from values that it cannot have; ``errors()`` lists them all.

    It is an error of pdsched and one of pydantic, so that either can be caught.

    >>> from pdsched import PdschedError, RecordError, Room
    >>> try:
    ...     Room(id="lab", school="north", capacity=-1)
    ... except RecordError as error:
    ...     print(isinstance(error, PdschedError), error.errors()[0]["loc"])
    True ('capacity',)
    """

    _given_error: ValidationError

    @classmethod
    def of(cls, error: ValidationError) -> RecordError:
        """The same error, with this class."""
        if isinstance(error, cls):
            return error
        same = cls.from_exception_data(error.title, [])
        same._given_error = error
        return same

    @property
    def title(self) -> str:
        """The name of the record."""
        return self._given_error.title

    def errors(self, **options: Any) -> list[ErrorDetails]:
        """As pydantic tells them."""
        return self._given_error.errors(**options)

    def error_count(self) -> int:
        """How many there are."""
        return self._given_error.error_count()

    def json(self, **options: Any) -> str:
        """As pydantic writes them."""
        return self._given_error.json(**options)

    def __str__(self) -> str:
        return printable(str(self._given_error))

    def __repr__(self) -> str:
        return str(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).of, (self._given_error,)


class Record(BaseModel):
    """Base of all records: immutable, compared by value, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    def __init__(self, **fields: Any) -> None:
        """A record of these fields.

        Raises:
            RecordError: if it cannot have one of their values.
        """
        try:
            super().__init__(**fields)
        except ValidationError as error:
            raise RecordError.of(error) from None

    # Without this pydantic would call it for each record inside another: districts take minutes.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # as pydantic itself does

    def __repr__(self) -> str:
        """What it holds; of much the beginning, for prompts and logs."""
        return begun(super().__repr__())

    def __str__(self) -> str:
        """The same without its kind."""
        return begun(super().__str__())

    def _repr_html_(self) -> str:
        return html_of(self)

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """As pydantic does it, but for the error.

        Raises:
            RecordError: if the record cannot have one of the values.
        """
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise RecordError.of(error) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """As pydantic does it, but for the error.

        Raises:
            RecordError: if the record cannot have one of the values.
        """
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as error:
            raise RecordError.of(error) from None


def not_given(argument: str, value: object, kind: type, advice: str) -> TypeError:
    """The error for an argument that is something else than what is asked for.

    >>> not_given("plan", 3, Record, "load_plan reads files")
    TypeError('plan: 3 is a int, and no Record; load_plan reads files')
    """
    shown = repr(value)
    shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
    told = f"{argument}: {shown} is a {type(value).__name__}, and no {kind.__name__}; {advice}"
    return TypeError(printable(told))


def record_of(argument: str, value: R | Mapping[str, Any], kind: type[R], advice: str) -> R:
    """The record that a caller gives, or makes from a dictionary of its fields.

    Raises:
        RecordError: if a dictionary has values that the record cannot have.
        TypeError: if it is neither.
    """
    if isinstance(value, Mapping):
        return kind.model_validate(value)
    return of_kind(argument, value, kind, advice)


def of_kind(argument: str, value: object, kind: type[T], advice: str) -> T:
    """What a caller gives, if it is of the kind that is asked for.

    Raises:
        TypeError: if not; with the advice.
    """
    if not isinstance(value, kind):
        raise not_given(argument, value, kind, advice)
    return value


@lru_cache(maxsize=4096)
def _told_clock(text: str) -> time:
    """The time in a text; a district tells the same few over and over."""
    match = _CLOCK.match(text.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise PydanticCustomError("clock", "a clock time is written HH:MM, from 00:00 to 23:59")
    return time(int(match[1]), int(match[2]))


def _read_clock(value: Any) -> Any:
    if isinstance(value, str):
        return _told_clock(value)
    if isinstance(value, time) and (value.second or value.microsecond or value.tzinfo):
        raise PydanticCustomError("clock", "a clock time has whole minutes and no zone of its own")
    if not isinstance(value, time):
        raise PydanticCustomError("clock", "a clock time is written HH:MM, from 00:00 to 23:59")
    return value


def _write_clock(value: time) -> str:
    return f"{value.hour:02d}:{value.minute:02d}"


_ClockText = Annotated[
    str, StringConstraints(pattern=r"^\s*([01]?[0-9]|2[0-3])[:h.][0-5][0-9](:00)?\s*$")
]

Clock = Annotated[
    time,
    BeforeValidator(_read_clock, json_schema_input_type=_ClockText),
    PlainSerializer(_write_clock, return_type=str),
]
"""Local clock time in whole minutes; ``HH:MM`` in files."""


@lru_cache(maxsize=4096)
def _told_day(text: str) -> date:
    """The date in a text: no moment, no number of seconds since 1970."""
    if not _DAY.fullmatch(text):
        raise PydanticCustomError("date_iso", "a date is written YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("date_iso", "there is no such date") from None


def _read_day(value: Any) -> Any:
    if isinstance(value, str):
        return _told_day(value)
    if not isinstance(value, date):
        raise PydanticCustomError("date_iso", "a date is written YYYY-MM-DD")
    # A notebook's midnight is the date, which pydantic sees to.
    return value


Day = Annotated[date, BeforeValidator(_read_day)]
"""A date; ``YYYY-MM-DD`` in files."""


def is_plain_date(value: object) -> bool:
    """Whether this is a date, and no text or moment.

    >>> is_plain_date(date(2026, 9, 8)), is_plain_date(datetime(2026, 9, 8, 7))
    (True, False)
    """
    return isinstance(value, date) and not isinstance(value, datetime)


def refuse_no_date(argument: str, value: object) -> None:
    """Refuse what is no plain date, before anything is compared with it.

    Raises:
        ValueError: with the argument and its value.

    >>> refuse_no_date("as_of", "2026-09-08")
    Traceback (most recent call last):
        ...
    ValueError: as_of = '2026-09-08' is no date: give a datetime.date, such as date(2026, 9, 8)
    """
    if not is_plain_date(value):
        moment = isinstance(value, datetime)
        what, how = (
            ("a moment and no date", "give its date()")
            if moment
            else ("no date", "give a datetime.date, such as date(2026, 9, 8)")
        )
        raise ValueError(f"{argument} = {value!r} is {what}: {how}")


ID_FORM = r"^[^\s|](?:[^|\r\n\t]*[^\s|])?$"
Id = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, pattern=ID_FORM),
    ReadNormal,  # the last one is asked first
]
"""The people's own name for a thing: any text without ``|``, line breaks or outer blanks, kept in
its normal form (`pdsched.problem.names.normal`)."""


def minutes(clock: time) -> int:
    """Minutes since midnight.

    >>> from datetime import time
    >>> minutes(time(8, 30))
    510
    """
    return clock.hour * 60 + clock.minute


def clock(minute: int) -> time:
    """The clock time so many minutes after midnight, 0 to 1439.

    >>> clock(510)
    datetime.time(8, 30)
    """
    return time(minute // 60, minute % 60)
