"""Sort rules: how a list is ordered, seen before it is saved, with the reason for every place."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.discovery.models import SortRule
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.ui.backoffice.undo import done
from storecrew.surfaces.workspaces.ecommerce_sme.merchandising.rule_form import (
    BLANK_ROWS,
    BOOST_FIELDS,
    BoostRow,
    RuleForm,
    initial,
    posted_boosts,
    stored_boosts,
)
from storecrew.surfaces.workspaces.ecommerce_sme.merchandising.take_back import rule_again, rule_before
from storecrew.surfaces.workspaces.ecommerce_sme.products.place_views import changed_order
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import (
    find_products,
    seen_channels,
    shown_products,
    thumbnail,
)

PREVIEWED = 24


def _where(row: SortRule) -> str:
    return row.category.url_path.replace("/", " › ") if row.category else _("All lists without their own")


def _state(row: SortRule) -> Status:
    now = clock.now()
    if not row.active:
        return Status(gettext_lazy("off"))
    if row.campaign_id and not row.campaign_runs:
        return Status(gettext_lazy("waits for its campaign"), "info")
    if row.starts_at and row.starts_at > now:
        return Status(gettext_lazy("planned"), "info")
    if row.ends_at and row.ends_at <= now:
        return Status(gettext_lazy("over"))
    return Status(gettext_lazy("in force"), "good")


class SortRuleList(Listing):
    """All sort rules."""

    code = "discovery.sort_rules"
    title = gettext_lazy("Sort rules")
    walks = False
    permission = "catalog.read"
    search_fields = ("name", "category__name")
    default_sort = "category"
    empty_title = gettext_lazy("No rule yet")
    empty_text = gettext_lazy("Without one best sellers and new products lead, and what is sold out is last.")
    columns = (
        Column("name", gettext_lazy("Rule"), sort="name", primary=True),
        Column("category", gettext_lazy("Category"), _where, sort="category__url_path"),
        Column("state", gettext_lazy("State"), _state, kind="status"),
        Column("pins", gettext_lazy("Pinned"), lambda row: len(row.pins), kind="number"),
        Column("boosts", gettext_lazy("Boosted or buried"), lambda row: len(row.boosts), kind="number"),
        Column("starts", gettext_lazy("Starts"), "starts_at", kind="datetime", sort="starts_at"),
        Column("ends", gettext_lazy("Ends"), "ends_at", kind="datetime", sort="ends_at"),
    )
    filters = (Filter("active", gettext_lazy("In force"), "boolean", "active"),)
    views = (SystemView(gettext_lazy("In force"), "f.active=1"),)

    def rows(self) -> QuerySet[SortRule]:
        """Return all rules with their categories."""
        return SortRule.objects.select_related("category")

    def row_url(self, row: SortRule) -> str:
        """Open the rule."""
        return reverse("sort_rules_edit", args=[row.pk]) if self.actor.can("discovery.write") else ""

    def primary_action(self) -> tuple[Text, str] | None:
        """Make a rule."""
        may = self.actor.can("discovery.write")
        return (_("New sort rule"), reverse("sort_rules_add")) if may else None


@workspace_page(permission="discovery.write")
def edit_rule(request: HttpRequest, rule_id: int | None = None) -> HttpResponse:
    """Make or change a rule; every button but "Save" only shows what would be."""
    row = _find(rule_id) if rule_id else None
    posted = request.method == "POST"
    form = of_record(
        RuleForm(request.POST if posted else None, initial=initial(row, request.GET.get("category", "")))
    )
    do = request.POST.get("do", "preview")
    pins = _pins(request, row)
    boosts_typed, boosts = (
        posted_boosts(request.POST) if posted
        else (stored_boosts(row.boosts), list(row.boosts)) if row else ([], [])
    )  # fmt: skip
    version = request.POST.get("version", "") if posted else str(row.version if row else "")
    conflict: list[tuple[str, Any, Any]] = []
    if posted and do == "save" and form.is_valid() and not any(b.problem for b in boosts_typed):
        try:
            discovery.save_sort_rule(
                name=form.cleaned_data["name"],
                rule_id=rule_id,
                expected_version=int(version) if version.isdigit() else (-1 if rule_id else None),
                pins=pins,
                boosts=boosts,
                starts_at=form.cleaned_data["starts_at"],
                ends_at=form.cleaned_data["ends_at"],
                active=form.cleaned_data["active"],
                campaign_id=int(form.cleaned_data["campaign"] or 0) or None,
                **form.draft_values(),
                actor=request_actor(request),
                at=clock.now(),
            )
        except discovery.SortRuleChanged as error:
            version = str(error.details["current_version"])
            conflict = [(n, both["current"], both["yours"]) for n, both in error.details["fields"].items()]
        except DomainError as error:
            form.take(error)
        else:
            done(request, _("Saved. The lists follow at once."), rule_before(row) if row else None)
            return redirect("sort_rules_list")
    elif posted:
        form.is_valid()
    if row and hasattr(form, "differences") and (pins, boosts) == (row.pins, row.boosts):
        # The page shows all that the other person changed, so the next save is of that version.
        version = str(row.version)
    channel = _channel(request)
    shown, problem = _preview(form, row, pins, boosts, channel)
    if posted and do != "save":
        # A draft that is only looked at is not scolded for a name that is still missing.
        form.errors.pop("name", None)
    text = request.POST.get("q", "")
    context = {
        "form": form,
        "row": row,
        "version": version,
        "conflict": conflict,
        "pins": shown_products(pins),
        "boosts": [*boosts_typed, *(BoostRow() for _blank in range(BLANK_ROWS))],
        "boost_fields": BOOST_FIELDS,
        "channels": seen_channels(request_actor(request)),
        "channel": channel,
        "preview": shown,
        "preview_problem": problem,
        "q": text,
        "found": _placed(find_products(text, without=pins), form, pins, boosts, channel),
        "header_title": row.name if row else _("New sort rule"),
        "back_url": reverse("sort_rules_list"),
        "back_label": _("Sort rules"),
    }
    failed = bool(posted and do == "save")
    status = 409 if conflict else 422 if failed else 200
    return render(request, "ecommerce_sme/merchandising/rule.html", context, status=status)


def _find(rule_id: int) -> SortRule:
    row = SortRule.objects.filter(pk=rule_id).first()
    if row is None:
        raise discovery.SortRuleNotFound(rule_id=rule_id)
    return row


def _pins(request: HttpRequest, row: SortRule | None) -> list[int]:
    """Return the pinned products after the button that was pressed."""
    if request.method != "POST":
        return list(row.pins) if row else []
    pins = [int(text) for text in request.POST.getlist("pin") if text.isascii() and text.isdigit()][:100]
    what, _sep, number = request.POST.get("do", "").partition(":")
    if number.isascii() and number.isdigit() and what in {"add", "remove", "up", "down"}:
        return changed_order(pins, int(number), what)
    return pins


def _channel(request: HttpRequest) -> channels.ChannelFacts | None:
    known = seen_channels(request_actor(request))
    wanted = request.POST.get("channel") or request.GET.get("channel")
    return next((c for c in known if c.code == wanted), next(iter(known), None))


def _preview(
    form: RuleForm,
    row: SortRule | None,
    pins: list[int],
    boosts: list[dict[str, Any]],
    channel: channels.ChannelFacts | None,
) -> tuple[list[dict[str, Any]], str]:
    """Return the first products as this rule would order them, or why there is no preview."""
    values = form.draft_values() if form.is_bound else _stored_values(form)
    if channel is None:
        return [], _("You see no channel.")
    try:
        rule = discovery.draft_rule(pins=pins, boosts=boosts, **values)
    except discovery.InvalidSortRule as error:
        return [], " ".join(error.details["fields"].values())
    places = discovery.preview_rule(rule, channel=channel, at=clock.now(), limit=PREVIEWED)
    cards = catalog.cards([place.product_id for place in places])
    shown = [
        {"place": place, "title": cards[place.product_id].title,
         "image": thumbnail(cards[place.product_id].image)}
        for place in places
        if place.product_id in cards
    ]  # fmt: skip
    return shown, "" if shown else _("Nothing to show: no live product here, or the index is being built.")


def _placed(
    found: list[dict[str, Any]],
    form: RuleForm,
    pins: list[int],
    boosts: list[dict[str, Any]],
    channel: channels.ChannelFacts | None,
) -> list[dict[str, Any]]:
    """Return found products with the place that each would have, however far down, and why."""
    values = form.draft_values() if form.is_bound else _stored_values(form)
    if not found or channel is None:
        return found
    try:
        rule = discovery.draft_rule(pins=pins, boosts=boosts, **values)
    except discovery.InvalidSortRule:
        return found
    ids = [item["id"] for item in found]
    places = discovery.preview_rule(rule, channel=channel, at=clock.now(), only=ids)
    by_id = {place.product_id: place for place in places}
    return [item | {"place": by_id.get(item["id"])} for item in found]


def _stored_values(form: RuleForm) -> dict[str, Any]:
    category = form.initial.get("category") or ""
    prefix = "weight-"
    return {
        "category_id": int(category) if str(category).isdigit() else None,
        "weights": {k.removeprefix(prefix): v for k, v in form.initial.items() if k.startswith(prefix)},
        "sold_out_last": form.initial["sold_out_last"],
    }


@workspace_page(permission="discovery.write")
@require_POST
def remove_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Remove a rule; the lists follow the next one."""
    way_back = rule_again(_find(rule_id))
    discovery.delete_sort_rule(rule_id=rule_id, actor=request_actor(request), at=clock.now())
    done(request, _("The rule is removed."), way_back)
    return redirect("sort_rules_list")
