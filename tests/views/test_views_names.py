"""Names in place of ids in all that people read, and their layout."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rich.cells import cell_len
from tuesday import MORNING, PLAN, PROBLEM, TUESDAY, changed, lesson

from pdsched import (
    Engagement,
    Half,
    Plan,
    Policy,
    Problem,
    Release,
    Result,
    Session,
    Status,
    UnmetNeed,
    difference,
)
from pdsched.reasons import unmet_needs
from pdsched.views import (
    By,
    HeldClass,
    by_person,
    result_to_html,
    sheets,
    sheets_to_page,
    sheets_to_text,
    summary,
    to_html,
)
from pdsched.views.names import Names

NAMES = {
    "schools": {"north": "Hill School", "south": "Lake School"},
    "rooms": {"lab": "Computer room"},
    "staff": {"ada": "Ada King", "bo": "Bo Ek", "cy": "Cy Roe", "dee": "Dee Lam"},
    "courses": {"sheets": "Spreadsheets 1", "slides": "Presenting"},
    "trainers": {"tom": "Tom Ash"},
    "substitutes": {"sam": "Sam Fox", "vic": "Vic Oak"},
}


NEED = {"id": "n-ada", "staff": "ada", "course": "sheets"}


def named(**names: dict[str, str]) -> Problem:
    """The problem of that Tuesday with names, of all or of those given alone."""
    given = PROBLEM.model_dump(mode="json")
    for table, called in (names or NAMES).items():
        given[table] = [{**r, "name": called.get(r["id"], "")} for r in given[table]]
    return Problem.model_validate(given)


def ids_in(text: str) -> set[str]:
    """Ids of what is named that stand in a text; topics are called as courses are."""
    ids = {i for table, names in NAMES.items() if table != "courses" for i in names}
    return ids & set(re.findall(r"[\w-]+", text))


@pytest.mark.parametrize("by", By)
def test_every_sheet_has_names_for_ids(by: By) -> None:
    """No view shows the id of what has a name, neither in a terminal nor on a page."""
    made = sheets(named(), changed(unmet=[]), by)

    assert ids_in(sheets_to_text(made)) == set()
    assert ids_in(re.sub("<style>.*?</style>|<[^>]*>", " ", sheets_to_page("", made))) == set()


def test_sheets_of_a_named_plan() -> None:
    """People, places, courses and trainers stand with their names where ids stood."""
    problem = named()
    day, person, school, substitute = (
        sheets_to_text(sheets(problem, PLAN, by))
        for by in (By.DAY, By.PERSON, By.SCHOOL, By.SUBSTITUTE)
    )

    assert "Spreadsheets 1  Hill School  Computer room  Tom Ash  Ada King, Bo Ek, Cy Roe" in day
    assert "Hill School, Computer room  Tom Ash" in person
    assert "09:00-10:00 maths 8b: Sam Fox" in person
    assert "Spreadsheets 1, room Computer room, 3 people" in school
    assert substitute.startswith("Sam Fox: 2 half-days\n")
    assert substitute.splitlines()[2].endswith("maths 8b        Ada King")


def test_summary_and_pages_show_names() -> None:
    """The summary of a plan and its page in a notebook have names where the problem is given."""
    problem = named()
    line = "(Hill School, Computer room, Tom Ash): Ada King, Bo Ek, Cy Roe"
    result = Result(status=Status.FEASIBLE, plan=PLAN, problem=problem.digest())
    told = " ".join(summary(problem, PLAN).split())

    assert f"Tue {TUESDAY} 09:00-10:30 Spreadsheets 1 {line}" in told
    for page in (to_html(PLAN, problem), result_to_html(result, problem)):
        assert "<td>Hill School</td><td>Computer room</td><td>Tom Ash</td>" in page
        assert ">Ada King, Bo Ek, Cy Roe</td>" in page
        assert "Bo Ek: Presenting: tom is" in page


def test_records_keep_their_ids() -> None:
    """Views as data, for machines, have ids: names come with the words."""
    (ada, *_) = by_person(PLAN, named())

    assert (ada.staff, ada.visits[0].session.course) == ("ada", "sheets")


def test_who_are_called_alike_have_their_ids_beside() -> None:
    """Two of one name, however it is written, are told apart; a person in two roles is one."""
    one, other = (
        "Zo\N{LATIN SMALL LETTER E WITH DIAERESIS}  King",
        "zoe\N{COMBINING DIAERESIS} king",
    )
    names = Names(named(staff={"ada": one, "bo": other, "cy": "vic"}))
    twice = PROBLEM.model_dump(mode="json")
    twice["trainers"][0] |= {"id": "ada", "name": "Ada King"}
    twice["staff"][0]["name"] = "Ada King"

    assert names.person("ada") == f"{' '.join(one.split())} (ada)"
    assert names.person("bo") == f"{other} (bo)"
    assert (names.person("cy"), names.person("vic")) == ("vic (cy)", "vic")
    assert Names(Problem.model_validate(twice)).person("ada") == "Ada King"
    twice["trainers"][0]["name"] = ""
    assert Names(Problem.model_validate(twice)).person("ada") == "Ada King"
    twice["staff"][0]["name"], twice["trainers"][0]["name"] = "", "Ada King"
    assert Names(Problem.model_validate(twice)).person("ada") == "Ada King"


def test_colleagues_who_hold_a_class_are_named() -> None:
    """Who holds a class or a part of it, and whose it is, are told by name."""
    on = {"date": TUESDAY, "start": "09:00", "end": "10:00"}
    whole = {"lesson": "z", "school": "north", "staff": "ada", "colleague": "bo", **on}
    held = Names(named()).told(HeldClass.model_validate({**whole, "parts": ["cy"]}))

    assert (held.staff, held.school) == ("Ada King", "Hill School")
    assert held.held_by == "Bo Ek, Cy Roe (colleagues, a part each)"
    assert held.how == "a part, with Cy Roe"


def test_rooms_of_two_schools_may_be_called_alike() -> None:
    """A room stands beside its school, so the library of each is just the library."""
    rooms: list[Any] = [
        {"id": f"{school}-{n}", "name": "Library", "school": school, "capacity": 5}
        for school, number in (("north", 1), ("south", 2))
        for n in range(number)
    ]
    names = Names(Problem.model_validate({**PROBLEM.model_dump(mode="json"), "rooms": rooms}))

    assert [names.room(room["id"]) for room in rooms] == [
        "Library", "Library (south-0)", "Library (south-1)"
    ]  # fmt: skip


def test_person_sheet_has_topic_and_what_stays_open() -> None:
    """Topic and levels stand below the course; below the table, what stays open and why."""
    unmet = [{"need": "n-bo-2", "rule": "trainer", "reason": "no trainer is free"}]
    _, bo, _, _ = sheets(named(), changed(unmet=unmet), By.PERSON)

    assert bo.rows[0][2] == "Spreadsheets 1\nsheets, level 0 to 1"
    assert bo.notes == ("Presenting stays open: no trainer is free",)
    assert "  Presenting stays open: no trainer is free" in sheets_to_text([bo]).splitlines()
    assert "<li>Presenting stays open: no trainer is free</li>" in sheets_to_page("", [bo])


@pytest.mark.parametrize(
    ("unmet", "why"),
    [
        ([], "the plan does not say why"),
        ([UnmetNeed(need="n-dee", rule="trainer")], "rule trainer"),
    ],
)
def test_who_has_needs_and_no_session_has_a_sheet(unmet: list[UnmetNeed], why: str) -> None:
    """Nobody who asked for something is passed over in silence."""
    made = sheets(named(), Plan(unmet=tuple(unmet)), By.PERSON)

    assert [sheet.title for sheet in made] == ["Ada King", "Bo Ek", "Cy Roe", "Dee Lam"]
    assert made[-1].rows == ()
    assert made[-1].notes == (f"Presenting stays open: {why}",)
    assert "nothing is planned" in sheets_to_text(made[-1:])


def test_topic_need_is_told_by_its_level() -> None:
    """A need of no single course is told as the level of a topic that it leads to."""
    needs = [{"id": "n", "staff": "ada", "topic": "sheets", "level_to": 2}]
    problem = Problem.model_validate({**named().model_dump(mode="json"), "needs": needs})

    assert Names(problem).need("n") == "Ada King: sheets to level 2"


def test_each_sheet_begins_a_leaf_in_print() -> None:
    """In print a sheet for somebody begins a page; those of one office need not."""
    made = sheets(named(), PLAN, By.PERSON)
    apart, together = sheets_to_page("", made), sheets_to_page("", made, leaf_each=False)
    rule = "section.leaf+section.leaf{break-before:page}"

    assert rule in apart[apart.index("@media print{") :]
    assert apart.count('<section class="leaf">') == len(made)
    assert '<section class="leaf">' not in together


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", 'O\'Neil & "Sons" <b>'])
def test_names_are_escaped(name: str) -> None:
    """A name is text on every page, whatever it holds."""
    tables = {table: dict.fromkeys(names, name) for table, names in NAMES.items()}
    problem = named(**tables)
    pages = [sheets_to_page(name, sheets(problem, PLAN, by)) for by in By]
    pages.append(to_html(PLAN, problem))

    assert all("<script" not in page and "<b>alert" not in page for page in pages)
    assert all(name not in page for page in pages)
    assert all("&lt;" in page for page in pages)


@pytest.mark.parametrize(
    "name",
    [
        "\N{HEBREW LETTER SHIN}\N{HEBREW POINT QAMATS}\N{HEBREW LETTER RESH}\N{HEBREW LETTER HE}",
        "\N{ARABIC LETTER NOON}\N{ARABIC LETTER WAW}\N{ARABIC LETTER REH}",
        "\u674e\u5c0f\u9f99",
        "Zoe\N{COMBINING DIAERESIS}",
        "A very long name indeed of " + "somebody with many names " * 8,
        "x" * 150,
    ],
)
def test_columns_stand_below_each_other_whatever_the_names(name: str) -> None:
    """Columns begin at the same cell of a terminal in each row, and none is very wide."""
    problem = named(substitutes={"sam": name}, staff={"ada": name.strip() + " B"})
    head, *rows = sheets_to_text(sheets(problem, PLAN, By.SCHOOL)[:1]).splitlines()[1:]
    at = head.index("Details")
    classes = [row for row in rows if "maths" in row]

    assert len(classes) == 2
    assert {cell_len(row[: row.rindex("-") - len("09:00")]) for row in classes} == {at}
    assert max(map(cell_len, rows)) < 150


def test_what_a_terminal_obeys_is_shown_in_a_name() -> None:
    """A line break or an escape in a name makes no new row and no colour."""
    problem = named(staff={"ada": "Ada\n\x1b[31mKing"})
    text = sheets_to_text(sheets(problem, PLAN, By.DAY))

    assert "Ada \\u001b[31mKing, bo, cy" in text


def test_reasons_have_names() -> None:
    """What stops a need is said with the names of people and courses; the need keeps its id."""
    problem = named().model_copy(update={"trainers": ()})
    unmet = unmet_needs(problem, Plan(), Policy(), complete=True)

    assert {(u.need, u.rule, u.reason) for u in unmet} >= {
        ("n-bo-2", "trainer", "no trainer teaches Presenting")
    }


def test_attempts_tell_people_and_places_by_name() -> None:
    """Who is away, where and for which class, is told by names as well."""
    days = ("mon", "tue", "wed", "thu", "fri")
    lessons = [lesson(d, "ada", "north", "08:00", "14:00", subject="maths") for d in days]
    given = named().model_dump(mode="json") | {"needs": [NEED], "substitutes": []}
    given["lessons"] = [{**x, "day": x["id"]} for x in lessons]
    (none_serves,) = unmet_needs(Problem.model_validate(given), Plan(), Policy(), complete=False)
    given["substitutes"] = [{"id": "sam", "zones": ["all"], "available": [{"dates": []}]}]
    (none_free,) = unmet_needs(Problem.model_validate(given), Plan(), Policy(), complete=False)

    attempt = r"a new session of Spreadsheets 1 on \S+ from 08:00 to 09:30 at Hill School fails: "
    assert re.fullmatch(attempt + "no substitute serves Hill School", none_serves.reason)
    free = r"no substitute is free for lesson maths of Ada King \(08:00 to 14:00\); of the 1 .*"
    assert re.fullmatch(attempt + free + " at Hill School: 1 not available", none_free.reason)


def test_difference_with_names() -> None:
    """The lines of a difference have names for people, places, sessions and needs."""
    on = {"date": TUESDAY, "start": "13:00", "end": "14:00"}
    name = Plan.session_id(
        "slides", PLAN.sessions[1].date, PLAN.sessions[1].start, None, "tom", None
    )
    session = Session.model_validate({"id": name, "course": "slides", **on, "staff": ["bo"]})
    release = Release.model_validate({"staff": "bo", "session": name, **on, "need": "n-bo-2"})
    came = Engagement(substitute="sam", school="north", date=session.date, half=Half.PM)
    after = Plan(sessions=(session,), releases=(release,), engagements=(came,))
    text = difference(Plan(unmet=PLAN.unmet), after).to_text(named())

    assert text.splitlines()[1:] == [
        f"+ Presenting: Tue {TUESDAY} 13:00-14:00, 1 person",
        f"Bo Ek: Presenting newly met, Presenting on Tue {TUESDAY} 13:00, Tom Ash "
        "(away 13:00-14:00, 0 classes)",
        f"+ Sam Fox at Hill School, Tue {TUESDAY} pm",
        "- unmet need Bo Ek: Presenting",
    ]


@pytest.mark.parametrize("name", [MORNING, "a|b", "a|2026-99-99|09:00|||", ""])
def test_session_ids_of_others_stay_as_they_are(name: str) -> None:
    """An id that is not made of a session's contents is shown itself."""
    assert Names(named()).session(name) == name


def test_a_meeting_of_a_series_is_called_by_course_and_number() -> None:
    """Also its need, which nobody wrote."""
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-12-18"},
            "schools": [{"id": "north", "periods": [{"id": "1", "start": "8:00", "end": "9:00"}]}],
            "staff": [{"id": "ada", "name": "Ada King", "schools": ["north"]}],
            "courses": [
                {"id": "club", "name": "Journal club", "topic": "reading", "minutes": 60}
                | {"group_max": 6, "modality": "peer-group"}
            ],
            "series": [{"course": "club", "meetings": 12, "cadence_days": 7}],
            "needs": [{"id": "n", "staff": "ada", "course": "club"}],
        }
    )
    names = Names(problem)

    assert names.course("club:3") == "Journal club, meeting 3 of 12"
    assert names.need("n:club:3") == "Ada King: Journal club, meeting 3 of 12"
