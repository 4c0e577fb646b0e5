"""Setting up a new shop: what it still lacks before it can sell, read from the facts and never ticked off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from storecrew.contexts.approvals.models import HouseRule
from storecrew.contexts.catalog.models import Product
from storecrew.contexts.channels.models import Channel
from storecrew.contexts.content.models import ContentPage
from storecrew.contexts.health import public as health
from storecrew.contexts.inventory.models import Location
from storecrew.contexts.people.models import User
from storecrew.contexts.pricing.models import TaxRegistration
from storecrew.contexts.shipping.models import ShippingMethod
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.parts import link
from storecrew.surfaces.ui.backoffice.registry import Look, Queue, QueueItem, register_queue
from storecrew.surfaces.workspaces.head_of_digital.home import without_second_factor

LEGAL_PAGES = ("terms", "privacy")
ADDRESS_NEEDED = ("street", "postal_code", "city", "country")
SIMULATOR = "simulator"


@dataclass(frozen=True)
class Step:
    """One thing that a shop needs: what, why, where it is done, and whether it is."""

    title: str
    why: str
    url: str
    done: bool


def steps() -> list[Step]:
    """Return all steps in the order in which one would take them; one query."""
    shop = _facts()
    if shop is None:
        why = _("It says where you sell, and in which currency.")
        return [Step(_("Open a channel"), why, link("channels_add"), done=False)]
    return [
        Step(
            _("Say who sells"),
            _("Trade name and address stand in the footer of the shop and on every paper."),
            link("channels_edit", shop.code),
            bool(shop.legal.get("trade_name") and shop.legal.get("address")),
        ),
        Step(
            _("Give the warehouse its address"),
            _("Parcels leave from there, and returns come back to it."),
            link("stock_place_edit", shop.place_code) if shop.place_code else link("stock_place_add"),
            all((shop.place or {}).get(part) for part in ADDRESS_NEEDED),
        ),
        Step(
            _("Register for taxes"),
            _("Tax is collected only where you say that you are registered."),
            link("tax_registrations_list"),
            shop.has_tax,
        ),
        Step(
            _("Offer a way to ship"),
            _("Without one that fits the address nobody can finish an order."),
            link("shipping_methods_list"),
            shop.has_shipping,
        ),
        Step(
            _("Take real money"),
            _("The simulator only pretends. Name your ways to be paid in STORECREW_GATEWAYS."),
            "",
            SIMULATOR not in settings.STORECREW_GATEWAYS and bool(settings.STORECREW_GATEWAYS),
        ),
        Step(
            _("Put the first product live"),
            _("Make one here, or import the file of your old shop."),
            link("products_list"),
            shop.has_product,
        ),
        Step(
            _("Write terms and privacy in your words"),
            _("The pages hold a text to start from, until one of your people publishes their own."),
            link("wagtailadmin_explore_root"),
            shop.legal_pages >= len(LEGAL_PAGES),
        ),
        Step(
            _("Sign in with a second factor"),
            _("A password alone is not enough for accounts that see customers and money."),
            link("mfa_index"),
            not shop.lacks_factor,
        ),
        Step(
            _("Invite your colleagues"),
            _("Or switch on single-person mode, in which you may approve what you ask for yourself."),
            link("people_add"),
            shop.staff > 1 or shop.alone,
        ),
    ]


def _facts() -> Any:
    """Return the default channel with everything that the steps ask about."""
    place = Location.objects.filter(is_default=True)
    staff = User.objects.filter(is_active=True, is_staff=True)
    written = ContentPage.objects.filter(slug__in=LEGAL_PAGES, live=True, latest_revision__user__isnull=False)
    return (
        Channel.objects.filter(is_default=True)
        .annotate(
            place=Subquery(place.values("address")[:1]),
            place_code=Subquery(place.values("code")[:1]),
            has_tax=Exists(TaxRegistration.objects.all()),
            has_shipping=Exists(ShippingMethod.objects.filter(active=True)),
            has_product=Exists(Product.objects.filter(status=Product.Status.LIVE)),
            legal_pages=_count(written, "slug"),
            lacks_factor=Exists(without_second_factor().order_by()),
            staff=_count(staff, "pk"),
            alone=Exists(HouseRule.objects.filter(single_person=True)),
        )
        .first()
    )


def _count(rows: Any, field: str) -> Any:
    """Return how many different values the rows have, as a part of another question."""
    one = rows.order_by().annotate(all_=OuterRef("is_default")).values("all_")
    counted = one.annotate(n=Count(field, distinct=True)).values("n")[:1]
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@workspace_page(permission="settings.read")
def setup(request: HttpRequest) -> HttpResponse:
    """Show all steps with their state."""
    found = steps()
    context = {
        "sample": request_actor(request).can("settings.write") and health.has_sample(),
        "header_title": _("Set up the shop"),
        "steps": found,
        "done": sum(step.done for step in found),
    }
    return render(request, "head_of_digital/setup.html", context)


def _to_set_up(look: Look) -> Queue | None:
    """List what is missing; a shop that has everything hears no more of it."""
    found = steps()
    missing = [step for step in found if not step.done]
    if not missing:
        return None
    items = [QueueItem(step.title, step.url or link("setup"), step.why) for step in missing]
    title = _("Set up the shop: %(done)s of %(all)s") % {"done": len(found) - len(missing), "all": len(found)}
    return Queue(title, items[:6], len(items), link("setup"))


register_queue("head_of_digital", _to_set_up, permission="settings.read", order=1)
