"""Sources put together: nothing is lost, people are known without a guess, contradictions told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from draw_words import wordy
from good_input import good
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from rich_problem import RICH
from strategies import MICRO, TINY, problems

from pdsched import MatchedBy, Problem, ProblemError, merge, save
from pdsched.checks.references import REFERENCES
from pdsched.merging.people import TABLES
from pdsched.merging.renaming import rename
from pdsched.merging.sources import read_sources

Document = dict[str, Any]


def plain(problem: Problem) -> Document:
    """The document of a problem, defaults left out."""
    return problem.model_dump(mode="json", exclude_defaults=True)


def timetable() -> Document:
    """What a timetable knows of the good problem, under ids of its own."""
    document = {name: good()[name] for name in ("calendar", "schools", "lessons", "protected")}
    rename(document, {"staff": {"ada": "ADA", "ben": "BEN"}})
    document["staff"] = [
        {"id": "ADA", "name": "KING,  Ada", "schools": ["north"]},
        {"id": "BEN", "name": "Ben Ito", "schools": ["south"]},
    ]
    return document


def office() -> Document:
    """What the office knows of it besides."""
    document = {name: part for name, part in good().items() if name not in timetable()}
    document["staff"] = [
        {"id": "ada", "name": "Ada King", "schools": ["north", "south"], "levels": {"sheets": 1}},
        {"id": "ben", "name": "ben ito", "schools": ["south"], "completed": ["sheets-1"]},
    ]
    return document


def codes(*given: Any, **said: dict[str, str]) -> list[str]:
    """Code and place of each fault of a merge."""
    with pytest.raises(ProblemError) as raised:
        merge(*given, **said)
    return [f"{fault.code} {fault.where}" for fault in raised.value.faults]


@given(problems(MICRO).flatmap(wordy), st.data())
def test_the_parts_of_a_problem_make_the_problem(problem: Problem, data: DataObject) -> None:
    """However its tables are dealt to sources, and whatever stands in two, it comes back.

    Those of people stay together: apart, two who have one name would be taken for one person.
    """
    document = plain(problem)
    parts: list[Document] = [{}, {}, {}]
    places: dict[str, set[int]] = {}
    for name, part in document.items():
        dealt = data.draw(st.sets(st.integers(0, 2), min_size=1), label=name)
        for place in places.setdefault("people" if name in TABLES else name, dealt):
            parts[place][name] = part

    assert merge(*parts).problem == problem
    assert merge(problem, *parts).problem == problem


@given(problems(TINY))
def test_what_refers_to_a_person_or_school_is_renamed(problem: Problem) -> None:
    """People and schools by another system's ids, everywhere but in the base, are those of it."""
    other = plain(problem)
    base = {name: other.pop(name) for name in ("schools", *TABLES) if name in other}
    said = {kind: {f"~{r['id']}": r["id"] for r in base.get(kind, ())} for kind in base}
    people = {old: new for kind in TABLES for old, new in said.get(kind, {}).items()}
    back = {new: old for old, new in people.items()}
    schools = {new: old for old, new in said.get("schools", {}).items()}
    foreign = json.loads(json.dumps(other))
    rename(foreign, {**dict.fromkeys(TABLES, back), "schools": schools})

    assert merge(base, foreign, people=people, schools=said.get("schools")).problem == problem
    assert not problem.needs or foreign != other


def test_every_field_survives() -> None:
    """A problem with every field set is read as a source without a loss."""
    source = read_sources([{**RICH}])[0]
    assert Problem.model_validate(source.document) == Problem.model_validate(RICH)


def test_people_are_known_by_name_and_renamed() -> None:
    """A list of staff with ids of its own fills in what the timetable lacks."""
    problem, report = merge(timetable(), office())

    assert [(m.id, m.levels, m.completed) for m in problem.staff] == [
        ("ADA", {"sheets": 1}, ()),
        ("BEN", {}, ("sheets-1",)),
    ]
    assert problem.staff[0].schools == ("north", "south")
    assert [need.staff for need in problem.needs] == ["ADA", "BEN"]
    assert problem.session_pins[1].staff == "BEN"
    assert [(m.id, m.known_as, m.by) for m in report.matched] == [
        ("ada", "ADA", MatchedBy.NAME),
        ("ben", "BEN", MatchedBy.NAME),
    ]
    assert {person.id for person in report.left} == {"tess", "sam"}
    counted = {(t.source, t.table): (t.added, t.completed) for t in report.tallies}
    assert counted["others[0]", "staff"] == (0, 2)
    assert counted["base", "lessons"] == (3, 0)


def staff(*members: tuple[str, str] | tuple[str, str, str]) -> Document:
    """A list of staff: id, name, and a school other than north."""
    return {
        "staff": [
            {"id": name, "name": called, "schools": [*school] or ["north"]}
            for name, called, *school in members
        ]
    }


NAMES: dict[str, tuple[Document, Document, str | None]] = {
    "case and blanks": (staff(("A", "Ada  KING")), staff(("1", " ada king")), None),
    "last name first": (staff(("A", "King, Ada")), staff(("1", "Ada King")), None),
    "two forms of Unicode": (staff(("A", "Jos\u00e9")), staff(("1", "Jose\u0301")), None),
    "accents differ": (staff(("A", "José")), staff(("1", "Jose")), "id or name"),
    "two before": (staff(("A", "Al"), ("B", "AL")), staff(("1", "Al")), "2 people before"),
    "two there": (staff(("A", "Al")), staff(("1", "Al"), ("2", "Al")), "2 people of this"),
    "taken by id": (staff(("A", "Al")), staff(("A", "Al"), ("2", "Al")), "2 people of this"),
    "other schools": (staff(("A", "Al")), staff(("1", "Al", "south")), "other schools"),
    "no name": (staff(("A", "")), staff(("1", "")), "has no name"),
    "a title": (staff(("A", "Al")), staff(("1", "Dr Al")), "id or name"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_believed_only_without_doubt(name: str) -> None:
    """Who is not known for certain is a person apart, and the report says why."""
    base, other, reason = NAMES[name]
    head = {name: good()[name] for name in ("calendar", "schools")}
    problem, report = merge({**head, **base}, other)
    left = [person for person in report.left if person.source != "base"]

    if reason is None:
        assert [m.known_as for m in report.matched] == ["A"]
        assert not left
        assert len(problem.staff) == len(base["staff"])
    else:
        assert left
        assert all(reason in person.reason for person in left)
        assert len(problem.staff) == len(base["staff"]) + len(left)


def test_an_id_of_several_words_is_a_name() -> None:
    """A table of lessons calls people by their names, and tells no other id."""
    head = {name: good()[name] for name in ("calendar", "schools")}
    other = staff(("t-1", "KING, Ada"), ("t-2", "Ben"))
    problem, report = merge({**head, **staff(("Ada King", ""), ("ben", ""))}, other)

    assert [person.id for person in problem.staff] == ["Ada King", "ben", "t-2"]
    assert problem.staff[0].name == "KING, Ada"
    assert [(each.id, each.by) for each in report.matched] == [("t-1", MatchedBy.NAME)]


def test_a_person_matched_by_id_takes_no_second_name() -> None:
    """One there is A by id under another spelling; the namesake is somebody else."""
    head = {name: good()[name] for name in ("calendar", "schools")}
    other = staff(("A", ""), ("2", "Al"))
    _, report = merge({**head, **staff(("A", "Al"))}, other)

    assert [person.id for person in report.left] == ["2"]
    assert "who is A of this source already" in report.left[0].reason


def test_what_is_said_goes_before_id_and_name() -> None:
    """Two systems that both count from 1 are told apart, and who is said to be whom is."""
    head = {name: good()[name] for name in ("calendar", "schools")}
    base, other = staff(("1", "Ada"), ("2", "Ben")), staff(("1", "Ben"), ("2", "Ada"))
    assert codes({**head, **base}, other) == [
        "PD220 others[0].staff[0].name",
        "PD220 others[0].staff[1].name",
    ]
    problem, report = merge({**head, **base}, other, people={"1": "2", "2": "1"})
    assert len(problem.staff) == 2
    assert {match.by for match in report.matched} == {MatchedBy.SAID}


def test_contradictions_show_both_values_and_places(tmp_path: Path) -> None:
    """All at once: a field, a list in a record, the calendar; in a table by row and column."""
    other = good()
    other["rooms"][0]["capacity"] = 3
    other["calendar"]["closed"] = ["2026-09-08"]
    other["schools"][0]["periods"].pop()
    save(Problem.model_validate(good()), tmp_path / "tables")
    (tmp_path / "other.json").write_text(json.dumps(other), encoding="utf-8")
    with pytest.raises(ProblemError) as raised:
        merge(tmp_path / "tables", tmp_path / "other.json")
    told = {fault.where: fault for fault in raised.value.faults}

    assert set(told) == {
        "other.json calendar.closed",
        "other.json schools[0].periods",
        "other.json rooms[0].capacity",
    }
    room = told["other.json rooms[0].capacity"]
    assert (room.code, room.value) == ("PD220", "3")
    assert room.message == "stands against '12' of tables/rooms.csv row 2 column capacity"
    assert codes(tmp_path / "other.json", tmp_path / "tables")[0].startswith("PD220 tables/")


def test_a_default_is_filled_in_either_way() -> None:
    """What one leaves out and the other says is no contradiction, in the calendar neither."""
    bare = good()
    closed = bare["calendar"].pop("closed")
    del bare["staff"][0]["levels"], bare["schools"][0]["zone"]
    del bare["substitutes"][0]["zones"]
    for pair in ((bare, good()), (good(), bare)):
        problem = merge(*pair).problem
        assert problem == Problem.model_validate(good())
    assert closed


def test_schools_are_renamed_in_blackouts_too() -> None:
    """Under the ids of another system the whole is the same, the calendar among it."""
    base = {"schools": good()["schools"]}
    other = json.loads(json.dumps({k: v for k, v in good().items() if k != "schools"}))
    rename(other, {"schools": {"north": "N"}})
    assert other["calendar"]["blackouts"][0]["schools"] == ["N"]

    assert merge(base, other, schools={"N": "north"}).problem == Problem.model_validate(good())


def test_timetables_of_two_schools_stay_apart() -> None:
    """Both count their lessons from 1; what refers to them goes along, and again nothing is new."""
    parts: list[Document] = [{**good(), "lessons": []}]
    for school, teacher in (("north", "ada"), ("south", "ben")):
        lesson = {"school": school, "staff": [teacher], "date": "2026-09-08"}
        first = {**lesson, "id": "1", "may_join": ["2"], "start": "10:00", "end": "11:00"}
        second = {**lesson, "id": "2", "may_join": ["1"], "start": "11:00", "end": "12:00"}
        parts.append({"lessons": [first, second]})
    problem, report = merge(*parts)

    assert [(lesson.id, lesson.may_join) for lesson in problem.lessons] == [
        ("1", ("2",)),
        ("2", ("1",)),
        ("south:1", ("south:2",)),
        ("south:2", ("south:1",)),
    ]
    assert [t.renamed for t in report.tallies if t.table == "lessons"] == [0, 2]
    assert merge(problem, parts[2], parts[1]).problem == problem


def test_names_are_equal_in_any_order() -> None:
    """Qualifications and courses are sets; of schools the first is the home."""
    other = good()
    other["trainers"][0]["courses"].reverse()
    assert merge(good(), other).problem == Problem.model_validate(good())
    other["staff"][0]["schools"].reverse()
    assert codes(good(), other) == ["PD220 others[0].staff[0].schools"]


def test_days_of_a_table_are_named_by_the_schools_of_another_source(tmp_path: Path) -> None:
    """A spreadsheet says Monday, and only the whole knows that the school calls it mon."""
    table = tmp_path / "protected.csv"
    table.write_text("id,staff,day,start,end\nx,ada,Monday,13:00,14:00\n", encoding="utf-8")
    assert merge(good(), table).problem.protected[1].day == "mon"


def test_a_folder_with_one_table_is_a_source(tmp_path: Path) -> None:
    """Columns that the other sources have may be missing; the id may not."""
    table = tmp_path / "list" / "staff.csv"
    table.parent.mkdir()
    table.write_text("id,levels\nada,sheets=2|slides=2\n", encoding="utf-8")
    assert codes(good(), table.parent) == ["PD220 list/staff.csv row 2 column levels"]
    assert codes(good(), table) == ["PD220 staff.csv row 2 column levels"]
    table.write_text("id,fte\nada,0.5\n", encoding="utf-8")
    assert merge(good(), table.parent).problem.staff[0].fte == 0.5
    table.write_text("levels\nsheets=1\n", encoding="utf-8")
    assert codes(good(), table.parent) == ["PD106 list/staff.csv row 1"]
    table.write_text("id,fte,schools\nada,half,\nben,2,[]\n", encoding="utf-8")
    assert codes(good(), table.parent) == [
        "PD108 list/staff.csv row 2 column fte",
        "PD212 list/staff.csv row 3 column schools",
        "PD109 list/staff.csv row 3 column fte",
    ]


def test_levels_are_put_together_topic_by_topic() -> None:
    """One source knows of one topic and one of another; two levels of one topic are a fault."""
    other = {"staff": [{"id": "ada", "levels": {"sheets": 1, "slides": 2}}]}
    assert merge(good(), other).problem.staff[0].levels == {"sheets": 1, "slides": 2}
    assert merge(other, good()).problem.staff[0].levels == {"sheets": 1, "slides": 2}
    other["staff"][0]["levels"] = {"sheets": 2, "a b": 1}
    assert codes(good(), other) == ["PD220 others[0].staff[0].levels.sheets"]
    again = {"staff": [{"id": "ada", "levels": {"a b": 3}}]}
    assert codes(good(), other, again)[1] == "PD220 others[1].staff[0].levels['a b']"


def test_sources_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """By the folder in which they are."""
    for place, fte in (("a", "0.5"), ("b", "0.6")):
        (tmp_path / place).mkdir()
        (tmp_path / place / "staff.csv").write_text(f"id,fte\nada,{fte}\n", encoding="utf-8")
    with pytest.raises(ProblemError) as raised:
        merge(good(), tmp_path / "a" / "staff.csv", tmp_path / "b" / "staff.csv")
    [told] = raised.value.faults
    assert "/b" in told.where
    assert "/a" in told.message


def test_faults_of_the_whole_stand_where_they_are_from(tmp_path: Path) -> None:
    """A reference to nobody is told in the table that has it, a lack with what was not known."""
    needs = tmp_path / "needs" / "needs.csv"
    needs.parent.mkdir()
    needs.write_text("id,staff,course\nx,nobody,sheets-1\ny,ada,sheets-1\n", encoding="utf-8")
    assert codes(good(), needs.parent) == ["PD201 needs/needs.csv row 2 column staff"]
    with pytest.raises(ProblemError, match="nobody before has this id or name"):
        merge(good(), {"staff": [{"id": "zoe", "name": "Zoe"}]})
    assert codes({"staff": [{"id": "zoe"}]})[0] == "PD106 calendar"


def test_two_records_of_one_source_stay_two() -> None:
    """An id that a source has twice is not taken for two sources' word on one record."""
    other = good()
    assert codes(good(), {"rooms": [*other["rooms"], *other["rooms"]]}) == [
        "PD210 others[0].rooms[1].id"
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[]", "PD108 x.json document"),
        ("{", "PD103 x.json line 1 column 2"),
        ('{"format": "pdsched-plan"}', "PD105 x.json"),
        ('{"rooms": 3}', "PD108 x.json rooms"),
        ('{"rooms": [{"name": "lab"}]}', "PD106 x.json rooms[0].id"),
    ],
)
def test_a_source_that_is_none_is_told(text: str, fault: str, tmp_path: Path) -> None:
    """Where it stands, and without a traceback."""
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    assert codes(good(), file) == [fault]
    with pytest.raises(TypeError, match="is a int"):
        merge(good(), 3)  # type: ignore[arg-type]  # what a caller may give by mistake


def test_every_list_with_people_is_renamed() -> None:
    """The three lists of people are those that references to people name."""
    targets = {target for fields in REFERENCES.values() for target in fields.values()}
    assert set(TABLES) <= targets
