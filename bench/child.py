"""One benchmark in its own process: `python -m bench.child NAME SIZE FILE`, started by `command`.

Lines for people go to standard error, figures into the file, one JSON object a line as they come.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main(name: str, size: str, file: str) -> None:
    """Make the installation's tables and run the benchmark."""
    import django

    (Path(os.environ["STORECREW_DATA"]) / "static").mkdir(parents=True, exist_ok=True)
    django.setup()
    from django.urls import get_resolver

    from bench.benchmarks import load
    from storecrew.kernel import garbage

    # What is imported with the addresses is there before processes part; else each would import it again.
    get_resolver().url_patterns  # noqa: B018
    benchmark = load(name)
    # As the web server and the commands do.
    garbage.spare_what_is_loaded()
    garbage.look_seldom()
    with Path(file).open("w", encoding="utf-8") as stream:
        for measure in benchmark.run(benchmark.SCALES[size]):
            stream.write(json.dumps(measure.as_json()) + "\n")
            stream.flush()
            print(f"  {measure.case}: {measure.ours:,.4g} {measure.unit}", file=sys.stderr, flush=True)


def make_tables() -> None:
    """Make all tables from the models."""
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
