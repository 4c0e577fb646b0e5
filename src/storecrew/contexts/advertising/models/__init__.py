"""Tables of advertising."""

from storecrew.contexts.advertising.models.ads import AdGroup, Keyword, Platform, Spend
from storecrew.contexts.advertising.models.feeds import Feed, FeedCheck, FeedEntry, Hold

__all__ = ["AdGroup", "Feed", "FeedCheck", "FeedEntry", "Hold", "Keyword", "Platform", "Spend"]
