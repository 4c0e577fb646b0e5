"""The whole demo store is built at its real size, and every home, list and main page of it opens.

It takes about a minute, and it is the same on every database, so `.ci/run` has it once, on SQLite.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.whole_demo
ROOT = Path(__file__).parents[2]
BUILD_SECONDS = 1800
"""Far more than it takes; a busy machine may need many times what a good one needs."""


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    mine = {key: value for key, value in os.environ.items() if not key.startswith("STORECREW_")}
    environ = {
        **{key: value for key, value in mine.items() if key not in ("DATABASE_URL", "REDIS_URL")},
        "DJANGO_SETTINGS_MODULE": "storecrew.config.settings.dev",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        "STORECREW_DATA": str(folder),
        "STORECREW_DEMO": "1",
        "STORECREW_BUILDING": "1",
        "STORECREW_LOG_LEVEL": "CRITICAL",
        "STORECREW_BASE_URL": "http://127.0.0.1:8000",
    }
    return subprocess.run(
        [sys.executable, "-m", *words],
        env=environ, cwd=ROOT, capture_output=True, text=True, timeout=BUILD_SECONDS, check=False,
    )  # fmt: skip


def test_the_whole_demo_is_built_and_every_page_of_it_opens(tmp_path: Path) -> None:
    for words in (("migrate", "-v0"), ("build_demo",)):
        done = run(tmp_path, "storecrew.config.manage", *words)
        assert done.returncode == 0, f"{words[0]}\n{done.stdout[-2000:]}\n{done.stderr[-6000:]}"
    walked = run(tmp_path, "tests.guarantees.machinery.rounds")
    assert walked.stdout.splitlines() == []
    assert walked.returncode == 0, walked.stderr[-6000:]
