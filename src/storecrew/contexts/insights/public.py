"""The doorway of the insights context."""

from storecrew.contexts.insights.errors import InvalidSourceRule, SourceRuleNotFound
from storecrew.contexts.insights.facts import (
    CampaignReturn,
    Cohort,
    Count,
    Counts,
    CustomerValue,
    Live,
    MediaCost,
    Note,
    OrderReturn,
)
from storecrew.contexts.insights.operations.crediting import order_note
from storecrew.contexts.insights.operations.ingesting import ingest, take
from storecrew.contexts.insights.operations.keeping import forget_visitor
from storecrew.contexts.insights.operations.noting import cart_number, note, visitor_number, write
from storecrew.contexts.insights.operations.source_rules import (
    delete_source_rule,
    move_source_rule,
    save_source_rule,
)
from storecrew.contexts.insights.operations.tallying import differences, rebuild
from storecrew.contexts.insights.queries.reports import (
    by_hour,
    counted,
    live,
    report_channels,
    series,
    subjects,
    total,
)
from storecrew.contexts.insights.queries.returns import campaign_return
from storecrew.contexts.insights.queries.sources import source_rules, try_source
from storecrew.contexts.insights.queries.touches import credits, touches_of
from storecrew.contexts.insights.queries.value import customer_value
from storecrew.contexts.insights.rules import kinds
from storecrew.contexts.insights.rules.days import STEPS, Period, Step
from storecrew.contexts.insights.rules.links import Entry, clean_path, entry, search_term
from storecrew.contexts.insights.rules.machines import is_machine
from storecrew.contexts.insights.rules.sources import Rule, Verdict

__all__ = [
    "STEPS",
    "CampaignReturn",
    "Cohort",
    "Count",
    "Counts",
    "CustomerValue",
    "Entry",
    "InvalidSourceRule",
    "Live",
    "MediaCost",
    "Note",
    "OrderReturn",
    "Period",
    "Rule",
    "SourceRuleNotFound",
    "Step",
    "Verdict",
    "by_hour",
    "campaign_return",
    "cart_number",
    "clean_path",
    "counted",
    "credits",
    "customer_value",
    "delete_source_rule",
    "differences",
    "entry",
    "forget_visitor",
    "ingest",
    "is_machine",
    "kinds",
    "live",
    "move_source_rule",
    "note",
    "order_note",
    "rebuild",
    "report_channels",
    "save_source_rule",
    "search_term",
    "series",
    "source_rules",
    "subjects",
    "take",
    "total",
    "touches_of",
    "try_source",
    "visitor_number",
    "write",
]
