"""Tables of the marketing context."""

from storecrew.contexts.marketing.models.campaigns import (
    Activity,
    BoundPromotion,
    Campaign,
    Goal,
    MarketingChannel,
    StrategyPlan,
)
from storecrew.contexts.marketing.models.flows import Flow, FlowMail, FlowRun
from storecrew.contexts.marketing.models.mailings import Mailing, Recipient
from storecrew.contexts.marketing.models.prints import PrintPiece
from storecrew.contexts.marketing.models.segments import Bought, Profile, Segment, Spending

__all__ = [
    "Activity",
    "Bought",
    "BoundPromotion",
    "Campaign",
    "Flow",
    "FlowMail",
    "FlowRun",
    "Goal",
    "Mailing",
    "MarketingChannel",
    "PrintPiece",
    "Profile",
    "Recipient",
    "Segment",
    "Spending",
    "StrategyPlan",
]
