"""What comes in: every form of a problem, faults by what was sent, and what is too much."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import httpx
import pytest
from serving import TUESDAY, serving_here
from tuesday import PLAN, PROBLEM

from pdsched import save
from pdsched.outside.workbook import workbook_in

Files = list[tuple[str, tuple[str, bytes]]]


@pytest.fixture(scope="module", name="client")
def _client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving_here(tmp_path_factory.mktemp("kept"), most_mib=1, most_files=60) as client:
        yield client


def folder_of(tmp_path: Path) -> dict[str, bytes]:
    """The tables of a problem, by name."""
    save(PROBLEM, tmp_path / "tables")
    return {path.name: path.read_bytes() for path in (tmp_path / "tables").iterdir()}


def packed(files: dict[str, bytes]) -> bytes:
    """An archive."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def workbook_of(tmp_path: Path, name: str = "p.xlsx") -> bytes:
    """The problem as a workbook."""
    save(PROBLEM, tmp_path / name)
    return (tmp_path / name).read_bytes()


def one(content: bytes, name: str) -> Files:
    """A single file."""
    return [("file", (name, content))]


@pytest.mark.parametrize("form", ["json", "gzip", "workbook", "folder", "archive"])
def test_a_problem_comes_in_every_form(client: httpx.Client, tmp_path: Path, form: str) -> None:
    """They are one problem, and are kept as such."""
    tables = folder_of(tmp_path)
    files = {
        "json": one(TUESDAY, "p.json"),
        "gzip": one(gzip.compress(TUESDAY), "p.json.gz"),
        "workbook": one(workbook_of(tmp_path), "p.xlsx"),
        "folder": [("file", (f"tables/{name}", data)) for name, data in tables.items()],
        "archive": one(packed({f"t/{name}": data for name, data in tables.items()}), "p.zip"),
    }[form]
    answer = client.post("/problems", files=files)
    entry = answer.json()

    assert answer.status_code == 201
    assert entry["digest"] == PROBLEM.digest()
    assert (entry["name"], entry["counts"]["staff"], entry["is_sound"]) == ("one Tuesday", 4, True)
    assert client.get(answer.headers["location"]).json() == entry


@pytest.mark.parametrize(
    "name",
    ["../../outside.json", "/outside.json", "..\\outside.json", "C:\\outside.json", "a\0.json", ""],
)
def test_a_name_is_never_a_path(client: httpx.Client, tmp_path: Path, name: str) -> None:
    """Whatever a file is called, nothing is written but in the folder of the service."""
    client.post("/check", files=[*one(b"{}", name), *one(b"{}", name)])

    assert [*tmp_path.parent.rglob("*outside*")] == []
    assert not Path("/outside.json").exists()


def test_faults_are_told_by_what_was_sent(client: httpx.Client, tmp_path: Path) -> None:
    """All of them at once, each with the name that its file came with; nothing is kept."""
    before = client.get("/problems").json()
    broken = json.loads(TUESDAY) | {"rooms": [{"id": "lab", "school": "west", "capacity": 10}]}
    broken["staff"] += [{"id": "eve", "schools": ["north"], "levels": 3}]
    answer = client.post("/problems", files=one(json.dumps(broken).encode(), "p.json"))
    tables = folder_of(tmp_path) | {"Räume.csv": b"id\n", "needs.csv": b"id,staff\nn1,nobody\n"}
    told = client.post("/check", files=[("file", each) for each in tables.items()]).json()

    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.json()["faults"]][:2] == ["PD108", "PD202"]
    assert ("PD201", "needs.csv row 2 column staff") in places(told["faults"])
    assert ("PD912", "Räume.csv") in places(told["faults"])
    assert (told["is_sound"], told["errors"] > 0) == (False, True)
    assert client.get("/problems").json() == before


def places(faults: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Code and place of each fault."""
    return [(fault["code"], fault["where"]) for fault in faults]


def test_a_workbook_is_given_back_with_its_faults(client: httpx.Client, tmp_path: Path) -> None:
    """Its first sheet leads to them; what is no workbook is not given back."""
    broken = PROBLEM.model_copy(update={"rooms": ()})
    save(broken, tmp_path / "broken.xlsx")
    content = (tmp_path / "broken.xlsx").read_bytes()
    answer = client.post("/check/workbook", files=one(content, "broken.xlsx"))
    none = client.post("/check/workbook", files=one(TUESDAY, "p.json"))

    assert answer.status_code == 200
    assert workbook_in(answer.content)[0].name == "faults"
    assert (none.status_code, none.json()["detail"][:20]) == (422, "This is no workbook,")


def test_a_policy_is_told_beside_a_problem(client: httpx.Client) -> None:
    """And one that is none of ours is refused, however it is called."""
    files = one(TUESDAY, "p.json")
    known = client.post("/check", files=files, params={"policy": "quebec"})
    unknown = client.post("/check", files=files, params={"policy": "../../etc/passwd"})

    assert known.status_code == 200
    assert (unknown.status_code, unknown.json()["faults"][0]["code"]) == (422, "PD110")


def test_a_plan_is_judged(client: httpx.Client) -> None:
    """By the referee: one that keeps every rule, and one with somebody at two places."""
    twice = PLAN.model_copy(
        update={"sessions": (*PLAN.sessions, PLAN.sessions[0].model_copy(update={"id": "x"}))}
    )
    plans = [{"plan": ("plan.json", each.to_json().encode())} for each in (PLAN, twice)]
    problem = {"problem": ("p.json", TUESDAY)}
    good, bad = (client.post("/verify", files={**problem, **plan}).json() for plan in plans)
    kept = client.post("/problems", files=one(TUESDAY, "p.json")).json()["id"]
    same = client.post("/verify", files=plans[0], data={"problem_id": kept}).json()
    none = client.post("/verify", files=plans[0])
    torn = (
        client.post("/verify", files={**problem, **plans[0], f: (f"{f}.json", b"[")})
        for f in ("plan", "problem")
    )

    assert (good["keeps_all_rules"], good["violations"], same) == (True, [], good)
    assert bad["keeps_all_rules"] is False
    assert bad["violations"][0].keys() == {"rule", "subjects", "sentence", "steps"}
    assert none.status_code == 422
    places = [answer.json()["faults"][0]["where"] for answer in torn]
    assert [where.split()[0] for where in places] == ["plan.json", "problem.json"]


def bomb(form: str) -> tuple[bytes, str]:
    """A small file that unpacks to 100 MiB, and its name."""
    zeros = b"id,school\n" + b"0" * (100 * 2**20)
    sheet = b"<worksheet><sheetData>" + b" " * (100 * 2**20) + b"</sheetData></worksheet>"
    match form:
        case "gzip":
            return gzip.compress(b'{"name": "' + zeros, compresslevel=9), "bomb.json.gz"
        case "archive":
            return packed({"staff.csv": zeros}), "bomb.zip"
    book = {"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": sheet}
    return packed(book), "bomb.xlsx"


@pytest.mark.parametrize("form", ["gzip", "archive", "workbook"])
def test_a_bomb_is_not_unpacked(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """What unpacks to more than the limits is a fault, told by its name."""
    monkeypatch.setenv("PDSCHED_MOST_MIB", "8")
    content, name = bomb(form)
    answer = client.post("/problems", files=one(content, name))
    fault = answer.json()["faults"][0]

    assert len(content) < 2**20
    assert answer.status_code == 422
    assert (fault["code"], fault["value"]) == ("PD115", name)


def test_what_is_too_much_is_refused(client: httpx.Client) -> None:
    """By its size, told or not, by its number, and by what has to be read here."""
    large = client.post("/problems", files=one(b"x" * 2**20, "p.json"))
    untold = client.post("/problems", content=(b"x" * 2**16 for _ in range(40)))
    many = client.post("/problems", files=[("file", ("staff.csv", b"id\n"))] * 61)
    here = client.post("/runs", json={"problem": {"name": "x" * 2**20}})
    statuses = [answer.status_code for answer in (large, untold, many, here)]

    assert statuses[0] == statuses[3] == 413
    assert statuses[1] in (413, 422)  # A form without its beginning is not read to its end.
    assert statuses[2] in (400, 413)
    for answer in (large, untold, many, here):
        assert answer.headers["content-type"] == "application/problem+json"
