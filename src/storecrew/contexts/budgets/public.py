"""The doorway of the budgets context."""

from storecrew.contexts.budgets.errors import BudgetState, InvalidBudget, OverBudget, UnknownBudget
from storecrew.contexts.budgets.facts import Cost, LineFacts, Standing
from storecrew.contexts.budgets.operations.deciding import ask_for_more, ask_to_hold, require_room
from storecrew.contexts.budgets.operations.planning import copy_plan, make_plan, remove_line, save_line
from storecrew.contexts.budgets.operations.watching import watch_budgets
from storecrew.contexts.budgets.providers.sources import Source, channels, register_source, sources
from storecrew.contexts.budgets.queries import plan_that_holds, standing_of, standing_of_lines

__all__ = [
    "BudgetState",
    "Cost",
    "InvalidBudget",
    "LineFacts",
    "OverBudget",
    "Source",
    "Standing",
    "UnknownBudget",
    "ask_for_more",
    "ask_to_hold",
    "channels",
    "copy_plan",
    "make_plan",
    "plan_that_holds",
    "register_source",
    "remove_line",
    "require_room",
    "save_line",
    "sources",
    "standing_of",
    "standing_of_lines",
    "watch_budgets",
]
