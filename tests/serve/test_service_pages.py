"""Pages asked for as a browser does, without one: what is given, planned, mended and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from quick import slow
from serving import PATIENCE, serving, serving_here, until
from small_fet import activity, fet, start
from starlette.responses import Response
from tuesday import PROBLEM

from pdsched.serve.entries import ProblemLine, RunEntry, Status, now
from pdsched.serve.pages.named import ended_run
from pdsched.serve.pages.rendering import asset
from pdsched.serve.pages.showing import _asked, _wanted
from pdsched.serve.store import Store
from pdsched.serve.troubles import TroubleError

TUESDAY = PROBLEM.to_json().encode()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service, and somebody who looks at its pages."""
    with serving_here(tmp_path_factory.mktemp("kept"), workers=1) as client:
        yield client


@pytest.fixture(scope="module")
def plan(office: httpx.Client) -> str:
    """The page of a plan for that Tuesday."""
    page = sent(office, {"files": ("tuesday.json", TUESDAY)})
    begun = office.post(f"{page}/runs", data={"minutes": "1", "do": "start"})
    address: str = begun.headers["location"]
    until(lambda: 'class="verdict"' in office.get(address).text)
    return address


def sent(office: httpx.Client, files: dict[str, tuple[str, bytes]], **fields: str) -> str:
    """The page of what was uploaded."""
    answer = office.post("/page/problems", files=files, data=fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def words(answer: httpx.Response) -> str:
    """What a page says, without its marks."""
    assert answer.headers["content-type"].startswith("text/html")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_the_first_page_is_there(office: httpx.Client) -> None:
    """With everything that it asks for, and rules by which a browser asks nobody else."""
    answer = office.get("/")
    assert "Try the demo" in words(answer)
    assert "default-src 'none'; script-src 'self'" in answer.headers["content-security-policy"]
    assert "<style" not in answer.text
    assert not re.search(r"<script(?! src=\"/page/static/)|\son\w+=|\sstyle=", answer.text)
    for address in re.findall(r'(?:src|href)="(/page/static/[^"]+)"', answer.text):
        assert office.get(address).status_code == 200
    assert office.get("/page/static/secret").status_code == 404
    assert office.delete("/").headers["allow"] == "GET"


def test_what_never_was_did_not_go(office: httpx.Client) -> None:
    """Only what is kept gets old."""
    gone, never = office.get(f"/page/runs/{'0' * 16}"), office.get("/page/static/secret")

    assert "There is no such run; it may have been old enough to go." in words(gone)
    assert "There is no such file. " in words(never)


def test_a_fault_does_not_tell_where_files_lie(office: httpx.Client) -> None:
    """A timetable that cannot be read is called as it came."""
    files = {"files": ("GPU001.TXT", b"\xff\xfea\xad\0")}
    answer = office.post("/page/problems", files=files, data={"first": "2026-09-07"})

    assert answer.status_code == 422
    assert "GPU001.TXT line 1" in words(answer)
    assert "incoming" not in answer.text


def test_a_language_is_kept(office: httpx.Client) -> None:
    """Whoever chose one reads it on the next page, too; what is none changes nothing."""
    with httpx.Client(base_url=office.base_url) as visitor:
        assert '<html lang="fr">' in visitor.get("/?language=fr").text
        assert '<html lang="fr">' in visitor.get("/page/compare").text
        assert '<html lang="fr">' in visitor.get("/?language=nl").text
        assert '<html lang="de">' in visitor.get("/?language=de").text


def test_what_is_not_there_is_a_page(office: httpx.Client) -> None:
    """In words, with the way back."""
    for path in ("runs/0123456789abcdef", "problems/x", "problems/x/marked.xlsx", "runs/x/away"):
        answer = office.get(f"/page/{path}")
        assert answer.status_code == 404
        assert "This did not work" in words(answer)


def test_faults_stand_by_place_and_cure(office: httpx.Client) -> None:
    """Of a file that cannot be read at all, too; nothing of it can be planned."""
    for content, code in ((b"[", "PD103"), (TUESDAY.replace(b'"north"', b'"nroth"', 1), "PD2")):
        page = sent(office, {"files": ("p.json", content)})
        told = office.get(page).text
        assert re.search(rf'<td class="w warn">{code}\d*</td>', told)
        assert "Make the plan" not in told
        assert office.post(f"{page}/runs", data={"minutes": "1"}).status_code == 422


@slow
def test_a_timetable_becomes_data_to_go_on_with(office: httpx.Client) -> None:
    """It says that needs are missing, and gives the workbook for them; a timetable is one file."""
    content = fet(activity(1), start(1, "Mo", "H1")).encode()
    fields = {"first": "2026-09-07", "weeks": "8", "time_zone": "Europe/Berlin"}
    page = sent(office, {"files": ("school.fet", content)}, **fields)
    assert "There are no needs in this data yet" in words(office.get(page))
    assert office.get(f"{page}/data.xlsx").content.startswith(b"PK")
    assert office.get("/page/template.xlsx").content.startswith(b"PK")

    two = [("files", ("a.fet", content)), ("files", ("b.fet", content))]
    assert office.post("/page/problems", files=two, data=fields).status_code == 422
    wrong = {**fields, "first": "soon"}
    answer = office.post("/page/problems", files={"files": ("a.fet", content)}, data=wrong)
    assert "Give the first date" in words(answer)


@slow
def test_a_survey_becomes_needs(office: httpx.Client) -> None:
    """In a copy; what was given before stays."""
    page = sent(office, {"files": ("tuesday.json", TUESDAY)})
    table = ("answers.csv", b"staff,topic,wish\nada,slides,5\n")
    answer = office.post(f"{page}/survey", files={"files": table})
    assert answer.headers["location"] != page
    needs = re.search(r"<b>(\d+)</b><span>Needs", office.get(answer.headers["location"]).text)
    assert needs is not None
    assert int(needs[1]) == len(PROBLEM.needs) + 1
    assert office.post(f"{page}/survey").status_code == 422


@slow
def test_a_policy_that_cannot_be_is_told_and_begins_nothing(office: httpx.Client) -> None:
    """With what was filled in wrongly."""
    page = sent(office, {"files": ("tuesday.json", TUESDAY)})
    before = office.get("/runs").text
    filled = {"figure.releases_per_week": "99", "minutes": "1", "do": "start"}
    answer = office.post(f"{page}/runs", data=filled)
    assert "releases_per_week: 99" in words(answer)
    for minutes in ("0", "-1", "soon", "inf", "nan"):
        assert office.post(f"{page}/runs", data={"minutes": minutes}).status_code == 200
    assert office.post(f"{page}/runs", data={"policy": "nobody's"}).status_code == 404
    assert office.get("/runs").text == before


@slow
def test_who_is_away_is_told_to_those_whom_it_concerns(office: httpx.Client, plan: str) -> None:
    """The mended plan is one of its own, which can be compared; names that nobody has are told."""
    lines = {"who": ["nobody"], "first": ["2026-09-08"], "last": [""], "half": [""]}
    refused = office.post(f"{plan}/away", data={**lines, "as_of": "2026-09-07"})
    assert "nobody is nobody in this data" in words(refused)
    assert 'value="nobody"' in refused.text

    away = {**lines, "who": ["tom"], "last": ["2026-09-18"], "as_of": "2026-09-07"}
    mended = office.post(f"{plan}/away", data=away).headers["location"]
    told = words(office.get(mended))
    assert "Whom to tell" in told
    assert "ada" in told
    before, after = plan.rpartition("/")[2], mended.rpartition("/")[2]
    both = words(office.get("/page/compare", params={"before": before, "after": after}))
    assert "People for whom something changes" in both
    changed = office.get(f"/runs/{after}/calendar", params={"before": before, "revision": 2})
    assert changed.status_code == 200, changed.text
    assert changed.content.startswith(b"PK")


@slow
def test_a_plan_goes_with_all_that_was_made_of_it(office: httpx.Client, plan: str) -> None:
    """After it was looked at, and when that is asked for."""
    copy = office.get(f"{plan}/people")
    assert "ada" in words(copy)
    page = sent(office, {"files": ("tuesday.json", TUESDAY)})
    run = office.post(f"{page}/runs", data={"minutes": "0.1", "do": "start"}).headers["location"]
    assert office.post(f"{page}/forget").status_code == 409
    office.post(f"{run}/stop")
    until(lambda: 'class="verdict"' in office.get(run).text)
    assert office.post(f"{run}/forget").headers["location"] == "/"
    assert office.get(run).status_code == 404
    assert office.post(f"{page}/forget").headers["location"] == "/"
    assert office.get(page).status_code == 404


def test_a_token_is_asked_for(tmp_path: Path) -> None:
    """And whoever has one reads on with a cookie that no script sees."""
    with serving(tmp_path / "kept", tokens={"north": "x" * 32}) as visitor:
        assert visitor.get("/").headers["location"] == "/page/sign-in"
        assert "All plans" not in words(visitor.get("/page/sign-in"))
        refused = visitor.post("/page/sign-in", data={"token": "guessed"})
        assert refused.status_code == 403
        assert "No such token" in words(refused)
        entered = visitor.post("/page/sign-in", data={"token": "x" * 32})
        cookie = entered.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Secure" not in cookie
        assert "Sign out" in words(visitor.get("/"))
        left = visitor.post("/page/sign-out")
        assert left.headers["location"] == "/page/sign-in"
        assert visitor.get("/").headers["location"] == "/page/sign-in"


def test_a_cookie_that_came_by_https_goes_by_that_alone(tmp_path: Path) -> None:
    """What a proxy speaks with the browser is told by the Origin of the form."""
    tokens = {"north": "x" * 32}
    with serving(tmp_path / "kept", tokens=tokens, hosts=("plans.example",)) as visitor:
        headers = {"Host": "plans.example", "Origin": "https://plans.example"}
        entered = visitor.post("/page/sign-in", data={"token": "x" * 32}, headers=headers)

    assert entered.status_code == 303
    assert "Secure" in entered.headers["set-cookie"]


def test_nobody_signs_out_where_no_token_is_asked_for(office: httpx.Client) -> None:
    """There is no such button."""
    assert "Sign out" not in words(office.get("/"))


def test_lists_read_no_fault(tmp_path: Path) -> None:
    """However many problems there are, and faults of each: these are not even looked at."""
    line, store = ProblemLine(id="0" * 16, added=now(), errors=5), Store(tmp_path)
    for number in range(100):
        store.index.put_problem("", line.model_copy(update={"id": f"{number:016}"}), "no JSON")
    store.close()
    with serving(tmp_path) as visitor:
        listed = visitor.get("/problems").json()["problems"]
        page = visitor.get("/")

    assert [each["errors"] for each in listed] == [5] * 100
    assert page.text.count("has errors") == 100


def test_a_long_page_is_made_beside_other_answers(
    office: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loop answers meanwhile."""
    begun, answered = Event(), Event()

    def made(*_: object, **__: object) -> Response:
        begun.set()
        return Response(status_code=200 if answered.wait(PATIENCE) else 500)

    page = sent(office, {"files": ("tuesday.json", TUESDAY)})
    monkeypatch.setattr("pdsched.serve.pages.giving.answer", made)
    with ThreadPoolExecutor() as others:
        for path in ("/", page):
            begun.clear()
            answered.clear()
            long = others.submit(office.get, path)
            assert begun.wait(PATIENCE)
            assert office.get("/schema").status_code == 200
            answered.set()
            assert long.result().status_code == 200


@pytest.mark.parametrize("status", Status)
def test_nothing_is_made_of_a_plan_that_changes(status: Status) -> None:
    """It would be out of date at once, and made anew for every letter of a search."""
    entry = RunEntry(id="0" * 16, problem="0" * 16, status=status, submitted=now())
    service: Any = SimpleNamespace(runs=SimpleNamespace(get=lambda *_: entry))
    if status.is_over:
        assert ended_run(service, "", entry.id) == entry
    else:
        with pytest.raises(TroubleError, match="still being made"):
            ended_run(service, "", entry.id)


@pytest.mark.parametrize("text", ["", "why", "why []", "why {", "who {}", 'why {"name": "ada"}'])
def test_only_what_pages_offer_can_be_asked(text: str) -> None:
    """Whatever somebody sends in place of a button."""
    with pytest.raises(TroubleError, match="cannot be asked"):
        _asked(text)


def test_a_button_asks_about_what_it_stands_beside() -> None:
    """As a list of the plan writes it."""
    assert _asked('why {"staff": "ada", "session": "s"}') == (
        "why",
        {"staff": "ada", "session": "s"},
    )


def test_a_list_keeps_its_order_on_the_next_page() -> None:
    """Until the head of another column is pressed."""
    assert _wanted({"search": "ada", "order": "2-", "page": "3"}) == ("ada", "2-", 3)
    assert _wanted({"search": "ada", "order": "2-", "sort": "1"}) == ("ada", "1", 1)


@drawn(st.dictionaries(st.sampled_from(["page", "search", "order", "sort"]), st.text()))
def test_no_list_that_is_wanted_is_an_error(form: dict[str, str]) -> None:
    """Pages are numbers, and what is none is the first."""
    assert _wanted(form).page >= 0


def test_files_of_pages_are_those_of_the_package() -> None:
    """Script, style and icon, and no other."""
    assert asset("pages.js") is not None
    assert asset("../rendering.py") is None


def test_data_with_errors_is_no_data_yet(office: httpx.Client) -> None:
    """No list says that it is sound, and what needs it sound says so."""
    wrong = TUESDAY.replace(b'"course":"sheets"', b'"course":"nothing"', 1)
    page = sent(office, {"files": ("wrong.json", wrong)})
    identity = page.rpartition("/")[2]
    listed = {each["id"]: each for each in office.get("/problems").json()["problems"]}
    answers = [
        office.get(f"{page}/data.xlsx"),
        office.post(f"{page}/survey", files={"files": ("a.csv", b"x")}),
        office.post("/verify", files={"plan": ("p", b"{}")}, data={"problem_id": identity}),
    ]
    assert not listed[identity]["is_sound"]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
