"""Segments: people by conditions on facts, with their number as of now."""

from __future__ import annotations

from collections.abc import Mapping
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
from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Segment
from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice import copying
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.earlier import GONE, earlier, fill
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text
from storecrew.surfaces.ui.backoffice.naming import ArticlesInput
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_forms import (
    MoneyForm,
    currencies,
    typed,
)
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import form_page, saved
from storecrew.surfaces.workspaces.marketing_manager.mailings.words import conditions_words, topic_words
from storecrew.surfaces.workspaces.marketing_manager.promotions.fields import ArticlesField, articles_text

_free: dict[str, Any] = {"required": False}
NUMBERS = (
    "orders_min", "orders_max", "bought_within_days", "not_bought_for_days", "points_min", "points_max",
    "returned_min", "returned_max",
)  # fmt: skip
FLAGS = ("bought_in_stock", "waits_in_stock", "has_voucher")
WISHES = {"wishes": "variants", "wishes_products": "products", "wishes_categories": "categories"}
MOST_PROMOTIONS = 500
EDITS = ("marketing.segment_changed",)
"""Changes of the timeline that the form of a segment can open with what was before."""


class SegmentList(Listing):
    """All segments."""

    code = "marketing.segments"
    title = gettext_lazy("Segments")
    permission = "marketing.read"
    search_fields = ("name",)
    default_sort = "name"
    empty_title = gettext_lazy("No segments yet")
    empty_text = gettext_lazy(
        "Say who is meant by facts: what they bought, how much, how long ago, where. "
        "Who is in a segment is asked each time it is used."
    )
    columns = (
        Column("name", gettext_lazy("Segment"), "name", sort="name", primary=True),
        Column("who", gettext_lazy("Who"), lambda row: conditions_words(row.conditions)),
        Column("people", gettext_lazy("Number of people"), kind="number", sort="people"),
        Column("counted", gettext_lazy("Counted at"), "counted_at", kind="datetime", default=False),
        Column("by", gettext_lazy("Made by"), "created_by", default=False),
        Column("changed", gettext_lazy("Changed"), "updated_at", kind="datetime", sort="updated_at"),
    )

    filters = (
        Filter("changed", gettext_lazy("Changed"), "date", "updated_at"),
        Filter("by", gettext_lazy("Made by"), "text", "created_by"),
    )

    def rows(self) -> QuerySet[Segment]:
        """Return all segments."""
        return Segment.objects.all()

    def row_url(self, row: Segment) -> str:
        """Return the page of the segment."""
        return reverse("segment", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may plan."""
        return (_("New segment"), reverse("segment_add")) if self.actor.can("marketing.write") else None


class SegmentForm(MoneyForm):
    """Conditions that all have to hold."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    orders_min = forms.IntegerField(label=gettext_lazy("Orders at least"), min_value=0, **_free)
    orders_max = forms.IntegerField(
        label=gettext_lazy("Orders at most"), min_value=0, **_free, help_text=gettext_lazy("0: never bought.")
    )
    bought_within_days = forms.IntegerField(
        label=gettext_lazy("Bought within so many days"), min_value=1, **_free
    )
    not_bought_for_days = forms.IntegerField(
        label=gettext_lazy("Nothing bought for so many days"), min_value=1, **_free
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), **_free)
    spend_min = forms.CharField(label=gettext_lazy("Spent at least"), max_length=20, **_free)
    spend_max = forms.CharField(label=gettext_lazy("Spent at most"), max_length=20, **_free)
    bought = forms.CharField(
        label=gettext_lazy("Bought one of these"),
        widget=ArticlesInput(rows=2),
        **_free,
        help_text=gettext_lazy("SKUs, one a row."),
    )
    not_bought = forms.CharField(
        label=gettext_lazy("Bought none of these"), widget=ArticlesInput(rows=2), **_free
    )
    bought_in_stock = forms.BooleanField(
        label=gettext_lazy("Only those of them that can be bought now"), **_free
    )
    wished = ArticlesField(
        label=gettext_lazy("Wishes for one of these"),
        **_free,
        help_text=gettext_lazy("On a wish list: SKUs, categories or products, one a row."),
    )
    waits_in_stock = forms.BooleanField(
        label=gettext_lazy("Waits for an article that can be bought now"), **_free
    )
    points_min = forms.IntegerField(label=gettext_lazy("Points at least"), min_value=0, **_free)
    points_max = forms.IntegerField(label=gettext_lazy("Points at most"), min_value=0, **_free)
    tiers = forms.MultipleChoiceField(
        label=gettext_lazy("Tiers"), widget=forms.CheckboxSelectMultiple, **_free
    )
    has_voucher = forms.BooleanField(label=gettext_lazy("Has a gift voucher that is not used up"), **_free)
    returned_min = forms.IntegerField(
        label=gettext_lazy("Orders with a return at least"), min_value=0, **_free
    )
    returned_max = forms.IntegerField(
        label=gettext_lazy("Orders with a return at most"),
        min_value=0,
        **_free,
        help_text=gettext_lazy("0: never returned anything."),
    )
    countries = forms.CharField(
        label=gettext_lazy("Countries"), max_length=100, **_free, help_text=gettext_lazy("Such as DE, FR.")
    )
    locales = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=(("en", "English"), ("ko", "한국어")),
        widget=forms.CheckboxSelectMultiple,
        **_free,
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Shops"), widget=forms.CheckboxSelectMultiple, **_free
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [("", "–"), *currencies()]  # type: ignore[attr-defined]
        program = loyalty.program()
        self.fields["tiers"].choices = (  # type: ignore[attr-defined]
            [(each.code, loyalty.said(each.names)) for each in program.tiers.all()] if program else []
        )
        self.fields["channels"].choices = [(each.code, each.name) for each in channels.all_channels()]  # type: ignore[attr-defined]

    def content(self) -> dict[str, Any]:
        """Return the conditions."""
        values = self.cleaned_data
        found: dict[str, Any] = {
            name: values[name] for name in (*NUMBERS, *FLAGS, "locales", "channels", "tiers", "currency")
        }
        for name in ("bought", "not_bought"):
            found[name] = self._articles(name)
        for name, kind in WISHES.items():
            found[name] = values["wished"].get(kind, [])
        found["countries"] = [part.strip().upper() for part in values["countries"].split(",") if part.strip()]
        for name in ("spend_min", "spend_max"):
            if values[name]:
                found[name] = self.amount(name, values["currency"] or "EUR")
        return found

    def _articles(self, name: str) -> list[int]:
        skus = [row.strip() for row in self.cleaned_data[name].splitlines() if row.strip()]
        known = catalog.variant_ids_by_sku(skus)
        for sku in skus:
            if sku not in known:
                self.add_error(name, _("%(name)s is no SKU.") % {"name": sku})
        return list(known.values())


def _initial(row: Segment) -> dict[str, Any]:
    return _fields(row.name, row.conditions)


def _fields(name: str, conditions: Mapping[str, Any]) -> dict[str, Any]:
    """Return a segment as its form shows it; articles that are gone are left out."""
    known = dict(conditions)
    for key in ("bought", "not_bought"):
        known[key] = "\n".join(each.sku for each in catalog.variants(known.get(key, ())).values())
    for key in ("spend_min", "spend_max"):
        known[key] = typed(known.get(key), known.get("currency", "EUR"))
    known["wished"] = articles_text({kind: known.get(key, ()) for key, kind in WISHES.items()})
    return known | {"name": name, "countries": ", ".join(known.get("countries", ()))}


def _of_trail(kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what the trail keeps of a segment, by field."""
    if not kept:
        return {}
    conditions = kept.get("conditions") or {}
    found = _fields(str(kept.get("name", "")), conditions)
    for key in ("bought", "not_bought"):
        ids = conditions.get(key, ())
        if len(catalog.variants(ids)) < len(ids):
            found[key] = GONE
    wished = conditions.get("wishes", ())
    if len(catalog.variants(wished)) < len(wished):
        found["wished"] = GONE
    return found


def _find(segment_id: int) -> Segment:
    row = Segment.objects.filter(pk=segment_id).first()
    if row is None:
        raise marketing.UnknownSegment(segment=segment_id)
    return row


@workspace_page(permission="marketing.read")
def segment(request: HttpRequest, segment_id: int) -> HttpResponse:
    """Show who a segment means and how many they are now."""
    row, at = _find(segment_id), clock.now()
    counts = [
        [topic_words(topic), marketing.count_audience(row.conditions, topic=topic, at=at)]
        for topic in customers.TOPICS
    ]
    record = Record(
        title=row.name,
        record="marketing.segment",
        record_id=row.pk,
        actions=[
            Action(_("Edit"), reverse("segment_edit", args=[row.pk])),
            copying.copy_action("segment_add", row.pk),
        ]
        if request_actor(request).can("marketing.write")
        else [],
        groups=[FactGroup(_("Segment"), [Fact(_("Who"), conditions_words(row.conditions))])],
        tables=[
            Table(
                _("How many may be written to now"),
                [_("Topic"), _("Number of people")],
                counts,
                kinds=["text", "number"],
            ),
            _limited(row),
        ],
        back_url=reverse("segments"),
        back_label=_("Segments"),
        icon="group",
        edit_url=reverse("segment_edit", args=[row.pk])
        if request_actor(request).can("marketing.write")
        else "",
        edit_actions=EDITS,
    )
    return render_record(request, record)


def _limited(row: Segment) -> Table:
    """Return the promotions that are for this segment, or not for it, and have not ended."""
    code = marketing.segment_code(row.pk)
    found, urls = [], []
    for each in Promotion.objects.exclude(state="ended").order_by("-pk")[:MOST_PROMOTIONS]:
        needs = each.definition.get("needs", {})
        if code in needs.get("groups", ()) or code in needs.get("not_groups", ()):
            word = _("Only for") if code in needs.get("groups", ()) else _("Not for")
            found.append([each.name, word, each.get_state_display()])
            urls.append(reverse("promotion", args=[each.pk]))
    return Table(
        _("Promotions limited by it"),
        [_("Promotion"), _("Customers"), _("State")],
        found,
        empty=_("No promotion is. Choose the segment in the form of a promotion, at “Only for”."),
        row_urls=urls,
    )


@workspace_page(permission="marketing.write")
def segment_add(request: HttpRequest) -> HttpResponse:
    """Write a new segment, blank or as a copy."""
    of = copying.source(request, _find)
    initial = _initial(of) | {"name": copying.named(of.name)} if of else None
    form = SegmentForm(request.POST or None, initial=initial)
    return _edit(request, None, form, _("New segment"), of=of.name if of else "")


@workspace_page(permission="marketing.write")
def segment_edit(request: HttpRequest, segment_id: int) -> HttpResponse:
    """Change a segment."""
    row = _find(segment_id)
    form = of_record(SegmentForm(request.POST or None, initial=_initial(row)))
    name = ("marketing.segment", row.pk)
    fill(form, earlier(request, form, name, EDITS, lambda e: (_of_trail(e.before), _of_trail(e.after))))
    return _edit(request, row.pk, form, row.name)


def _edit(
    request: HttpRequest, segment_id: int | None, form: SegmentForm, title: str, *, of: str = ""
) -> HttpResponse:
    def save(content: dict[str, Any]) -> int:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        name = form.cleaned_data["name"]
        return copying.make(
            request,
            "marketing.segment",
            of,
            lambda: marketing.save_segment(name, content, segment_id=segment_id, **who),
        )

    if request.method == "POST" and form.is_valid():
        key = saved(form, save)
        if key is not None:
            messages.success(request, _("Saved."))
            return redirect("segment", segment_id=key)
    return form_page(request, form, title, (reverse("segments"), _("Segments")))
