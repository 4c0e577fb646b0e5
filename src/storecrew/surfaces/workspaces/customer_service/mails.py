"""The mails that were sent or wait: what a customer got, and what did not leave."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView
from storecrew.surfaces.ui.backoffice.record import Fact, FactGroup, Record, render_record

TONES = {"sent": "good", "waiting": "neutral", "sending": "neutral", "given_up": "bad"}


def state_of(mail: Mail) -> Status:
    """Return where a mail is, as a word with its tone."""
    return Status(mail.get_state_display(), TONES.get(mail.state, "neutral"))


def _subject(mail: Mail) -> str:
    """Return what stands above the mail; one that waits to be written has no subject yet."""
    if mail.erased:
        return _("deleted")
    if mail.subject:
        return mail.subject
    return _("not sent") if mail.state == Mail.State.WITHDRAWN else _("written when it leaves")


def _to(mail: Mail) -> str:
    return "" if mail.erased else mail.to


def _why_empty(mail: Mail) -> str:
    """Return why there is no text to read; "" when there is."""
    if mail.erased:
        return _("Its time is over, or the person asked to be forgotten: only that it was there is known.")
    if mail.compose and not mail.text:
        return _("Mailings and flows write each mail as it leaves; of the text nothing is kept.")
    return ""


class MailList(Listing):
    """Every mail of the shop, newest first."""

    code = "mail.mails"
    title = gettext_lazy("Mails")
    permission = "orders.read"
    search_fields = ("to", "subject")
    default_sort = "-queued"
    empty_title = gettext_lazy("No mail yet")
    empty_text = gettext_lazy("The first one is written with the first order.")
    columns = (
        Column("subject", gettext_lazy("Subject"), _subject, sort="subject", primary=True),
        Column("to", pgettext_lazy("mail", "To"), _to, sort="to"),
        Column("state", gettext_lazy("State"), state_of, kind="status", sort="state"),
        Column("locale", gettext_lazy("Language")),
        Column("queued", gettext_lazy("Written"), "queued_at", kind="datetime", sort="queued_at"),
        Column("sent", gettext_lazy("Sent"), "sent_at", kind="datetime", sort="sent_at"),
        Column("attempts", gettext_lazy("Attempts"), kind="number", default=False),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=Mail.State.choices),
        Filter("queued", gettext_lazy("Written"), "date", "queued_at"),
    )
    views = (SystemView(gettext_lazy("Did not leave"), "f.state=given_up"),)

    def rows(self) -> QuerySet[Mail]:
        """Return all mails without their bodies."""
        return Mail.objects.defer("text", "html")

    def row_url(self, row: Mail) -> str:
        """Return the mail's page."""
        return reverse("mails_record", args=[row.pk])


@workspace_page(permission="orders.read")
def mail_record(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Show a mail as the customer sees it, in a frame that runs nothing."""
    mail = get_object_or_404(Mail, pk=mail_id)
    facts = [
        Fact(pgettext("mail", "To"), _to(mail) or "–"),
        Fact(_("Language"), mail.locale),
        Fact(_("Written"), mail.queued_at, "datetime"),
        Fact(_("Sent"), mail.sent_at, "datetime"),
        Fact(_("Attempts"), mail.attempts, "number"),
    ]
    if mail.error:
        facts.append(Fact(_("What the mail server said"), mail.error))
    record = Record(
        title=_subject(mail),
        record="mail.mail",
        record_id=mail.pk,
        status=[state_of(mail)],
        groups=[FactGroup(_("Mail"), facts)],
        back_url=reverse("mails_list"),
        back_label=_("Mails"),
        timeline=False,
    )
    context = {"mail": mail, "why_empty": _why_empty(mail)}
    return render_record(request, record, template="customer_service/mail.html", context=context)
