"""The doorway of the health context."""

from storecrew.contexts.health.errors import (
    BadTaskTime,
    BadVitals,
    CheckOrderFailed,
    EvidenceNeeded,
    FactsAreRed,
    InvalidBarrier,
    InvalidGrant,
    LaunchMoved,
    LaunchUnderWay,
    NoGo,
    NoSample,
    NotYourSignature,
    OwnSignInFirst,
    UnknownLaunch,
)
from storecrew.contexts.health.events import LaunchOpened, LaunchRolledBack
from storecrew.contexts.health.facts import Fact as LaunchFact
from storecrew.contexts.health.facts import (
    ItemFacts,
    LaunchFacts,
    Retired,
    SamplePreview,
    Speed,
    TaskTime,
    Verdict,
)
from storecrew.contexts.health.operations.barriers import report_barrier
from storecrew.contexts.health.operations.canary import place_check_order, try_to_buy
from storecrew.contexts.health.operations.extensions import watch_extensions
from storecrew.contexts.health.operations.launching import (
    create_launch,
    drop_launch,
    grant_item,
    open_launch,
    recheck_launches,
    roll_back,
    sign_item,
    withdraw_item,
)
from storecrew.contexts.health.operations.sample import note_sample, retire_sample
from storecrew.contexts.health.operations.task_times import count_task_time
from storecrew.contexts.health.operations.vitals import count_vitals
from storecrew.contexts.health.providers.launch_facts import read_launch_facts
from storecrew.contexts.health.queries.launches import check_worked, launch
from storecrew.contexts.health.queries.sample import has_sample, sample_preview
from storecrew.contexts.health.queries.task_times import task_times
from storecrew.contexts.health.queries.vitals import ALL_PAGES, speed
from storecrew.contexts.health.rules.launch import ITEMS as LAUNCH_ITEMS
from storecrew.contexts.health.rules.task_times import FEWEST
from storecrew.contexts.health.rules.vitals import DEVICES, MEASURES, Measure

__all__ = [
    "ALL_PAGES",
    "DEVICES",
    "FEWEST",
    "LAUNCH_ITEMS",
    "MEASURES",
    "BadTaskTime",
    "BadVitals",
    "CheckOrderFailed",
    "EvidenceNeeded",
    "FactsAreRed",
    "InvalidBarrier",
    "InvalidGrant",
    "ItemFacts",
    "LaunchFact",
    "LaunchFacts",
    "LaunchMoved",
    "LaunchOpened",
    "LaunchRolledBack",
    "LaunchUnderWay",
    "Measure",
    "NoGo",
    "NoSample",
    "NotYourSignature",
    "OwnSignInFirst",
    "Retired",
    "SamplePreview",
    "Speed",
    "TaskTime",
    "UnknownLaunch",
    "Verdict",
    "check_worked",
    "count_task_time",
    "count_vitals",
    "create_launch",
    "drop_launch",
    "grant_item",
    "has_sample",
    "launch",
    "note_sample",
    "open_launch",
    "place_check_order",
    "read_launch_facts",
    "recheck_launches",
    "report_barrier",
    "retire_sample",
    "roll_back",
    "sample_preview",
    "sign_item",
    "speed",
    "task_times",
    "try_to_buy",
    "watch_extensions",
    "withdraw_item",
]
