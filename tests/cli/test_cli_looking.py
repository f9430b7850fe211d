"""`check`, `verify` and `show`: what they print, and how they end."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import _files, last_json, run
from tuesday import AFTERNOON, PLAN, PROBLEM
from tuesday_files import STRICT, write_plan, write_problem

from pdsched import Policy, load_policy, score, verify, views
from pdsched.cli import showing
from pdsched.cli.app import Exit
from pdsched.result import made_under

__all__ = ["_files"]  # fixture


def test_check_of_a_sound_problem(files: Path) -> None:
    """A problem without errors ends well, and its faults are counted."""
    answer = run("check", "p.json")

    assert answer.exit_code == Exit.DONE
    assert answer.stdout.splitlines()[-1].startswith("p.json: 0 errors, ")
    assert files.exists()


def test_check_tells_every_error(files: Path) -> None:
    """Each error has its line on stdout, with code and place, and the end is a wrong input."""
    needs = [
        {"id": "n1", "staff": "zed", "course": "sheets"},
        {"id": "n2", "staff": "ada", "course": "no-such-course"},
    ]
    write_problem(files / "p.json", needs=needs)
    answer = run("check", "p.json")
    lines = answer.stdout.splitlines()

    assert answer.exit_code == Exit.WRONG
    assert any("error: PD" in line and "'zed'" in line for line in lines)
    assert any("error: PD" in line and "'no-such-course'" in line for line in lines)
    assert lines[-1].startswith("p.json: 2 errors, ")


def test_check_of_what_only_warns(files: Path) -> None:
    """Warnings are told, and end well."""
    staff = [member.model_dump(mode="json") for member in PROBLEM.staff]
    write_problem(files / "p.json", staff=[{**m, "levels": {"juggling": 1}} for m in staff])
    answer = run("check", "p.json")

    assert answer.exit_code == Exit.DONE
    assert answer.stdout.startswith("warning: PD")


def test_check_in_json(files: Path) -> None:
    """With ``--json`` stdout is one object with numbers and faults."""
    write_problem(files / "p.json", rooms=[{"id": "lab", "school": "west", "capacity": 5}])
    answer = run("check", "p.json", "--json")
    told = last_json(answer)

    assert answer.exit_code == Exit.WRONG
    assert len(answer.stdout.splitlines()) == 1
    assert told["errors"] == 1
    assert told["errors"] + told["warnings"] == len(told["faults"])
    assert told["faults"][0]["value"] == "west"
    assert told["faults"][0]["severity"] == "error"
    assert set(told["faults"][0]) == {
        "code", "where", "value", "message", "advice", "severity"
    }  # fmt: skip


@pytest.mark.usefixtures("files")
def test_verify_of_a_sound_plan() -> None:
    """A plan that keeps every rule gets one line, with the value of each goal."""
    answer = run("verify", "p.json", "plan.json")

    assert answer.exit_code == Exit.DONE
    assert answer.output == (
        "plan.json keeps every rule: needs-met 120, engaged-half-days 3, colleague-covers 0, "
        "sessions 150, lessons-covered 4, changes 0\n"
    )


def test_verify_of_a_broken_plan(files: Path) -> None:
    """A plan that breaks rules ends with 1, and each violation has its line on stdout."""
    plan = PLAN.model_copy(update={"covers": PLAN.covers[1:], "unmet": ()})
    (files / "plan.json").write_text(plan.to_json(), encoding="utf-8")
    answer = run("verify", "p.json", "plan.json")
    violations = [str(violation) for violation in verify(PROBLEM, plan)]

    assert answer.exit_code == Exit.BROKEN
    assert answer.stdout.splitlines() == violations
    assert {line.partition(":")[0] for line in violations} == {"cover", "records"}
    assert f"breaks rules in {len(violations)} places" in answer.stderr


def test_verify_in_json(files: Path) -> None:
    """With ``--json`` stdout is one object, for sound plans and for broken ones."""
    sound = run("verify", "p.json", "plan.json", "--json")
    write_plan(files / "plan.json", unmet=[])
    broken = run("verify", "p.json", "plan.json", "--json")

    goals = {"needs-met": 120, "engaged-half-days": 3, "colleague-covers": 0}
    goals |= {"sessions": 150, "lessons-covered": 4, "changes": 0}
    assert (sound.exit_code, broken.exit_code) == (Exit.DONE, Exit.BROKEN)
    policy = Policy().model_dump(mode="json")
    measures = score(PROBLEM, PLAN)
    assert last_json(sound) == {
        "keeps_all_rules": True,
        "violations": [],
        "goals": goals,
        "measures": measures,
        "policy": policy,
        "policy_digest": Policy().digest(),
        "made_under": None,
    }
    assert last_json(broken)["keeps_all_rules"] is False
    assert [violation["rule"] for violation in last_json(broken)["violations"]] == ["records"]


def test_verify_under_a_policy(files: Path) -> None:
    """A plan that keeps one policy breaks another, and the rule that it breaks is named."""
    (files / "strict.toml").write_text(STRICT, encoding="utf-8")
    (files / "gentle.toml").write_text("releases_per_week = 9", encoding="utf-8")
    gentle, strict, in_json = (
        run("verify", "p.json", "plan.json", "--policy", *options)
        for options in (["gentle.toml"], ["strict.toml"], ["strict.toml", "--json"])
    )
    violations = verify(PROBLEM, PLAN, load_policy("strict.toml"))

    assert (gentle.exit_code, strict.exit_code) == (Exit.DONE, Exit.BROKEN)
    assert gentle.stdout.startswith("plan.json keeps every rule of policy gentle: needs-met 120")
    assert {violation.rule for violation in violations} == {"releases-in-all"}
    assert strict.stdout.splitlines() == [str(violation) for violation in violations]
    assert "plan.json breaks rules of policy strict in " in strict.stderr
    assert last_json(in_json)["policy"]["releases_in_all"] == 0


def test_verify_tells_the_policy_of_a_plan(files: Path) -> None:
    """Under which policy a plan was made is told; judged by another, a warning and its rules."""
    (files / "strict.toml").write_text(STRICT, encoding="utf-8")
    made = made_under(Policy(name="ours"))
    write_plan(files / "plan.json", policy=made.model_dump(mode="json"))
    same = run("verify", "p.json", "plan.json")
    other = run("verify", "p.json", "plan.json", "--policy", "strict.toml")
    in_json = run("verify", "p.json", "plan.json", "--policy", "strict.toml", "--json")

    assert same.stdout.startswith(f"plan.json was made under policy ours ({made.digest[:12]})\n")
    assert same.stderr == ""
    assert "made under policy ours" in other.stderr
    assert f"by another, strict ({load_policy('strict.toml').digest()[:12]});" in other.stderr
    assert "name the one under which it was made with --policy" in other.stderr
    assert other.stdout.startswith("releases-in-all: ")
    assert other.exit_code == Exit.BROKEN
    assert last_json(in_json)["made_under"] == {"name": "ours", "digest": made.digest}


def test_verify_measures_goals_under_the_policy(files: Path) -> None:
    """What late needs count is that of the policy."""
    needs = [{**need.model_dump(mode="json"), "due": "2026-09-07"} for need in PROBLEM.needs]
    write_problem(files / "p.json", needs=needs)
    (files / "late.toml").write_text("late_tenths = 10", encoding="utf-8")
    default = last_json(run("verify", "p.json", "plan.json", "--json"))
    late = last_json(run("verify", "p.json", "plan.json", "--json", "--policy", "late.toml"))

    assert (default["goals"]["needs-met"], late["goals"]["needs-met"]) == (60, 120)


def test_plan_of_another_problem_is_remarked(files: Path) -> None:
    """A plan that was made for another problem is judged all the same, with a remark."""
    write_problem(files / "p.json", name="another name")
    answer = run("verify", "p.json", "plan.json")

    assert "was made for another problem" in answer.stderr


@pytest.mark.parametrize(
    "command",
    [
        *(["show"], ["show", "--xlsx", "plan.xlsx"], ["ledger"], ["kpis"]),
        *(["calendar", "-o", "out"], ["absences", "-o", "out"], ["report", "-o", "plan.html"]),
    ],
    ids=" ".join,
)
def test_a_plan_of_other_people_is_refused(files: Path, command: list[str]) -> None:
    """Each kind of what is not there is told with its place; the same ids are only remarked."""
    gone = {"substitutes": ["vic"], "rooms": ["lab"], "needs": ["n-dee"]}
    kept = {
        table: [r for r in PROBLEM.model_dump(mode="json")[table] if r["id"] not in ids]
        for table, ids in gone.items()
    }
    write_problem(files / "other.json", **kept)
    write_problem(files / "p.json", name="another name")
    other = run(command[0], "other.json", "plan.json", *command[1:])
    same = run(command[0], "p.json", "plan.json", *command[1:])

    assert (other.exit_code, other.stdout) == (2, "")
    assert all(
        code in other.stderr for code in ("PD205 plan.json sessions[0].room: 'lab'", "PD206")
    )
    assert "give the problem for which the plan was made" in other.stderr
    assert same.exit_code == 0
    assert "was made for another problem" in same.stderr


def test_show_offers_every_view() -> None:
    """The command line offers the views that there are."""
    assert [by.value for by in showing.By] == [by.value for by in views.By]


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("by", "first", "word"),
    [
        ("person", "ada", "09:00-10:00 maths 8b: sam"),
        ("school", "north", "leaves no class here"),
        ("day", "Tue 2026-09-08", "ada, bo, cy"),
        ("trainer", "tom: 2 sessions, 150 minutes", "slides"),
        ("substitute", "sam: 2 half-days", "maths, room 12"),
    ],
)
def test_show_by(by: str, first: str, word: str) -> None:
    """Each view is printed with its title first."""
    answer = run("show", "p.json", "plan.json", "--by", by)

    assert answer.exit_code == Exit.DONE
    assert answer.stdout.splitlines()[0] == first
    assert word in answer.stdout


def test_show_writes_a_page(files: Path) -> None:
    """With ``--html`` a page is written instead, and stdout says where."""
    answer = run("show", "p.json", "plan.json", "--by", "school", "--html", "page.html")
    page = (files / "page.html").read_text(encoding="utf-8")

    assert answer.stdout == "Written    page.html\n"
    assert "<title>one Tuesday, by school</title>" in page


@pytest.mark.parametrize(("by", "apart"), [("person", True), ("school", True), ("day", False)])
def test_what_is_for_somebody_begins_a_leaf_in_print(files: Path, by: str, apart: bool) -> None:
    """Sheets to be handed out are printed on leaves of their own, days one after the other."""
    run("show", "p.json", "plan.json", "--by", by, "--html", "page.html")
    page = (files / "page.html").read_text(encoding="utf-8")

    assert ('<section class="leaf">' in page) == apart


def test_show_refuses_a_plan_that_names_nothing(files: Path) -> None:
    """A plan with dangling names is refused with a sentence that says how to see them all."""
    write_plan(files / "plan.json", sessions=[])
    answer = run("show", "p.json", "plan.json", "--by", "person")

    assert answer.exit_code == Exit.WRONG
    assert AFTERNOON in answer.stderr or "which does not exist" in answer.stderr


@pytest.mark.usefixtures("files")
def test_a_plan_in_place_of_a_problem_is_called_one() -> None:
    """Also where the plan would be written by default; no advice contradicts what is wrong."""
    told = "'pdsched-plan' is not a problem; give the problem"
    for command in (["solve"], ["check"], ["suggest"]):
        answer = run(*command, "plan.json")
        assert answer.exit_code == Exit.WRONG
        assert told in answer.stderr + answer.stdout
        assert '"pdsched-plan"' not in answer.stderr + answer.stdout
    assert "is not a plan; give the plan" in run("verify", "p.json", "p.json").stderr


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    "command", [["solve", "p.json", "--as-of"], ["approve", "plan.json", "f.json", "--on"]]
)
def test_a_date_that_is_none_is_told_plainly(command: list[str]) -> None:
    """In our words, as for every other option with a date."""
    told = run(*command, "2026-13-01", *(["--by", "Roy"] if "approve" in command else [])).stderr
    assert "'2026-13-01' is no date: write it YYYY-MM-DD" in " ".join(told.split())
    assert "Value error" not in told
