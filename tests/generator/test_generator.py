"""The generator: seeds, sizes and shares, the parts, the demo, and arguments that are refused."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest
from generated import NAMES, _made, _medium, teachers, timetable

from pdsched import PdschedError
from pdsched.generator import SIZES, GeneratorArgumentError, generate
from pdsched.generator.catalogue import TOPICS, fitting, make_courses, topics_for
from pdsched.generator.demo import make_demo, named, read_demo, write_demo
from pdsched.generator.streams import share_out
from pdsched.problem import Modality, Need, Problem, Role

__all__ = ["_made", "_medium"]  # fixtures


@pytest.mark.parametrize("size", NAMES)
def test_the_same_arguments_give_the_same_bytes(size: str) -> None:
    """Two calls with equal arguments give equal canonical JSON."""
    assert generate(size=size, seed=9).to_json() == generate(size=size, seed=9).to_json()


def test_each_seed_gives_another_problem() -> None:
    """Ten seeds give ten different problems, also in their lessons alone."""
    problems = [generate(size="XS", seed=seed) for seed in range(10)]
    assert len({problem.digest() for problem in problems}) == 10
    assert len({problem.lessons for problem in problems}) == 10


def test_tightness_changes_the_substitutes_alone() -> None:
    """Themes draw from streams of their own: another tightness leaves all the rest as it was."""
    loose, tight = (generate(size="XS", seed=4, tightness=t) for t in (0.02, 0.01))
    left_out = {"substitutes", "assumptions"}
    assert loose.model_dump(exclude=left_out) == tight.model_dump(exclude=left_out)
    assert loose.substitutes != tight.substitutes


def test_a_problem_survives_its_json(made: Problem) -> None:
    """What is written as JSON is read back equal."""
    assert Problem.model_validate_json(made.to_json()) == made


# --- Sizes and shares -----------------------------------------------------------------------------


def test_a_size_has_its_teachers_and_schools(made: Problem) -> None:
    """Teachers, schools and zones are as many as the table says; each school has teachers."""
    size = SIZES[made.name.split(",")[0]]
    assert len(teachers(made)) == size.teachers
    assert len(made.schools) == size.schools
    assert len({school.zone for school in made.schools}) == size.zones
    assert {person.schools[0] for person in teachers(made)} == {s.id for s in made.schools}


def test_support_staff_stand_in_proportion_to_teachers(made: Problem) -> None:
    """Educators, technicians and assistants are 0.2, 0.1 and 0.06 a teacher, rounded."""
    counts = Counter(person.role for person in made.staff)
    assert counts[Role.DAY_CARE_EDUCATOR] == round(0.2 * counts[Role.TEACHER])
    assert counts[Role.SPECIAL_EDUCATION_TECHNICIAN] == round(0.1 * counts[Role.TEACHER])
    assert counts[Role.ADMINISTRATIVE_ASSISTANT] == round(0.06 * counts[Role.TEACHER])


def test_many_support_staff_are_equal(medium: Problem) -> None:
    """But for their ids, the 180 support staff with their needs are of fewer than 100 kinds."""
    wishes = defaultdict(list)
    for need in medium.needs:
        wishes[need.staff].append((need.course, need.topic, need.priority, need.due))
    support = [person for person in medium.staff if person.role != Role.TEACHER]
    kinds = {(p.role, p.schools, p.unavailable, tuple(wishes[p.id])) for p in support}
    assert len(support) == 180
    assert len(kinds) < 100


def test_part_timers_and_itinerants_are_as_many_as_stated(medium: Problem) -> None:
    """12.5 % work part-time, 4 % at two schools, and nobody does both."""
    part_time = {person.id for person in teachers(medium) if person.fte < 1}
    itinerant = {person.id for person in teachers(medium) if len(person.schools) > 1}
    assert (len(part_time), len(itinerant)) == (62, 20)
    assert not part_time & itinerant


def test_teachers_teach_about_four_fifths_of_their_periods(medium: Problem) -> None:
    """Full-time teachers of one school teach 80 % of its periods; nearly all 70 to 90 %."""
    slots = {s.id: len(s.periods) * len(s.cycle.days) for s in medium.schools}
    taught = Counter(lesson.staff[0] for lesson in medium.lessons)
    shares = [
        taught[person.id] / slots[person.schools[0]]
        for person in teachers(medium)
        if person.fte == 1 and len(person.schools) == 1
    ]
    assert mean(shares) == pytest.approx(0.8, abs=0.03)
    assert mean(0.7 <= share <= 0.9 for share in shares) > 0.95


def test_needs_are_as_skewed_as_in_talis(medium: Problem) -> None:
    """Topics needed by a teacher: mean 2.25, median 1, most 14; and some need nothing."""
    topic_of = {course.id: course.topic for course in medium.courses}
    wanted: dict[str, set[str]] = {person.id: set() for person in teachers(medium)}
    for need in medium.needs:
        if need.staff in wanted:
            wanted[need.staff].add(need.topic or topic_of[need.course or ""])
    counts = [len(topics) for topics in wanted.values()]
    assert mean(counts) == pytest.approx(2.25, abs=0.05)
    assert (median(counts), max(counts), min(counts)) == (1, 14, 0)


def test_some_topics_are_wanted_far_more_than_others(medium: Problem) -> None:
    """The most wanted topic has at least twice the needs of the least wanted, by teachers."""
    topic_of = {course.id: course.topic for course in medium.courses}
    counts = Counter(need.topic or topic_of[need.course or ""] for need in medium.needs)
    assert set(counts) == {topic.id for topic in TOPICS}
    assert max(counts.values()) >= 2 * min(counts.values())
    assert counts.most_common(1)[0][0] == "platform"


# --- Bad arguments --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"size": "XXL"}, "size is 'XXL'; give one of demo, XS, S, M, L, XL."),
        ({"seed": 1.5}, "seed is 1.5; give a whole number."),
        ({"seed": True}, "seed is True; give a whole number."),
        ({"tightness": 0}, "tightness is 0; give a number above 0 and at most 1"),
        ({"tightness": float("nan")}, "tightness is nan; give a number"),
        ({"tightness": "low"}, "tightness is 'low'; give a number"),
        ({"weeks": 3}, "weeks is 3; give a whole number from 4 to 40."),
        ({"weeks": 12.0}, "weeks is 12.0; give a whole number"),
        ({"around": "x.json"}, "around is a str; give a Problem"),
        ({"around": timetable(staff=())}, "around has no staff member with the role teacher"),
        (
            {"around": timetable(needs=(Need(id="n", staff="ada", course="c"),))},
            "around already has needs (1); give a problem without any.",
        ),
    ],
)
def test_a_bad_argument_is_refused(arguments: dict[str, Any], sentence: str) -> None:
    """The message names the value and says what to give."""
    with pytest.raises(GeneratorArgumentError) as caught:
        generate(**arguments)
    assert sentence in str(caught.value)
    assert isinstance(caught.value, PdschedError)


def test_all_bad_arguments_are_named_at_once() -> None:
    """Three bad arguments give three sentences."""
    with pytest.raises(ValueError, match=r"size is .* seed is .* weeks is .*"):
        generate(size="?", seed="x", weeks=0)  # type: ignore[arg-type]


# --- Parts ----------------------------------------------------------------------------------------


def test_shares_add_up() -> None:
    """Whole numbers near the weights add up to the total, each with its least."""
    assert share_out(7, [1, 1, 1]) == [3, 2, 2]
    assert share_out(10, [0.0001, 1], least=2) == [2, 8]


def test_courses_are_cut_to_the_half_day() -> None:
    """Where half-days are short, no course is longer, and the usual lengths come first."""
    assert max(course.minutes for course in make_courses(30, 100)) == 90
    assert fitting(120, 30) == 30
    assert fitting(90, 90) == 90


def test_small_schools_have_fewer_levels() -> None:
    """Up to 50 teachers three topics have two levels, below 200 there are two, then three."""
    levels = {count: [t.levels for t in topics_for(count)] for count in (50, 199, 200)}
    assert levels[50] == [2, 2, 2] + [1] * 11
    assert max(levels[199]) == 2
    assert max(levels[200]) == 3


def test_groups_in_person_are_smaller_in_small_districts() -> None:
    """Three are enough below 200 teachers, four above."""
    for count, least in ((30, 3), (500, 4)):
        sizes = {c.group_min for c in make_courses(count, 180) if c.modality is Modality.IN_PERSON}
        assert sizes == {least}


# --- The district that comes with the package -----------------------------------------------------


def test_the_demo_file_is_current(tmp_path: Path) -> None:
    """The file in the package is what the generator makes; else run pdsched.generator.demo."""
    assert read_demo() == make_demo()
    write_demo(tmp_path / "demo.json")
    written = (tmp_path / "demo.json").read_bytes()
    assert Problem.model_validate_json(written) == make_demo()
    assert len(written) < 300_000


def test_the_demo_has_names() -> None:
    """Whoever looks at its plan reads names: of people, schools, rooms and courses."""
    demo = read_demo()
    tables = ("schools", "rooms", "staff", "courses", "trainers", "substitutes")
    records: list[Any] = [record for table in tables for record in getattr(demo, table)]

    assert all(record.name and record.name != record.id for record in records)


def test_any_small_problem_can_be_named() -> None:
    """All people differently; of a district that is too large no name is given twice."""
    small = named(generate(size="S", seed=1))
    people: list[Any] = [*small.staff, *small.trainers, *small.substitutes]

    assert len({each.name for each in people}) == len({each.id for each in people}) > 100
    assert [school.name for school in small.schools][2] == "Meadow School"
    with pytest.raises(ValueError, match="names for 169 people and 4 schools"):
        named(generate(size="M", seed=1))


def test_the_demo_has_a_chain_and_two_schools() -> None:
    """Two schools, 25 to 40 people, and somebody who needs two steps of a topic."""
    demo = read_demo()
    assert len(demo.schools) == 2
    assert 25 <= len(demo.staff) <= 40
    before = {c.id: [p.course for p in c.prerequisites] for c in demo.courses}
    wanted = {(need.staff, need.course) for need in demo.needs if need.course}
    chains = [(who, what) for who, what in wanted for b in before[what or ""] if (who, b) in wanted]
    assert len(chains) >= 3
