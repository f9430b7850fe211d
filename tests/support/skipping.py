"""What a test needs that not every machine has: a mark for each, whose reason says what to do."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

_NAMED = os.environ.get("PDSCHED_REAL_DATA")
REAL_DATA = Path(_NAMED or ".")
"""The folder of real timetables, rosters and surveys, where one is named."""

needs_real_data = pytest.mark.skipif(
    not _NAMED,
    reason="set PDSCHED_REAL_DATA to a folder of real timetables and surveys (CONTRIBUTING.md)",
)
needs_clusters = pytest.mark.skipif(
    not os.environ.get("PDSCHED_CLUSTERS"),
    reason="clusters are begun and their processes killed: set PDSCHED_CLUSTERS=1, and use -n 0",
)
needs_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux limits what a process may take; run it there"
)
needs_proc = pytest.mark.skipif(
    not Path("/proc/self/task").exists(),
    reason="only /proc, which Linux has, tells what processes a test started; run it there",
)
needs_full_device = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="only Linux has a device that is full; run it there"
)
needs_unix = pytest.mark.skipif(
    sys.platform == "win32",
    reason="Windows has no such pipes, devices, shells and signals; run it on Linux or macOS",
)
needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="LibreOffice turns workbooks into other formats: install libreoffice-calc",
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
"""The browser that prints pages without a window, where there is one."""
needs_chromium = pytest.mark.skipif(
    not CHROMIUM, reason="only a browser prints pages; install Debian's package chromium"
)
