"""Clients that are slow, leave in the middle, or come in crowds: the others are answered."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from quick import slow
from serving import TUESDAY, begun, ended, serving, until

from benchmarks.crowd import burst
from pdsched.serve import guarded, server
from pdsched.serve.guarded import MOST_JSON

HEAD = b"POST /problems HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
FORM = b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
BURST = 10_000


def connected(client: httpx.Client, window: int = 0) -> socket.socket:
    """A connection of its own, whose system keeps so many bytes that nobody read."""
    place = urlsplit(str(client.base_url))
    assert place.hostname
    connection = socket.socket()
    connection.settimeout(60)
    if window:  # Before it is connected: later it does not hold.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    connection.connect((place.hostname, place.port or 80))
    return connection


def is_closed(connection: socket.socket) -> bool:
    """Whether the service closes a connection, whatever it says before."""
    while True:
        try:
            if not connection.recv(2**16):
                return True
        except ConnectionResetError:
            return True


def test_who_says_nothing_is_sent_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection without a request is closed, and so is one whose request has no end."""
    monkeypatch.setattr(server, "ASK_SECONDS", 0.5)
    with serving(tmp_path) as client, connected(client) as silent, connected(client) as endless:
        endless.sendall(b"GET /runs HTTP/1.1\r\nHost: localhost\r\nX: ")
        answered = client.get("/runs").status_code
        closed = is_closed(silent), is_closed(endless)

    assert answered == 200
    assert closed == (True, True)


def test_who_begins_another_request_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request without an end is not waited for on a connection that was used, either."""
    monkeypatch.setattr(server, "ASK_SECONDS", 0.5)
    monkeypatch.setattr(server, "KEPT_SECONDS", 1)
    with serving(tmp_path) as client, connected(client) as endless:
        endless.sendall(b"GET /schema HTTP/1.1\r\nHost: localhost\r\n\r\n")
        first = endless.recv(2**16)
        endless.sendall(b"GET /schema HTTP/1.1\r\nHost: localhost\r\nX: ")
        closed = is_closed(endless)

    assert first.startswith(b"HTTP/1.1 200")
    assert closed


def test_who_signs_in_uploads_nothing(tmp_path: Path) -> None:
    """That door is open to all, and nothing large comes in through it."""
    with serving(tmp_path, tokens={"office": "a token that nobody guesses"}) as client:
        answer = client.post("/page/sign-in", files={"token": ("t", b"x" * 2**21)})

    assert answer.status_code == 413
    assert "The request is larger than 1 MiB" in answer.text
    assert answer.headers["content-type"].startswith("text/html")


def test_a_page_says_what_was_too_large(tmp_path: Path) -> None:
    """As a page, which a browser shows."""
    with serving(tmp_path, most_mib=1) as client:
        answer = client.post("/page/problems", files={"files": ("p.xlsx", b"x" * 2**21)})

    assert answer.status_code == 413
    assert "The request is larger than 1 MiB" in answer.text
    assert answer.headers["content-type"].startswith("text/html")


def test_who_sends_too_much_hears_why(tmp_path: Path) -> None:
    """Though they read nothing before all of it is sent; they may ask for more after it."""
    head = b"POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    half = b"x" * 2 * MOST_JSON
    with serving(tmp_path) as client, connected(client) as connection:
        connection.sendall(head + b"Content-Length: %d\r\n\r\n" % (2 * len(half)) + half)
        assert connection.recv(2**16, socket.MSG_PEEK).startswith(b"HTTP/1.1 413")
        connection.sendall(half + b"GET /schema HTTP/1.1\r\nHost: localhost\r\n\r\n")
        said = b""
        while b"200 OK" not in said:
            said += (part := connection.recv(2**16))
            assert part


def test_an_upload_that_crawls_is_ended(tmp_path: Path) -> None:
    """It has so many seconds, and is then told that it was too slow; nothing of it stays."""
    with serving(tmp_path, upload_seconds=0.5) as client, connected(client) as crawling:
        crawling.sendall(HEAD + FORM)
        said = crawling.recv(2**16)
        answered = client.get("/runs").status_code

    assert said.startswith(b"HTTP/1.1 408")
    assert b"application/problem+json" in said
    assert answered == 200


def test_an_upload_that_is_cut_leaves_nothing(tmp_path: Path) -> None:
    """Neither a file, nor a line in the index."""
    with serving(tmp_path) as client:
        for _ in range(5):
            with connected(client) as cut:
                cut.sendall(HEAD + FORM)
        told = client.get("/problems").json()
        until(lambda: not [*(tmp_path / "incoming").iterdir()])

    assert told == {"problems": []}


def test_work_for_those_who_left_is_ended(tmp_path: Path) -> None:
    """A question that nobody waits for is not worked at."""
    with serving(tmp_path, tasks=1) as client:
        run = begun(client, seconds=60)
        ended(client, run)
        impatient = httpx.Client(base_url=client.base_url, timeout=3)
        body = {"changes": {"x": ["group:sheets=+1"]}, "seconds": 300}
        with impatient, suppress(httpx.TimeoutException):
            impatient.post(f"/runs/{run}/answers/scenarios", json=body)
        answer = client.get(f"/runs/{run}/plan")  # It is the only task at a time.

    assert answer.status_code == 200


def test_who_does_not_read_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An answer that is not taken is ended, and the others are answered meanwhile."""
    monkeypatch.setattr(guarded, "SEND_SECONDS", 0.5)
    caplog.set_level("INFO", "pdsched.serve.guarded")
    with serving(tmp_path) as client, connected(client, window=2**16) as deaf:
        request = b"GET /demo HTTP/1.1\r\nHost: localhost\r\n\r\n"
        for _ in range(200):  # 28 MB, which no buffer holds.
            deaf.sendall(request)
        answered = client.get("/runs").status_code
        until(lambda: "a reader did not take an answer" in caplog.text)
        size = 0
        while size < 28_000_000:
            try:
                part = deaf.recv(2**20)
            except ConnectionResetError:
                break
            if not part:
                break
            size += len(part)

    assert answered == 200
    assert size < 28_000_000


def test_a_listener_who_leaves_is_forgotten(tmp_path: Path) -> None:
    """Nothing is kept for those who closed their browser."""
    with serving(tmp_path, at_once=1) as client:
        run = begun(client, seconds=60)
        for _ in range(20):
            with client.stream("GET", f"/runs/{run}/events") as stream:
                next(stream.iter_lines())
        entry = ended(client, run)

    assert entry["status"] == "done"


def test_whoever_is_one_too_many_is_sent_away(tmp_path: Path) -> None:
    """Connections have a limit; when some are closed, others may come."""
    with serving(tmp_path, most_connections=5) as client:
        crowd = [connected(client) for _ in range(6)]
        turned_away = is_closed(crowd[-1])
        for connection in crowd:
            connection.close()
        answered = until(lambda: answers(client))

    assert turned_away
    assert answered


def answers(client: httpx.Client) -> bool:
    """Whether the service answers."""
    try:
        return client.get("/runs").status_code == 200
    except httpx.TransportError:
        return False


def test_tasks_that_wait_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of uploads in a burst some are told to come again, and the others are read."""
    monkeypatch.setattr("pdsched.serve.crew.MOST_WAITING", 2)

    async def checks(address: str) -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=address, timeout=120) as client:
            files = {"file": ("p.json", TUESDAY)}
            return await asyncio.gather(*(client.post("/check", files=files) for _ in range(8)))

    with serving(tmp_path, tasks=1) as client:
        told = asyncio.run(checks(str(client.base_url)))
    statuses = Counter(answer.status_code for answer in told)

    assert statuses.keys() == {200, 503}
    assert all(answer.headers["retry-after"] for answer in told if answer.status_code == 503)


@slow
def test_a_burst_is_answered(tmp_path: Path) -> None:
    """Ten thousand requests, two hundred at once: each has its answer."""
    with serving(tmp_path) as client:
        run = begun(client, seconds=30)
        told = asyncio.run(burst(str(client.base_url), f"/runs/{run}", BURST, at_once=200))

    assert told == {200: BURST}
