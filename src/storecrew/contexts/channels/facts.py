"""What other contexts learn about channels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """One channel with its market, as every other context sees it.

    `locale` is the channel's default language; `countries` are the ISO codes it ships to;
    `tax_display` is "gross" or "net"; `legal` are the trader's facts for the footer.
    One that is not `public` shows its pages to those who know its `preview_key`.
    """

    id: int
    code: str
    name: str
    kind: str
    currency: str
    country: str
    countries: tuple[str, ...]
    locale: str
    locales: tuple[str, ...]
    tax_display: str
    market_id: int
    market_code: str
    timezone: str
    host: str = ""
    is_default: bool = False
    active: bool = True
    public: bool = True
    preview_key: str = ""
    legal: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True, slots=True)
class MarketFacts:
    """One market: which countries, which currency, how tax is shown."""

    id: int
    code: str
    name: str
    currency: str
    countries: tuple[str, ...]
    country: str
    tax_display: str
