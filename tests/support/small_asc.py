"""Files of aSc Timetables, small enough to write down."""

from __future__ import annotations

from pathlib import Path

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MASKS = "".join(
    f'<daysdef id="d{n}" name="{day}" days="{"0" * n}1{"0" * (4 - n)}"/>'
    for n, day in enumerate(DAYS)
)
PERIODS = "".join(
    f'<period period="{n}" name="{n}" starttime="{8 + n}:00" endtime="{8 + n}:45"/>'
    for n in range(6)
)
PEOPLE = (
    '<subjects><subject id="m" name="Maths" short="M"/><subject id="l" name="Lunch" short="L"/>'
    '</subjects><teachers><teacher id="*1" name="Ada Lovelace" short="AL"/>'
    '<teacher id="*2" firstname="Bo" lastname="Ek" short="BE"/></teachers>'
    '<classes><class id="c1" name="Class 5a" short="5a"/><class id="c2" name="5b"/></classes>'
    '<groups><group id="g1" classid="c1" entireclass="0" name="boys"/>'
    '<group id="g2" classid="c2" entireclass="1" name="all"/></groups>'
    '<classrooms><classroom id="r1" name="Room 1" short="R1" capacity="30"/>'
    '<classroom id="r2" name="Hall" capacity="*"/></classrooms>'
)
LESSON = '<lesson id="L" classids="c1" subjectid="m" teacherids="*1"/>'
WEEKS = (
    '<weeksdef id="all" name="Each" weeks="11"/><weeksdef id="any" name="Any" weeks="10,01"/>'
    '<weeksdef id="a" name="Odd" weeks="10"/><weeksdef id="b" name="Even" weeks="01"/>'
)


def file(
    place: Path, lessons: str, cards: str, *, weeks: str = "", terms: str = "", head: str = MASKS
) -> Path:
    """A file with these lessons and cards."""
    path = place / "school.xml"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<timetable displayname="aSc Timetables 2012 XML">'
        f"<periods>{PERIODS}</periods><daysdefs>{head}</daysdefs><weeksdefs>{weeks}</weeksdefs>"
        f"<termsdefs>{terms}</termsdefs>{PEOPLE}<lessons>{lessons}</lessons>"
        f"<cards>{cards}</cards></timetable>",
        encoding="utf-8",
    )
    return path
