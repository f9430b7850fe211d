"""Makes the pictures of docs/tutorial-office.md: ``uv run python tests/pictures.py``.

The page is followed in a folder of its own; LibreOffice prints the sheets, and pdftoppm makes
pictures of them. Both have to be installed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent / "support"))

from tutorial import COMMAND, PAGE, filled, mended

PICTURES = PAGE.parent / "pictures"
SHEETS = {
    ("school", 1): ("read-me", 560),
    ("marked", 1): ("faults", 150),
    ("plan", 4): ("cover", 150),
    ("plan", 7): ("by-day", 220),
}
"""By workbook and printed page: the name of the picture, and its height in pixels."""


def main() -> None:
    """Follows the page, and writes the pictures into the documentation."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as place:
        folder = Path(place)
        for number, command in enumerate(COMMAND.findall(PAGE.read_text(encoding="utf-8"))):
            told = [sys.executable, "-m", "pdsched", *command.split()]
            subprocess.run(told, cwd=folder, check=number != 1)
            if number == 0:
                _print(folder, "school")
                filled(folder / "school.xlsx")
            if number == 1:
                _print(folder, "marked")
                mended(folder / "marked.xlsx", folder / "school.xlsx")
        _print(folder, "plan")
        for (book, page), (name, height) in SHEETS.items():
            _picture(folder / f"{book}.pdf", page, PICTURES / name, height)


def _print(folder: Path, book: str) -> None:
    told = ["soffice", "--headless", "--convert-to", "pdf", f"{book}.xlsx"]
    subprocess.run(told, cwd=folder, check=True, capture_output=True)


def _picture(pdf: Path, page: int, target: Path, height: int) -> None:
    """The upper part of a page."""
    pages = ["-f", str(page), "-l", str(page), "-singlefile"]
    part = ["-r", "80", "-x", "0", "-y", "0", "-W", "880", "-H", str(height)]
    subprocess.run(["pdftoppm", "-png", *pages, *part, str(pdf), str(target)], check=True)


if __name__ == "__main__":
    main()
