"""Calendars, schools and ways, drawn; see `strategies`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from cycling import weekdays
from draw_basics import ZONES, Size, dates, maybe, one_in, some, windows
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from pdsched import Problem
from pdsched.problem import (
    Blackout,
    Calendar,
    Cycle,
    CycleDate,
    CycleKind,
    DayKind,
    NoticeFill,
    Period,
    School,
    Term,
    Travel,
    Weekday,
    WeekdayFill,
    clock,
)
from pdsched.problem.calendar import WORKING_WEEK


@composite
def calendars(draw: DrawFn, size: Size) -> Calendar:
    """A few open days, now and then across a weekend, with holes in them."""
    open_weekdays = draw(
        st.sampled_from([WORKING_WEEK, WORKING_WEEK, tuple(Weekday), WORKING_WEEK[::2]])
    )
    first = date(2026, 9, 7) + timedelta(days=draw(st.sampled_from([0, 0, 1, 3, 4])))
    span_of = [first + timedelta(days=n) for n in range(7 * size.days)]
    open_days = [d for d in span_of if Weekday.of(d) in open_weekdays][
        : draw(st.integers(1, size.days))
    ]
    dates = [first + timedelta(days=n) for n in range((open_days[-1] - first).days + 1)]
    made_up = [d for d in dates if Weekday.of(d) not in open_weekdays]
    kinds = {d: draw(st.sampled_from([DayKind.TEACHING] * 8 + list(DayKind))) for d in open_days}
    return Calendar(
        time_zone=draw(st.sampled_from(["America/Toronto", "Europe/Berlin"])),
        first=first,
        last=open_days[-1],
        weekdays=open_weekdays,
        pupil_free=tuple(d for d, kind in kinds.items() if kind is DayKind.PUPIL_FREE),
        closed=tuple(d for d, kind in kinds.items() if kind is DayKind.CLOSED),
        opened=draw(maybe(4, some(made_up))) or () if made_up and not size.plain else (),
        week_begins=draw(st.sampled_from([Weekday.MON, *(() if size.plain else _BEGINNINGS)])),
        terms=draw(terms(first, open_days[-1])),
        today=draw(
            st.sampled_from([None, None, first - timedelta(days=3), first, first, open_days[-1]])
        ),
        fill_probabilities=draw(
            st.sampled_from([(), (WeekdayFill(weekday=Weekday.MON, probability=0.83),)])
        ),
        fill_by_notice=draw(st.sampled_from([(), (), _BY_NOTICE])),
    )


_BEGINNINGS = (Weekday.MON, Weekday.SUN, Weekday.WED)
_BY_NOTICE = (NoticeFill(days=3, probability=0.9), NoticeFill(days=1, probability=0.67))


@composite
def terms(draw: DrawFn, first: date, last: date) -> tuple[Term, ...]:
    """No terms, one that leaves out the first date, or two."""
    cut = first + timedelta(days=draw(st.sampled_from([1, 2])))
    early = Term(id="early", first=first, last=cut - timedelta(days=1))
    late = Term(id="late", first=cut, last=max(cut, last))
    return draw(st.sampled_from([(), (late,), (early, late)]))


@composite
def schools(draw: DrawFn, size: Size, calendar: Calendar, number: int) -> School:
    """A school with two or more periods and a midday that may cut one of them."""
    lengths = draw(st.sampled_from([(60,) * 4, (60,) * 4, (45, 90, 60, 60), (90, 45, 45, 60)]))
    gap = draw(st.sampled_from([0, 0, 15]))
    count = draw(st.sampled_from([size.periods, *range(2, size.periods + 1)]))
    starts = [480 + sum(lengths[:n]) + gap * n for n in range(count)]
    days = [d for d in calendar.open_days() if draw(one_in(10))]
    free = draw(st.booleans())
    off = {*calendar.pupil_free, *days}
    cycle = draw(cycles(size, calendar, [d for d in calendar.open_days() if d not in off]))
    of_some_dates = [{"first": calendar.last}, {"last": calendar.first}]
    seasons: list[dict[str, date]] = [{}] * 14 + ([] if size.plain else of_some_dates)
    return School(
        id=f"school-{number}",
        zone=draw(st.sampled_from(ZONES)),
        cycle=cycle,
        periods=tuple(
            Period(
                id=f"p{n}",
                start=clock(start),
                end=clock(start + lengths[n]),
                days=draw(maybe(10, some(cycle.all_days))),
                **draw(st.sampled_from(seasons)),
            )
            for n, start in enumerate(starts)
        ),
        midday=clock(draw(st.sampled_from([starts[1], starts[-1], starts[1] + 30, 720]))),
        most_away=draw(st.sampled_from([None, None, None, 1, 2, 0])),
        fill_probability=draw(st.sampled_from([1.0, 0.6])),
        pupil_free=tuple(days) if free else (),
        closed=() if free else tuple(days),
    )


@composite
def cycles(draw: DrawFn, size: Size, calendar: Calendar, teaching: Sequence[date]) -> Cycle:
    """A week, two weeks, or a rotation of one to three days; at times with anchors and others."""
    weekly = draw(st.sampled_from([True, True, False]))
    order = weekdays(calendar)
    width = len(order) if weekly else 1
    count = draw(st.sampled_from([width, 2 * width] if weekly else [1, 2, 3]))
    days = tuple(f"day-{n}" for n in range(1, count + 1))
    if size.plain:
        return Cycle(kind=CycleKind.WEEKLY if weekly else CycleKind.ROTATING, days=days)
    others = draw(st.sampled_from([(), (), ("exam",)]))
    follows = draw(maybe(3, some(teaching))) if teaching else None
    around = [calendar.first + timedelta(days=n) for n in range(-10, 8)]
    fitting = [d for d in around if not weekly or Weekday.of(d) in order]
    anchors = draw(maybe(3, st.lists(st.sampled_from(fitting), max_size=2, unique=True)))
    return Cycle(
        kind=CycleKind.WEEKLY if weekly else CycleKind.ROTATING,
        days=days,
        anchors=tuple(
            CycleDate(
                date=d,
                day=draw(
                    st.sampled_from(days[order.index(Weekday.of(d)) :: width] if weekly else days)
                ),
            )
            for d in anchors or ()
        ),
        skips_empty_weeks=draw(one_in(4)),
        other_days=others,
        follows=tuple(
            CycleDate(date=d, day=draw(st.sampled_from([*others, *days]))) for d in follows or ()
        ),
    )


@composite
def travels(draw: DrawFn, places: Sequence[School]) -> tuple[Travel, ...]:
    """Ways between schools, some without minutes, some longer in one direction."""
    pairs = [(a.id, b.id) for a in places for b in places if a.id < b.id]
    ways = [
        (a, b, draw(st.sampled_from([0, 15, 15, 30, 60, 600])))
        for a, b in pairs
        if not draw(one_in(4))
    ]
    ways += [(b, a, draw(st.sampled_from([0, 15, 45]))) for a, b, _ in ways if draw(one_in(3))]
    return tuple(Travel(origin=a, destination=b, minutes=length) for a, b, length in ways)


@composite
def blackouts(draw: DrawFn, world: Problem) -> Blackout:
    """A blackout of a date or more, of all day or of some hours, for all schools or some."""
    first, last = sorted([draw(dates(world)), draw(dates(world))])
    hours = draw(maybe(2, windows(world)))
    return Blackout(
        id="blackout",
        first=first,
        last=last,
        weekdays=draw(maybe(4, some(world.calendar.weekdays))),
        start=None if hours is None or draw(one_in(4)) else hours.start,
        end=None if hours is None or draw(one_in(4)) else hours.end,
        schools=draw(maybe(2, some([s.id for s in world.schools]))),
    )
