"""What a launch needs, read from what is there: nobody can tick it off."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.catalog.models import Listing, Product, Variant
from storecrew.contexts.channels import public as channels
from storecrew.contexts.content.models import ContentPage
from storecrew.contexts.health import public as health
from storecrew.contexts.health.public import LaunchFact as Fact
from storecrew.contexts.inventory.models import Location, StockLevel
from storecrew.contexts.payments import public as payments
from storecrew.contexts.pricing.models import TaxRegistration
from storecrew.contexts.seo import public as seo
from storecrew.contexts.shipping.models import ShippingMethod
from storecrew.kernel.mail.models import Mail

LEGAL_PAGES = ("privacy", "terms")
ADDRESS_NEEDED = ("street", "postal_code", "city", "country")
REAL_MAIL = "smtp"
LOOK_BACK = dt.timedelta(days=1)
CHECK_HOLDS = dt.timedelta(days=7)
LATELY = dt.timedelta(days=30)


def facts_of(channel: channels.ChannelFacts, *, at: dt.datetime) -> dict[str, list[Fact]]:
    """Return the facts of each item of a launch by its code; a fixed number of queries."""
    return {
        "content": _content(channel),
        "goods": [*_goods(channel), _check_order(channel, at)],
        "payment": _payment(channel),
        "mail": _mail(at),
        "tax": _tax(channel),
        "stock": _stock(),
        "shipping": _shipping(),
        "service": _service(channel),
        "redirects": _redirects(at),
        "data": [
            Fact(
                "sample_gone",
                not health.has_sample(),
                "",
                _("The sample store is taken away"),
                "/admin/setup/sample/",
            )
        ],
    }


def _content(channel: channels.ChannelFacts) -> list[Fact]:
    rows = ContentPage.objects.filter(slug__in=LEGAL_PAGES, live=True, latest_revision__user__isnull=False)
    written = set(rows.values_list("slug", "locale__language_code"))
    missing = sorted(
        f"{slug} ({locale})"
        for slug in LEGAL_PAGES
        for locale in channel.locales
        if (slug, locale) not in written
    )
    title = _("Terms and privacy are published in your words, in every language")
    return [Fact("legal_pages", not missing, ", ".join(missing), title, "/admin/pages/")]


def _goods(channel: channels.ChannelFacts) -> list[Fact]:
    rows = Listing.objects.filter(channel_id=channel.id, published=True, product__status=Product.Status.LIVE)
    return [
        Fact("for_sale", rows.exists(), "", _("Something is for sale in this channel"), "/admin/products/")
    ]


def _check_order(channel: channels.ChannelFacts, at: dt.datetime) -> Fact:
    worked = health.check_worked(channel.code, since=at - CHECK_HOLDS)
    title = _("A check order of the last seven days was placed and taken back")
    return Fact("check_order", worked, "", title, "/admin/launches/")


def _redirects(at: dt.datetime) -> list[Fact]:
    dead, missing = seo.health_of_moves(since=at - LATELY)
    nowhere = _("Every redirect leads to a page that is there")
    in_vain = _("No old address is asked for in vain by many")
    url = "/admin/seo/redirects/"
    return [
        Fact("redirects_lead", not dead, str(dead or ""), nowhere, f"{url}?f.dead=1"),
        Fact("old_addresses", not missing, str(missing or ""), in_vain, "/admin/seo/missing/"),
    ]


def _payment(channel: channels.ChannelFacts) -> list[Fact]:
    ways = tuple(way.code for way in payments.available_gateways(channel.code))
    pretend = [way for way in ways if way in payments.test_only_codes()]
    test_key = settings.STORECREW_STRIPE_SECRET_KEY.startswith(("sk_test", "rk_test")) and "stripe" in ways
    value = ", ".join((*ways, "test key")) if test_key else ", ".join(ways)
    title = _("Every way to pay moves real money")
    return [Fact("payment_live", bool(ways) and not pretend and not test_key, value, title, "/admin/setup/")]


def _mail(at: dt.datetime) -> list[Fact]:
    backend = settings.EMAIL_BACKEND.split(".")[-2]
    lost = Mail.objects.filter(state=Mail.State.GIVEN_UP, queued_at__gte=at - LOOK_BACK).exists()
    return [
        Fact(
            "mail_server",
            backend == REAL_MAIL,
            backend,
            _("Mails leave through a mail server"),
            "/admin/setup/",
        ),
        Fact("mail_leaves", not lost, "", _("No mail of the last day was given up"), "/admin/mails/"),
    ]


def _tax(channel: channels.ChannelFacts) -> list[Fact]:
    named = bool(channel.legal.get("trade_name") and channel.legal.get("address"))
    edit = f"/admin/channels/{channel.code}/edit/"
    return [
        Fact("seller", named, "", _("The seller's name and address are known"), edit),
        Fact(
            "registered", TaxRegistration.objects.exists(), "", _("There is a tax registration"),
            "/admin/taxes/registrations/",
        ),
    ]  # fmt: skip


def _stock() -> list[Fact]:
    place = Location.objects.filter(is_default=True).values_list("address", flat=True).first() or {}
    return [
        Fact(
            "warehouse", all(place.get(part) for part in ADDRESS_NEEDED), "",
            _("The warehouse has its address"), "/admin/stock/places/",
        ),
        Fact(
            "on_hand", StockLevel.objects.filter(on_hand__gt=0).exists(), "", _("Something is in stock"),
            "/admin/stock/",
        ),
    ]  # fmt: skip


def _shipping() -> list[Fact]:
    offered = ShippingMethod.objects.filter(active=True).exists()
    return [Fact("ship", offered, "", _("There is a way to ship"), "/admin/shipping-methods/")]


def _service(channel: channels.ChannelFacts) -> list[Fact]:
    reached = bool(channel.legal.get("email") or channel.legal.get("phone"))
    edit = f"/admin/channels/{channel.code}/edit/"
    return [Fact("reached", reached, "", _("The shop names a phone number or an address to write to"), edit)]


def sku_to_try(channel: channels.ChannelFacts) -> str:
    """Return an article that is for sale in the channel and in stock, "" when there is none."""
    offered = Listing.objects.filter(
        channel_id=channel.id, published=True, product__status=Product.Status.LIVE
    )
    rows = Variant.objects.filter(active=True, product_id__in=offered.values("product_id"))
    stocked = StockLevel.objects.filter(on_hand__gt=0).values("variant_id")
    return rows.filter(pk__in=stocked).order_by("pk").values_list("sku", flat=True).first() or ""


health.read_launch_facts(facts_of, sku_to_try)
