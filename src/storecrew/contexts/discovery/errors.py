"""Refusals of discovery."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class InvalidQuery(Invalid):
    """``details["fields"]`` maps a parameter to what is wrong with it."""

    code = "invalid_query"
    message = _("The list cannot be shown like this.")
    next_step = _("Correct the parameter named.")


class InvalidSortRule(Invalid):
    code = "invalid_sort_rule"
    message = _("The sort rule is not right.")
    next_step = _("Correct the fields named and save again.")


class SortRuleNotFound(NotFound):
    code = "sort_rule_not_found"
    message = _("This sort rule does not exist.")
    next_step = _("Choose one from the list of sort rules.")


class SortRuleChanged(Conflict):
    code = "edit_conflict"
    message = _("Somebody else changed this sort rule while you were editing it.")
    next_step = _("Look at the differences, then save again on the current version.")


class InvalidSynonym(Invalid):
    code = "invalid_synonym"
    message = _("A synonym needs at least two words.")
    next_step = _("Add another word.")


class SynonymNotFound(NotFound):
    code = "synonym_not_found"
    message = _("This synonym does not exist.")
    next_step = _("Choose one from the list of synonyms.")
