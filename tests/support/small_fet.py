"""Files of FET, small enough to write down."""

from __future__ import annotations

from pathlib import Path

HEADER = (
    '"Activity Id","Day","Hour","Students Sets","Subject","Teachers","Activity Tags","Room",'
    '"Comments"\n'
)


def activity(name: int, teachers: str = "ada", duration: int = 1, active: str = "true") -> str:
    """An activity of a ``.fet`` file; teachers are given with blanks between them."""
    held = "".join(f"<Teacher>{who}</Teacher>" for who in teachers.split())
    return (
        f"<Activity>{held}<Subject>maths</Subject><Students>5a</Students><Duration>{duration}"
        f"</Duration><Id>{name}</Id><Active>{active}</Active></Activity>"
    )


def start(name: int, day: str, hour: str, weight: str = "100", locked: str = "false") -> str:
    """A constraint that fixes the start of an activity."""
    return (
        f"<ConstraintActivityPreferredStartingTime><Weight_Percentage>{weight}</Weight_Percentage>"
        f"<Activity_Id>{name}</Activity_Id><Preferred_Day>{day}</Preferred_Day><Preferred_Hour>"
        f"{hour}</Preferred_Hour><Permanently_Locked>{locked}</Permanently_Locked><Active>true"
        "</Active></ConstraintActivityPreferredStartingTime>"
    )


def fet(
    activities: str,
    starts: str,
    *,
    days: str = "Mo Tu We Th Fr",
    hours: tuple[str, ...] = ("H1", "H2", "H3"),
    mode: str = "",
    version: str = "6.8.5",
) -> str:
    """The text of a ``.fet`` file with the teachers ada, ben and idle."""
    names = "".join(f"<Day><Name>{day}</Name></Day>" for day in days.split())
    times = "".join(f"<Hour><Name>{hour}</Name></Hour>" for hour in hours)
    staff = "".join(f"<Teacher><Name>{who}</Name></Teacher>" for who in ("ada", "ben", "idle"))
    return (
        f'\ufeff<?xml version="1.0" encoding="UTF-8"?><fet version="{version}">{mode}'
        f"<Institution_Name>tiny school</Institution_Name><Days_List>{names}</Days_List>"
        f"<Hours_List>{times}</Hours_List><Teachers_List>{staff}</Teachers_List>"
        f"<Activities_List>{activities}</Activities_List><Time_Constraints_List>{starts}"
        "</Time_Constraints_List><Space_Constraints_List><ConstraintActivityPreferredRoom>"
        "<Weight_Percentage>100</Weight_Percentage><Activity_Id>1</Activity_Id><Room>R1</Room>"
        "</ConstraintActivityPreferredRoom></Space_Constraints_List></fet>"
    )


def write(folder: Path, text: str) -> Path:
    """A file with this text; its name says nothing about its kind."""
    path = folder / "timetable.data"
    path.write_text(text)
    return path


def rows(*lines: str) -> str:
    """A FET timetable CSV: activity, day, hour, students, subject, teachers, by semicolons."""
    text = HEADER
    for line in lines:
        text += ",".join(f'"{field}"' for field in [*line.split(";"), "", "", ""]) + "\n"
    return text


def half_days(afternoon_hours: int, days: int = 10, hours: int = 4) -> str:
    """A CSV whose odd days are full and whose even days have so many hours."""
    return rows(
        *(
            f"{day * 100 + hour};Day {day};Hour {hour};5a;maths;ada"
            for day in range(1, days + 1)
            for hour in range(1, (hours if day % 2 else afternoon_hours) + 1)
        )
    )
