"""The rooms at the hubs."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from pdsched.generator.bells import bells
from pdsched.generator.regions import Region
from pdsched.generator.streams import Streams, share_out
from pdsched.problem import Room, School, Weekday, Window

_ROOMS_PER_TRAINER = 1.25
"""Where a district has several regions, for many trainers then visit at once."""


def draw_rooms(regions: Sequence[Region], streams: Streams) -> tuple[Room, ...]:
    """One room at each hub, and more at the bigger hubs of a district with several regions."""
    rooms: list[Room] = []
    for region in regions:
        for hub, count in zip(region.hubs, _counts(region, len(regions)), strict=True):
            rng = streams.of("room", hub.id)
            names = [f"room-{hub.id}{_LETTERS[n]}" for n in range(count)]
            rooms += [_room(name, hub, rng) for name in names]
    return tuple(rooms)


_LETTERS = ("", *"bcdefghijklmnopqrstuvwxyz")


def _counts(region: Region, regions: int) -> list[int]:
    """How many rooms each hub of a region has."""
    hubs = len(region.hubs)
    wanted = hubs if regions == 1 else round(_ROOMS_PER_TRAINER * region.trainers)
    most = hubs * len(_LETTERS)
    return share_out(min(max(hubs, wanted), most), [max(n, 1) for n in region.teachers], least=1)


def _room(name: str, hub: School, rng: Random) -> Room:
    """A room that others take for two half-days of the week."""
    opening, midday, closing = bells([hub])
    halves = [
        (day, *half)
        for day in (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU)
        for half in ((opening, midday), (midday, closing))
    ]
    taken = tuple(
        Window(start=start, end=end, weekdays=(day,)) for day, start, end in rng.sample(halves, 2)
    )
    return Room(id=name, school=hub.id, capacity=rng.choice((14, 16, 18)), unavailable=taken)
