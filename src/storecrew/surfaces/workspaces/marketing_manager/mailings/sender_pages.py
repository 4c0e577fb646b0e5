"""Whether mail programs believe that our mails are ours: what the domain publishes, and what is missing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing import public as marketing
from storecrew.kernel import mail
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import take_step
from storecrew.surfaces.ui.backoffice.listing import Status, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record

NAMES: dict[str, Text] = {
    "spf": gettext_lazy("Who may send (SPF)"),
    "dkim": gettext_lazy("Signature (DKIM)"),
    "dmarc": gettext_lazy("What happens to forgeries (DMARC)"),
}
SHOWN = 48
TONES = {"good": "good", "weak": "warning", "bad": "bad"}
STATES: dict[str, Text] = {
    "good": gettext_lazy("good"),
    "weak": gettext_lazy("could be better"),
    "bad": gettext_lazy("mails may not arrive"),
}
ADVICE: dict[tuple[str, str], Text] = {
    ("spf", "good"): gettext_lazy("Only the named servers may send."),
    ("spf", "missing"): gettext_lazy(
        "Publish a text for the domain, such as “v=spf1 include:the-mail-service.example -all”; your mail "
        "service names the middle part."
    ),
    ("spf", "several"): gettext_lazy("There may be one such text only. Put the parts of all into one."),
    ("spf", "too_many_lookups"): gettext_lazy(
        "Receivers stop after ten questions. Take out services that send nothing any more."
    ),
    ("spf", "open"): gettext_lazy("“+all” lets everybody send for you. End it with “-all”."),
    ("spf", "no_end"): gettext_lazy("It says nothing of other servers. End it with “~all”, later “-all”."),
    ("dkim", "good"): gettext_lazy("Mails are signed with a long key."),
    ("dkim", "missing"): gettext_lazy(
        "Publish the text with the key that your mail service gives you, or name its selector in "
        "STORECREW_DKIM_SELECTORS."
    ),
    ("dkim", "revoked"): gettext_lazy("The key was taken back. Publish the new one of your mail service."),
    ("dkim", "unreadable"): gettext_lazy(
        "The key cannot be read; often it was cut when it was copied. Publish it again."
    ),
    ("dkim", "short"): gettext_lazy("The key is short. Let your mail service make one of 2048 bits."),
    ("dkim", "testing"): gettext_lazy("“t=y” says that signatures are only tried out. Take it away."),
    ("dmarc", "good"): gettext_lazy("Forgeries are set aside or refused."),
    ("dmarc", "missing"): gettext_lazy(
        "Publish “v=DMARC1; p=none; rua=mailto:…” under the name beside it, read the reports for some weeks, "
        "then turn “none” into “quarantine”."
    ),
    ("dmarc", "several"): gettext_lazy("There may be one such text only. Remove the others."),
    ("dmarc", "unreadable"): gettext_lazy("“p=” has to be none, quarantine or reject."),
    ("dmarc", "watching"): gettext_lazy(
        "Forgeries are only counted. When the reports show that all your own mails pass, turn “none” into "
        "“quarantine”."
    ),
    ("dmarc", "partly"): gettext_lazy("It holds for a part of the mails. Raise “pct” to 100."),
}


@workspace_page(permission="marketing.read")
def sender(request: HttpRequest) -> HttpResponse:
    """Show each record with its verdict and what to do."""
    found = marketing.sender()
    actor = request_actor(request)
    check_it = Action(_("Check now"), reverse("mail_sender_check"), post=True, tone="strong")
    record = Record(
        title=_("Sender of mails"),
        record="marketing.sender",
        record_id=found.domain if found else "",
        subtitle=found.domain if found else "",
        status=[believed()],
        next_step=_("It is looked at by itself every six hours.")
        if found
        else _("Nobody has looked at the domain yet."),
        next_action=check_it if actor.can("marketing.write") else None,
        groups=[_facts(found)] if found else [],
        tables=[*([_table(found)] if found else []), _names()],
        back_url=reverse("mailings"),
        back_label=_("Mailings"),
        icon="mail",
    )
    return render_record(request, record)


@workspace_page(permission="marketing.write")
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Ask the name servers now."""
    take_step(request, marketing.check_sender, done=_("The domain was checked."))
    return redirect("mail_sender")


def believed() -> Status:
    """Return in one word whether mails of our address are believed."""
    found = marketing.sender()
    if found is None:
        return Status(_("not checked yet"), "neutral")
    return Status(STATES[found.state], TONES[found.state])


def shorten(record: str) -> str:
    """Return a published text without the length of its key, which nobody reads."""
    return record if len(record) <= SHOWN else f"{record[:SHOWN]}…"


def _facts(found: marketing.SenderFacts) -> FactGroup:
    return FactGroup(
        _("Domain"),
        [Fact(_("Domain"), found.domain), Fact(_("Last checked"), found.checked_at, "datetime")],
    )


def _names() -> Table:
    """Return under whose name each shop writes."""
    lines = [
        (each.name, mail.senders.line(mail.senders.sender_of(each.code, each.name)))
        for each in channels.all_channels()
    ]
    return Table(
        _("Under whose name mails come"),
        (_("Shop"), _("Comes from")),
        lines,
        note=_(
            "The name is that of the shop's look; without one, the name in STORECREW_MAIL_FROM or the shop's."
        ),
    )


def _table(found: marketing.SenderFacts) -> Table:
    rows = [
        (
            NAMES[each.kind],
            Status(STATES[each.state], TONES[each.state]),
            ADVICE[each.kind, each.code],
            each.name,
            shorten(each.record) or "–",
        )
        for each in found.verdicts
    ]
    headers = (_("What"), _("Verdict"), _("What to do"), _("Name"), _("Published text"))
    return Table(_("What the domain publishes"), headers, rows, kinds=("text", "status"))
