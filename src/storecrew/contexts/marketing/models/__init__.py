"""Tables of the marketing context."""

from storecrew.contexts.marketing.models.campaigns import (
    Activity,
    BoundPromotion,
    Campaign,
    Goal,
    MarketingChannel,
    StrategyPlan,
)

__all__ = ["Activity", "BoundPromotion", "Campaign", "Goal", "MarketingChannel", "StrategyPlan"]
