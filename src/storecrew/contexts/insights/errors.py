"""What insights refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class InvalidSourceRule(Invalid):
    """A rule that can never fit, or leads nowhere; `details` maps each field to its sentence."""

    code = "invalid_source_rule"
    message = _("Please check what is marked.")
    next_step = _("Correct the fields and save again.")


class SourceRuleNotFound(NotFound):
    """No such rule."""

    code = "source_rule_not_found"
    message = _("This rule is not there any more.")
    next_step = _("Look at the list of rules.")


class InvalidExperiment(Invalid):
    """What was entered makes no experiment; `details` maps fields to sentences."""

    code = "invalid_experiment"
    message = _("Please check what is marked.")
    next_step = _("Correct the fields and save again.")


class UnknownExperiment(NotFound):
    """There is no such experiment."""

    code = "unknown_experiment"
    message = _("There is no such experiment.")
    next_step = _("Look at the list of experiments.")


class ExperimentNotReady(Conflict):
    """It is not where this step begins; `details` has its `state`."""

    code = "experiment_not_ready"
    message = _("This step does not fit where the experiment stands now.")
    next_step = _("Look at the experiment again: somebody else may have gone on with it.")


class ExperimentTaken(Conflict):
    """Another experiment changes the same thing now."""

    code = "experiment_taken"
    message = _("Another experiment changes the same thing of this shop.")
    next_step = _("Decide that one first: two at once on one thing say nothing about either.")


class DecisionTooSoon(Conflict):
    """A winner cannot be taken: its results are not to be seen yet, or cannot be believed."""

    code = "decision_too_soon"
    message = _("There is no result yet that this decision could stand on.")
    next_step = _("Wait for the planned size, or keep the control.")


class InvalidTrend(Invalid):
    """What was entered cannot be kept; `details` maps fields, or rows of a file, to sentences."""

    code = "invalid_trend"
    message = _("Please check what is marked.")
    next_step = _("Correct the fields and save again.")


class UnknownTrend(NotFound):
    """There is no such price, feed, clip or note."""

    code = "unknown_trend"
    message = _("This is not there any more.")
    next_step = _("Look at the trend board.")
