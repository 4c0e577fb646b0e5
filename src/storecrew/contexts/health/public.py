"""The doorway of the health context."""

from storecrew.contexts.health.errors import BadVitals, InvalidBarrier, NoSample, OwnSignInFirst
from storecrew.contexts.health.facts import Retired, SamplePreview, Speed, Verdict
from storecrew.contexts.health.operations.barriers import report_barrier
from storecrew.contexts.health.operations.sample import note_sample, retire_sample
from storecrew.contexts.health.operations.vitals import count_vitals
from storecrew.contexts.health.queries.sample import has_sample, sample_preview
from storecrew.contexts.health.queries.vitals import ALL_PAGES, speed
from storecrew.contexts.health.rules.vitals import DEVICES, MEASURES, Measure

__all__ = [
    "ALL_PAGES",
    "DEVICES",
    "MEASURES",
    "BadVitals",
    "InvalidBarrier",
    "Measure",
    "NoSample",
    "OwnSignInFirst",
    "Retired",
    "SamplePreview",
    "Speed",
    "Verdict",
    "count_vitals",
    "has_sample",
    "note_sample",
    "report_barrier",
    "retire_sample",
    "sample_preview",
    "speed",
]
