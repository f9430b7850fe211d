"""The time zones that a calendar names: well-known ones by name, others by their own few rules."""

from __future__ import annotations

import hashlib
import re
import warnings
from datetime import tzinfo
from zoneinfo import ZoneInfo

_TZID = re.compile(r"^TZID(?:;[^:\n]*)?:(.+)$", re.M | re.I)
_PLACE = re.compile(r"^X-LIC-LOCATION(?:;[^:\n]*)?:(.+)$", re.M | re.I)
_RULE = re.compile(r"^RRULE:(.*)$", re.M | re.I)
_YEARLY = re.compile(
    r"FREQ=YEARLY(;BYMONTH=(0?[1-9]|1[0-2])|;BYDAY=-?[1-4](MO|TU|WE|TH|FR|SA|SU)|;WKST=\w\w"
    r"|;INTERVAL=1|;UNTIL=\d{8}(T\d{6}Z?)?)*",
    re.I,
)
"""What has a date in each year, so that it can be followed in bounded time."""
_MOST_LINES = 60
_MOST_BLOCKS = 50


class Zones:
    r"""The zones of one calendar.

    >>> zones, text = zones_of("BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nEND:VTIMEZONE\nEND:X")
    >>> str(zones.zone("Europe/Berlin")), zones.zone("Nowhere"), text
    ('Europe/Berlin', None, 'END:X')
    """

    def __init__(self, blocks: dict[str, str]) -> None:
        self._blocks = blocks
        self._known: dict[str, tzinfo | None] = {}

    def zone(self, name: str) -> tzinfo | None:
        """The zone of this name; ``None`` if neither we nor the calendar know it."""
        if name not in self._known:
            self._known[name] = _by_name(name) or self._by_block(name)
        return self._known[name]

    def _by_block(self, name: str) -> tzinfo | None:
        block = self._blocks.get(name, "")
        place = _PLACE.search(block)
        if place and (named := _by_name(place[1].strip())):
            return named
        rules = _RULE.findall(block)
        is_short = block.count("\n") <= _MOST_LINES
        if not block or not is_short or not all(map(_YEARLY.fullmatch, map(str.strip, rules))):
            return None
        from icalendar import Timezone

        try:
            # icalendar keeps each zone for all calendars that are read after it: by another name.
            name = hashlib.sha256(block.encode()).hexdigest()
            zone = Timezone.from_ical(_TZID.sub(f"TZID:{name}", block))
            return zone.to_tz(lookup_tzid=False) if isinstance(zone, Timezone) else None
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return None


def _by_name(name: str) -> tzinfo | None:
    from icalendar.timezone import tzp

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a name was freed from what programs put before it
        try:
            zone: tzinfo | None = tzp.timezone(name)
        except (OSError, ValueError):  # "Europe" is a folder
            return None
    return zone


def zones_of(text: str) -> tuple[Zones, str]:
    """The zones of a calendar, and its text without them.

    icalendar would refuse a calendar for one zone without rules, and follow rules without end.
    """
    blocks: dict[str, str] = {}
    rest: list[str] = []
    block: list[str] | None = None
    for line in text.split("\n"):
        told = line.strip().upper()
        if told == "BEGIN:VTIMEZONE":
            block = []
        (rest if block is None else block).append(line)
        if told == "END:VTIMEZONE" and block is not None:
            whole = "\n".join(block) + "\n"
            name = _TZID.search(whole)
            if name and len(blocks) < _MOST_BLOCKS:
                blocks.setdefault(name[1].strip().strip('"'), whole)
            block = None
    return Zones(blocks), "\n".join(rest if block is None else [*rest, *block])


def iana_name(zone: tzinfo | None) -> str:
    """The IANA name of a zone, or nothing.

    >>> iana_name(ZoneInfo("Europe/Berlin")), iana_name(None)
    ('Europe/Berlin', '')
    """
    return zone.key if isinstance(zone, ZoneInfo) else ""
