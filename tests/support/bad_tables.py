"""Bad tables: what each change to a file of the good folder must be told.

The folder is the good document of `good_input`, saved.
"""

from __future__ import annotations

from typing import NamedTuple


class BadTable(NamedTuple):
    """A change to one file of the good folder, and the faults that it must bring.

    The first occurrence of ``old`` in the file becomes ``new``; without ``old`` the whole file
    does, and without ``new`` it is removed.
    """

    file: str
    old: str | None
    new: str | bytes | None
    faults: tuple[str, ...]
    """Code and place of each."""


def table(file: str, old: str | None, new: str | bytes | None, *faults: str) -> BadTable:
    """A bad table."""
    return BadTable(file, old, new, faults)


BAD_TABLES = [
    table("calendar.csv", None, None, "PD106 calendar.csv"),
    table("calendar.csv", None, b"", "PD114 calendar.csv"),
    table("calendar.csv", ",2026-09-07,", ",07/09/2026,", "PD113 calendar.csv row 2 column first"),
    table("calendar.csv", "Toronto,", "Tronto,", "PD301 calendar.csv row 2 column time_zone"),
    table(
        "calendar.csv",
        "\r\nAmerica",
        "\r\nUTC,2026-09-07,2026-09-18,\r\nAmerica",
        "PD114 calendar.csv row 3",
    ),
    table("problem.csv", "two schools", "a\r\nb", "PD114 problem.csv row 3"),
    table("needs.csv", "a2,ada", "a2,adda", "PD201 needs.csv row 2 column staff"),
    table("needs.csv", "id,staff", "id,person", "PD107 needs.csv row 1", "PD106 needs.csv row 1"),
    table("needs.csv", "id,staff", "id,id", "PD104 needs.csv row 1", "PD106 needs.csv row 1"),
    table("needs.csv", "a2,ada,", "a2,,", "PD106 needs.csv row 2 column staff"),
    table(
        "needs.csv",
        "sheets-2,,,,,,\r\n",
        "sheets-2,,,,,high,\r\n",
        "PD108 needs.csv row 2 column priority",
    ),
    table(
        "needs.csv",
        "sheets-2,,,,,,\r\n",
        "sheets-2,,,,,1.000,\r\n",
        "PD108 needs.csv row 2 column priority",
    ),
    table(
        "needs.csv",
        "sheets-2,,,,,,\r\n",
        "sheets-2,,,,,9,\r\n",
        "PD109 needs.csv row 2 column priority",
    ),
    table("needs.csv", "sheets-2,,,,,,\r\n", "sheets-2,,,,,,,more\r\n", "PD114 needs.csv row 2"),
    table("needs.csv", "sheets-2,,,,,,\r\n", 'sheets-2,,,,,,"\r\n', "PD103 needs.csv row 2"),
    table("needs.csv", None, b"id,staff\r\n\x81,\xe9\r\n", "PD102 needs.csv line 2"),
    table("need.csv", None, "id\r\n", "PD107 need.csv"),
    table("notes.csv", None, "id\r\n", "PD912 notes.csv"),
    table("Staff.csv", None, "id\r\n", "PD104 Staff.csv"),
    table("staff.csv", "sheets=1", "sheets=12", "PD109 staff.csv row 2 column levels"),
    table("staff.csv", "sheets=1", "sheets", "PD108 staff.csv row 2 column levels"),
    table("staff.csv", "sheets=1", "sheets=1|sheets=2", "PD108 staff.csv row 2 column levels"),
    table("staff.csv", "north|south", "north|west", "PD202 staff.csv row 2 column schools"),
    table(
        "staff.csv",
        "ben,",
        "ada,",
        "PD210 staff.csv row 3 column id",
        "PD201 needs.csv row 3 column staff",
        "PD201 lessons.csv row 3 column staff",
        "PD201 lessons.csv row 4 column staff",
        "PD201 session_pins.csv row 3 column staff",
    ),
    table("periods.csv", "north,3,", "west,3,", "PD202 periods.csv row 4 column school"),
    table("periods.csv", "north,3,", ",3,", "PD106 periods.csv row 4 column school"),
    table("periods.csv", "north,2,09:00", "north,2,08:30", "PD314 periods.csv row 3"),
    table("periods.csv", "south,1,08:30", "south,1,8h", "PD112 periods.csv row 5 column start"),
    table(
        "periods.csv", "south,1,08:30,09:30,,,\r\n", "", "PD106 schools.csv row 3, see periods.csv"
    ),
    table("periods.csv", None, b"\xff\xfe\x00", "PD102 periods.csv line 1"),
    table("schools.csv", "rotating", "spinning", "PD110 schools.csv row 3 column cycle_kind"),
    table("schools.csv", "day 1|day 2", "day 1|day 1", "PD313 schools.csv row 3 column cycle_days"),
    table("days.csv", "pupil-free", "half-day", "PD110 days.csv row 2 column kind"),
    table("days.csv", "2026-09-18", "18. Sept.", "PD113 days.csv row 2 column date"),
    table("days.csv", "south,", "west,", "PD202 days.csv row 4 column school"),
    table("days.csv", ",2026-09-18", ",", "PD106 days.csv row 2 column date"),
    table("days.csv", "pupil-free,", "pupil-free,mon", "PD107 days.csv row 2 column day"),
    table("days.csv", "pupil-free,", "follows,mon", "PD106 days.csv row 2 column school"),
    table("days.csv", "10,closed,", "08,anchor,", "PD106 days.csv row 4 column day"),
    table("days.csv", "10,closed,", "12,follows,day 1", "PD322 days.csv row 4 column date"),
    table("days.csv", "10,closed,", "08,anchor,day 4", "PD208 days.csv row 4 column day"),
    table("days.csv", "10,closed,", "12,open,", "PD110 days.csv row 4 column kind"),
    table(
        "prerequisites.csv",
        "sheets-2,",
        "sheets-3,",
        "PD203 prerequisites.csv row 2 column course",
        "PD935 needs.csv row 3",
    ),
    table(
        "prerequisites.csv",
        ",sheets-1",
        ",sheets-0",
        "PD203 prerequisites.csv row 2 column requires",
    ),
    table("prerequisites.csv", ",1,5", ",6,5", "PD409 prerequisites.csv row 2 column min_days"),
    table(
        "availability.csv",
        "trainers,tess",
        "trainers,tom",
        "PD204 availability.csv row 2 column id",
        "PD212 trainers.csv row 2, see availability.csv",
    ),
    table(
        "availability.csv",
        "substitutes,sam,available",
        "substitutes,sam,away",
        "PD110 availability.csv row 3 column says",
        "PD106 substitutes.csv row 2, see availability.csv",
    ),
    table(
        "availability.csv",
        "trainers,tess,",
        "people,tess,",
        "PD110 availability.csv row 2 column kind",
        "PD212 trainers.csv row 2, see availability.csv",
    ),
    table("availability.csv", "16:00", "06:00", "PD305 availability.csv row 2 column end"),
    table("availability.csv", ",,,am,", ",08:00,,am,", "PD107 availability.csv row 3 column start"),
    table("blackouts.csv", "north", "west", "PD202 blackouts.csv row 2 column schools"),
    table(
        "blackouts.csv",
        "2026-09-14,2026-09-14",
        "2026-09-14,2026-09-13",
        "PD302 blackouts.csv row 2 column last",
    ),
    table("travel.csv", ",15", ",15\r\nnorth,south,16", "PD213 travel.csv row 3"),
    table("lessons.csv", None, b"\xff\xfe\x00", "PD102 lessons.csv line 1"),
]
