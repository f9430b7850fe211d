"""The grid of an aSc file: its days, weeks, terms and periods, and the masks that name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import ascii_uppercase
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pdsched.problem import Weekday
from pdsched.timetables.faults import fail
from pdsched.timetables.text import whole

_MOST_DAYS, _MOST_WEEKS, _MOST_PERIODS = 14, len(ascii_uppercase), 40


class Grid(NamedTuple):
    """Where cards can lie."""

    days: tuple[str, ...]
    """Names of the days of all weeks, week by week."""
    days_are_named: bool
    in_week: int
    """How many days a week has."""
    keys: tuple[str, ...]
    """What the attribute ``day`` of an old file says for each day of a week."""
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


class MaskName(NamedTuple):
    """A named mask, or several between which the program may choose."""

    name: str
    short: str
    masks: tuple[str, ...]


def grid_of(root: Element, term: str | int | None, path: str) -> Grid:
    """The days, weeks, terms and periods of a file.

    Raises:
        ProblemError: PD707 if it has no such term.
    """
    cards = root.findall("cards/card")
    days, weeks, terms = (definitions(root, kind) for kind in ("days", "weeks", "terms"))
    terms_told = _width((card.get("terms", "") for card in cards), terms.values(), 99)
    chosen = _term(term, terms, terms_told, path)
    weeks_told = _width((card.get("weeks", "") for card in cards), weeks.values(), _MOST_WEEKS)
    lessons = lessons_by_id(root)
    masks = (mask_of(card, "weeks", lessons, weeks) for card in cards)
    alike = all(mask.count("1") == len(mask) or len(mask) != weeks_told for mask in masks)
    of_week, keys, is_named = _days(root, cards, days)
    count = 1 if alike else weeks_told
    names = (
        of_week if count == 1 else [f"{d} {w}" for w in ascii_uppercase[:count] for d in of_week]
    )
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


def lessons_by_id(root: Element) -> dict[str, Element]:
    """The lessons of a file, by id."""
    return {each.get("id", "").strip(): each for each in root.findall("lessons/lesson")}


def definitions(root: Element, kind: str) -> dict[str, MaskName]:
    """The masks of a kind (``days``, ``weeks`` or ``terms``) that have a name, by id."""
    return {
        each.get("id", ""): MaskName(
            name=each.get("name", "").strip(),
            short=each.get("short", "").strip(),
            masks=parts_of(each.get(kind, "")),
        )
        for each in root.findall(f"{kind}defs/{kind}def")
    }


def parts_of(text: str) -> tuple[str, ...]:
    """The texts between commas.

    >>> parts_of("10, 01,")
    ('10', '01')
    """
    return tuple(part for each in text.split(",") if (part := each.strip()))


def is_mask(text: str) -> bool:
    """Whether a text is made of the signs 0 and 1.

    >>> is_mask("0100"), is_mask(""), is_mask("2")
    (True, False, False)
    """
    return text != "" and set(text) <= {"0", "1"}


def _width(told: Iterable[str], known: Iterable[MaskName], most: int) -> int:
    """The length that the definitions have, or else most of the cards."""
    defined = Counter(len(m) for each in known for m in each.masks if is_mask(m))
    lengths = defined or Counter(len(m) for text in told for m in parts_of(text) if is_mask(m))
    fitting = [(count, -length) for length, count in lengths.items() if length <= most]
    return -max(fitting)[1] if fitting else 1


def _term(wanted: str | int | None, known: Mapping[str, MaskName], count: int, path: str) -> int:
    if wanted is None:
        return 0
    names = _singles(known)
    for number in range(count):
        told = names.get(number, MaskName("", "", ()))
        if str(wanted).strip() in (told.name, told.short, str(number + 1)):
            return number
    listed = "; ".join(
        f"{number + 1}: {names[number].name}" if number in names else str(number + 1)
        for number in range(count)
    )
    return fail("PD707", path, wanted, f"terms are {listed}")


def _singles(known: Mapping[str, MaskName]) -> dict[int, MaskName]:
    """The names of single days, weeks or terms, by number from 0."""
    return {
        mask.index("1"): each
        for each in known.values()
        if len(each.masks) == 1 and is_mask(mask := each.masks[0]) and mask.count("1") == 1
    }


def _days(
    root: Element, cards: Sequence[Element], known: Mapping[str, MaskName]
) -> tuple[list[str], tuple[str, ...], bool]:
    """The names of the days of a week, what ``day`` says for each, and whether they are named."""
    listed = {each.get("day", ""): each for each in root.findall("days/day")}
    width = _width((card.get("days", "") for card in cards), known.values(), _MOST_DAYS)
    told = _singles(known)
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
        return [day.value for day in Weekday][:width], keys, False
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
    told = (period.get("period", "").strip() for period in root.findall("periods/period"))
    listed = [number for number in told if number]
    if not listed:
        used = [n for card in cards if (n := whole(card.get("period", ""))) is not None]
        last = min(max(used, default=1), _MOST_PERIODS)
        listed = [str(number) for number in range(min([1, *used]), last + 1)]
    in_order = sorted(dict.fromkeys(listed), key=lambda n: (whole(n) is None, whole(n) or 0))
    return tuple(in_order)


def _said_weeks(known: Mapping[str, MaskName], count: int) -> Iterator[str]:
    told = [
        f"{ascii_uppercase[number]} is {each.name!r}"
        for number, each in sorted(_singles(known).items())
        if each.name and number < count
    ]
    if count > 1 and told:
        yield f"The weeks are called by letters: {', '.join(told)} in the file."


def _said_term(known: Mapping[str, MaskName], count: int, chosen: int) -> Iterator[str]:
    if count > 1:
        named = _singles(known).get(chosen)
        told = f" ({named.name})" if named and named.name else ""
        yield f"Of the {count} terms of the file number {chosen + 1}{told} is read."


def mask_of(
    card: Element, kind: str, lessons: Mapping[str, Element], known: Mapping[str, MaskName]
) -> str:
    """The mask of a card, or that which its lesson names; empty for all, or where it is open."""
    if told := card.get(kind, "").strip():
        return told
    lesson = lessons.get(card.get("lessonid", "").strip())
    if lesson is None:
        return ""
    if (named := known.get(lesson.get(f"{kind}defid", ""))) is not None:
        return named.masks[0] if len(named.masks) == 1 else ""
    return lesson.get(kind, "").strip()
