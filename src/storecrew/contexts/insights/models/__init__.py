"""Tables of insights."""

from storecrew.contexts.insights.models.counts import Event, Incoming, IngestState, Tally
from storecrew.contexts.insights.models.experiments import Experiment, ExperimentDay, Exposure
from storecrew.contexts.insights.models.sources import SourceRule
from storecrew.contexts.insights.models.trends import Clip, NewsFeed, RivalPrice, TrendNote, TrendTask
from storecrew.contexts.insights.models.visits import CartPath, OrderTouch, Visit

__all__ = [
    "CartPath",
    "Clip",
    "Event",
    "Experiment",
    "ExperimentDay",
    "Exposure",
    "Incoming",
    "IngestState",
    "NewsFeed",
    "OrderTouch",
    "RivalPrice",
    "SourceRule",
    "Tally",
    "TrendNote",
    "TrendTask",
    "Visit",
]
