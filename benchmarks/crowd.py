"""A crowd of clients in a process of its own, with as little to do for each as can be.

    python -m benchmarks.crowd http://127.0.0.1:8321 RUN SECONDS POLLS LISTENS EVERY

It prints one JSON object: seconds of each answer, errors, events heard, processor seconds.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from asyncio import StreamReader, StreamWriter
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Heard:
    """What a crowd heard."""

    seconds: list[float] = field(default_factory=list)
    """From a question to its answer."""
    errors: int = 0
    events: int = 0


async def ask(reader: StreamReader, writer: StreamWriter, path: str) -> int:
    """One request on a connection that stays; its status."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    size = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    await reader.readexactly(int(size.partition(b":")[2]))
    return int(head.split(b" ", 2)[1])


async def burst(address: str, path: str, requests: int, at_once: int) -> dict[int, int]:
    """So many requests, so many at once; how often each status came."""
    statuses: dict[int, int] = {}
    turns = iter(range(requests))

    async def client() -> None:
        reader, writer = await connect(address)
        for _ in turns:
            status = await ask(reader, writer, path)
            statuses[status] = statuses.get(status, 0) + 1
        writer.close()

    await asyncio.gather(*(client() for _ in range(at_once)))
    return statuses


async def connect(address: str) -> tuple[StreamReader, StreamWriter]:
    """A connection."""
    place = urlsplit(address)
    return await asyncio.open_connection(place.hostname, place.port)


async def _poll(address: str, path: str, until: float, every: float, heard: Heard) -> None:
    """Ask again and again, at even times."""
    reader, writer = await connect(address)
    while (began := time.monotonic()) < until:
        try:
            is_good = await ask(reader, writer, path) == 200
        except (OSError, EOFError, asyncio.IncompleteReadError):
            is_good = False
            reader, writer = await connect(address)
        heard.errors += not is_good
        heard.seconds.append(time.monotonic() - began)
        await asyncio.sleep(max(0.0, began + every - time.monotonic()))
    writer.close()


async def _listen(address: str, path: str, until: float, heard: Heard) -> None:
    """Hear the events of a run."""
    reader, writer = await connect(address)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    while (left := until - time.monotonic()) > 0:
        try:
            part = await asyncio.wait_for(reader.read(2**16), left)
        except TimeoutError:
            break
        if not part:  # The run has ended.
            break
        heard.events += part.count(b"event: ")
    writer.close()


async def crowd(
    address: str, run: str, seconds: float, polls: int, listens: int, every: float
) -> Heard:
    """Clients that look at a run every so often, and others that listen to it."""
    heard, until = Heard(), time.monotonic() + seconds
    path = f"/runs/{run}"

    async def poll(number: int) -> None:
        await asyncio.sleep(every * number / max(1, polls))  # They did not agree on a moment.
        await _poll(address, path, until, every, heard)

    listening = (_listen(address, f"{path}/events", until, heard) for _ in range(listens))
    await asyncio.gather(*map(poll, range(polls)), *listening)
    return heard


def main(arguments: Sequence[str]) -> None:
    """Be a crowd."""
    address, run, seconds, polls, listens, every = arguments
    told = crowd(address, run, float(seconds), int(polls), int(listens), float(every))
    heard = asyncio.run(told)
    print(json.dumps({**vars(heard), "processor": time.process_time()}))


if __name__ == "__main__":
    main(sys.argv[1:])
