"""Damaged exports of aSc, calendars and tables of Untis: notes or a fault, no traceback."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_asc import LESSON, WEEKS, file
from small_feeds import BERLIN, LONG, calendar, event

from pdsched.errors import ProblemError
from pdsched.timetables import import_timetable, read_untis, read_untis_history
from pdsched.timetables.timetable import BAD_SEATS

CALENDAR = calendar(
    "BEGIN:VTIMEZONE\r\nTZID:School\r\nBEGIN:STANDARD\r\nDTSTART:19700101T020000\r\n"
    "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n"
    "END:STANDARD\r\nEND:VTIMEZONE\r\n",
    event(BERLIN, LONG, "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;INTERVAL=2;UNTIL=20261231T000000Z"),
    event("DTSTART;TZID=School:20260908T080000", LONG, "RDATE;TZID=School:20260910T080000"),
    event("ORGANIZER;CN=Ada:mailto:a@x.example", "DTSTART:20260909T080000Z", LONG),
)
TABLES = {
    "GPU001.TXT": '7;"5a";"ADA";"M";"R1";1;1;;\n7;"5a";"ADA";"M";"R1";2;1;;\n',
    "GPU002.TXT": '7;2;2;2;"5a";"ADA";"M";"R1";;24;;;;;20260907;20261016;\n',
    "GPU004.TXT": f'"ADA";"Lovelace"{";" * 27}"Ada";\n',
    "GPU005.TXT": '"R1";"Room 1";;;;;;24;\n',
}
HISTORY = "1,20260831,1,3,7,ADA,BEN,F,,,,R1,,,5a,sick,,0,5a,,202608310700\n"
PIECES = (
    b"0", b"9" * 30, b"-1", b"\x00", b"\xff", b"SECONDLY", b"INTERVAL=0", b"99991231T235959Z",
    b"00010101T000000", b"P9999D", b";", b":", b"\r\n", b'"', b"<", b"&#x0;", b"nan",
    b"TZID=Europe", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"11111", b"VALUE=DATE:",
    b"COUNT=-5",
)  # fmt: skip


@st.composite
def damage(draw: st.DrawFn) -> list[tuple[float, bytes, int]]:
    """Where something is put in, what, and how many bytes give way to it."""
    one = st.tuples(st.floats(0, 1), st.sampled_from(PIECES), st.integers(0, 40))
    return draw(st.lists(one, min_size=1, max_size=3))


def damaged(text: str, spots: list[tuple[float, bytes, int]]) -> bytes:
    """The text with these damages."""
    content = text.encode()
    for part, piece, length in spots:
        at = int(part * len(content))
        content = content[:at] + piece + content[at + length :]
    return content


@given(spots=damage())
def test_damaged_files_are_told(
    tmp_path_factory: pytest.TempPathFactory, spots: list[tuple[float, bytes, int]]
) -> None:
    """Of every kind, whatever the damage."""
    place = tmp_path_factory.mktemp("damaged")
    cards = '<card lessonid="L" period="1" weeks="10" days="10000" classroomids="r1"/>'
    path = file(place, LESSON, cards, weeks=WEEKS)
    path.write_bytes(damaged(path.read_text(encoding="utf-8"), spots))
    with contextlib.suppress(ProblemError):
        import_timetable("asc", path)
    (place / "feed.ics").write_bytes(damaged(CALENDAR, spots))
    with contextlib.suppress(ProblemError):
        import_timetable("ical", place / "feed.ics")
    (place / "GPU014.TXT").write_bytes(damaged(HISTORY, spots))
    with contextlib.suppress(ProblemError):
        read_untis_history(place / "GPU014.TXT").presences()
    for name, table in TABLES.items():
        (place / name).write_bytes(
            damaged(table, spots) if name != "GPU001.TXT" else table.encode()
        )
    with contextlib.suppress(ProblemError):
        import_timetable("untis", place / "GPU001.TXT")


def test_room_with_more_seats_than_any_is_noted(tmp_path: Path) -> None:
    """It keeps its name, and is not for sessions."""
    (tmp_path / "GPU001.TXT").write_text(TABLES["GPU001.TXT"])
    (tmp_path / "GPU005.TXT").write_text('"R1";"Room 1";;;;;;99999;\n')
    timetable = read_untis(tmp_path / "GPU001.TXT")

    assert [(each.value, each.message) for each in timetable.notes] == [("99999", BAD_SEATS)]
    assert timetable.rooms[0].capacity is None


@pytest.mark.parametrize(
    "content",
    [
        "BEGIN:VCALENDAR\n" + "BEGIN:VTIMEZONE\n" * 300_000 + "END:VCALENDAR\n",
        "BEGIN:VCALENDAR\n" + "\n" * 2_000_001,
        "BEGIN:VCALENDAR\n" + f"X-A:{'a' * 3_000_000}\nEND:VCALENDAR\n",
    ],
    ids=["zones", "lines", "one line"],
)
def test_great_calendars_are_refused_in_bounded_time(tmp_path: Path, content: str) -> None:
    """Zones that never end, millions of lines, and one that is long."""
    (tmp_path / "feed.ics").write_text(content)
    with pytest.raises(ProblemError):
        import_timetable("ical", tmp_path / "feed.ics")
