"""Tables of insights."""

from storecrew.contexts.insights.models.counts import Event, Incoming, IngestState, Tally
from storecrew.contexts.insights.models.sources import SourceRule
from storecrew.contexts.insights.models.visits import CartPath, OrderTouch, Visit

__all__ = ["CartPath", "Event", "Incoming", "IngestState", "OrderTouch", "SourceRule", "Tally", "Visit"]
