"""Each command: what it reads, writes, says, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from terminal import FakeSolver, _files, _solver, last_json, result, run
from tuesday import AFTERNOON, PLAN, PROBLEM

from pdsched import Plan, Policy, Problem, Result, Status, load, load_policy, score, verify, views
from pdsched.cli import looking as cli
from pdsched.cli.app import Exit
from pdsched.cli.places import for_plan
from pdsched.files import load_plan, load_problem, save
from pdsched.policy import GOALS, RULES
from pdsched.result import GoalResult, made_under

__all__ = ["_files", "_solver"]  # fixtures

KEYS = [
    "status",
    "value",
    "bound",
    "gap",
    "needs_total",
    "needs_met",
    "engagements",
    "seconds",
    "peak_mib",
    "goals",
]
STRICT = """
off = ["pins"]
releases_in_all = 0  # nobody leaves a class
"""
UNTIS = """\
1;"8b";"ada";"maths";"12";1;1;;
1;"8b";"ada";"maths";"12";1;2;;
2;"7a";"bo";"french";"14";2;1;;
3;"7a";"bo";"french";"14";0;1;;
4;"7a";"bo";"french";"14";0;1;;
"""


def write_problem(path: Path, **fields: object) -> None:
    """The problem of that Tuesday with some fields replaced, in a file."""
    document = {**json.loads(PROBLEM.to_json()), **fields}
    path.write_text(json.dumps(document), encoding="utf-8")


def write_plan(path: Path, **fields: object) -> None:
    """The plan of that Tuesday with some fields replaced, in a file."""
    path.write_text(json.dumps({**PLAN.model_dump(mode="json"), **fields}), encoding="utf-8")


# --- check


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


# --- solve


def test_solve_writes_the_plan_and_a_summary(files: Path, solver: FakeSolver) -> None:
    """The plan is in the file, and stdout says what is proven, planned and written."""
    answer = run("solve", "p.json", "-o", "new.json")

    assert answer.exit_code == Exit.DONE
    assert load_plan(files / "new.json") == PLAN
    assert "Status     feasible" in answer.stdout
    assert "Needs      4 of 5 met" in answer.stdout
    assert answer.stdout.splitlines()[-1] == "Written    new.json"
    assert solver.asked["problem"] == PROBLEM


@pytest.mark.usefixtures("files")
def test_solve_hands_its_options_on(solver: FakeSolver) -> None:
    """The solver is asked with what the options say, and with these defaults."""
    run("solve", "p.json", "-o", "new.json")
    plain = {name: value for name, value in solver.asked.items() if name != "problem"}
    numbers = ["--work-limit", "7.5", "--workers", "3", "--seed", "9"]
    run("solve", "p.json", "-o", "new.json", *numbers)
    given = {name: value for name, value in solver.asked.items() if name != "problem"}

    default = {"policy": Policy()}
    assert plain == {"seconds": None, "work_limit": None, "workers": None, "seed": 0, **default}
    assert given == {"seconds": None, "work_limit": 7.5, "workers": 3, "seed": 9, **default}


def test_solve_under_a_policy(files: Path, solver: FakeSolver) -> None:
    """The solver is given the policy of the file, and the summary tells what it changes."""
    (files / "strict.toml").write_text(STRICT, encoding="utf-8")
    solver.answer = result(policy=load_policy("strict.toml"))
    answer = run("solve", "p.json", "-o", "new.json", "--policy", "strict.toml")
    in_json = run("solve", "p.json", "-o", "new.json", "--policy", "strict.toml", "--json")

    assert solver.asked["policy"] == Policy(name="strict", releases_in_all=0, off=("pins",))
    assert "\nPolicy     strict (off pins; releases_in_all 0)\n" in answer.stdout
    assert Policy.model_validate(last_json(in_json)["policy"]) == load_policy("strict.toml")


@pytest.mark.usefixtures("files", "solver")
@pytest.mark.parametrize("options", [[], ["--policy", "default"]])
def test_default_policy_is_not_worth_a_word(options: list[str]) -> None:
    """Under the default policy the summary does not speak of policies."""
    assert "Policy" not in run("solve", "p.json", "-o", "new.json", *options).stdout


@pytest.mark.usefixtures("solver")
def test_solve_in_json(files: Path) -> None:
    """With ``--json`` stdout is one object with the promised keys, and the plan is written."""
    answer = run("solve", "p.json", "-o", "new.json", "--json")
    told = last_json(answer)

    assert answer.exit_code == Exit.DONE
    assert len(answer.stdout.splitlines()) == 1
    assert list(told)[: len(KEYS)] == KEYS
    assert (told["status"], told["value"], told["bound"], told["gap"]) == (
        "feasible",
        120,
        150,
        0.2,
    )
    assert (told["needs_total"], told["needs_met"], told["engagements"]) == (5, 4, 3)
    assert (told["seconds"], told["peak_mib"]) == (1.25, 300.0)
    assert [goal["proven"] for goal in told["goals"]] == [False, True]
    assert load(files / "new.json") == PLAN


WITHOUT_PLAN = [
    (Status.INFEASIBLE, False, Exit.BROKEN),
    (Status.UNKNOWN, False, Exit.NOTHING_YET),
    (Status.UNKNOWN, True, Exit.INTERRUPTED),
]


@pytest.mark.parametrize(("status", "interrupted", "code"), WITHOUT_PLAN)
def test_solve_without_a_plan(
    status: Status, interrupted: bool, code: Exit, files: Path, solver: FakeSolver
) -> None:
    """Without a plan nothing is written, the reason is told, and the exit code says which."""
    solver.answer = result(
        status=status, plan=None, goals=(), interrupted=interrupted, message="Pins p and q."
    )
    answer = run("solve", "p.json", "-o", "new.json")
    in_json = run("solve", "p.json", "-o", "new.json", "--json")

    assert answer.exit_code == in_json.exit_code == code
    assert status.value in answer.stdout
    assert "Pins p and q." in answer.stdout
    assert "none was written" in answer.stdout
    assert last_json(in_json)["status"] == status.value
    assert last_json(in_json)["needs_met"] is None
    assert last_json(in_json)["value"] is None
    assert not (files / "new.json").exists()


def test_interrupted_solve_keeps_its_plan(files: Path, solver: FakeSolver) -> None:
    """After Ctrl-C the best plan so far is written, which is a good end."""
    solver.answer = result(interrupted=True)
    answer = run("solve", "p.json", "-o", "new.json")

    assert answer.exit_code == Exit.DONE
    assert "(interrupted)" in answer.stdout
    assert load(files / "new.json") == PLAN


def test_solve_mentions_warnings(files: Path, solver: FakeSolver) -> None:
    """Warnings do not stop a solve, and are mentioned on stderr."""
    staff = [member.model_dump(mode="json") for member in PROBLEM.staff]
    write_problem(files / "p.json", staff=[{**m, "levels": {"juggling": 1}} for m in staff])
    answer = run("solve", "p.json", "-o", "new.json")

    assert answer.exit_code == Exit.DONE
    assert "`pdsched check` tells them" in answer.stderr
    assert solver.asked


@pytest.mark.usefixtures("solver")
def test_solve_and_check_tell_what_is_odd_about_a_policy(files: Path) -> None:
    """A line each, with the name of the policy; nothing about the default one."""
    (files / "mine.toml").write_text("reserve_by_zone = true\n", encoding="utf-8")
    solved = run("solve", "p.json", "-o", "new.json", "--policy", "mine.toml")
    checked = run("check", "p.json", "--policy", "mine.toml")
    line = "warning: PD921 policy mine reserve_by_zone: 'true' counts for nothing"

    assert line in solved.stderr
    assert line in checked.stdout
    assert "PD92" not in run("check", "p.json").stdout
    assert checked.exit_code == solved.exit_code == Exit.DONE


@pytest.mark.usefixtures("files", "solver")
@pytest.mark.parametrize("name", ["plan.txt", "plan", "plan.csv"])
def test_plan_is_a_json_file(name: str, solver: FakeSolver) -> None:
    """A plan's file needs a name in ``.json``, and that is said before solving."""
    answer = run("solve", "p.json", "-o", name)

    assert answer.exit_code == Exit.WRONG
    assert "a plan is a JSON file" in answer.stderr
    assert solver.asked == {}


# --- verify


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


# --- show


def test_show_offers_every_view() -> None:
    """The command line offers the views that there are."""
    assert [by.value for by in cli.By] == [by.value for by in views.By]


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


def test_show_refuses_a_plan_that_names_nothing(files: Path) -> None:
    """A plan with dangling names is refused with a sentence that says how to see them all."""
    write_plan(files / "plan.json", sessions=[])
    answer = run("show", "p.json", "plan.json", "--by", "person")

    assert answer.exit_code == Exit.WRONG
    assert AFTERNOON in answer.stderr or "which does not exist" in answer.stderr


# --- rules, policy


def test_rules_prints_the_table() -> None:
    """Each rule and goal has its line, and each figure stands below its rule."""
    answer = run("rules")

    assert answer.exit_code == Exit.DONE
    assert answer.stdout == views.rules_to_text() + "\n"


def test_rules_in_json() -> None:
    """With ``--json`` stdout is one object with every rule and goal in order."""
    answer = run("rules", "--json")
    told = last_json(answer)
    by_id = {entry["id"]: entry for entry in told["rules"]}

    assert len(answer.stdout.splitlines()) == 1
    assert list(by_id) == list(RULES)
    assert [goal["id"] for goal in told["goals"]] == list(GOALS)
    assert by_id["staff-lunch"]["figures"]["staff_lunch_from"] == "11:00"
    assert by_id["away-at-once"] == {
        "id": "away-at-once",
        "sentence": Policy().sentence("away-at-once"),
        "optional": True,
        "soft": True,
        "figures": {"away_at_once": 0.1},
    }
    assert by_id["cover"]["optional"] is False
    assert told["goals"][0]["figures"] == {"late_tenths": 5}


def test_policy_is_shown_as_sentences(files: Path) -> None:
    """A policy of a file, or a ready one, is told in its sentences, one a line."""
    (files / "strict.toml").write_text(STRICT, encoding="utf-8")
    ready, mine = run("policy", "show", "default"), run("policy", "show", "strict.toml")

    assert ready.exit_code == mine.exit_code == Exit.DONE
    assert ready.stdout.splitlines() == list(Policy().sentences())
    assert mine.stdout.splitlines() == list(load_policy("strict.toml").sentences())
    assert "pins: switched off. (Pinned decisions are respected.)" in mine.stdout


def test_policy_is_shown_as_a_file(files: Path) -> None:
    """With ``--toml`` a policy is printed as a file from which it can be read back."""
    (files / "strict.toml").write_text(STRICT, encoding="utf-8")
    answer = run("policy", "show", "strict.toml", "--toml")
    (files / "again.toml").write_text(answer.stdout, encoding="utf-8")

    assert load_policy("again.toml") == load_policy("strict.toml")


# --- generate, import, convert


def test_generate_is_a_problem_without_errors(files: Path) -> None:
    """What is generated passes ``check``, and the same options give the same file."""
    first = run("generate", "--size", "XS", "--seed", "1", "-o", "one.json")
    run("generate", "--size", "xs", "--seed", "1", "-o", "two.json")
    run("generate", "--size", "XS", "--seed", "2", "-o", "three.json")
    one, two, three = (load_problem(files / f"{name}.json") for name in ("one", "two", "three"))

    assert first.exit_code == Exit.DONE
    assert "assumptions listed in it" in first.stdout
    assert one == two
    assert one != three
    assert run("check", "one.json").exit_code == Exit.DONE


def test_every_command_takes_compressed_files(files: Path) -> None:
    """Problem and plan are written and read as ``.json.gz`` wherever they can be ``.json``."""
    write_plan(files / "plan.json")
    save(load_plan(files / "plan.json"), files / "plan.json.gz")
    commands = (
        ("convert", "p.json", "p.json.gz"),
        ("check", "p.json.gz"),
        ("verify", "p.json.gz", "plan.json.gz"),
        ("show", "p.json.gz", "plan.json.gz", "--by", "person"),
        ("convert", "p.json.gz", "again.json"),
    )
    assert [run(*command).exit_code for command in commands] == [Exit.DONE] * len(commands)
    assert load_problem(files / "again.json") == load_problem(files / "p.json")
    assert (files / "p.json.gz").read_bytes().startswith(b"\x1f\x8b")
    assert for_plan(Path("plan.json.gz")).name == "plan.json.gz"


def test_generate_around_keeps_the_lessons(files: Path) -> None:
    """A timetable as Untis wrote it, or as ``import`` did, gives the same problem around it."""
    (files / "GPU001.TXT").write_text(UNTIS, encoding="utf-8")
    run("import", "untis", "GPU001.TXT", "-o", "lessons.json")
    imported = run("generate", "--around", "lessons.json", "-o", "one.json")
    raw = run("generate", "--around", "GPU001.TXT", "-o", "two.json")
    lessons, one = load_problem(files / "lessons.json"), load_problem(files / "one.json")

    assert imported.exit_code == raw.exit_code == Exit.DONE
    assert one.lessons == lessons.lessons
    assert one.needs
    assert one == load_problem(files / "two.json")
    assert "`pdsched import` tells which" in raw.stderr


def test_generate_around_a_whole_problem_is_refused(files: Path) -> None:
    """A problem that has needs already is no timetable."""
    answer = run("generate", "--around", "p.json", "-o", "q.json")

    assert answer.exit_code == Exit.WRONG
    assert "around already has needs (5)" in answer.stderr
    assert not (files / "q.json").exists()


def test_import_counts_what_it_could_not_use(files: Path) -> None:
    """Unusable rows are counted by reason on stderr; the others become lessons."""
    (files / "GPU001.TXT").write_text(UNTIS, encoding="utf-8")
    answer = run("import", "untis", "GPU001.TXT", "-o", "lessons.json")
    each = run("import", "untis", "GPU001.TXT", "-o", "lessons.json", "--notes")
    problem = load_problem(files / "lessons.json")

    assert answer.exit_code == Exit.DONE
    assert {member.id for member in problem.staff} == {"ada", "bo"}
    assert "2 entries: " in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert len(each.stderr.splitlines()) == 2
    assert problem.needs == ()


def test_import_hands_its_options_on(files: Path) -> None:
    """Calendar, bells, school and subjects are those of the options."""
    (files / "GPU001.TXT").write_text(UNTIS, encoding="utf-8")
    options = {
        "--first": "2027-01-04",
        "--weeks": "2",
        "--time-zone": "Europe/Berlin",
        "--school": "north",
        "--first-bell": "09:10",
        "--period-minutes": "50",
        "--break-minutes": "10",
        "--no-cover": "french",
        "--weekdays": "mon, tue",
    }
    flat = [part for pair in options.items() for part in pair]
    run("import", "untis", "GPU001.TXT", "-o", "lessons.json", *flat)
    problem = load_problem(files / "lessons.json")
    periods = [(str(p.start), str(p.end)) for p in problem.schools[0].periods]
    cover = {lesson.subject: lesson.cover.value for lesson in problem.lessons}

    assert str(problem.calendar.first) == "2027-01-04"
    assert str(problem.calendar.last) == "2027-01-17"
    assert problem.calendar.time_zone == "Europe/Berlin"
    assert problem.calendar.weekdays == ("mon", "tue")
    assert problem.schools[0].id == "north"
    assert periods == [("09:10:00", "10:00:00"), ("10:10:00", "11:00:00")]
    assert cover == {"maths": "needed", "french": "not-needed"}


def test_import_refuses_another_format(files: Path) -> None:
    """A file of another kind is refused with a code."""
    answer = run("import", "xhstt", "p.json", "-o", "lessons.json")

    assert answer.exit_code == Exit.WRONG
    assert answer.stderr.startswith("PD7")
    assert not (files / "lessons.json").exists()


@pytest.mark.usefixtures("files")
def test_import_tells_every_wrong_option() -> None:
    """Options that make no sense are told together."""
    answer = run("import", "untis", "p.json", "-o", "q.json", "--weeks", "0", "--time-zone", "Mars")

    assert answer.exit_code == Exit.WRONG
    assert [line.split()[0] for line in answer.stderr.splitlines()] == ["PD710", "PD710"]


def test_convert_there_and_back(files: Path) -> None:
    """JSON to CSV files to JSON gives an equal problem."""
    there = run("convert", "p.json", "tables")
    back = run("convert", "tables", "back.json")

    assert there.exit_code == back.exit_code == Exit.DONE
    assert (files / "tables" / "staff.csv").is_file()
    assert load_problem(files / "back.json") == PROBLEM
    assert run("check", "tables").exit_code == Exit.DONE


def test_convert_refuses_another_ending(files: Path) -> None:
    """A problem becomes a ``.json`` file or a folder, and nothing else."""
    answer = run("convert", "p.json", "tables.xlsx")

    assert answer.exit_code == Exit.WRONG
    assert "a JSON file or a folder of CSV files" in answer.stderr
    assert not (files / "tables.xlsx").exists()


# --- demo


def answered(problem: Problem) -> Result:
    """The empty plan as an answer to a problem."""
    unmet = [{"need": need.id, "rule": "search-ended"} for need in problem.needs]
    plan = Plan.model_validate({"problem": problem.digest(), "unmet": unmet}).canonical()
    goals = tuple(GoalResult(id=name, value=0) for name in ("needs-met", "engaged-half-days"))
    return result(plan=plan, goals=goals, problem=problem.digest())


def test_demo_solves_verifies_and_writes(files: Path, solver: FakeSolver) -> None:
    """The district that comes with the package is planned, summarised and written."""
    from pdsched.generator.demo import read_demo

    solver.answer = answered(read_demo())
    answer = run("demo", "--seconds", "5", "--problem", "demo.json")

    assert answer.exit_code == Exit.DONE
    assert solver.asked["seconds"] == 5
    assert load_problem(files / "demo.json") == read_demo()
    assert load_plan(files / "plan.json") == solver.answer.plan
    assert "Written    plan.json" in answer.stdout
    assert "pdsched show demo.json plan.json --by school" in answer.stdout
    assert "keeps every rule" in answer.stdout


def test_demo_does_not_hide_a_broken_plan(files: Path, solver: FakeSolver) -> None:
    """Should the plan break a rule, that is told as our fault, and nothing is written."""
    before = (files / "plan.json").read_bytes()
    answer = run("demo")

    assert answer.exit_code == Exit.BUG
    assert "records: " in answer.stderr
    assert (files / "plan.json").read_bytes() == before
    assert solver.asked
