"""Tables of the marketing context."""

from storecrew.contexts.marketing.models.agencies import (
    Agency,
    AgencyAccess,
    Booking,
    Deliverable,
    WorkItem,
)
from storecrew.contexts.marketing.models.campaigns import (
    Activity,
    BoundPromotion,
    Campaign,
    Goal,
    MarketingChannel,
    StrategyPlan,
)
from storecrew.contexts.marketing.models.flows import Flow, FlowMail, FlowRun
from storecrew.contexts.marketing.models.forecasts import CampaignForecast
from storecrew.contexts.marketing.models.mailings import Mailing, Recipient
from storecrew.contexts.marketing.models.mentions import CustomerPicture, Mention, Reply
from storecrew.contexts.marketing.models.onsite import OnsiteMessage
from storecrew.contexts.marketing.models.posts import Placement, SocialPost
from storecrew.contexts.marketing.models.prints import PrintPiece
from storecrew.contexts.marketing.models.segments import Bought, Profile, Segment, Spending
from storecrew.contexts.marketing.models.sender import SenderRecord

__all__ = [
    "Activity",
    "Agency",
    "AgencyAccess",
    "Booking",
    "Bought",
    "BoundPromotion",
    "Campaign",
    "CampaignForecast",
    "CustomerPicture",
    "Deliverable",
    "Flow",
    "FlowMail",
    "FlowRun",
    "Goal",
    "Mailing",
    "MarketingChannel",
    "Mention",
    "OnsiteMessage",
    "Placement",
    "PrintPiece",
    "Profile",
    "Recipient",
    "Reply",
    "Segment",
    "SenderRecord",
    "SocialPost",
    "Spending",
    "StrategyPlan",
    "WorkItem",
]
