"""What can go wrong with being found."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound, Unavailable


class InvalidTemplate(Invalid):
    """What was entered makes no title; `details` maps fields to sentences."""

    code = "invalid_head_template"
    message = _("No title can be made of this.")
    next_step = _("Correct the fields that are marked; the page lists the placeholders that there are.")


class UnknownTemplate(NotFound):
    """There is no such template."""

    code = "unknown_head_template"
    message = _("There is no such template.")
    next_step = _("Choose one from the list.")


class InvalidRedirect(Invalid):
    """What was entered leads nowhere; `details` maps fields to sentences."""

    code = "invalid_redirect"
    message = _("This address cannot be sent there.")
    next_step = _("Correct the fields that are marked.")


class UnknownRedirect(NotFound):
    """There is no such redirect."""

    code = "unknown_redirect"
    message = _("There is no such redirect.")
    next_step = _("Choose one from the list.")


class UnknownFinding(NotFound):
    """There is no such finding."""

    code = "unknown_seo_finding"
    message = _("There is no such finding.")
    next_step = _("It may have gone with its page; look at the list.")


class UnknownAuditPage(NotFound):
    """There is no such page in the audit."""

    code = "unknown_audit_page"
    message = _("The audit knows no such page.")
    next_step = _("Pages appear here with the first audit after they are published.")


class ReasonNeeded(Invalid):
    """A finding is set aside only with a reason."""

    code = "seo_reason_needed"
    message = _("Say why this finding is set aside.")
    next_step = _("One sentence is enough; whoever looks later reads it.")


class AuditRunning(Conflict):
    """An audit is under way already."""

    code = "seo_audit_running"
    message = _("An audit is under way already.")
    next_step = _("Wait until it has seen all pages; the list shows how far it is.")


class UnknownIndexStatus(NotFound):
    """Nothing was said about such an address."""

    code = "unknown_index_status"
    message = _("Nothing is known about this address.")
    next_step = _("Choose one from the list.")


class NoInspector(Conflict):
    """Nobody can be asked: no account is set up."""

    code = "seo_no_inspector"
    message = _("The shop has no account by which it could ask Google.")
    next_step = _("Ask whoever runs the shop to set up Search Console (STORECREW_SEARCH_CONSOLE_KEY).")


class QuestionsSpent(Conflict):
    """The budget of questions is used up, or the engine asked for a rest."""

    code = "seo_questions_spent"
    message = _("Google is not asked any more for now.")
    next_step = _("Its limit begins anew at midnight in California; the page will be asked about by itself.")


class EngineSilent(Unavailable):
    """The engine did not answer."""

    code = "seo_engine_silent"
    message = _("Google did not answer.")
    next_step = _("Try again in some minutes.")


class EngineRefused(Unavailable):
    """The engine knows the account or the property not."""

    code = "seo_engine_refused"
    message = _("Google refuses the account or the property.")
    next_step = _("Ask whoever runs the shop to give the account a right to the property in Search Console.")


class InvalidReport(Invalid):
    """The table is no report of indexing."""

    code = "invalid_index_report"
    message = _("This is no report of page indexing.")
    next_step = _("Export the pages of one reason in Search Console, and import its Table.csv.")
