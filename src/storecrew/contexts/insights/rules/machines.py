"""Machines that call themselves so are no shoppers."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache

from storecrew.contexts.insights.rules.sources import LISTS

# "cubot" makes phones
_PLAIN = (
    r"(?<!cu)bot\b|crawl|spider|slurp|headless|lighthouse|preview|monitor|curl|wget|python|java/"
    r"|go-http|okhttp|^$"
)


@cache
def _published() -> re.Pattern[str]:
    patterns = json.loads((LISTS / "crawlers.json").read_text(encoding="utf-8"))
    return re.compile("|".join(f"(?:{one})" for one in patterns))


@cache
def _words() -> re.Pattern[str]:
    return re.compile(_PLAIN, re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_machine(user_agent: str) -> bool:
    """Say whether a user agent names a machine: by the published list of crawlers, or by plain words."""
    agent = user_agent[:400]
    return bool(_words().search(agent) or _published().search(agent))
