"""What can go wrong with being found."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


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
