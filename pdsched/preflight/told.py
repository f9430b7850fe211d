"""What the pre-flight tells, in sentences with names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pdsched.checks.codes import fault
from pdsched.checks.days import Bits
from pdsched.errors import Fault
from pdsched.preflight.covers import Covered
from pdsched.preflight.needs import Hopeless, Preflight
from pdsched.preflight.pinned import Pinned, PinnedCover, PinnedTrainer, PinnedWeek
from pdsched.preflight.sessions import Taught
from pdsched.problem import Need, SessionPin, Weekday
from pdsched.views.names import Names
from pdsched.views.words import count, day, names

Short = Taught | Covered

_NEEDS = "needs"
_WEEKDAYS = dict(
    zip(
        Weekday,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)
_ELSE = "else these needs stay open"
_FEW = 3
_MOST_NAMED = 4


class Told:
    """The faults of a pre-flight."""

    def __init__(self, preflight: Preflight) -> None:
        self._preflight, self._index = preflight, preflight.index
        self._names = Names(self._index.problem)

    def of_pins(self) -> Iterator[Fault]:
        """Errors: what pins ask for, and no plan can have."""
        pinned = Pinned(self._preflight)
        for pin in pinned.at_no_time:
            yield self._at_no_time(pin)
        for cover in pinned.short_of_cover():
            yield self._too_little_cover(cover)
        for trainer in pinned.short_of_trainers():
            yield self._too_few_minutes(trainer)
        for week in pinned.short_of_weeks():
            yield self._too_often(week)

    def of_needs(self) -> Iterator[Fault]:
        """Warnings: needs that stay open in every plan; how many at least comes first."""
        preflight = self._preflight
        hopeless = [
            *self._not_given(),
            *self._never_free(),
            *self._too_late(),
        ]
        short: list[tuple[Short, Fault]] = [
            *((each, self._trainers(each)) for each in preflight.short_of_trainers),
            *((each, self._rooms(each)) for each in preflight.short_of_rooms),
            *((each, self._cover(each)) for each in preflight.short_of_cover),
        ]
        chosen = _apart(short)
        lost = sum(len(each.needs) - each.most for each, _ in chosen)
        lost += sum(map(len, preflight.hopeless.values()))
        if lost:
            every = len(preflight.learners.open_needs)
            message = "are all that any plan can meet; the warnings that follow say why"
            advice = "mend what is short, or take it as it is: a plan says which needs stay open"
            yield fault("PD970", _NEEDS, f"{every - lost:,} of {every:,}", message, advice)
        yield from hopeless
        yield from (said for _, said in chosen)

    def _not_given(self) -> Iterator[Fault]:
        for answers, needs in self._by_answers(Hopeless.NOT_GIVEN):
            message = f"{_is(answers)} given on no date that is left: {_asked(needs)}"
            advice = f"give a trainer, hours or a room for it; {_ELSE}"
            yield fault("PD971", _NEEDS, self._list(answers), message, advice)

    def _never_free(self) -> Iterator[Fault]:
        for answers, needs in self._by_answers(Hopeless.NEVER_FREE):
            people = names([self._names.person(need.staff) for need in needs], _MOST_NAMED)
            message = f"{_is(answers)} given at no time at which {people} can be released"
            advice = (
                "give it at other times, or see to their times away, protected time and lessons "
                f"that nobody can cover; {_ELSE}"
            )
            yield fault("PD972", _NEEDS, self._list(answers), message, advice)

    def _too_late(self) -> Iterator[Fault]:
        left = self._preflight.horizon.left.bit_count()
        for answers, needs in self._by_answers(Hopeless.TOO_LATE):
            step = min(filter(None, map(self._preflight.too_late, needs)), key=lambda s: s.days)
            if step.lacking is None:
                why = (
                    f"with what comes first it takes {count(step.days, 'school day')} and more, "
                    f"and of the {left} left none on which it can be given is so late"
                )
                advice = "shorten the lags, or give it later"
            else:
                lacking = self._names.course(step.lacking)
                why = f"{lacking} comes first, and is given on no date that is left"
                advice = f"give a trainer, hours or a room for {lacking}"
            message = f"{_is(answers)} out of reach: {_asked(needs)}; {why}"
            yield fault("PD973", _NEEDS, self._list(answers), message, f"{advice}; {_ELSE}")

    def _trainers(self, taught: Taught) -> Fault:
        people = self._people(taught.suppliers)
        message = (
            f"{self._for(taught.courses, taught.most)}: {people} "
            f"{_have(taught.suppliers)} {taught.minutes:,} minutes for sessions of "
            f"{_it(taught.courses)}, and all groups take {taught.asked:,} at least"
        )
        advice = f"give more hours, or allow larger groups; {_ELSE}"
        return fault("PD974", _NEEDS, count(len(taught.needs), "need"), message, advice)

    def _rooms(self, taught: Taught) -> Fault:
        rooms = names([self._names.room(room) for room in sorted(taught.suppliers)], _MOST_NAMED)
        message = (
            f"{self._for(taught.courses, taught.most)}: {rooms} {_have(taught.suppliers)} "
            f"{taught.minutes:,} minutes for sessions of {_it(taught.courses)}, and all groups "
            f"take {taught.asked:,} at least"
        )
        advice = f"add rooms, or larger ones; {_ELSE}"
        return fault("PD975", _NEEDS, count(len(taught.needs), "need"), message, advice)

    def _cover(self, covered: Covered) -> Fault:
        courses = {course for need in covered.needs for course in self._answers(need)}
        where = self._zones(covered.schools)
        lessons = count(covered.asked, "lesson")
        if covered.qualification:
            lessons += f" of {covered.qualification}"
        colleagues = ", and of colleagues" if covered.with_colleagues else ""
        meet = (
            f"they take cover for at least {lessons}{self._when(covered.am, covered.pm)}{where}, "
            f"and meet {count(covered.half_days, 'half-day')} of substitutes who may hold "
            f"them{colleagues}"
            if covered.asked
            else "no lesson of these people can be covered then"
        )
        seats = f", and {count(covered.free, 'seat')} on dates without lessons"
        message = f"{self._for(courses, covered.most)}: {meet}{seats if covered.free else ''}"
        advice = f"add substitutes, or other times; {_ELSE}"
        return fault("PD976", _NEEDS, count(len(covered.needs), "need"), message, advice)

    def _at_no_time(self, pin: SessionPin) -> Fault:
        assert pin.staff is not None
        assert pin.date is not None
        who, when = self._names.person(pin.staff), day(pin.date)
        message = (
            f"cannot be kept: at no time that it allows on {when} is anything given that {who} "
            "needs and can be released for"
        )
        return fault("PD605", self._path(pin), pin.id, message, "correct the pin, or remove it")

    def _too_little_cover(self, short: PinnedCover) -> Fault:
        of = f" of {short.qualification}" if short.qualification else ""
        message = (
            f"cannot be kept{_together(short.pins)}: on {day(short.day)} "
            f"{count(len(short.pins), 'release')} take cover for at least "
            f"{count(short.lessons, 'lesson')}{of}, and meet "
            f"{count(short.half_days, 'half-day')} of substitutes who may hold them"
        )
        return self._pins(short.pins, message)

    def _too_few_minutes(self, short: PinnedTrainer) -> Fault:
        message = (
            f"cannot be kept{_together(short.pins)}: {self._names.person(short.trainer)} has "
            f"{count(short.had, 'minute')} for such sessions on {day(short.day)}, and they take "
            f"{short.asked:,}"
        )
        return self._pins(short.pins, message)

    def _too_often(self, short: PinnedWeek) -> Fault:
        message = (
            f"cannot be kept{_together(short.pins)}: {self._names.person(short.staff)} would be "
            f"released from lessons on {', '.join(map(day, short.dates))}, and may be "
            f"{count(short.most, 'time')} in a week"
        )
        return self._pins(short.pins, message)

    def _pins(self, pins: Sequence[SessionPin], message: str) -> Fault:
        told = names([pin.id for pin in pins], _MOST_NAMED)
        return fault("PD606", self._path(pins[0]), told, message, "move or remove some of them")

    def _path(self, pin: SessionPin) -> str:
        rows = self._index.rows("session_pins", self._index.problem.session_pins)
        return next(path for path, each in rows if each is pin)

    def _by_answers(self, why: Hopeless) -> Iterator[tuple[tuple[str, ...], list[Need]]]:
        """Hopeless needs by the courses that answer them."""
        needs: defaultdict[tuple[str, ...], list[Need]] = defaultdict(list)
        for need in self._preflight.hopeless.get(why, ()):
            needs[tuple(self._answers(need))].append(need)
        yield from needs.items()

    def _answers(self, need: Need) -> list[str]:
        return [course.id for course in self._preflight.courses[need.id]]

    def _list(self, courses: Iterable[str]) -> str:
        return names([self._names.course(course) for course in sorted(courses)], _MOST_NAMED)

    def _for(self, courses: Iterable[str], most: int) -> str:
        return f"for {self._list(courses)}, of which at most {most:,} can be met"

    def _people(self, people: Iterable[str]) -> str:
        return names([self._names.person(person) for person in sorted(people)], _MOST_NAMED)

    def _zones(self, schools: Iterable[str]) -> str:
        """Where these schools are, if they are not all that there are."""
        schools = set(schools)
        if len(schools) == len(self._index.schools):
            return ""
        if len(schools) == 1:
            return f" at {self._names.school(*schools)}"
        zones = sorted({self._index.schools[school].zone for school in schools})
        noun = "zone" if len(zones) == 1 else "zones"
        return f" in {noun} {names(zones, _MOST_NAMED)}"

    def _when(self, am: Bits, pm: Bits) -> str:
        """The half-days of some dates in words; nothing for those of most weekdays."""
        dates = list(self._index.days.each(am | pm))
        half = " afternoon" if not am else " morning" if not pm else ""
        weekdays = sorted({*map(Weekday.of, dates)}, key=list(Weekday).index)
        if 0 < len(dates) <= _FEW:
            listed = ", ".join(map(day, dates))
            return f" on the{half} of {listed}" if half else f" on {listed}"
        if 0 < len(weekdays) <= _FEW:
            return " on " + " and ".join(f"{_WEEKDAYS[each]}{half}s" for each in weekdays)
        return f" in the{half}s" if half else ""


def _apart(short: Iterable[tuple[Short, Fault]]) -> list[tuple[Short, Fault]]:
    """Those that lack most, and of the others those that are about other needs: these add up."""
    chosen: list[tuple[Short, Fault]] = []
    known: set[str] = set()
    for each, said in sorted(short, key=lambda told: told[0].most - len(told[0].needs)):
        needs = {need.id for need in each.needs}
        if known.isdisjoint(needs):
            known |= needs
            chosen.append((each, said))
    return chosen


def _is(courses: Sequence[str]) -> str:
    return "is" if len(courses) == 1 else "are"


def _it(courses: Iterable[str]) -> str:
    return "it" if len({*courses}) == 1 else "these"


def _have(suppliers: Iterable[str]) -> str:
    return "has" if len({*suppliers}) == 1 else "have"


def _asked(needs: Sequence[Need]) -> str:
    asks = "asks" if len(needs) == 1 else "ask"
    return f"{count(len(needs), 'need')} {asks} for it"


def _together(pins: Sequence[SessionPin]) -> str:
    return "" if len(pins) == 1 else " together"
