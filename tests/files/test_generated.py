"""Files that repeat what fields say are as they would be written now."""

from __future__ import annotations

from pathlib import Path

import pytest

from pdsched.files.generated import FILES, main, with_table

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", FILES)
def test_what_is_generated_is_current(name: str) -> None:
    """If this fails, run `python -m pdsched.files.generated .` and commit what it writes."""
    text = (ROOT / name).read_text(encoding="utf-8")

    assert text == FILES[name](text)


def test_the_command_writes_every_file(tmp_path: Path) -> None:
    """Into a working copy without them; of the page it changes what stands between its marks."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    page = (ROOT / "docs" / "policies.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith("| `payback_days` |"))
    (tmp_path / "docs" / "policies.md").write_text(page.replace(row, ""), encoding="utf-8")

    main(str(tmp_path))
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes()


def test_a_page_without_marks_is_refused() -> None:
    """Where there is no place for the table, it is not put just anywhere."""
    with pytest.raises(ValueError, match="lacks a mark"):
        with_table("# Policies\n")
