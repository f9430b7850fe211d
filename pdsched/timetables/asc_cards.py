"""The cards of an aSc file: on which days, in which weeks and terms, in which periods they lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from string import ascii_uppercase
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pdsched.problem import Weekday
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

_MOST_DAYS, _MOST_WEEKS, _MOST_PERIODS = 14, len(ascii_uppercase), 40
_MOST_PLACED = 500_000


class Grid(NamedTuple):
    """Where cards can lie."""

    days: tuple[str, ...]
    """Names of the days of all weeks, week by week."""
    days_are_named: bool
    in_week: int
    """How many days a week has."""
    keys: tuple[str, ...]
    """What the attribute ``day`` of an old file says for each of them."""
    weeks: int
    """How many weeks the days run over."""
    weeks_told: int
    """Length of the masks of weeks: more than ``weeks`` where all weeks are alike."""
    terms: int
    term: int
    """Which of them is read."""
    periods: tuple[str, ...]
    """Their numbers, as the cards have them."""
    assumptions: tuple[str, ...]


class Placed(NamedTuple):
    """A lesson on one day in one period."""

    day: int
    """Index of the day, over all weeks."""
    period: int
    """Index of the period."""
    rooms: tuple[str, ...]
    """Ids of the rooms that the card names."""


class _Def(NamedTuple):
    """A named mask, or several between which the program may choose."""

    name: str
    short: str
    masks: tuple[str, ...]


def grid_of(root: Element, term: str | int | None, path: str, notes: list[Note]) -> Grid:
    """The days, weeks, terms and periods of a file.

    Raises:
        ProblemError: PD707 if it has no such term.
    """
    cards = root.findall("cards/card")
    days, weeks, terms = (_definitions(root, kind) for kind in ("days", "weeks", "terms"))
    terms_told = _width((card.get("terms", "") for card in cards), terms.values(), 99)
    chosen = _term(term, terms, terms_told, path)
    weeks_told = _width((card.get("weeks", "") for card in cards), weeks.values(), _MOST_WEEKS)
    lessons = _by_id(root)
    masks = (_mask(card, "weeks", lessons, weeks) for card in cards)
    alike = all(mask.count("1") == len(mask) or len(mask) != weeks_told for mask in masks)
    of_week, keys, is_named = _days(root, cards, days)
    count = 1 if alike else weeks_told
    names = of_week if count == 1 else [f"{d} {w}" for w in ascii_uppercase[:count] for d in of_week]
    said = [*_said_weeks(weeks, count), *_said_term(terms, terms_told, chosen)]
    return Grid(
        days=tuple(names),
        days_are_named=is_named,
        in_week=len(of_week),
        keys=keys,
        weeks=count,
        weeks_told=weeks_told,
        terms=terms_told,
        term=chosen,
        periods=_numbers(root, cards),
        assumptions=tuple(said),
    )


def _by_id(root: Element) -> dict[str, Element]:
    return {each.get("id", "").strip(): each for each in root.findall("lessons/lesson")}


def _definitions(root: Element, kind: str) -> dict[str, _Def]:
    return {
        each.get("id", ""): _Def(
            each.get("name", "").strip(), each.get("short", "").strip(), _masks(each.get(kind, ""))
        )
        for each in root.findall(f"{kind}defs/{kind}def")
    }


def _masks(text: str) -> tuple[str, ...]:
    return tuple(part for each in text.split(",") if (part := each.strip()))


def _is_mask(text: str) -> bool:
    return text != "" and set(text) <= {"0", "1"}


def _width(told: Iterable[str], known: Iterable[_Def], most: int) -> int:
    """The length that the definitions have, or else most of the cards."""
    defined = Counter(len(m) for each in known for m in each.masks if _is_mask(m))
    lengths = defined or Counter(len(m) for text in told for m in _masks(text) if _is_mask(m))
    fitting = [(count, -length) for length, count in lengths.items() if length <= most]
    return -max(fitting)[1] if fitting else 1


def _term(wanted: str | int | None, known: Mapping[str, _Def], count: int, path: str) -> int:
    if wanted is None:
        return 0
    names = {each.masks[0].index("1"): each for each in known.values() if _single(each)}
    for number in range(count):
        told = names.get(number, _Def("", "", ()))
        if str(wanted).strip() in (told.name, told.short, str(number + 1)):
            return number
    listed = "; ".join(
        f"{number + 1}: {names[number].name}" if number in names else str(number + 1)
        for number in range(count)
    )
    return fail("PD707", path, wanted, f"terms are {listed}")


def _single(each: _Def) -> bool:
    return len(each.masks) == 1 and _is_mask(each.masks[0]) and each.masks[0].count("1") == 1


def _days(
    root: Element, cards: Sequence[Element], known: Mapping[str, _Def]
) -> tuple[list[str], tuple[str, ...], bool]:
    """The names of the days of a week, what ``day`` says for each, and whether they are named."""
    listed = {each.get("day", ""): each for each in root.findall("days/day")}
    width = _width((card.get("days", "") for card in cards), known.values(), _MOST_DAYS)
    told = {each.masks[0].index("1"): each for each in known.values() if _single(each)}
    if listed and not told:
        keys = tuple(listed)[:_MOST_DAYS]
        names = [each.get("name", "") or each.get("short", "") for each in listed.values()]
        return _different(names[:_MOST_DAYS]), keys, True
    numbers = [n for card in cards if (n := whole(card.get("day", ""))) is not None]
    if numbers and not any("days" in card.attrib for card in cards):
        first = min(1, *numbers)
        width = min(max(5, max(numbers) - first + 1), _MOST_DAYS)
        keys = tuple(str(number + first) for number in range(width))
    else:
        keys = ("",) * width
    if all(number in told for number in range(width)):
        return _different([told[n].name or told[n].short for n in range(width)]), keys, True
    if width <= len(Weekday):
        return [day.value for day in Weekday][: width], keys, False
    return [str(number + 1) for number in range(width)], keys, True


def _different(names: Sequence[str]) -> list[str]:
    """Names that are empty or stand twice are numbered."""
    taken = Counter(name.strip() for name in names)
    return [
        name.strip() if name.strip() and taken[name.strip()] == 1 else f"{name.strip()} {n}".strip()
        for n, name in enumerate(names, start=1)
    ]


def _numbers(root: Element, cards: Sequence[Element]) -> tuple[str, ...]:
    """The numbers of the periods: those that the file lists, or that its cards have."""
    listed = [n for p in root.findall("periods/period") if (n := p.get("period", "").strip())]
    if not listed:
        used = [n for card in cards if (n := whole(card.get("period", ""))) is not None]
        last = min(max(used, default=1), _MOST_PERIODS)
        listed = [str(number) for number in range(min(1, *used, 1), last + 1)]
    in_order = sorted(dict.fromkeys(listed), key=lambda n: (whole(n) is None, whole(n) or 0))
    return tuple(in_order)


def _said_weeks(known: Mapping[str, _Def], count: int) -> Iterator[str]:
    named = {each.masks[0].index("1"): each.name for each in known.values() if _single(each)}
    told = [
        f"{ascii_uppercase[number]} is {name!r}"
        for number, name in sorted(named.items())
        if name and number < count
    ]
    if count > 1 and told:
        yield f"The weeks are called by letters: {', '.join(told)} of the file."


def _said_term(known: Mapping[str, _Def], count: int, chosen: int) -> Iterator[str]:
    if count > 1:
        names = {each.masks[0].index("1"): each.name for each in known.values() if _single(each)}
        told = f" ({names[chosen]})" if names.get(chosen) else ""
        yield f"Of the {count} terms of the file number {chosen + 1}{told} is read."


def placed_cards(
    root: Element, grid: Grid, path: str, notes: list[Note]
) -> dict[str, list[Placed]]:
    """Where the cards of each lesson lie, by the id of the lesson.

    Raises:
        ProblemError: PD711 if the masks multiply to more than half a million.
    """
    lessons = _by_id(root)
    weeks, terms = _definitions(root, "weeks"), _definitions(root, "terms")
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
        rooms = _masks(card.get("classroomids", card.get("classroomid", "")))
        at = placed.setdefault(name, {})
        if any((day, period) in at for day in days):
            notes.append(note(where, name, TWICE))
        for day in days:
            at.setdefault((day, period), Placed(day, period, rooms))
        total += len(days)
        if total > _MOST_PLACED:
            fail("PD711", path, name, f"its cards place more than {_MOST_PLACED:,} lessons")
    return {name: sorted(at.values()) for name, at in placed.items()}


def _mask(
    card: Element, kind: str, lessons: Mapping[str, Element], known: Mapping[str, _Def]
) -> str:
    """The mask of a card, or that which its lesson names; empty for all, or where it is open."""
    told = card.get(kind, "").strip()
    if told:
        return told
    lesson = lessons.get(card.get("lessonid", "").strip())
    masks = known[key].masks if lesson is not None and (key := lesson.get(f"{kind}defid", "")) in known else ()
    return masks[0] if len(masks) == 1 else ""


def _days_of(
    card: Element,
    lessons: Mapping[str, Element],
    weeks: Mapping[str, _Def],
    terms: Mapping[str, _Def],
    grid: Grid,
) -> list[int] | tuple[str, str]:
    """The days of a card over all weeks, or what cannot be used and why."""
    term = _mask(card, "terms", lessons, terms)
    week = _mask(card, "weeks", lessons, weeks)
    if term and (not _is_mask(term) or len(term) != grid.terms):
        return term, BAD_TERMS
    if week and (not _is_mask(week) or len(week) != grid.weeks_told):
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
    if not _is_mask(told) or len(told) != grid.in_week:
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
    return min(whole(told) or 1, _MOST_PERIODS)


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
