"""Claims of the pages that are cheap to check."""

from __future__ import annotations

import doctest
import inspect
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from sysconfig import get_path

import pytest

import pdsched
import pdsched.problem
import pdsched.survey
from pdsched.policy import GOALS, RULES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
NOTEBOOKS = sorted(DOCS.glob("notebooks/*.md"))
PAGES = sorted([*DOCS.glob("*.md"), *NOTEBOOKS, *ROOT.glob("*.md")])
WIDTH = 100
"""Columns of a line of prose (`docs/style.md`)."""


def text_of(name: str) -> str:
    """The text of a file, named from the root of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def toctree() -> set[str]:
    """The pages that the index lists."""
    blocks = re.findall(r"```{toctree}\n(.*?)```", text_of("docs/index.md"), flags=re.DOTALL)
    lines = "\n".join(blocks).splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith(":")}


def prose(text: str) -> list[str]:
    """The lines of a page outside tables and code; what one word fills cannot be broken."""
    text = re.sub(r"^( *`{3,}).*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("|"))
    return [line for line in lines if len(line.split()) > 1]


def sections(kind: str) -> list[tuple[str, str]]:
    """The sections of rules or of goals: id, and how they are marked."""
    pattern = rf"^\({kind}-(?P<label>[a-z-]+)\)=\n### `(?P<id>[a-z-]+)`(?: \((?P<mark>.*)\))?$"
    found = list(re.finditer(pattern, text_of("docs/rules.md"), flags=re.MULTILINE))
    assert [match["label"] for match in found] == [match["id"] for match in found]
    return [(match["id"], match["mark"] or "") for match in found]


def code_of(text: str) -> str:
    """Python as a user copies it into a file: without prompts and answers, if it has any."""
    told = doctest.DocTestParser().get_examples(text)
    return "".join(example.source for example in told) if told else text


def examples() -> Iterator[tuple[str, str]]:
    """The code of each page that has some, and that in the docstring of each public name."""
    for page in PAGES:
        pattern = (
            r"^(% skip: next[^\n]*\n+)?"
            r"(?:```|<!--- invisible-code-block: )python\n(.*?)^(?:```|-->)"
        )
        blocks = re.findall(pattern, page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        if code := "\n".join(code_of(block) for skipped, block in blocks if not skipped):
            yield f"page_{page.stem.replace('-', '_')}", code
    for module in (pdsched, pdsched.survey):
        for name in module.__all__:
            docstring = inspect.getdoc(getattr(module, name)) or ""
            if ">>> " in docstring:
                yield f"docstring_{name}", code_of(docstring)


def test_examples_are_typed(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """`mypy --strict` finds no fault in an example that a user copies, and two in a wrong one."""
    files = dict(examples())
    files["wrong"] = "import pdsched\npdsched.slove\npdsched.solve(pdsched.load('p.json'))\n"
    for name, code in files.items():
        (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
    assert pytestconfig.cache is not None
    cache = pytestconfig.cache.mkdir("mypy-of-examples")
    # As for a user, no plugin helps, and of pdsched itself no fault is told.
    options = ["--strict", "--config-file=", "--follow-imports=silent", f"--cache-dir={cache}"]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "mypy", *options, "--no-error-summary", "."],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in done.stdout.splitlines() if not line.startswith("wrong.py:")]

    assert {"page_README", "page_survey", "docstring_solve", "docstring_gap_report"} <= set(files)
    assert (told, done.stderr) == ([], "")
    assert re.findall(r"^wrong\.py:(\d): .*\[(.*)\]$", done.stdout, flags=re.MULTILINE) == [
        ("2", "attr-defined"),
        ("3", "arg-type"),
    ]


def test_index_lists_every_page() -> None:
    """Every page under docs can be reached from the index, and the index names no other."""
    pages = (page.relative_to(DOCS).with_suffix("") for page in (*DOCS.glob("*.md"), *NOTEBOOKS))

    assert toctree() == {page.as_posix() for page in pages} - {"index"}


def test_every_rule_has_its_section() -> None:
    """The page of rules has one section for each rule, in order, optional where the rule is."""
    marks = {(True, True): "optional, soft", (True, False): "optional", (False, False): ""}

    assert sections("rule") == [(r, marks[i.optional, i.soft]) for r, i in RULES.items()]


def test_every_goal_has_its_section() -> None:
    """The page of rules has one section for each goal, in order."""
    assert [goal for goal, _ in sections("goal")] == list(GOALS)


def test_every_heading_of_the_rules_is_a_rule_or_goal() -> None:
    """No section of the page of rules speaks of a rule or goal that does not exist."""
    headings = re.findall(r"^### `?([^`\n]+)", text_of("docs/rules.md"), flags=re.MULTILINE)

    assert headings == [*RULES, *GOALS]


@pytest.mark.parametrize("name", pdsched.__all__)
def test_reference_holds_the_api(name: str) -> None:
    """The reference has an entry for each public name."""
    assert re.search(rf":: pdsched\.{name}$", text_of("docs/reference.md"), flags=re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_prose_fits_the_width(page: Path) -> None:
    """No line of prose has more columns than the style page allows."""
    assert [line for line in prose(page.read_text(encoding="utf-8")) if len(line) > WIDTH] == []


def test_rules_are_quoted_as_they_stand() -> None:
    """What the page about adding a rule shows of the package is there to the letter."""
    page = text_of("docs/adding-a-rule.md")
    quoted = re.findall(r"^```python\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    package = "\n".join(path.read_text("utf-8") for path in (ROOT / "pdsched").rglob("*.py"))

    assert quoted
    assert [block for block in quoted if block not in package] == []


def test_glossary_names_code_that_is_there() -> None:
    """Every name that the glossary gives for a word of the algorithm is defined in the package."""
    glossary = text_of("docs/how-it-works.md").partition("\n### Words of the algorithm\n")[2]
    names = {name.rpartition(".")[2] for name in re.findall(r"`([\w.]+)`", glossary)}
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "pdsched").rglob("*.py"))
    defined = set(re.findall(r"\b(?:class|def) (\w+)|\b(\w+) *[:=]", code))

    assert len(names) > 30
    assert names - {name for pair in defined for name in pair} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    """Each link from a page to a file of the project names a file that exists."""
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_readme_gives_the_two_commands() -> None:
    """The README says how to see it work and how to test it, in one line each."""
    readme = text_of("README.md").splitlines()

    assert "pip install uv && uv run pdsched demo" in readme
    assert "pip install uv && uv run pytest" in readme


def test_changelog_knows_the_version() -> None:
    """The changelog has a section for the version of the package."""
    assert f"## [{pdsched.__version__}]" in text_of("CHANGELOG.md")


def test_every_installed_package_is_pinned() -> None:
    """Each package of the environment stands in pyproject.toml at the version that is installed."""
    pins = tomllib.loads(text_of("pyproject.toml"))["tool"]["uv"]["constraint-dependencies"]
    pinned = {pin.partition(";")[0].strip() for pin in pins}
    installed = {
        f"{re.sub(r'[-_.]+', '-', found.name).lower()}=={found.version}"
        for found in distributions(path=[get_path("purelib")])
    }

    assert installed - pinned == {f"pdsched=={pdsched.__version__}"}
