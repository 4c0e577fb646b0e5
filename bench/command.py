"""The command line: which benchmarks, how large, on which database."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import report
from bench.benchmarks import NAMES, Entry
from bench.workplace import DATABASES, postgresql_version, workplace


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    listed = "\n".join(f"  {entry.name:<10} {entry.what}" for entry in NAMES.values())
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description=f"Measure ourselves against the bound of the same run.\n\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="default: all")
    parser.add_argument("--size", choices=["tiny", "small", "full"], default="full", help="default: full")
    parser.add_argument("--database", choices=DATABASES, help="default: both, where it matters")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    parser.add_argument("--no-docs", action="store_true", help="leave docs/performance.md alone")
    found = parser.parse_args(words)
    for name in found.names:
        if name not in NAMES:
            parser.error(f"there is no benchmark {name!r}; there are {', '.join(NAMES)}")
    return found


def main(words: Sequence[str] | None = None) -> int:
    """Run; 0 when all ran, 1 when one failed, whatever its figures."""
    words = sys.argv[1:] if words is None else words
    options = arguments(words)
    when, where = dt.datetime.now(dt.UTC), report.machine()
    print(f"{where}\n", flush=True)
    everything: list[dict[str, Any]] = []
    failed = []
    for name in options.names or NAMES:
        entry = NAMES[name]
        print(f"== {name}: {entry.what}", flush=True)
        started = time.monotonic()
        lines, good = run(entry, options.size, options.database)
        seconds = time.monotonic() - started
        print(report.text_table(lines), f"({seconds:.0f} s)\n", sep="\n", flush=True)
        command = f"./dev bench {name}" + ("" if options.size == "full" else f" --size {options.size}")
        body = {
            "name": name, "what": entry.what, "size": options.size, "command": command,
            "at": when.isoformat(), "machine": where, "seconds": round(seconds, 1), "lines": lines,
        }  # fmt: skip
        everything.append(body)
        report.store(report.RESULTS / f"{name}-{options.size}.json", body)
        if not good:
            failed.append(name)
        elif options.size == "full" and not options.database and not options.no_docs:
            report.rewrite(name, report.markdown(lines, command, when, where))
    if options.json:
        report.store(options.json, {"machine": where, "at": when.isoformat(), "benchmarks": everything})
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def run(entry: Entry, size: str, only: str | None = None) -> tuple[list[dict[str, Any]], bool]:
    """Run one benchmark on each of its databases; return its lines and whether all went well."""
    lines: list[dict[str, Any]] = []
    good = True
    for database in entry.databases:
        if only and database != only and len(entry.databases) > 1:
            continue
        if database == "postgresql" and not postgresql_version():
            print("PostgreSQL is not reachable (DATABASE_URL); left out.", file=sys.stderr)
            continue
        found, well = _child(entry.name, size, database)
        good = good and well
        for line in found:
            if len(entry.databases) > 1:
                line["case"] = f"{line['case']}, {'SQLite' if database == 'sqlite' else 'PostgreSQL'}"
        lines += found
    return lines, good


def _child(name: str, size: str, database: str) -> tuple[list[dict[str, Any]], bool]:
    with (
        tempfile.TemporaryDirectory(prefix="storecrew-bench-") as folder,
        workplace(name, database) as environ,
    ):
        file = Path(folder) / "lines"
        done = subprocess.run(
            [sys.executable, "-m", "bench.child", name, size, str(file)],
            env=environ, cwd=report.ROOT, check=False,
        )  # fmt: skip
        text = file.read_text(encoding="utf-8") if file.exists() else ""
    return [json.loads(line) for line in text.splitlines()], done.returncode == 0
