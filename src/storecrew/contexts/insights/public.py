"""The doorway of the insights context."""

from storecrew.contexts.insights.errors import (
    DecisionTooSoon,
    ExperimentNotReady,
    ExperimentTaken,
    InvalidExperiment,
    InvalidSourceRule,
    InvalidTrend,
    SourceRuleNotFound,
    UnknownExperiment,
    UnknownTrend,
)
from storecrew.contexts.insights.facts import (
    Cohort,
    Count,
    Counts,
    CustomerValue,
    ExperimentContent,
    ExperimentReading,
    History,
    Live,
    Note,
    PriceBeside,
    PriceSeen,
    Rail,
    ShopExperiment,
    TierValue,
)
from storecrew.contexts.insights.operations.crediting import order_note
from storecrew.contexts.insights.operations.experiments import (
    decide_experiment,
    delete_experiment,
    pause_experiment,
    resume_experiment,
    save_experiment,
    start_experiment,
    withdraw_winner,
)
from storecrew.contexts.insights.operations.guarding import watch_experiments
from storecrew.contexts.insights.operations.ingesting import ingest, take
from storecrew.contexts.insights.operations.keeping import forget_visitor
from storecrew.contexts.insights.operations.news import (
    bring_feed,
    delete_feed,
    read_feed,
    read_feeds,
    save_feed,
)
from storecrew.contexts.insights.operations.noting import cart_number, note, visitor_number, write
from storecrew.contexts.insights.operations.source_rules import (
    delete_source_rule,
    move_source_rule,
    save_source_rule,
)
from storecrew.contexts.insights.operations.tallying import differences, rebuild
from storecrew.contexts.insights.operations.trends import (
    delete_note,
    delete_price,
    note_prices,
    read_prices,
    trend_task,
    write_note,
)
from storecrew.contexts.insights.queries.experiments import OPEN as OPEN_EXPERIMENTS
from storecrew.contexts.insights.queries.experiments import TAG as EXPERIMENTS_TAG
from storecrew.contexts.insights.queries.experiments import (
    experiment_reading,
    experiments_in_use,
    experiments_of,
    history,
    let_pass_up_to,
    plan_of,
    sums_of_history,
    variant_of,
)
from storecrew.contexts.insights.queries.experiments import find as find_experiment
from storecrew.contexts.insights.queries.goals import goal_reached
from storecrew.contexts.insights.queries.media import all_media
from storecrew.contexts.insights.queries.reports import (
    by_hour,
    counted,
    live,
    report_channels,
    series,
    subjects,
    to_orders,
    total,
)
from storecrew.contexts.insights.queries.returns import campaign_return, partner_return
from storecrew.contexts.insights.queries.sources import source_rules, try_source
from storecrew.contexts.insights.queries.touches import credits, touches_of
from storecrew.contexts.insights.queries.trends import (
    category_moves,
    category_names,
    feeds_in_trouble,
    newest_prices,
    prices_beside,
    search_moves,
    trend_tasks,
)
from storecrew.contexts.insights.queries.value import customer_value, program_value
from storecrew.contexts.insights.rules import kinds
from storecrew.contexts.insights.rules.days import STEPS, Period, Step
from storecrew.contexts.insights.rules.experiments.planning import LONGEST_DAYS, Plan, days_for
from storecrew.contexts.insights.rules.experiments.reading import MISMATCH, Finding, Sums
from storecrew.contexts.insights.rules.links import Entry, clean_path, entry, search_term
from storecrew.contexts.insights.rules.machines import is_machine
from storecrew.contexts.insights.rules.returning import (
    AllMedia,
    CampaignReturn,
    MediaCost,
    OrderReturn,
    SeedingCost,
)
from storecrew.contexts.insights.rules.sources import Rule, Verdict
from storecrew.contexts.insights.rules.trends import Move

__all__ = [
    "EXPERIMENTS_TAG",
    "LONGEST_DAYS",
    "MISMATCH",
    "OPEN_EXPERIMENTS",
    "STEPS",
    "AllMedia",
    "CampaignReturn",
    "Cohort",
    "Count",
    "Counts",
    "CustomerValue",
    "DecisionTooSoon",
    "Entry",
    "ExperimentContent",
    "ExperimentNotReady",
    "ExperimentReading",
    "ExperimentTaken",
    "Finding",
    "History",
    "InvalidExperiment",
    "InvalidSourceRule",
    "InvalidTrend",
    "Live",
    "MediaCost",
    "Move",
    "Note",
    "OrderReturn",
    "Period",
    "Plan",
    "PriceBeside",
    "PriceSeen",
    "Rail",
    "Rule",
    "SeedingCost",
    "ShopExperiment",
    "SourceRuleNotFound",
    "Step",
    "Sums",
    "TierValue",
    "UnknownExperiment",
    "UnknownTrend",
    "Verdict",
    "all_media",
    "bring_feed",
    "by_hour",
    "campaign_return",
    "cart_number",
    "category_moves",
    "category_names",
    "clean_path",
    "counted",
    "credits",
    "customer_value",
    "days_for",
    "decide_experiment",
    "delete_experiment",
    "delete_feed",
    "delete_note",
    "delete_price",
    "delete_source_rule",
    "differences",
    "entry",
    "experiment_reading",
    "experiments_in_use",
    "experiments_of",
    "feeds_in_trouble",
    "find_experiment",
    "forget_visitor",
    "goal_reached",
    "history",
    "ingest",
    "is_machine",
    "kinds",
    "let_pass_up_to",
    "live",
    "move_source_rule",
    "newest_prices",
    "note",
    "note_prices",
    "order_note",
    "partner_return",
    "pause_experiment",
    "plan_of",
    "prices_beside",
    "program_value",
    "read_feed",
    "read_feeds",
    "read_prices",
    "rebuild",
    "report_channels",
    "resume_experiment",
    "save_experiment",
    "save_feed",
    "save_source_rule",
    "search_moves",
    "search_term",
    "series",
    "source_rules",
    "start_experiment",
    "subjects",
    "sums_of_history",
    "take",
    "to_orders",
    "total",
    "touches_of",
    "trend_task",
    "trend_tasks",
    "try_source",
    "variant_of",
    "visitor_number",
    "watch_experiments",
    "withdraw_winner",
    "write",
    "write_note",
]
