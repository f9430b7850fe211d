"""The cards of an aSc file: on which days and in which periods they lie, and for how long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pdsched.timetables.asc_grid import (
    Grid,
    MaskName,
    definitions,
    is_mask,
    lessons_by_id,
    mask_of,
    parts_of,
)
from pdsched.timetables.faults import fail
from pdsched.timetables.text import whole
from pdsched.timetables.timetable import Note, note

NO_LESSON = "is a card of a lesson that the file does not list"
NO_DAY = "is a card without a day, so that it is not placed"
BAD_DAYS = "is a mask of days that has another length than those of the file, or other signs"
BAD_WEEKS = "is a mask of weeks that has another length than those of the file, or other signs"
BAD_TERMS = "is a mask of terms that has another length than those of the file, or other signs"
NO_PERIOD = "is a period that the file does not list"
OTHER_TERM = "is a card of another term than the one that is read"
TWICE = "is a card whose lesson has another one at the same time"

_MOST_PLACED = 500_000
_MOST_LENGTH = 40


class Placed(NamedTuple):
    """A lesson on one day in one period."""

    day: int
    """Index of the day, over all weeks."""
    period: int
    """Index of the period."""
    rooms: tuple[str, ...]
    """Ids of the rooms that the card names."""


def placed_cards(
    root: Element, grid: Grid, path: str, notes: list[Note]
) -> dict[str, list[Placed]]:
    """Where the cards of each lesson lie, by the id of the lesson.

    Raises:
        ProblemError: PD711 if the masks multiply to more than half a million.
    """
    lessons = lessons_by_id(root)
    weeks, terms = definitions(root, "weeks"), definitions(root, "terms")
    periods = {number: at for at, number in enumerate(grid.periods)}
    placed: dict[str, dict[tuple[int, int], Placed]] = {}
    total = 0
    for number, card in enumerate(root.findall("cards/card"), start=1):
        name, where = card.get("lessonid", "").strip(), f"card {number}"
        if name not in lessons:
            notes.append(note(where, name, NO_LESSON))
            continue
        days = _days_of(card, lessons, weeks, terms, grid)
        period = periods.get(card.get("period", "").strip())
        if isinstance(days, tuple):
            notes.append(note(where, *days))
            continue
        if period is None:
            notes.append(note(where, card.get("period"), NO_PERIOD))
            continue
        rooms = parts_of(card.get("classroomids", card.get("classroomid", "")))
        at = placed.setdefault(name, {})
        if any((day, period) in at for day in days):
            notes.append(note(where, name, TWICE))
        for day in days:
            at.setdefault((day, period), Placed(day, period, rooms))
        total += len(days)
        if total > _MOST_PLACED:
            fail("PD711", path, name, f"its cards place more than {_MOST_PLACED:,} lessons")
    return {name: sorted(at.values()) for name, at in placed.items()}


def _days_of(
    card: Element,
    lessons: Mapping[str, Element],
    weeks: Mapping[str, MaskName],
    terms: Mapping[str, MaskName],
    grid: Grid,
) -> list[int] | tuple[str, str]:
    """The days of a card over all weeks, or what cannot be used and why."""
    term = mask_of(card, "terms", lessons, terms)
    week = mask_of(card, "weeks", lessons, weeks)
    if term and (not is_mask(term) or len(term) != grid.terms):
        return term, BAD_TERMS
    if week and (not is_mask(week) or len(week) != grid.weeks_told):
        return week, BAD_WEEKS
    days = _days_of_week(card, grid)
    if isinstance(days, tuple):
        return days
    if term and term[grid.term] == "0":
        return term, OTHER_TERM
    in_weeks = [n for n in range(grid.weeks) if grid.weeks == 1 or not week or week[n] == "1"]
    return [grid.in_week * week + day for week in in_weeks for day in days]


def _days_of_week(card: Element, grid: Grid) -> list[int] | tuple[str, str]:
    told, old = card.get("days", "").strip(), card.get("day", "").strip()
    if not told and old:
        return [grid.keys.index(old)] if old in grid.keys else (old, NO_DAY)
    if not told or ("," in told) or not told.strip("0"):
        return told, NO_DAY
    if not is_mask(told) or len(told) != grid.in_week:
        return told, BAD_DAYS
    return [n for n, sign in enumerate(told) if sign == "1"]


def durations(
    elements: Sequence[Element], grid: Grid, cards: Mapping[str, Sequence[Placed]]
) -> dict[str, list[tuple[Placed, int]]]:
    """The cards of each lesson with their lengths in periods.

    Where lessons of several periods have a card for each, those that follow each other are one.
    """
    lengths = {each.get("id", "").strip(): _length(each) for each in elements}
    votes = Counter(
        _is_single(each, lengths[name], grid, cards[name])
        for each in elements
        if (name := each.get("id", "").strip()) in cards and lengths[name] > 1
    )
    if votes[True] <= votes[False]:
        return {name: [(c, lengths.get(name, 1)) for c in of_one] for name, of_one in cards.items()}
    return {name: list(_joined(of_one, lengths.get(name, 1))) for name, of_one in cards.items()}


def _length(lesson: Element) -> int:
    told = lesson.get("periodspercard") or lesson.get("durationperiods") or ""
    return min(whole(told) or 1, _MOST_LENGTH)


def _is_single(lesson: Element, length: int, grid: Grid, cards: Sequence[Placed]) -> bool:
    """Whether the cards of a lesson of several periods are one period each."""
    try:
        wanted = float(lesson.get("periodsperweek", "").replace(",", "."))
    except ValueError:
        wanted = 0.0
    if wanted > 0:
        most = max(Counter(card.day // grid.in_week for card in cards).values())
        return most * length > wanted
    return all(len(run) % length == 0 for run in _runs(cards))


def _runs(cards: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Cards in the same rooms on one day in periods that follow each other."""
    for _, run in groupby(
        enumerate(cards), key=lambda it: (it[1].day, it[1].rooms, it[1].period - it[0])
    ):
        yield [card for _, card in run]


def _joined(cards: Sequence[Placed], length: int) -> Iterator[tuple[Placed, int]]:
    for run in _runs(cards):
        for at in range(0, len(run), length):
            yield run[at], len(run[at : at + length])
