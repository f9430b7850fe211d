"""The enumeration of all candidates: who could attend which placement, and what is left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from pdsched.engines.arrays import Bools, Ints, group_ids, starts, unique
from pdsched.model.candidates.absences import AbsenceGenerator, Absences
from pdsched.model.candidates.candidates import Candidates, Fields, Small
from pdsched.model.candidates.coaching import coached_in_class, holds
from pdsched.model.candidates.filters import coached_elsewhere, on_avoided_weekday
from pdsched.model.candidates.intervals import as_numbers
from pdsched.model.candidates.leading import enumerate_leads, led, sole_leaders
from pdsched.model.candidates.past_sessions import enumerate_past, joined
from pdsched.model.candidates.placements import Placements, find_placements
from pdsched.model.candidates.reachable import venues_in_reach
from pdsched.model.candidates.releases import releases_of
from pdsched.model.candidates.wants import Wants, wants_of
from pdsched.model.instance.calendar import LAST_MINUTE
from pdsched.model.instance.class_days import class_days_left
from pdsched.model.instance.index import Index, first_open
from pdsched.model.instance.lessons import Lessons
from pdsched.model.instance.pauses import Pauses


def all_candidates(index: Index, split: Collection[str]) -> Candidates:
    """All candidates; for ``split`` see `pdsched.model.candidates.placements.find_placements`."""
    placements = find_placements(index, split)
    generator = AbsenceGenerator(index, placements)
    near = venues_in_reach(index, placements)
    blocks = list(_blocks(index, placements, generator, near))
    leads = enumerate_leads(index, placements, generator)
    past = enumerate_past(index, generator)
    lessons = generator.lessons.record()
    aways = generator.aways(lessons)
    parts = [_attendances(placements, generator, aways, *block) for block in blocks]
    before = (past.fields[0] + np.int32(len(placements)), *past.fields[1:])
    parts = [*(_not_yet_met(index, before, part) for part in parts), before]
    fields = [np.concatenate([part[n] for part in parts]) for n in range(5)]
    partial = not all(bool(is_in_reach.all()) for is_in_reach in near.values())
    placements = joined(led(index, placements, aways, leads), past.placements)
    return _trimmed(index, placements, lessons, aways, fields, partial=partial)


def _not_yet_met(index: Index, past: Fields, part: Fields) -> Fields:
    """Attendances for needs that the past has not met."""
    (_, groups, slots, *_), (_, group, slot, *_) = past, part
    is_unmet = ~np.isin(group * index.slots + slot, groups * index.slots + slots)
    one, two, three, four, five = (field[is_unmet] for field in part)
    return one, two, three, four, five


def _blocks(
    index: Index, placements: Placements, generator: AbsenceGenerator, near: dict[int, Bools]
) -> Iterator[tuple[Wants, Ints, Ints, int, int]]:
    """Course by course, venue by venue, home school by home school; enumerates the tables wanted.

    Yields the wants of a course, the placements at a venue, the wants of a home school, that
    school, and the venue.
    """
    for course, wants in wants_of(index).items():
        of_course = np.flatnonzero(placements.course == course)
        homes = index.home[wants.group]
        by_home = [(int(h), np.flatnonzero(homes == h)) for h in unique(homes)]
        for venue in unique(placements.venue[of_course]):
            at_venue = of_course[placements.venue[of_course] == venue]
            is_able = ~coached_elsewhere(index, course, int(venue))[wants.group]
            for home, of_home in by_home:
                want = of_home[is_able[of_home]]
                if near[course][home, venue] and len(want):
                    if coached_in_class(index)[course]:
                        generator.enumerate_staying(home, int(venue))
                    else:
                        generator.enumerate(home, int(venue))
                    yield wants, at_venue, want, home, int(venue)


def _attendances(
    placements: Placements,
    generator: AbsenceGenerator,
    aways: Absences,
    wants: Wants,
    at_venue: Ints,
    wanting: Ints,
    home: int,
    venue: int,
) -> Fields:
    """Attendances of one block."""
    day = placements.day[at_venue]
    codes = as_numbers(placements.start[at_venue], placements.end[at_venue])
    interval = np.searchsorted(generator.intervals[venue], codes)
    shape = generator.shapes.of[wants.group[wanting]][:, day]
    is_staying = coached_in_class(generator.index)[placements.course[at_venue[0]]]
    table = (generator.staying if is_staying else generator.tables)[home, venue]
    away = table[shape, interval[None, :]]
    want, where = np.nonzero(away >= 0)
    away = away[want, where]
    is_possible = aways.coverable[aways.covered[away], day[where]]
    is_possible &= ~on_avoided_weekday(generator.index, day[where], aways.from_lessons(away))
    held = placements.lesson[at_venue[where]]
    is_possible &= holds(generator.index, wants.group[wanting[want]], held)
    want, where, away = wanting[want[is_possible]], where[is_possible], away[is_possible]
    points = np.where(day[where] < wants.late_from[want], wants.early[want], wants.late[want])
    fields = (at_venue[where], wants.group[want], wants.slot[want], away, points)
    one, two, three, four, five = (f.astype(np.int32) for f in fields)
    return one, two, three, four, five


def _trimmed(
    index: Index,
    placements: Placements,
    lessons: Lessons,
    aways: Absences,
    fields: list[Small],
    *,
    partial: bool,
) -> Candidates:
    """Without placements that too few people could attend, or that nobody could lead.

    Those of the past are all there.
    """
    leads = bool((placements.lead >= 0).any())
    is_past = placements.day < first_open(index)
    if leads:
        leaders = sole_leaders(index, placements)[fields[0]]
        is_sole_leader = (leaders == fields[1][:, None]).any(axis=1)
        is_sole_leader &= ~is_past[fields[0]]
        fields = [field[~is_sole_leader] for field in fields]
    placement, group, slot, away, points = fields
    people = np.bincount(placement, weights=index.group_size[group], minlength=len(placements))
    least = np.array([c.group_min for c in index.courses], dtype=np.int64)
    is_enough = (people >= least[placements.course]) & (np.diff(placements.first_offer) > 0)
    is_enough |= is_past
    used = np.flatnonzero(is_enough)
    number = np.cumsum(is_enough) - 1
    keep = np.flatnonzero(is_enough[placement])
    order = keep[np.argsort(placement[keep], kind="stable")]
    new = number[placement[order]].astype(np.int32)
    candidates = Candidates(
        index,
        placements.only(used),
        lessons,
        aways,
        new,
        group[order],
        slot[order],
        (group * np.int32(index.slots) + slot)[order],
        away[order],
        points[order],
        starts(np.bincount(new, minlength=len(used))),
        _late_mornings(lessons, len(index.schools), Pauses.of(index.world.policy).longest),
        np.zeros((len(index.substitutes), len(index.world.timetable.all_classes)), dtype=np.bool_),
        leads,
        partial,
    )
    if index.world.policy.limits_days_with_a_class:
        return replace(
            candidates, near_limit=class_days_left(index) < _dates_of_classes(candidates)
        )
    return candidates


def _dates_of_classes(c: Candidates) -> Ints:
    """By class, no less than the dates on which its lessons could have to be covered.

    Each need is met once, so no more than needs, and sessions led, that could take lessons of the
    class.
    """
    count = len(c.index.world.timetable.all_classes)
    offers = np.arange(len(c.placements.trainer))
    releases = releases_of(c, np.arange(len(c.placement)), offers)
    entry, lesson, day = c.lessons_taken(releases)
    position, name = c.lessons.classes.expand(lesson)
    fewest = np.full(count, len(c.index.days), dtype=np.int64)
    need, _ = group_ids(releases.group, releases.slot)
    for what in (day[position], need[entry[position]]):
        _, first = group_ids(name, what)
        fewest = np.minimum(fewest, np.bincount(name[first], minlength=count))
    return fewest


def _late_mornings(lessons: Lessons, schools: int, pause: int) -> Bools:
    last, first = np.zeros(schools, dtype=np.int64), np.full(schools, LAST_MINUTE + 1)
    morning = lessons.half == 0
    np.maximum.at(last, lessons.school[morning], lessons.end[morning])
    np.minimum.at(first, lessons.school[~morning], lessons.start[~morning])
    return np.asarray(last + pause > first)
