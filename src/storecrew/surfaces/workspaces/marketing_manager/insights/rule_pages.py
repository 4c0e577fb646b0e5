"""The rules for traffic: a table that people edit, and a trial that says which rule decides and why."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import SourceRule
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import WAYS, way

LISTS = {
    "search": gettext_lazy("search engines"),
    "social": gettext_lazy("social networks"),
    "assistant": gettext_lazy("AI assistants"),
    "mail": gettext_lazy("webmail"),
}


class TrialForm(forms.Form):
    """The address that was opened, and the page that led to it."""

    address = forms.CharField(
        label=gettext_lazy("Address that was opened"), max_length=2000, required=False,
        widget=forms.TextInput(attrs={"placeholder": "https://…/?utm_source=…"}),
    )  # fmt: skip
    referrer = forms.CharField(
        label=gettext_lazy("Page that led to it (referrer)"), max_length=2000, required=False,
        widget=forms.TextInput(attrs={"placeholder": "https://www.google.com/"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for one of both, each an address of a page."""
        data = super().clean() or {}
        typed = {name: data.get(name, "").strip() for name in ("address", "referrer")}
        for name, text in typed.items():
            parts = urlsplit(text)
            if text and not (parts.scheme in ("http", "https") and parts.netloc):
                self.add_error(name, _("Paste a whole address that begins with https://."))
        if not any(typed.values()):
            self.add_error("address", _("Paste an address, or the page that led to it."))
        return data


class RuleForm(forms.Form):
    """One rule."""

    way = forms.ChoiceField(
        label=gettext_lazy("Then the visit came by"),
        choices=[(code, words) for code, words in WAYS.items() if code not in ("unknown", "direct")],
    )
    medium = forms.CharField(label=gettext_lazy("utm_medium is one of"), required=False, max_length=400)
    source = forms.CharField(label=gettext_lazy("utm_source is one of"), required=False, max_length=400)
    click = forms.CharField(
        label=gettext_lazy("It has a click id of"), required=False, max_length=200,
        help_text=gettext_lazy("For example google, microsoft, facebook, tiktok, naver"),
    )  # fmt: skip
    host = forms.CharField(
        label=gettext_lazy("The site is, or lies below"), required=False, max_length=1000,
        help_text=gettext_lazy("For example blog.example, partner.example"),
    )  # fmt: skip
    listed = forms.CharField(
        label=gettext_lazy("The site is on the list"), required=False, max_length=60,
        help_text=gettext_lazy("search, social, assistant or mail"),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)


@workspace_page(permission="reports.read")
def rules(request: HttpRequest) -> HttpResponse:
    """Show the table, and try an address on it."""
    form = TrialForm(request.GET if "address" in request.GET or "referrer" in request.GET else None)
    verdict: dict[str, Any] | None = None
    if form.is_valid():
        verdict = _verdict(form.cleaned_data, request.get_host())
    rows = [
        {"rule": rule, "way": way(rule.way), "asks": asks(rule), "number": number}
        for number, rule in enumerate(insights.source_rules(), start=1)
    ]
    context = {
        "header_title": _("Rules for traffic"),
        "form": form,
        "verdict": verdict,
        "rows": rows,
        "may": request_actor(request).can("insights.write"),
    }
    return render(request, "marketing_manager/traffic_rules.html", context)


def _verdict(values: dict[str, str], host: str) -> dict[str, Any]:
    entry, found = insights.try_source(values["address"], values["referrer"], host)
    known = insights.source_rules()
    number = known.index(found.rule) + 1 if found.rule in known else 0
    read = {
        "utm_medium": entry.medium, "utm_source": entry.source, "utm_campaign": entry.campaign,
        _("Click id of"): entry.click, _("Site"): entry.host,
        _("On the list of"): f"{LISTS[found.listed.kind]}: {found.listed.name}" if found.listed else "",
    }  # fmt: skip
    if found.rule:
        why = _("Rule %(number)s is the first that fits: %(asks)s.") % {
            "number": number,
            "asks": asks(found.rule),
        }
    else:
        why = _("There is nothing to go by: no campaign words, and no other site led here.")
    return {
        "way": way(found.way),
        "source": found.source,
        "campaign": found.campaign,
        "why": why,
        "read": [(name, value) for name, value in read.items() if value],
    }


def asks(rule: insights.Rule) -> str:
    """Say what a rule asks for."""
    parts = (
        (rule.medium, _("utm_medium is %(words)s")),
        (rule.source, _("utm_source is %(words)s")),
        (rule.click, _("click id of %(words)s")),
        (rule.host, _("site %(words)s")),
        (rule.listed, _("on the list %(words)s")),
    )
    said = [text % {"words": _("anything") if words == "*" else words} for words, text in parts if words]
    return f" {_('and')} ".join(said)


@workspace_page(permission="insights.write")
def edit(request: HttpRequest, rule_id: int = 0) -> HttpResponse:
    """Write or change one rule."""
    row = SourceRule.objects.filter(pk=rule_id).first() if rule_id else None
    if rule_id and row is None:
        raise insights.SourceRuleNotFound(id=rule_id)
    initial = {name: getattr(row, name) for name in RuleForm.base_fields} if row else {}
    form = RuleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            insights.save_source_rule(
                rule_id or None, values=form.cleaned_data, actor=request_actor(request), at=clock.now()
            )
        except insights.InvalidSourceRule as error:
            for name, sentence in error.details.items():
                form.add_error(name, sentence)
        else:
            messages.success(request, _("What comes in from now on follows the rule."))
            return redirect("traffic_rules")
    return render_form(
        request,
        form,
        title=_("Rule for traffic") if row else _("New rule for traffic"),
        intro=_("All filled fields must fit. Words are separated by commas, * is anything."),
        back_url=reverse("traffic_rules"),
        back_label=_("Rules for traffic"),
    )


@workspace_page(permission="insights.write")
@require_POST
def change(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Move a rule up or down, or delete it."""
    who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
    if request.POST.get("do") == "delete":
        insights.delete_source_rule(rule_id, **who)
        messages.success(request, _("The rule is gone."))
    else:
        insights.move_source_rule(rule_id, up=request.POST.get("do") == "up", **who)
    return redirect("traffic_rules")
