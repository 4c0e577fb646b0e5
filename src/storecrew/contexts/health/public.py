"""The doorway of the health context."""

from storecrew.contexts.health.errors import BadVitals, InvalidBarrier
from storecrew.contexts.health.facts import Speed, Verdict
from storecrew.contexts.health.operations.barriers import report_barrier
from storecrew.contexts.health.operations.vitals import count_vitals
from storecrew.contexts.health.queries.vitals import ALL_PAGES, speed
from storecrew.contexts.health.rules.vitals import DEVICES, MEASURES, Measure

__all__ = [
    "ALL_PAGES",
    "DEVICES",
    "MEASURES",
    "BadVitals",
    "InvalidBarrier",
    "Measure",
    "Speed",
    "Verdict",
    "count_vitals",
    "report_barrier",
    "speed",
]
