"""The rules by which visits are told apart, and the trial of one."""

from __future__ import annotations

from storecrew.contexts.insights.models import SourceRule
from storecrew.contexts.insights.rules import links, sources
from storecrew.contexts.insights.rules.sources import Rule, Verdict
from storecrew.kernel.kept import kept

TAG = "insights.sources"


@kept(TAG)
def source_rules() -> tuple[Rule, ...]:
    """Return the rules in the order in which they are asked; a shop without any has those it began with."""
    names = ("id", "way", "medium", "source", "click", "host", "listed", "note")
    rows = SourceRule.objects.order_by("position", "id").values_list(*names)
    return tuple(Rule(*row) for row in rows) or sources.DEFAULTS


def try_source(address: str, referrer: str, own_host: str) -> tuple[links.Entry, Verdict]:
    """Say which way a visit would come that opens an address from a referrer, and which rule says so."""
    query = address.partition("?")[2].partition("#")[0]
    found = links.entry(query, referrer, own_host)
    return found, sources.classify(found, source_rules())
