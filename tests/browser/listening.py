"""What a page in the browser does that it must not."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Dialog, Page, Request


def listened(view: Page, is_ours: Callable[[str], bool]) -> list[str]:
    """What it asks for elsewhere, and says by dialogs, errors and the console, from now on."""
    told: list[str] = []

    def asked(request: Request) -> None:
        if not is_ours(request.url):
            told.append(f"asks for {request.url}")

    def spoke(dialog: Dialog) -> None:
        told.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    view.on("request", asked)
    view.on("console", lambda said: told.append(f"console: {said.text} {said.location}"))
    view.on("pageerror", lambda error: told.append(f"error: {error}"))
    view.on("dialog", spoke)
    return told
