"""The doorway of the advertising context."""

from storecrew.contexts.advertising.errors import (
    FeedChanged,
    FeedWithheld,
    InvalidAdGroup,
    InvalidFeed,
    UnknownAdGroup,
    UnknownFeed,
    UnreadableSpend,
)
from storecrew.contexts.advertising.facts import CampaignCost, Document, LandingCheck, SpendLine, SpendPlan
from storecrew.contexts.advertising.operations.ads import (
    GroupContent,
    check_landing,
    save_ad_group,
    set_state,
    watch_stock,
)
from storecrew.contexts.advertising.operations.feeds import (
    change_feed,
    check_feed,
    check_released,
    create_feed,
    hold_article,
    let_article_in,
    withdraw_feed,
)
from storecrew.contexts.advertising.operations.refresh import refresh, refresh_all
from storecrew.contexts.advertising.operations.spend import decoded_export, import_spend, preview_spend
from storecrew.contexts.advertising.queries.costs import campaign_costs, platform_name
from storecrew.contexts.advertising.queries.feeds import counts, document, find
from storecrew.contexts.advertising.queries.items import final_url, in_shop, items_of, origin
from storecrew.contexts.advertising.queries.landing import find_group
from storecrew.contexts.advertising.rules.holding import CODES
from storecrew.contexts.advertising.rules.spend_files import campaign_code

__all__ = [
    "CODES",
    "CampaignCost",
    "Document",
    "FeedChanged",
    "FeedWithheld",
    "GroupContent",
    "InvalidAdGroup",
    "InvalidFeed",
    "LandingCheck",
    "SpendLine",
    "SpendPlan",
    "UnknownAdGroup",
    "UnknownFeed",
    "UnreadableSpend",
    "campaign_code",
    "campaign_costs",
    "change_feed",
    "check_feed",
    "check_landing",
    "check_released",
    "counts",
    "create_feed",
    "decoded_export",
    "document",
    "final_url",
    "find",
    "find_group",
    "hold_article",
    "import_spend",
    "in_shop",
    "items_of",
    "let_article_in",
    "origin",
    "platform_name",
    "preview_spend",
    "refresh",
    "refresh_all",
    "save_ad_group",
    "set_state",
    "watch_stock",
    "withdraw_feed",
]
