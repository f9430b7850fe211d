"""No name and no id of a person stands in what commands print and write with ``--redact``."""

from __future__ import annotations

import ast
import io
import os
import zipfile
from pathlib import Path

import pytest
import typer
from renaming import renamed
from skipping import needs_unix
from terminal import run
from tuesday import PLAN, PROBLEM
from typer.testing import Result as Run

import pdsched
from pdsched import Plan, Problem, approve, load_plan, load_problem, save, verify
from pdsched.cli import app
from pdsched.cli.app import Exit

PEOPLE = {each: f"qx-{each}-4711" for each in ("ada", "bo", "cy", "dee", "tom", "sam", "vic")}
"""By id of that Tuesday: ids that stand nowhere by accident."""
IDS = PEOPLE | {
    record.id: f"{record.id}-of-{PEOPLE[record.staff if table == 'needs' else record.staff[0]]}"
    for table in ("needs", "lessons")
    for record in getattr(PROBLEM, table)
}
NAMES = {identity: f"{each.capitalize()} Zyxwell" for each, identity in PEOPLE.items()}


@pytest.fixture(name="case")
def _case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with that Tuesday under names, its approvals, a survey, and a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "home"))
    problem, plan = told()
    save(problem, "p.json")
    save(plan, "plan.json")
    session = plan.sessions[0]
    Path("known.csv").write_text(
        "kind,staff,trainer,session,need,school,name,note,first\n"
        f"away,,{PEOPLE['tom']},,,,,as Zyxwell said,2026-09-08\n"
        f"withdrawn,,,,{IDS['n-ada']},,,,\ncancelled,,,{session.id},,,,,\n"
        "joined,qx-eve-4711,,,,north,Eve Zyxwell,,\n",
        encoding="utf-8",
    )
    Path("fan.toml").write_text('"more rooms" = ["room:north=9"]\n')
    fewer = {
        "sessions": plan.sessions[:1],
        "releases": [r for r in plan.releases if r.session == plan.sessions[0].id],
        "covers": [c for c in plan.covers if c.staff != PEOPLE["dee"]],
        "engagements": [e for e in plan.engagements if e.half.value == "am"],
    }
    save(plan.model_copy(update={k: tuple(v) for k, v in fewer.items()}), "before.json")
    day = plan.sessions[0].date
    save(approve(plan, "published", by="Zyxwell", on=day, note="as Zyxwell said"), "told.json")
    (tmp_path / "answers.csv").write_text(
        f"staff,sheets,slides\n{PEOPLE['ada']},1,3\n{PEOPLE['bo']},2,\n", encoding="utf-8"
    )
    return tmp_path


def told() -> tuple[Problem, Plan]:
    """That Tuesday with ids and names of people, also where ids are made of those of others."""
    problem = renamed(PROBLEM, IDS)
    for table in ("staff", "trainers", "substitutes"):
        named = [r.model_copy(update={"name": NAMES[r.id]}) for r in getattr(problem, table)]
        problem = problem.model_copy(update={table: tuple(named)})
    lessons = (problem.lessons[0].model_copy(update={"subject": "Ada's maths"}),)
    problem = problem.model_copy(
        update={
            "lessons": (*lessons, *problem.lessons[1:]),
            "assumptions": ("Zyxwell works on Tuesdays.",),
        }
    )
    plan = renamed(PLAN, IDS)
    unmet = plan.unmet[0].model_copy(update={"reason": f"{NAMES[PEOPLE['tom']]} is busy"})
    return problem, plan.model_copy(update={"problem": problem.digest(), "unmet": (unmet,)})


USES = [
    "survey p.json answers.csv --redact --notes -o out.json",
    "survey p.json answers.csv --redact --json",
    "gaps p.json --answers answers.csv --redact",
    "gaps p.json --redact --json",
    f"suggest p.json --redact --staff {PEOPLE['bo']}",
    "suggest p.json --redact --json",
    "verify p.json plan.json --redact",
    "verify p.json before.json --redact --json",
    "verify p.json before.json --previous plan.json --as-of 2026-09-09 --redact",
    *(f"show p.json plan.json --redact --by {by}" for by in ("person", "school", "day")),
    *(f"show p.json plan.json --redact --by {by}" for by in ("trainer", "substitute")),
    "show p.json plan.json --redact --html out.html",
    "show p.json plan.json --redact --xlsx out.xlsx",
    "report p.json plan.json --redact -o out.html",
    "report p.json plan.json --redact --approvals told.json --previous before.json -o out.html",
    "report p.json plan.json --redact --binder -o out.html",
    f"report p.json plan.json --redact --binder --for person:{PEOPLE['ada']} -o out.html",
    f"why-not p.json plan.json --redact --need {IDS['n-bo-2']} -o out.json",
    f"why-not p.json plan.json --redact --staff {PEOPLE['bo']} --date 2026-09-08 --json",
    f"why p.json plan.json --redact --staff {PEOPLE['bo']} -o out.json",
    f"why p.json plan.json --redact --staff {PEOPLE['dee']} --json",
    f"alternatives p.json plan.json --redact --need {IDS['n-bo-2']} -k 2 -o out.json",
    f"alternatives p.json plan.json --redact --need {IDS['n-bo-2']} -k 2 --json",
    "unmet p.json plan.json --redact --seconds 5 -o out.json",
    "unmet p.json plan.json --redact --seconds 5 --json",
    "explain p.json --redact",
    *(f"kpis p.json plan.json --redact --by {by} --csv out.csv" for by in ("trainer", "school")),
    "kpis p.json plan.json --redact --json",
    "compare p.json before.json plan.json --redact --changes",
    "compare p.json before.json plan.json --redact --changes --by trainer --csv out.csv",
    "compare p.json before.json plan.json --redact --json --changes",
    "price p.json plan.json --redact --scan --seconds 5 --workers 1",
    "price p.json plan.json --redact --scan --seconds 5 --workers 1 --json",
    "scenarios p.json plan.json fan.toml --redact --seconds 5 --workers 1",
    f"replan p.json plan.json --redact --away staff:{PEOPLE['dee']}=2026-09-08 -o out.json",
    "replan p.json plan.json --redact --changes known.csv --as-of 2026-09-08 -o out --changed "
    "changed.json --result result.json",
    "replan p.json plan.json --redact --changes known.csv --language fr -o out.json --json",
    "simulate p.json plan.json --redact",
    "simulate p.json plan.json --redact --json",
    "calendar p.json plan.json --redact -o out --before before.json",
    *(
        f"absences p.json before.json --redact -o out --format {kind} --before plan.json"
        for kind in ("neutral", "untis-gpu014", "edfi", "red-rover")
    ),
    "approvals plan.json told.json --redact --problem p.json",
    "approvals plan.json told.json --redact --json",
    "ledger p.json plan.json --redact --csv out --next next.json",
    "ledger p.json plan.json --redact --json",
    "redact p.json plan.json -o out --previous before.json --approvals told.json --policy default",
]
TOLD_AS_THEY_ARE = {
    "demo": "its people are invented",
    "template": "writes no people",
    "generate": "its people are invented, but for --around, whose problem `redact` takes",
    "import": "reads a timetable for its owner; `redact` takes the problem that it writes",
    "merge": "says who was taken for whom, which is to be judged by name",
    "check": "says where in a file something is wrong, for who mends it",
    "solve": "writes the plan of its owner; `redact` takes it",
    "solve-state": "writes the plans of its owners; `redact` takes each",
    "approve": "writes the approvals of their owner; `redact` takes them",
    "redact": "does nothing else",
    "convert": "writes the same in another form; `redact` comes first",
    "schema": "reads no files",
    "rules": "reads no files",
    "policy": "its limits are those of its owner; `redact` takes it",
}
"""Commands without ``--redact``, and why."""


def test_every_command_has_the_option_or_a_reason_for_having_none() -> None:
    """A new command is red here until somebody says which of the two; and each is used above."""
    commands = typer.main.get_group(app).commands
    having = {n for n, c in commands.items() if any("--redact" in p.opts for p in c.params)}

    assert set(commands) - having == set(TOLD_AS_THEY_ARE)
    # The service takes it when it is started: `tests/serve` looks at what it answers.
    assert {use.split()[0] for use in USES} == (having - {"serve"}) | {"redact"}


READERS = {
    "load",
    "load_approvals",
    "load_changes",
    "load_plan",
    "load_policy",
    "load_problem",
    "read",
}
READ_ELSEWHERE = {
    *("approving.approve", "looking.check", "making._timetable", "making.convert"),
    *("policies.show_policy", "solving._begin", "solving._output", "solving._read"),
    *("solving.solve", "surveying._with_open_needs", "surveying.gaps", "surveying.survey"),
    "stating.solve_state",
}
"""Functions of commands that stand above, and of surveys, whose answers name people by their ids:
they are read first and redacted then."""


def test_commands_read_at_the_door_where_people_are_replaced() -> None:
    """What is read elsewhere is told as it stands."""
    folder = Path(pdsched.__file__).parent / "cli"
    readers = {
        f"{path.stem}.{function.name}"
        for path in folder.glob("*.py")
        if path.stem != "given"
        for function in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("pdsched.files")
        and READERS & {name.name for name in node.names}
    }

    assert readers == READ_ELSEWHERE


def written(answer: Run, case: Path) -> bytes:
    """All that a command printed and wrote, names of files included."""
    text = answer.output.encode() + repr(answer.exception).encode()
    inputs = {"p.json", "plan.json", "before.json", "told.json", "answers.csv", "known.csv"}
    for path in case.rglob("*"):
        if path.is_file() and (path.parent != case or path.name not in inputs):
            text += str(path.relative_to(case)).encode() + _plain(path.read_bytes())
    return text


def _plain(content: bytes) -> bytes:
    """What a file says, unpacked and with long lines of calendars put together."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return b"".join(map(book.read, book.namelist()))
    return content.replace(b"\r\n ", b"")


@pytest.mark.parametrize("use", USES)
def test_nobody_is_named(use: str, case: Path) -> None:
    """By none of the forms in which a person is told without the option."""
    answer = run(*use.split())
    assert answer.exit_code in (Exit.DONE, Exit.BROKEN), answer.output
    assert names_in(written(answer, case)) == []


@pytest.mark.parametrize("use", [use for use in USES if use.split()[0] in ("show", "calendar")])
def test_without_the_option_they_are(use: str, case: Path) -> None:
    """So the test above looks where names would stand."""
    answer = run(*use.replace(" --redact", "").split())

    assert names_in(written(answer, case)) != []


def names_in(text: bytes) -> list[str]:
    """Names and ids of people that stand in what was written."""
    lower = text.lower()
    told = {"zyxwell", "4711", *(identity.lower() for identity in IDS.values())}
    return sorted(each for each in told if each.encode() in lower)


@pytest.mark.usefixtures("case")
def test_what_redact_writes_is_a_case() -> None:
    """Problem and plan are read again, and the one is verified by the other."""
    assert run("redact", "p.json", "plan.json", "-o", "out").exit_code == Exit.DONE
    problem, plan = load_problem("out/problem.json"), load_plan("out/plan.json")

    assert (plan.problem, verify(problem, plan)) == (problem.digest(), ())
    assert run("show", "out/problem.json", "out/plan.json").stdout == (
        run("show", "p.json", "plan.json", "--redact").stdout
    )


def test_a_key_of_ones_own_is_another(case: Path) -> None:
    """With it pseudonyms are the same on another machine."""
    (case / "key").write_text("a key that nobody will guess\n", encoding="utf-8")
    mine = run("suggest", "p.json", "--redact").stdout
    ours = run("suggest", "p.json", "--redact-key", "key").stdout

    assert mine != ours == run("suggest", "p.json", "--redact", "--redact-key", "key").stdout
    assert pdsched.redacted(load_problem("p.json"), "a key that nobody will guess").staff[
        1
    ].name in (ours)


@needs_unix
def test_the_key_is_made_once_and_told(case: Path) -> None:
    """Nobody else can read it."""
    first = run("suggest", "p.json", "--redact")
    key = case / "home" / "pdsched" / "redaction.key"
    second = run("suggest", "p.json", "--redact")

    assert f"{key}: made the key" in first.stderr
    assert second.stderr == ""
    assert first.stdout == second.stdout
    assert os.stat(key).st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [None, "short"])
def test_a_key_that_is_none_is_refused(case: Path, content: str | None) -> None:
    """With what makes one."""
    if content is not None:
        (case / "key").write_text(content, encoding="utf-8")
    answer = run("suggest", "p.json", "--redact-key", "key")

    assert answer.exit_code == Exit.WRONG
    assert "secrets.token_hex" in answer.stderr


@pytest.mark.usefixtures("case")
def test_calendars_with_names_are_not_gone_over() -> None:
    """They would all be cancelled, by name."""
    run("calendar", "p.json", "plan.json", "-o", "out")
    answer = run("calendar", "p.json", "plan.json", "-o", "out", "--redact")

    assert answer.exit_code == Exit.WRONG
    assert "name a folder of its own" in answer.stderr
