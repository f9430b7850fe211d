"""Nobody comes in who should not, and every answer says what browsers may do with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import serving, spawned

from pdsched.serve.gate import Gate
from pdsched.serve.settings import Settings
from pdsched.serve.troubles import TroubleError

TOKEN = "a token that nobody guesses"
TOKENS = {"office": TOKEN, "north": "another that nobody guesses"}


@pytest.fixture(scope="module", name="client")
def _client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service with tokens, called ``plans.example`` besides."""
    folder = tmp_path_factory.mktemp("kept")
    with serving(folder, tokens=TOKENS, hosts=("plans.example",)) as client:
        yield client


BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": f"Bearer {TOKEN} x"},
        {"Cookie": "pdsched=6f6666696365.00"},
        {"Cookie": "pdsched=zz"},
        {"Cookie": r'pdsched="6f6666696365.\351"'},
    ],
)
def test_without_a_token_nothing_is_told(client: httpx.Client, headers: dict[str, str]) -> None:
    """Not even which paths there are."""
    for path in ("/runs", "/openapi.json", "/no-such-path"):
        answer = client.get(path, headers=headers)

        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["title"] == "Unauthorized"


def test_with_a_token_it_is(client: httpx.Client) -> None:
    """Whoever has it comes in."""
    assert client.get("/runs", headers=BEARER).status_code == 200


def test_a_cookie_comes_in_until_the_token_changes(tmp_path: Path) -> None:
    """It is signed with what the folder keeps, and with the token."""
    gates = [Gate(Settings(folder=tmp_path, tokens=t), b"key") for t in (TOKENS, {"office": "x"})]
    cookie = gates[0].sign_in(TOKEN)
    owners = [gate.owner(_headers(cookie=f"pdsched={cookie}")) for gate in gates]

    assert owners == ["office", None]
    assert gates[0].sign_in("wrong") is None
    assert TOKEN not in str(cookie)


def _headers(**fields: str) -> Any:
    from starlette.datastructures import Headers

    return Headers(fields)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example", 421),
        ("evil.example:80", 421),
        ("localhost.evil.example", 421),
        ("", 421),
        ("[", 421),
        ("plans.example", 200),
        ("PLANS.example:443", 200),
        ("localhost:1", 200),
        ("[::1]:8000", 200),
    ],
)
def test_a_request_for_another_host_is_refused(
    client: httpx.Client, host: str, status: int
) -> None:
    """A name that somebody else lets point here (DNS rebinding) does not open it."""
    assert client.get("/runs", headers={**BEARER, "Host": host}).status_code == status


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_others_changes_nothing(client: httpx.Client, headers: dict[str, str]) -> None:
    """Neither by a form nor by a script (CSRF); browsers forbid it to look."""
    for method in ("POST", "DELETE", "PUT"):
        answer = client.request(method, "/demo", headers={**BEARER, **headers})

        assert answer.status_code == 403
    assert client.get("/runs", headers=BEARER).json() == {"runs": []}


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ("/page/template.xlsx", True),
        ("/runs/x/report", True),
        ("/page/runs/x", True),
        ("/runs", True),
        ("/", False),
        ("/page/sign-in", False),
    ],
)
def test_a_page_of_others_begins_nothing(tmp_path: Path, path: str, refused: bool) -> None:
    """A picture or a link there can begin no process here: it leads to the first page alone."""
    told = [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]
    told.append({"Origin": "https://evil.example"})
    gate = Gate(Settings(folder=tmp_path), b"key")
    for headers in told:
        fields = {"host": "localhost", **{name.lower(): text for name, text in headers.items()}}
        assert is_refused(gate, path, fields) is refused
    assert not is_refused(gate, path, {"host": "localhost", "sec-fetch-site": "same-origin"})
    assert not is_refused(gate, path, {"host": "localhost", "sec-fetch-site": "none"})


def is_refused(gate: Gate, path: str, fields: dict[str, str]) -> bool:
    """Whether a gate refuses to read a path."""
    from starlette.datastructures import Headers

    try:
        gate.check("GET", path, Headers(fields))
    except TroubleError as trouble:
        return trouble.status == 403
    return False


def test_our_own_page_may(client: httpx.Client) -> None:
    """An Origin that is the Host is ours, whatever stands before the service."""
    headers = {"Origin": "https://plans.example", "Host": "plans.example"}
    answer = client.post("/runs", headers={**BEARER, **headers}, json={})

    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/runs", "/no-such-path", "/openapi.json", "/demo"])
def test_every_answer_is_safe_in_a_browser(client: httpx.Client, path: str) -> None:
    """No script, no frame, no guess at what it is, nothing kept, nothing told to other sites."""
    headers = client.get(path, headers=BEARER).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers


@pytest.mark.parametrize(
    ("options", "tokens", "told"),
    [
        (["--host", "0.0.0.0"], "", "others could come in; give tokens with --token-file"),
        (["--allow-host", "x.example"], "", "whoever is let in there could come in; give tokens"),
        ([], "office short", "has 5 of 16 letters or more"),
        ([], "office", "line 1: a line has a name"),
        ([], "a 0123456789abcdef\nb 0123456789abcdef", "two names have the same token"),
    ],
)
def test_a_door_that_is_not_shut_is_not_opened(
    tmp_path: Path, options: list[str], tokens: str, told: str
) -> None:
    """The service does not begin, and says why; no token is shown."""
    if tokens:
        (tmp_path / "tokens").write_text(tokens)
        options = [*options, "--token-file", str(tmp_path / "tokens")]
    with spawned(tmp_path / "kept", *options) as service:
        _, said = service.process.communicate()

    assert service.process.returncode == 2
    assert told in said
    assert "0123456789abcdef" not in said
