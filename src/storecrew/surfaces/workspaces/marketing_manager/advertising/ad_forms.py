"""The form of an ad group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.advertising import public as advertising
from storecrew.contexts.advertising.models import AdGroup, Platform
from storecrew.contexts.channels import public as channels
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.marketing_manager.advertising.feed_forms import channel_choices, refuse

_MARKS = {"exact": "[%s]", "phrase": '"%s"', "broad": "%s"}


class AdGroupForm(forms.Form):
    """Keywords, what they are not for, and where they lead."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    platform = forms.ChoiceField(label=gettext_lazy("Platform"), choices=Platform.choices)
    campaign = forms.CharField(
        label=gettext_lazy("Campaign code"),
        max_length=80,
        help_text=gettext_lazy("The code of the links (utm_campaign), such as spring-26."),
    )
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=channel_choices)
    locale = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    landing = forms.CharField(
        label=gettext_lazy("Landing page"),
        max_length=500,
        help_text=gettext_lazy("A path of the shop, such as /en/p/enamel-mug/."),
    )
    keywords = forms.CharField(
        label=gettext_lazy("Keywords"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy('One a line: plain for broad, "in quotes" for a phrase, [in brackets] exact.'),
    )
    negatives = forms.CharField(
        label=gettext_lazy("Negatives"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy("Searches for which no ad is shown, one a line."),
    )
    daily_budget = forms.CharField(
        label=gettext_lazy("Budget per day"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("In the channel's currency; empty for no limit."),
    )

    def content(self) -> advertising.GroupContent:
        """Return what the operation takes. Raises InvalidAmount."""
        values = self.cleaned_data
        currency = channels.facts(values["channel"]).currency
        budget = values["daily_budget"].strip()
        return advertising.GroupContent(
            name=values["name"],
            platform=values["platform"],
            campaign=values["campaign"],
            channel_code=values["channel"],
            locale=values["locale"],
            landing=values["landing"].strip(),
            keywords=tuple(line.strip() for line in values["keywords"].splitlines() if line.strip()),
            negatives=tuple(line.strip() for line in values["negatives"].splitlines() if line.strip()),
            daily_budget=Money.parse(budget, currency).amount if budget else 0,
        )


@workspace_page(permission="advertising.write")
def add(request: HttpRequest) -> HttpResponse:
    """Write a new ad group."""
    form = AdGroupForm(request.POST or None, initial={"landing": request.GET.get("landing", "")})
    return _edit(request, form, None, reverse("ad_groups"), _("New ad group"))


@workspace_page(permission="advertising.write")
def edit(request: HttpRequest, group_id: int) -> HttpResponse:
    """Change an ad group."""
    group = advertising.find_group(group_id)
    form = of_record(AdGroupForm(request.POST or None, initial=_initial(group)))
    return _edit(request, form, group_id, reverse("ad_group", args=[group_id]), group.name)


def _initial(group: AdGroup) -> dict[str, Any]:
    lines: dict[bool, list[str]] = {False: [], True: []}
    for row in group.keywords.all():
        lines[row.negative].append(_MARKS[row.match] % row.text)
    return {
        "version": group.version,
        "name": group.name,
        "platform": group.platform,
        "campaign": group.campaign,
        "channel": channels.facts_by_id(group.channel_id).code,
        "locale": group.locale,
        "landing": group.landing,
        "keywords": "\n".join(lines[False]),
        "negatives": "\n".join(lines[True]),
        "daily_budget": f"{Money(group.daily_budget, group.currency).decimal:f}"
        if group.daily_budget
        else "",
    }


def _edit(
    request: HttpRequest, form: AdGroupForm, group_id: int | None, back: str, title: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            group = advertising.save_ad_group(
                form.content(),
                group_id=group_id,
                version=form.cleaned_data["version"] or 0,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("ad_group", group_id=group.pk)
    return render_form(request, form, title=title, back_url=back, back_label=_("Back"))
