"""What stands on the leaf of a person, of a school and day, of a trainer and of a substitute."""

from __future__ import annotations

import json
from typing import Any

from bound import Leaves, binder
from schools import TUE, WED, course, cover, engaged, lesson, need, plan_of, session, two_schools
from test_views_colleagues import HELPED, helped
from tuesday import PLAN, PROBLEM, changed

from pdsched import Policy, Problem


def leaves(problem: Problem = PROBLEM, plan: Any = PLAN) -> Leaves:
    """The leaves of a binder, of that Tuesday unless said otherwise."""
    return Leaves(binder(problem, plan))


def with_staff(**fields: Any) -> Problem:
    """That Tuesday with more known of ada."""
    document = json.loads(PROBLEM.to_json())
    document["staff"][0] |= fields
    return Problem.model_validate(document)


def test_a_person_is_told_what_is_planned_and_who_holds_the_classes() -> None:
    """Ada goes to one session, and two classes are held by one who is engaged, by the clock."""
    text = leaves().text("person:ada")

    assert "What is planned" in text
    assert "Tue 8 Sep 2026 09:00-10:30 sheets sheets, level 0 to 1 north, lab tom bo, cy" in text
    held = "Tue 8 Sep 2026 09:00-10:00 maths 8b sam Tue 8 Sep 2026 10:00-11:00 maths, room 12 sam"
    assert held in text
    assert text.endswith("Date Signature")


def test_a_person_is_told_the_way_and_the_classes_elsewhere() -> None:
    """Cy is away longer than the session lasts, and leaves one class at the other school."""
    text = leaves().text("person:cy")

    assert "teacher, south, north" in text
    assert "09:00-10:30 away 08:40-10:50 sheets" in text
    assert "10:00-11:00 c-north, north no cover needed" in text
    assert "09:00-10:00 c-south vic" in text


def test_a_person_is_told_levels_before_and_after() -> None:
    """What is held now, what is wanted, and what the plan brings; topics of needs come first."""
    text = leaves(with_staff(levels={"art": 3, "sheets": 0})).text("person:ada")

    assert "Topic Now Wanted With this plan sheets 0 1 1 art 3 - 3" in text
    assert "slides - 1 -" in leaves().text("person:bo")


def test_a_person_is_told_what_stays_open_and_why() -> None:
    """In the words of the plan, else by the rule, else that nothing is known."""
    unmet = {"need": "n-bo-2", "rule": "trainer"}
    ended = leaves(PROBLEM, changed(unmet=[{**unmet, "rule": "search-ended"}])).text("person:bo")
    bare = leaves(PROBLEM, changed(unmet=[unmet])).text("person:bo")

    assert "slides tom is <busy>" in leaves().text("person:bo")
    assert "with more time it may be met" in ended
    assert f"slides {Policy().sentence('trainer')}" in bare
    assert "The plan does not say why." in leaves(PROBLEM, changed(unmet=[])).text("person:bo")


def steps() -> Problem:
    """Ada needs the first of three steps; the third also waits for another course."""
    ladder = [
        course("sheets-1"),
        course("sheets-2", level_from=1, level_to=2, prerequisites=[{"course": "sheets-1"}]),
        course(
            "sheets-3",
            level_from=1,
            level_to=3,
            prerequisites=[{"course": "sheets-1"}, {"course": "data-1"}],
        ),
        course("data-1"),
        course("art-1"),
    ]
    return two_schools(courses=ladder, needs=[need("ada", "sheets-1")])


def test_a_person_is_told_what_can_come_next() -> None:
    """After what is planned: what follows it, and what has to come first besides."""
    problem = steps()
    plan = plan_of(problem, [session("sheets-1", TUE, "13:00", "ada")])
    text = leaves(problem, plan).text("person:ada")
    following = (
        "What can come next sheets-2, sheets, level 1 to 2; follows sheets-1 "
        "sheets-3, sheets, level 1 to 3; follows sheets-1; first data-1 Date"
    )

    assert following in text
    assert "What can come next sheets-1, sheets, level 0 to 1 Date" in leaves(
        problem, plan_of(problem)
    ).text("person:ada")


def test_what_is_done_is_not_next() -> None:
    """Neither a course that is completed nor one whose level is reached."""
    problem = steps()
    plan = plan_of(problem, [session("sheets-1", TUE, "13:00", "ada")])
    known = problem.staff[0].model_copy(update={"completed": ("sheets-2",), "levels": {"data": 1}})
    problem = problem.model_copy(update={"staff": (known, *problem.staff[1:])})
    text = leaves(problem, plan).text("person:ada")

    assert "Done before: sheets-2" in text
    assert "What can come next sheets-3, sheets, level 1 to 3; follows sheets-1 Date" in text


def test_a_series_is_next_as_a_whole_and_done_after_its_last_meeting() -> None:
    """What was begun is no step to come, and what follows waits for the last meeting."""
    club = course("club", group_max=8)
    after = course("after", level_from=1, level_to=2, prerequisites=[{"course": "club"}])
    series = [{"course": "club", "meetings": 2}]
    fields = {"courses": [club, {**after, "topic": "club"}], "series": series}
    problem = two_schools(**fields, needs=[need("ada", "club")], trainers=[])
    one = session("club:1", TUE, "13:00", "ada", trainer=None)
    two = session("club:2", WED, "13:00", "ada", trainer=None)
    begun = leaves(problem, plan_of(problem, [one])).text("person:ada")
    done = leaves(problem, plan_of(problem, [one, two])).text("person:ada")

    assert "What can come next" not in begun.replace("after, club, level 1 to 2; first club", "")
    assert "What can come next after, club, level 1 to 2; follows club Date" in done


def test_a_colleague_is_told_which_classes_to_hold() -> None:
    """And the school which colleague holds which class."""
    read = leaves(HELPED, helped())

    assert "Classes to hold for colleagues" in read.text("person:eve")
    assert "eve (colleague)" in read.text("school:south")


def test_a_school_is_told_who_is_away_who_holds_what_and_who_comes() -> None:
    """Of its own people all, and of its classes all; whoever comes signs in."""
    south = leaves().text("school:south")

    assert "08:40-10:50 cy sheets north, lab 2 13:00-14:00 dee slides own school 1" in south
    assert "09:00-10:00 c-south cy vic 13:00-14:00 d dee sam" in south
    assert "Half-day Begins with Arrived Signature" in south
    assert "vic am 08:00-11:00 09:00 c-south sam pm 13:00-14:00 13:00 d" in south
    assert "Sessions held here" not in south


def test_a_school_is_told_of_classes_that_others_leave() -> None:
    """Cy is at home elsewhere: the class here is told, and the release is not."""
    north = leaves().text("school:north")
    away, _, rest = north.partition("Who holds the classes")

    assert "cy" not in away.split()
    assert "10:00-11:00 c-north cy no cover needed" in rest
    assert "09:00-10:30 lab 10 seats sheets tom 3 ada, bo, cy" in rest


def test_a_trainer_has_a_route_and_lists_to_sign() -> None:
    """Sessions by the clock, and everybody of the group with the home school."""
    text = leaves().text("trainer:tom")

    assert "2 sessions, 150 minutes" in text
    assert text.index("09:00-10:30 north, lab") < text.index("13:00-14:00 remote")
    assert "1 ada north 2 bo north 3 cy south" in text
    assert "No. Name School Present Signature 1 dee south" in text


def test_a_trainer_is_told_the_way() -> None:
    """From the school of the session before on that date, though a remote one lies between."""
    problem = two_schools()
    given = [
        session("sheets-1", TUE, "08:00", "ada"),
        session("calls-1", TUE, "10:00", "ada", school=None, room=None),
        session("coach-1", TUE, "13:00", "bob", school="south", room=None),
        session("sheets-1", WED, "08:00", "dot"),
    ]
    text = leaves(problem, plan_of(problem, given)).text("trainer:tom")

    assert text.count("on the way from") == 1
    assert "20 min on the way from north to south Tue 8 Sep 2026 13:00-14:00 south" in text


def test_a_substitute_has_a_route_with_breaks_and_ways() -> None:
    """Half-days in order, their classes by the clock, and what lies between."""
    sam = leaves().text("substitute:sam")

    assert "2 half-days, 3 classes" in sam
    first = "Tue 8 Sep 2026 am 08:00-11:00 north 09:00-10:00 maths 8b ada 10:00-11:00 maths 12 ada"
    assert first in sam
    assert "20 min on the way from north to south, 120 min between the classes" in sam
    assert "pm 13:00-14:00 south 13:00-14:00 d dee" in sam


def test_a_substitute_is_told_of_breaks_and_of_half_days_without_a_class() -> None:
    """A break of an hour between two classes, and an engagement in which nothing is to be held."""
    lessons = [lesson("ada-tue-1"), lesson("ada-tue-3"), lesson("ada-tue-4")]
    problem = two_schools(lessons=lessons)
    plan = plan_of(
        problem,
        [session("sheets-1", TUE, "08:00", "ada", length=180)],
        [cover("ada-tue-1", TUE, "sue"), cover("ada-tue-3", TUE, "sue")],
        [engaged("sue", TUE, "am"), engaged("sue", TUE, "pm"), engaged("sam", TUE, "pm", "south")],
    )
    read = leaves(problem, plan)

    assert "08:00-09:00 ada-tue-1 ada 60 min break 10:00-11:00" in read.text("substitute:sue")
    assert "south no class" in read.text("substitute:sam")
    assert "sam pm 13:00-15:00 no class" in read.text("school:south")


def test_who_is_coached_in_class_stays_there() -> None:
    """And whoever works at any hour of a date is away from nobody."""
    alone = course("reading-1", modality="asynchronous", minutes=30)
    problem = two_schools(
        courses=[course("coach-1", modality="coaching-in-class"), alone],
        needs=[need("ada", "coach-1"), need("ada", "reading-1")],
    )
    coached = session("coach-1", TUE, "08:00", "ada", room=None)
    whenever = session("reading-1", WED, "00:00", "ada", school=None, trainer=None, room=None)
    whenever = whenever.model_copy(update={"end": whenever.start})
    read = leaves(problem, plan_of(problem, [coached, whenever]))

    assert "08:00-09:00 stays in class" in read.text("person:ada")
    assert "any hour not away" in read.text("person:ada")
    assert "stays in class ada" in read.text("school:north")
    assert "not away ada reading-1 own school" in read.text("school:north")
