"""How long tasks of the back office take, as histograms: seconds from opening a form to its saved change."""

from __future__ import annotations

from storecrew.contexts.health.rules.vitals import Measure

FEWEST = 5
"""So many saves are needed before anything is said: fewer would tell of single people."""
SECONDS = Measure(
    "task",
    good=60,
    poor=300,
    ends=tuple(
        int(end) for end in "2 5 10 15 20 30 45 60 90 120 180 240 300 450 600 900 1200 1800 2700 3600".split()
    ),
)
"""Whatever took longer than an hour was not worked on all the while, and is left out."""
