"""Counted limits: for every count plans that keep one and plans that break it, and what is refused.

As for rules, the referee and the model are shown the same plans.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from admission import is_admitted, is_refused, understood
from pairs import Side, ada_at_nine
from pairs_limits import BOTH, CASES, READING, SCHOOLS
from pydantic import ValidationError
from schools import BASE, MON2, TUE, cover, engaged, plan_of, session, two_schools

from pdsched import (
    Policy,
    ProblemError,
    Status,
    check,
    load_policy,
    score,
    verify,
    with_previous,
)
from pdsched.model.goals import goal_of
from pdsched.plan import OTHER_GOALS
from pdsched.policy.counts import KINDS, Count, Each
from pdsched.policy.limits import Limit
from pdsched.reasons import unmet_needs
from pdsched.search import solve_here

LENIENT = Policy(away_at_once=1, releases_per_week=2)
each_case = pytest.mark.parametrize("name", CASES)


def _side(name: str, which: int, *, soft: bool = False) -> Side:
    plan, common, *differing = CASES[name]
    given = {"id": name, "sentence": "Not so often."} | common | differing[which]
    given |= {"insist": not soft} if "at_least" in given else {"soft": soft}
    goals = [*LENIENT.goals, *([name] if soft else [])]
    policy = Policy(**(LENIENT.model_dump() | {"limits": [given], "goals": goals}))
    return Side(SCHOOLS, plan, policy)


@each_case
def test_referee_tells_what_keeps_a_limit_from_what_breaks_it(name: str) -> None:
    """One plan is sound, and the other breaks the limit and nothing else, in its words."""
    kept, broken = _side(name, 0), _side(name, 1)

    assert verify(*kept) == ()
    found = verify(*broken)
    assert {violation.rule for violation in found} == {name}
    assert all("Not so often. " in violation.sentence for violation in found)


@each_case
def test_model_tells_what_keeps_a_limit_from_what_breaks_it(name: str) -> None:
    """The model takes the one plan, among all that could be, and not the other."""
    kept, broken = _side(name, 0), _side(name, 1)

    assert is_admitted(kept)
    assert understood(kept, alone=False).keeps_rows
    assert is_refused(understood(broken))


@each_case
def test_a_limit_that_is_off_stops_nothing(name: str) -> None:
    """Switched off, it is neither judged nor stated."""
    problem, plan, policy = _side(name, 1)
    off = Side(problem, plan, policy.model_copy(update={"off": (name,)}))

    assert verify(*off) == ()
    assert is_admitted(off)


@each_case
def test_a_soft_limit_counts_the_steps_of_the_referee(name: str) -> None:
    """Among the goals it stops no plan, and each plan costs the steps beyond it."""
    for which in (0, 1):
        side = _side(name, which, soft=True)
        found, steps = understood(side), score(*side)[name]

        assert is_admitted(side)
        assert (steps > 0) is (which == 1)
        assert goal_of(name).value(found.candidates, found.solution) == steps


def test_every_count_has_a_case() -> None:
    """No count goes without plans by hand."""
    assert {Count(common.get("count", "people")) for _, common, *_ in CASES.values()} == set(KINDS)


def test_the_page_of_rules_says_what_goes_with_each_count() -> None:
    """Its table has each count with its unit, and the fields that go with it, in order."""
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    section = page.partition("\n## Counted limits\n")[2].partition("\n## ")[0]
    rows = [
        line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")
    ]
    told = [
        [f"`{count}`", kind.unit, _listed(kind.of), _listed(kind.each)]
        for count, kind in KINDS.items()
    ]

    assert rows[1:] == told


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def test_what_everybody_does_alone_is_no_session() -> None:
    """Reading is counted by no limit of sessions or minutes."""
    limit = _limit(count="sessions", per="plan", at_most=0)

    assert verify(SCHOOLS, READING, Policy(limits=(limit,))) == ()


def _limit(**fields: Any) -> Limit:
    return Limit.model_validate({"id": "ours", "sentence": "Not so often.", **fields})


def test_message_says_what_was_counted_where() -> None:
    """With the sentence of the limit, the count, for whom, when, the limit, and who it was."""
    limit = _limit(count="people", per="date", each="department", at_most=0)
    policy = LENIENT.model_copy(update={"limits": (limit,)})

    assert [str(violation) for violation in verify(SCHOOLS, BOTH, policy)] == [
        "ours: Not so often. People released from lessons of maths at north on 2026-09-08: 1, "
        "allowed 0 (ada)",
        "ours: Not so often. People released from lessons of music at north on 2026-09-08: 1, "
        "allowed 0 (bob)",
    ]


def test_the_past_counts_and_is_no_fault() -> None:
    """Last week's release is beyond a limit of the plan: it may be, and none may be added."""
    given = two_schools(calendar=BASE["calendar"] | {"today": MON2})
    had = ([session("sheets-1", TUE, "08:00", "ada")], [cover("ada-tue-1", TUE, "sue")])
    before = plan_of(given, *had, [engaged("sue", TUE, "am")])
    problem = with_previous(given, before)
    policy = Policy(limits=(_limit(count="releases", per="plan", at_most=0),))
    unmet = plan_of(problem, *had, [engaged("sue", TUE, "am")])
    again = ada_at_nine(MON2.replace(day=17), problem)

    assert verify(problem, unmet, policy) == ()
    assert is_admitted(Side(problem, unmet, policy))
    assert {v.rule for v in verify(problem, again, policy)} == {"ours"}
    assert is_refused(understood(Side(problem, again, policy)))


def test_what_is_neither_insisted_on_nor_a_goal_is_not_asked_for() -> None:
    """A limit that asks for something stands for nothing by itself, and a policy says so."""
    limit = _limit(count="sessions", per="plan", at_least=9)
    policy = LENIENT.model_copy(update={"limits": (limit,)})

    assert not policy.states("ours")
    assert verify(SCHOOLS, BOTH, policy) == ()
    assert any(s.startswith("Not asked for: ") and "ours" in s for s in policy.sentences())
    hard = policy.model_copy(update={"limits": (limit.model_copy(update={"insist": True}),)})
    assert [str(violation) for violation in verify(SCHOOLS, BOTH, hard)] == [
        f"ours: Not so often. Sessions in all: 1, asked 9 ({BOTH.sessions[0].course} on "
        "2026-09-08 from 09:00 to 10:00)"
    ]


def test_what_no_plan_can_have_is_infeasible_where_it_is_insisted_on() -> None:
    """Nobody counts as released who could be, often as they could."""
    asking = Limit(
        id="theirs", sentence="Some.", count="people", per="plan", at_least=1, insist=True
    )
    nothing = _limit(count="releases", per="plan", at_most=0)
    problem = two_schools(needs=[n for n in BASE["needs"] if n["staff"] == "ada"])

    def status(*limits: Limit) -> Status:
        return solve_here(problem, LENIENT.model_copy(update={"limits": limits}))[2]

    assert status(asking) is status(nothing) is Status.OPTIMAL
    assert status(asking, nothing) is Status.INFEASIBLE


def test_the_past_excuses_nobody_who_is_asked_for_something() -> None:
    """Weeks that are over are asked for nothing; what they had counts for the plan."""
    given = two_schools(calendar=BASE["calendar"] | {"today": MON2})
    had = ([session("sheets-1", TUE, "08:00", "ada")], [cover("ada-tue-1", TUE, "sue")])
    problem = with_previous(given, plan_of(given, *had, [engaged("sue", TUE, "am")]))
    past = plan_of(problem, *had, [engaged("sue", TUE, "am")])

    def wanting(**fields: Any) -> Policy:
        return Policy(limits=(_limit(count="releases", insist=True, **fields),))

    assert verify(problem, past, wanting(per="plan", at_least=1)) == ()
    assert {v.rule for v in verify(problem, past, wanting(per="plan", at_least=2))} == {"ours"}
    week = {"of": {"dates": [str(TUE)]}, "per": "week"}
    assert verify(problem, past, wanting(at_least=2, **week)) == ()
    assert is_admitted(Side(problem, past, wanting(at_least=2, **week)))


def test_unmet_need_names_the_limit() -> None:
    """Where nothing else stops a need, the reason bears the id of the limit, and its words."""
    limit = _limit(count="sessions", per="plan", at_most=0)
    problem = two_schools(needs=[n for n in BASE["needs"] if n["id"] == "dot:sheets-1"])
    policy = Policy(limits=(limit,))
    (found,) = unmet_needs(problem, plan_of(problem), policy, complete=True)

    assert found.rule == "ours"
    assert "Not so often. Sessions in all: 1, allowed 0" in found.reason


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"id": "cover"}, ["id = cover is that of a rule or goal"]),
        ({"id": "worst-served-school-2"}, ["is that of a rule or goal"]),
        ({"id": OTHER_GOALS}, ["is that of a rule or goal"]),
        (
            {"count": "covers", "of": {"courses": ["sheets-1"]}},
            ["of = courses makes no sense for covers: allowed are schools, zones, departments"],
        ),
        ({"at_least": 2}, ["give exactly one of at_most and at_least; for both, write"]),
        ({"at_most": None}, ["give exactly one of at_most and at_least; for both, write"]),
        (
            {"count": "covers", "at_most": None, "at_least": 2},
            ["at_least = 2 makes no sense for covers: allowed are people, releases, sessions"],
        ),
        ({"at_most": None, "at_least": 0}, ["at_least = 0 asks for nothing: give more than 0"]),
        (
            {"at_most": None, "at_least": 2, "soft": True},
            ["soft goes with at_most alone: at_least is a goal unless insist = true"],
        ),
        ({"insist": True}, ["insist goes with at_least alone: at_most holds"]),
        (
            {"at_most": None, "at_least": 0.5, "count": "sessions"},
            ["at_least = 0.5 is a share of people, which makes no sense for sessions"],
        ),
        ({"per": "window"}, ["window_days is missing with per = window"]),
        ({"window_days": 3}, ["window_days is given with per = date"]),
        ({"each": "trainer"}, ["each = trainer makes no sense for releases: allowed are school"]),
        ({"at_most": 0.5, "each": "person"}, ["makes no sense for releases of each person"]),
        ({"at_most": 0.5, "count": "sessions"}, ["at_most = 0.5 is a share of people"]),
        (
            {"count": "sessions", "of": {"modalities": ["self-paced"]}},
            ["of.modalities = self-paced makes no sense for sessions"],
        ),
        (
            {"count": "half-days", "each": "class", "of": {"roles": ["teacher"], "grades": ["5"]}},
            ["each = class makes", "of = roles makes", "of = grades makes no sense for half-days"],
        ),
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, Any], told: list[str]) -> None:
    """With the limit, the field and what is allowed, all faults at once."""
    given = {"count": "releases", "per": "date", "at_most": 1} | fields
    with pytest.raises(ValidationError) as error:
        _limit(**given)
    for part in ("limit ", *told):
        assert part in str(error.value)


@pytest.mark.parametrize("figure", [-1, 1.5, "2", True])
def test_a_figure_is_a_number_or_a_share(figure: object) -> None:
    """Nothing else is taken for one."""
    with pytest.raises(ValidationError, match="a whole number such as 2, or a share"):
        _limit(count="releases", per="date", at_most=figure)


ASKED = "at_least = 2\ninsist = true"
FILE = """
off = ["quiet"]
goals = ["needs-met", "science-on-thursdays"]

[[limits]]
id = "science-on-thursdays"
sentence = "At most two of a science department are released on a Thursday."
count = "people"
of = {departments = ["science"], weekdays = ["thu"], dates = [2026-09-10]}
per = "date"
each = "school"
at_most = 2
soft = true

[[limits]]
id = "quiet"
sentence = "Half of all at most."
count = "people"
per = "window"
window_days = 5
at_most = 0.5
"""


def test_limits_go_into_files_and_back(tmp_path: Path) -> None:
    """TOML and JSON give the same policy again, and another digest than without."""
    place = tmp_path / "ours.toml"
    place.write_text(FILE, encoding="utf-8")
    policy = load_policy(place)
    place.write_text(policy.to_toml(), encoding="utf-8")

    assert load_policy(place) == policy
    assert Policy.model_validate_json(policy.model_dump_json()) == policy
    assert policy.soft == ("science-on-thursdays",)
    assert not policy.holds("quiet")
    assert policy.limits[0].each is Each.SCHOOL
    assert policy.digest() != policy.model_copy(update={"limits": ()}).digest()
    assert policy.sentence("quiet") == (
        "Half of all at most. (people, in any 5 school days in a row: at most 50 %)"
    )


def test_faults_of_a_file_name_the_limit(tmp_path: Path) -> None:
    """As a person at the file looks for it."""
    place = tmp_path / "ours.toml"
    wrong = FILE.replace("soft = true", "soft = false").replace('per = "window"', 'per = "week"')
    place.write_text(wrong, encoding="utf-8")
    with pytest.raises(ProblemError) as error:
        load_policy(place)

    told = [(fault.where, fault.value) for fault in error.value.faults]
    assert told == [("ours.toml limits[1]", "quiet")]
    place.write_text(FILE.replace("soft = true", "soft = false"), encoding="utf-8")
    with pytest.raises(ProblemError, match="is a limit that is not soft; give it soft = true"):
        load_policy(place)
    place.write_text(FILE.replace('id = "quiet"', 'id = "science-on-thursdays"'), encoding="utf-8")
    with pytest.raises(ProblemError, match="limits with one id: science-on-thursdays"):
        load_policy(place)
    place.write_text(FILE.replace("soft = true", "").replace("at_most = 2", ASKED))
    with pytest.raises(ProblemError, match="is a limit that is insisted on; remove insist = true"):
        load_policy(place)


def test_check_warns_of_names_that_are_not_there() -> None:
    """A limit of a department that nobody has counts nothing."""
    limit = _limit(
        count="people",
        of={"departments": ["math"], "dates": ["2027-01-01"]},
        per="term",
        at_most=1,
    )
    found = check(SCHOOLS, Policy(limits=(limit,)))
    told = [(f.where.rpartition(" ")[2], f.value) for f in found if f.code == "PD930"]

    assert told == [("of.departments", "math"), ("of.dates", "2027-01-01"), ("per", "term")]
