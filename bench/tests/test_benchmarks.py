"""Each benchmark at a tiny size: it comes to a table, and what it measured was real work."""

from __future__ import annotations

import shutil

import pytest
from django.db import connection

from bench import report
from bench.benchmarks import NAMES
from bench.command import run

pytestmark = pytest.mark.bench

# What each measures against a bound, and how many lines its table has at least on one database.
BOUNDED = {"pages": 4, "uncached": 4, "placing": 2, "checkout": 3, "import": 1}
BY_GOAL = {"facets": 4, "lists": 11}


def table(name):
    """Run a benchmark on the database that the suite runs on; return its lines."""
    database = connection.vendor if "postgresql" in NAMES[name].databases else "sqlite"
    lines, good = run(NAMES[name], "tiny", database)
    assert good, f"{name} ended with an error; its words are above"
    shown = report.text_table(lines).splitlines()
    assert shown[0].split()[:4] == ["case", "ours", "bound", "ratio"]
    assert len(shown) == len(lines) + 1
    return lines


@pytest.mark.parametrize("name", BOUNDED)
def test_a_benchmark_comes_to_ours_bound_and_ratio(name):
    if name == "pages" and shutil.which("wrk") is None:
        pytest.skip("wrk is not installed")
    lines = [line for line in table(name) if line["bound"]]
    assert len(lines) >= BOUNDED[name]
    for line in lines:
        assert line["ours"] > 0
        assert line["ratio"] == pytest.approx(line["ours"] / line["bound"])
        assert "failed" not in line["note"], "what was answered was the page, not an error"


@pytest.mark.parametrize("name", BY_GOAL)
def test_a_benchmark_with_a_goal_in_milliseconds_measures_it(name):
    lines = table(name)
    assert len(lines) >= BY_GOAL[name]
    for line in lines:
        assert line["p50_ms"] > 0 and line["goal"]
        assert line["met"] in (True, False)
        assert "NOT constant" not in line["note"], "the number of queries grows with the data"
