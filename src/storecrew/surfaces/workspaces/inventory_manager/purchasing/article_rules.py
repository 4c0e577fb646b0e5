"""What somebody decided for single articles: the list, and the page of one article at one location."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import ArticleRule, Proposal
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView
from storecrew.surfaces.ui.backoffice.parts import within
from storecrew.surfaces.workspaces.inventory_manager.purchasing.words import location_choices

FIELDS = {
    "least": gettext_lazy("Reorder point"),
    "most": gettext_lazy("Order up to"),
    "safety_stock": gettext_lazy("Safety stock"),
    "lead_days": gettext_lazy("Lead time in days"),
    "moq": gettext_lazy("Smallest order"),
}


def decided_words(decided: dict[str, Any]) -> str:
    """Return what a rule decides, "Reorder point 5, Order up to 40: season (Ann)"."""
    if not decided:
        return ""
    parts = [f"{label} {decided[name]}" for name, label in FIELDS.items() if name in decided]
    if decided.get("stopped"):
        parts.insert(0, str(_("not ordered again")))
    return f"{', '.join(parts)}: {decided.get('reason', '')} ({decided.get('by', '')})"


def _rule(row: ArticleRule) -> str:
    """Return what the rule sets, in a line that fits a list."""
    parts = [
        f"{label} {getattr(row, name)}" for name, label in FIELDS.items() if getattr(row, name) is not None
    ]
    return ", ".join([str(_("not ordered again"))] * row.stopped + parts)


class ArticleRuleList(Listing):
    """Articles whose replenishment a person decided."""

    code = "purchasing.article_rules"
    title = gettext_lazy("Articles with their own rule")
    walks = False
    permission = "purchasing.read"
    search_fields = ("variant__sku", "variant__product__title", "reason")
    default_sort = "sku"
    empty_title = gettext_lazy("Every article is computed")
    empty_text = gettext_lazy(
        "Where you know better than the forecast, open a proposal or a stock level and decide minimum, "
        "maximum, lead time or smallest order. The rule and its reason stand here and on every proposal."
    )
    columns = (
        Column("sku", gettext_lazy("SKU"), "variant.sku", sort="variant__sku", primary=True),
        Column("title", gettext_lazy("Article"), "variant.product.title", sort="variant__product__title"),
        Column("location", gettext_lazy("Location"), "location.name", sort="location__name"),
        Column("rule", gettext_lazy("Decided by a person"), _rule),
        Column("reason", gettext_lazy("Reason")),
        Column("by", gettext_lazy("Decided by"), "set_by", default=False),
        Column("at", gettext_lazy("Decided"), "set_at", kind="datetime", sort="set_at"),
        Column("stopped", gettext_lazy("Not ordered again"), "stopped", kind="boolean", sort="stopped",
               default=False),
        *(
            Column(name, label, name, kind="number", sort=name, default=False)
            for name, label in FIELDS.items()
        ),
    )  # fmt: skip
    filters = (
        Filter("location", gettext_lazy("Location"), "choice", "location_id", seen_choices=location_choices),
        Filter("stopped", gettext_lazy("Not ordered again"), "boolean", "stopped"),
        Filter("at", gettext_lazy("Decided"), "date", "set_at"),
    )
    views = (SystemView(gettext_lazy("Not ordered again"), "f.stopped=1"),)

    def rows(self) -> QuerySet[ArticleRule]:
        """Return the rules at the reader's locations."""
        rows = ArticleRule.objects.select_related("variant__product", "location")
        return within(rows, self.actor, location="location__code")

    def row_url(self, row: ArticleRule) -> str:
        """Open the rule."""
        return reverse("purchasing_article_rule", args=[row.variant.sku, row.location.code])


class ArticleRuleForm(forms.Form):
    """What is decided; empty fields stay computed."""

    stopped = forms.BooleanField(
        label=gettext_lazy("Do not order this article again"),
        required=False,
        help_text=gettext_lazy("What is on its way still comes. Everything else on this page is kept."),
    )
    least = forms.IntegerField(
        label=gettext_lazy("Reorder point (minimum)"), min_value=0, max_value=1_000_000, required=False,
        help_text=gettext_lazy("At so many units or fewer, with what is on the way, it is ordered."),
    )  # fmt: skip
    most = forms.IntegerField(
        label=gettext_lazy("Order up to (maximum)"), min_value=0, max_value=1_000_000, required=False
    )
    safety_stock = forms.IntegerField(
        label=FIELDS["safety_stock"], min_value=0, max_value=1_000_000, required=False,
        help_text=gettext_lazy("Moves the computed reorder point and maximum with it."),
    )  # fmt: skip
    lead_days = forms.IntegerField(label=FIELDS["lead_days"], min_value=0, max_value=720, required=False)
    moq = forms.IntegerField(label=FIELDS["moq"], min_value=1, max_value=1_000_000, required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


@workspace_page(permission="purchasing.write")
def article_rule(request: HttpRequest, sku: str, location: str) -> HttpResponse:
    """Decide how one article is reordered at one location."""
    actor = request_actor(request)
    if not actor.can_see("location", location):
        raise NotFound()
    place, variant = inventory.location(location), catalog.variant_by_sku(sku)
    known = ArticleRule.objects.filter(variant_id=variant.id, location_id=place.id).first()
    names = (*FIELDS, "stopped", "reason")
    form = ArticleRuleForm(
        request.POST or None, initial={name: getattr(known, name) for name in names} if known else {}
    )
    back = _back(variant.id, place.id, variant.sku, place.code)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        reason = values.pop("reason")
        decided = purchasing.Decided() if "second" in request.POST else purchasing.Decided(**values)
        try:
            row = purchasing.save_article_rule(
                variant.sku, place.code, decided, reason=reason, actor=actor, at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Saved, and the proposal follows.") if row else _("It is computed again.")
            )
            return redirect(_back(variant.id, place.id, variant.sku, place.code))
    return render_form(
        request, form,
        title=_("How %(sku)s is reordered") % {"sku": variant.sku},
        submit=_("Save"),
        second=_("Compute it again") if known else "",
        back_url=back, back_label=variant.sku,
        intro=_("At %(place)s. What is empty stays as the forecast computes it.") % {"place": place.name},
    )  # fmt: skip


def _back(variant_id: int, location_id: int, sku: str, code: str) -> str:
    """Return the open proposal of the article, else its stock level."""
    row = Proposal.objects.filter(
        variant_id=variant_id, location_id=location_id, state=Proposal.State.OPEN
    ).first()
    if row is not None:
        return reverse("purchasing_proposal", args=[row.pk])
    return reverse("stock_record", args=[sku, code])
