"""Meetings at clock times: the periods of which all of them consist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pdsched.outside.workbook import Value
from pdsched.timetables.hours import AFTERNOON
from pdsched.timetables.tables.asked import (
    NO_BELL,
    NO_TIME,
    USUAL_MINUTES,
    Asked,
    Times,
    length_in_periods,
    period,
    runs_of,
)
from pdsched.timetables.tables.bells import Bells
from pdsched.timetables.tables.clocks import (
    Span,
    end_of,
    length_of,
    moment_of,
    moments_in,
    name_of,
    periods_between,
    shortest_step,
    start_of,
)
from pdsched.timetables.tables.grid import text_of
from pdsched.timetables.tables.meetings import Meeting
from pdsched.timetables.timetable import Note, note

NO_CLOCK = "is no clock time that can be read, so the row is left out"
END_FIRST = "is an end that is not after the start, so the row is left out"
NO_SUCH_DAY = "is a day of the bell table on which the timetable has no lesson"
LATE = "ends after midnight, so the row is left out"
MIDNIGHT = 24 * 60
_Placed = tuple[str, Span]


def on_their_days(asked: Asked, bells: Bells, known: Mapping[str, tuple[str, ...]]) -> Times:
    """Meetings on the bells of their own days, as clock times."""
    given: list[list[_Placed]] = []
    days_told = {day for days in asked.days for day in days}
    notes = [note("bells", day, NO_SUCH_DAY) for day in bells.beside(days_told)]
    on = {day: bells.on(day) for days in asked.days for day in days}
    for each, days in zip(asked.meetings, asked.days, strict=True):
        text = text_of(each.period)
        placed: list[_Placed] = []
        for day in days:
            order = list(on[day])
            numbers = [order.index(name) for name in known.get(text, ()) if name in on[day]]
            length = length_in_periods(each, numbers, [period(n, s) for n, s in on[day].items()])[0]
            runs = [(numbers[0], length)] if numbers and length > 1 else runs_of(numbers)
            spans = list(on[day].values())
            for first, count in runs:
                last = min(first + count, len(spans)) - 1
                placed.append((day, (spans[first][0], spans[last][1])))
            if not runs:
                notes.append(note(each.where, f"{day} {text}".strip(), NO_BELL))
        given.append(placed)
    return _of_spans(given, notes)


def timed(asked: Asked, values: Mapping[str, Value]) -> Times:
    """Meetings whose rows tell clock times, in a column of starts or in the one of periods."""
    starts: list[int | None] = []
    notes: list[Note] = []
    for each, days in zip(asked.meetings, asked.days, strict=True):
        value = each.period if values else each.start
        moment = moment_of(value)
        if moment is None and days:
            text = text_of(value)
            notes.append(note(each.where, text or each.subject, NO_CLOCK if text else NO_TIME))
        start, turned = start_of(moment) if moment else (None, False)
        if turned and days:
            notes.append(note(each.where, text_of(value), AFTERNOON))
        starts.append(start)
    step = shortest_step((start for start in starts if start is not None), USUAL_MINUTES)
    given: list[list[_Placed]] = []
    guessed = False
    for each, days, start in zip(asked.meetings, asked.days, starts, strict=True):
        end = None if start is None else _end(each, start, asked.bells, days)
        if end is None and start is not None:
            guessed = True
            end = start + step * (length_of(each.duration) or (1, True))[0]
        if isinstance(end, int) and start is not None and end < MIDNIGHT:
            given.append([(day, (start, end)) for day in days])
            continue
        if end is not None:
            told = end if isinstance(end, Note) else note(each.where, text_of(each.start), LATE)
            notes.append(told)
        given.append([])
    said = (
        f"Where no end is told, a lesson lasts {step} minutes, the shortest step between two"
        " starts of the table."
    )
    return _of_spans(given, notes, (said,) if guessed else (), asked)


def _end(each: Meeting, start: int, bells: Bells | None, days: Sequence[str]) -> int | Note | None:
    """When a meeting ends: by its end, its length in minutes, or the bell table."""
    moments = moments_in(each.period)[1:2] if not text_of(each.start) else []
    told: Value = each.end
    moment = moments[0] if moments else moment_of(told)
    if moment is not None:
        end = end_of(start, moment)
        return note(each.where, text_of(told or each.period), END_FIRST) if end is None else end
    if text_of(told):
        return note(each.where, text_of(told), NO_CLOCK)
    length = length_of(each.duration)
    if length and not length[1]:
        return start + length[0]
    if bells is None:
        return None
    spans = sorted(bells.on(days[0] if days else "").values())
    following = [span for span in spans if span[0] >= start]
    if not following or following[0][0] != start:
        return note(each.where, text_of(each.start or each.period), NO_BELL)
    return following[min(length[0] if length else 1, len(following)) - 1][1]


def _of_spans(
    given: Sequence[Sequence[_Placed]],
    notes: Sequence[Note],
    assumptions: tuple[str, ...] = (),
    asked: Asked | None = None,
) -> Times:
    spans = {span for placed in given for _, span in placed}
    bells = asked.bells.on("") if asked is not None and asked.bells is not None else {}
    pieces = periods_between(spans | set(bells.values()))
    names = _names_of(pieces, given, asked) | {span: name for name, span in bells.items()}
    starts = {start: number for number, (start, _) in enumerate(pieces)}
    ends = {end: number for number, (_, end) in enumerate(pieces)}
    runs = {span: (starts[span[0]], ends[span[1]] - starts[span[0]] + 1) for span in spans}
    of = tuple(tuple((day, runs[span]) for day, span in placed) for placed in given)
    periods = tuple(period(names[piece], piece) for piece in pieces)
    return Times(periods, of, tuple(notes), assumptions)


def _names_of(
    pieces: Sequence[Span], given: Sequence[Sequence[_Placed]], asked: Asked | None
) -> dict[Span, str]:
    """Names of periods: those of the column of periods where each has its own, else the times."""
    told: dict[Span, set[str]] = {}
    if asked is not None and any(text_of(each.start) for each in asked.meetings):
        for each, placed in zip(asked.meetings, given, strict=True):
            for _, span in placed:
                told.setdefault(span, set()).add(text_of(each.period)[:100])
    names = [told.get(piece, {""}) for piece in pieces]
    singles = [next(iter(each)) for each in names if len(each) == 1]
    if all(singles) and len(set(singles)) == len(pieces) == len(singles):
        return dict(zip(pieces, singles, strict=True))
    return {piece: name_of(piece) for piece in pieces}
