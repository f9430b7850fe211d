"""A kernel as a notebook has one, asked by the protocol that notebooks speak."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.manager import start_new_kernel

HERE = Path(__file__).parent
PATIENCE = 120
"""Seconds within which a kernel says something on the slowest machine."""
SETUP = f"""
import sys, tempfile
from pathlib import Path
sys.path.insert(0, {str(HERE)!r})
import pytest
import pdsched
from fake_workers import FOREVER, fake_worker, plan_line, says, step
from tuesday import PLAN, PROBLEM

patch = pytest.MonkeyPatch()

def searching(*said):
    patch.undo()
    fake_worker(Path(tempfile.mkdtemp()), patch, *said)
    return pdsched.start(PROBLEM, seconds=600)

SAID = [says(plan_line(PLAN, 120, 3)), step(120, 150), FOREVER]
"""


class Kernel:
    """A kernel that has run what tests need, and what it has shown."""

    def __init__(self, manager: Any, client: Any) -> None:
        self._manager, self._client = manager, client
        self.outputs: dict[str, dict[str, str]] = {}
        """What stands below the cells now, in the order in which it was first shown."""
        self.comms: dict[str, Any] = {}
        """The state of each widget, by the id of its comm."""

    def run(self, code: str) -> str:
        """Run a cell to its end; the text of its last line."""
        asked = self._client.execute(code)
        ended: list[str] = []

        def is_over(message: dict[str, Any]) -> bool:
            content = message["content"]
            if message["msg_type"] == "error":
                raise AssertionError("\n".join(content["traceback"]))
            if message["msg_type"] == "execute_result":
                ended.append(content["data"]["text/plain"])
            is_of_it: bool = message["parent_header"].get("msg_id") == asked
            return is_of_it and content.get("execution_state") == "idle"

        self.listen(is_over)
        return "".join(ended)

    def listen(self, is_enough: Callable[[dict[str, Any]], bool]) -> None:
        """Hear what it says, until that is enough."""
        while True:
            message = self._client.get_iopub_msg(timeout=PATIENCE)
            content = message["content"]
            if message["msg_type"] in ("display_data", "update_display_data"):
                self.outputs[content["transient"]["display_id"]] = content["data"]
            if message["msg_type"] == "comm_open":
                self.comms[content["comm_id"]] = content["data"]["state"]
            if is_enough(message):
                return

    def until(self, text: str) -> None:
        """Listen until an output begins so."""
        while not any(shown.startswith(text) for shown in self.texts):
            self.listen(lambda _: True)

    @property
    def texts(self) -> list[str]:
        """What stands below the cells, as plain text."""
        return [output.get("text/plain", "") for output in self.outputs.values()]

    def begin(self, code: str) -> None:
        """Run a cell, and do not wait for it."""
        self._client.execute(code)

    def interrupt(self) -> None:
        """What the button of the notebook does."""
        self._manager.interrupt_kernel()

    def click(self, label: str) -> None:
        """Click the button of a label."""
        [comm] = [name for name, state in self.comms.items() if state.get("description") == label]
        data = {"method": "custom", "content": {"event": "click"}}
        message = self._client.session.msg("comm_msg", {"comm_id": comm, "data": data})
        self._client.shell_channel.send(message)


@contextmanager
def kernel() -> Iterator[Kernel]:
    """A new one, which is gone at the end."""
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        made = Kernel(manager, client)
        made.run(SETUP)
        yield made
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
