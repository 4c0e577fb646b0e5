"""The table of promises names the tests that exist, and every promise has one.

After adding or renaming a proof: `python -m tests.guarantees.test_table` writes the table again.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs/reference/guarantees.md"
CHECKS = Path(__file__).with_name("checks.toml")
NAME = re.compile(r"^\s*(?:async )?def (test_((?:[a-z]{3}_\d{2}_)+)\w+)", re.M)
INTRODUCTION = """# Guarantees

What this software promises about concurrency (CON), faults (FLT), bad input (BAD), authorization (AUT),
money (MON), privacy (PRV), abuse (ABU) and operations (OPS), and the tests that prove it. A test carries
the id of what it proves. `tests/guarantees/test_table.py` fails when a test named here does not exist, and
writes this page: `python -m tests.guarantees.test_table`. Races and drills run real processes on SQLite and,
with `DATABASE_URL`, on PostgreSQL; `STORECREW_DRILL_SECONDS=600` makes the drills long.
"""


def promises() -> dict[str, str]:
    return dict(tomllib.loads(CHECKS.read_text(encoding="utf-8"))["checks"])


def proofs() -> dict[str, list[tuple[str, str]]]:
    """Return (file, test) by the id of what it proves."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for folder in ("src", "tests"):
        for path in sorted((ROOT / folder).rglob("test_*.py")):
            for name, ids in NAME.findall(path.read_text(encoding="utf-8")):
                for kind, number in re.findall(r"([a-z]{3})_(\d{2})_", ids):
                    found[f"{kind.upper()}-{number}"].append((path.relative_to(ROOT).as_posix(), name))
    return found


def table() -> str:
    known, lines = proofs(), [INTRODUCTION, "| Check | Promise | Proved by |", "|---|---|---|"]
    for check, promise in promises().items():
        tests: dict[str, list[str]] = defaultdict(list)
        for path, name in known[check]:
            tests[path].append(f"`{name}`")
        cells = [f"[{Path(path).name}](../../{path}): {', '.join(names)}" for path, names in tests.items()]
        lines.append(f"| {check} | {promise} | {'<br>'.join(cells)} |")
    return "\n".join(lines) + "\n"


def test_every_promise_has_a_proof():
    known = proofs()
    assert [check for check in promises() if not known.get(check)] == []


def test_the_table_names_the_tests_that_exist():
    listed = set(re.findall(r"`(test_\w+)`", TABLE.read_text(encoding="utf-8"))) - {"test_table"}
    existing = {name for tests in proofs().values() for _path, name in tests}
    assert listed - existing == set(), "named in the table and not in the suite"


def test_every_promise_stands_in_the_table_with_a_proof():
    text = TABLE.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([A-Z]{3}-\d{2}) \|.*\| (.*) \|$", text, re.M))
    assert list(rows) == list(promises())
    assert [check for check, proved in rows.items() if "`test_" not in proved] == []


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
