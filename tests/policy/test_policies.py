"""Policies: as files, and as sentences."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from datetime import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from strategies import policies

from pdsched import Policy, ProblemError, Result, load_policy
from pdsched.files import ready_policies
from pdsched.policy import GOALS, RULES
from pdsched.problem.names import normal
from pdsched.views import result_to_html, rules_to_text

PAGE = Path(__file__).parents[2] / "docs" / "policies.md"
OPTIONAL = [rule for rule, info in RULES.items() if info.optional]
FIGURES = set(Policy.model_fields) - {"name", "limits", "off", "goals", "prices"}
NAMES = (
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="|\r\n\t"),
        min_size=1,
        max_size=20,
    )
    .map(normal)
    .filter(lambda name: name != "" and name == name.strip())
)
"""Names as records keep them."""


def faults_of(text: str, folder: Path) -> list[tuple[str, str, str]]:
    """Code, place and value of everything said about a file of this text."""
    place = folder / "strict.toml"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError) as raised:
        load_policy(place)
    return [(fault.code, fault.where, fault.value) for fault in raised.value.faults]


# --- files


@given(policies(), NAMES)
def test_policy_comes_back_from_its_toml(
    tmp_path_factory: pytest.TempPathFactory, policy: Policy, name: str
) -> None:
    """Whatever its figures and its name, a policy written as TOML is read back equal."""
    named = policy.model_copy(update={"name": name})
    place = tmp_path_factory.mktemp("policy") / "mine.toml"
    place.write_bytes(named.to_toml().encode())

    assert load_policy(place) == named


def test_what_is_left_out_is_as_by_default(tmp_path: Path) -> None:
    """A file with one figure gives the default policy with this figure, named after the file."""
    place = tmp_path / "gentle.toml"
    place.write_text("releases_per_week = 2\n", encoding="utf-8")

    assert load_policy(place) == Policy(name="gentle", releases_per_week=2)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Unknown keys, unknown rules, impossible figures and wrong types are told in one go."""
    text = """
        name = 2026-09-01
        off = ["levle", "cover", 3]
        away_at_once = 1.5
        releases_per_week = "two"
        releases_in_all = -1
        level_spread = 1.5
        late_tenths = true
        relaeses_in_all = 6

        [figures]
        away = nan
    """
    assert sorted(faults_of(text, tmp_path)) == [
        ("PD107", "strict.toml figures", "figures"),
        ("PD107", "strict.toml relaeses_in_all", "relaeses_in_all"),
        ("PD108", "strict.toml late_tenths", "true"),
        ("PD108", "strict.toml level_spread", "1.5"),
        ("PD108", "strict.toml name", "2026-09-01"),
        ("PD108", "strict.toml off[2]", "3"),
        ("PD108", "strict.toml releases_per_week", "two"),
        ("PD109", "strict.toml away_at_once", "1.5"),
        ("PD109", "strict.toml releases_in_all", "-1"),
        ("PD110", "strict.toml off[0]", "levle"),
        ("PD110", "strict.toml off[1]", "cover"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("relaeses_in_all = 6", "did you mean 'releases_in_all'? If not, remove it; known: "),
        ('off = ["levle"]', "is no rule; did you mean 'level'? If not, remove it; known: notice"),
        ('off = ["cover"]', "always holds; take it out; can be switched off: notice, "),
        ("away_at_once = 10", "'10' is outside its limits; use at most 1"),
        ("away_at_once = nan", "'nan' is outside its limits; use at most 1"),
        ("late_tenths = -1", "'-1' is outside its limits; use at least 0"),
        ('off = "level"', "'level' is not a list; write a list, such as []"),
        ("trainer_lunch_minutes = 181", "a lunch of 181 minutes between staff_lunch_from, 11:00"),
        (
            'off = ["away-at-once"]\ngoals = ["needs-met", "away-at-once"]',
            "goals: 'away-at-once' stands among the goals and is off; take it out of goals, or ",
        ),
        ('name = ""', "is no id: it is empty; give it at least one character"),
    ],
)
def test_fault_says_what_to_do(text: str, message: str, tmp_path: Path) -> None:
    """Each fault ends with what to do about it."""
    (tmp_path / "strict.toml").write_text(text, encoding="utf-8")

    with pytest.raises(ProblemError) as raised:
        load_policy(tmp_path / "strict.toml")
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("text", "where", "value"),
    [
        ("off = []\nname = strict\n", " line 2 column 8", "name = strict"),
        ("off = [", " end of document", "strict.toml"),
        ("late_tenths = 5\nlate_tenths = 5\n", " line 2 column 16", "late_tenths = 5"),
        ("x = " + "[" * 9999, "", "strict.toml"),
        ("late_tenths = 1" + "0" * 5000, "", "strict.toml"),
    ],
)
def test_broken_toml_is_told_with_its_place(
    text: str, where: str, value: str, tmp_path: Path
) -> None:
    """A text that is no TOML is refused with the line and column where reading ended."""
    assert faults_of(text, tmp_path) == [("PD103", f"strict.toml{where}", value)]


def test_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A missing file, a folder, other bytes and an unknown name are refused with a code each."""
    (tmp_path / "bytes.toml").write_bytes(b"name = '\xff'")
    paths = [tmp_path / "gone.toml", tmp_path, tmp_path / "bytes.toml"]
    names = ["qubec", "", "a\0b.toml"]
    codes = []
    given: list[str | Path] = [*paths, *names]
    for policy in given:
        with pytest.raises(ProblemError) as raised:
            load_policy(policy)
        codes += [fault.code for fault in raised.value.faults]

    assert codes == ["PD101", "PD101", "PD102", "PD110", "PD101", "PD101"]


# --- ready policies


def test_ready_policies_are_the_files_of_the_package() -> None:
    """Each file is a ready policy that bears its name, and the default one is among them."""
    found = {entry.name for entry in (files("pdsched") / "data" / "policies").iterdir()}

    assert found == {f"{name}.toml" for name in ready_policies()}
    assert [load_policy(name).name for name in ready_policies()] == list(ready_policies())
    assert "default" in ready_policies()


def test_the_file_of_the_default_says_all_of_it() -> None:
    """The default policy's file states every field, as `Policy` has it."""
    text = (files("pdsched") / "data" / "policies" / "default.toml").read_text(encoding="utf-8")

    asked = re.findall(r"^(?:# )?(\w+) = ", text, flags=re.MULTILINE)

    assert asked == list(Policy.model_fields)
    assert load_policy("default") == Policy()


@pytest.mark.parametrize("name", sorted({*ready_policies()} - {"default"}))
def test_every_figure_of_a_ready_policy_says_where_it_comes_from(name: str) -> None:
    """Above each figure of a profile stands a source, or that it is an assumption."""
    text = (files("pdsched") / "data" / "policies" / f"{name}.toml").read_text(encoding="utf-8")
    told = {
        figure: above
        for above, figures in re.findall(r"((?:^#.*\n)+)((?:^[a-z_]+ = .*\n)+)", text, re.MULTILINE)
        for figure in re.findall(r"^([a-z_]+) = ", figures, re.MULTILINE)
    }

    figures = set(tomllib.loads(text)) - {"name", "limits", "off", "goals"}
    assert figures
    assert sorted(f for f in figures if not re.search("Source:|Assumption:", told[f])) == []


@pytest.mark.parametrize("name", ready_policies())
def test_ready_policies_have_few_tiers(name: str) -> None:
    """A tier costs time, so that there are five at most; learning comes first."""
    tiers = load_policy(name).tiers

    assert tiers[0].id == "needs-met"
    assert len(tiers) <= 5


def test_a_file_can_bear_the_name_of_a_ready_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name means the ready policy, even beside such a file; a path means the file."""
    monkeypatch.chdir(tmp_path)
    Path("default").write_text("late_tenths = 0", encoding="utf-8")

    assert load_policy("default").late_tenths == 5
    assert load_policy("./default").late_tenths == 0
    assert load_policy(Path("default")).late_tenths == 0


# --- sentences


def test_every_figure_is_told() -> None:
    """Each figure of a policy belongs to a rule or goal, whose sentence it fills."""
    told = {field for identity in (*RULES, *GOALS) for field in Policy().figures(identity)}

    assert told == FIGURES


@given(policies())
def test_sentences_tell_the_whole_policy(policy: Policy) -> None:
    """First the rules that hold, then those switched off or unasked, then the goals, each once."""
    *told, last = [s for s in policy.sentences()[1:] if not s.startswith("Not asked")]
    unasked = "".join(s for s in policy.sentences() if s.startswith("Not asked"))
    on = [rule for rule in RULES if policy.holds(rule)]
    off = [rule for rule in RULES if rule in policy.off]
    unset = [r for r in RULES if r not in {*on, *off, *policy.soft}]
    goals = [f"{goal}, goal {n}" for n, tier in enumerate(policy.tiers, 1) for goal in tier]

    assert [sentence.partition(":")[0] for sentence in told] == [*on, *off, *goals]
    assert re.findall(r"[a-z-]+(?=[,.])", unasked) == unset
    assert last == f"What the goals leave open: {', '.join(t.id for t in policy.left_open)}."
    assert [s.split(":")[0] for s in told if ": switched off." in s] == off


@pytest.mark.parametrize(
    ("identity", "figures", "sentence"),
    [
        ("away-at-once", {"away_at_once": 1}, "At most 100 % of a school's staff are away"),
        ("away-at-once", {"away_at_once": 0.29}, "At most 29 % of a school's staff are away"),
        ("releases-per-week", {"releases_per_week": 3}, "per week: at most 3."),
        ("releases-in-all", {"releases_in_all": 0}, "in total: at most 0."),
        ("level", {"level_spread": 2}, "or at most 2 above it."),
        ("needs-met", {"late_tenths": 7}, "7 for each step when late."),
        ("room", {}, "A room is at the venue, is free, and seats the group."),
    ],
)
def test_sentence_holds_the_figures(identity: str, figures: dict[str, Any], sentence: str) -> None:
    """The sentence of a rule or goal is filled with the policy's own figures."""
    assert sentence in Policy(**figures).sentence(identity)


def test_digest_is_of_every_figure_but_the_name() -> None:
    """Also of those that are as by default: a default that changes makes another policy."""
    plain = Policy().model_dump(mode="json", exclude={"name", "limits", "prices"})
    told = json.dumps(plain, separators=(",", ":"))

    assert Policy(name="ours").digest() == hashlib.sha256(told.encode()).hexdigest()


def test_unknown_id_has_no_sentence() -> None:
    """What is neither a rule nor a goal is refused."""
    with pytest.raises(KeyError):
        Policy().sentence("levle")


@pytest.mark.parametrize("rule", RULES)
def test_exactly_the_optional_rules_can_be_switched_off(rule: str) -> None:
    """A rule that always holds cannot be switched off; any other can."""
    if rule in OPTIONAL:
        assert not Policy(off=(rule,)).holds(rule)
    else:
        with pytest.raises(ValidationError, match="cannot be switched off"):
            Policy(off=(rule,))


def test_table_of_rules_is_whole() -> None:
    """The table has each rule and goal in order, whether it is optional, and each figure."""
    lines = [line.split() for line in rules_to_text().splitlines() if line[2:3].strip()]
    rows = [line[:2] for line in lines if line[0] in {*RULES, *GOALS}]
    uses = {(True, True): "soft", (True, False): "optional", (False, False): "always"}
    used = [[rule, uses[info.optional, info.soft]] for rule, info in RULES.items()]
    named = {goal for tier in Policy().tiers for goal in tier}

    assert rows == [*used, *([goal, "goal" if goal in named else "-"] for goal in GOALS)]
    for field in FIGURES:
        value = getattr(Policy(), field)
        told = f"{value:%H:%M}" if isinstance(value, time) else value
        assert f" {field} = {'(not set)' if told is None else told}\n" in rules_to_text()


def test_notebook_names_a_policy_that_is_not_the_default() -> None:
    """A result in a notebook tells its policy, unless that is the default one."""
    strict = Result(status="unknown", problem="", policy=Policy(name="strict", late_tenths=0))
    default = Result(status="unknown", problem="")

    assert "policy strict (late_tenths 0)" in result_to_html(strict)
    assert "policy" not in result_to_html(default)


# --- the page


def test_page_has_every_key_with_its_default() -> None:
    """The table of keys holds the fields of a policy in order, with their defaults."""
    rows = re.findall(r"^\| `(\w+)` \|.*\| (\S.*?) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    given = {key: value.strip("`") for key, value in rows if value != "-"}
    told = {key: tomllib.loads(f"key = {value}")["key"] for key, value in given.items()}

    assert [key for key, _ in rows] == list(Policy.model_fields)
    assert told == tomllib.loads(Policy().to_toml()) | {"limits": []}


def test_page_has_every_ready_policy() -> None:
    """The table of ready policies holds those that there are."""
    section = PAGE.read_text("utf-8").partition("\n## Ready policies\n")[2]

    assert sorted(re.findall(r"^\| `([\w-]+)` \|", section, re.MULTILINE)) == [*ready_policies()]
