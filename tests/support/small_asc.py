"""Files of aSc Timetables, small enough to write down."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

from pdsched.timetables import Timetable

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


def as_asc(timetable: Timetable) -> str:
    """A timetable of up to 14 days as aSc writes it: a card for each period."""
    teachers = dict.fromkeys(
        [*timetable.teachers, *(w for e in timetable.lessons for w in e.teachers)]
    )
    classes = dict.fromkeys(name for each in timetable.lessons for name in each.classes)
    rooms = dict.fromkeys(name for each in timetable.lessons for name in each.rooms)
    subjects = dict.fromkeys(each.subject for each in timetable.lessons)
    ids = {
        kind: {name: f"{kind}{n}" for n, name in enumerate(names)}
        for kind, names in (("t", teachers), ("c", classes), ("r", rooms), ("s", subjects))
    }
    masks = {
        day: "0" * n + "1" + "0" * (len(timetable.days) - n - 1)
        for n, day in enumerate(timetable.days)
    }
    days = [_element("daysdef", id=n, name=d, days=masks[d]) for n, d in enumerate(timetable.days)]
    periods = [
        _element("period", period=n, name=period.name) for n, period in enumerate(timetable.periods)
    ]
    lessons, cards = [], []
    for each in timetable.lessons:
        lessons.append(
            _element(
                "lesson",
                id=each.id,
                subjectid=ids["s"][each.subject],
                teacherids=",".join(ids["t"][name] for name in each.teachers),
                classids=",".join(ids["c"][name] for name in each.classes),
                periodspercard=each.duration,
                periodsperweek=f"{each.duration}.0",
            )
        )
        cards += [
            _element(
                "card",
                lessonid=each.id,
                period=period,
                days=masks[day],
                classroomids=",".join(ids["r"][name] for name in each.rooms),
            )
            for day, period in each.slots()
        ]
    tables = {
        "periods": periods,
        "daysdefs": days,
        **{
            f"{table}": [_element(one, id=key, name=name) for name, key in ids[kind].items()]
            for table, one, kind in (
                ("teachers", "teacher", "t"),
                ("classes", "class", "c"),
                ("classrooms", "classroom", "r"),
                ("subjects", "subject", "s"),
            )
        },
        "lessons": lessons,
        "cards": cards,
    }
    inside = "".join(f"<{name}>{''.join(rows)}</{name}>" for name, rows in tables.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><timetable>{inside}</timetable>'


def _element(tag: str, /, **fields: object) -> str:
    told = " ".join(f"{field}={quoteattr(str(value))}" for field, value in fields.items())
    return f"<{tag} {told}/>"
