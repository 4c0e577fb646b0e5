"""What insights refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Invalid, NotFound


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
