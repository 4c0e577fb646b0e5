"""What can go wrong with budgets."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class UnknownBudget(NotFound):
    """There is no such budget or line."""

    code = "unknown_budget"
    message = _("There is no such budget.")
    next_step = _("Look for it in the list of budgets.")


class InvalidBudget(Invalid):
    """A field is wrong; ``details`` maps each to its sentence."""

    code = "invalid_budget"
    message = _("The budget cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class BudgetState(Conflict):
    """A budget that holds is not changed; a new version of it is."""

    code = "budget_state"
    message = _("This budget is no draft any more.")
    next_step = _("Make a new version of it and change that.")


class OverBudget(Conflict):
    """What would be ordered is more than the budget has left."""

    code = "over_budget"
    message = _("The budget has not enough left for this.")
    next_step = _("Ask for more on the line of the budget, or order less.")
