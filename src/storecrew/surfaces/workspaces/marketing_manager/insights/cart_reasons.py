"""Why carts are left: what stood open when each was seen last, and what its checkout refused (MKT-4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from storecrew.contexts.insights import public as insights
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.sentence import register_writer, say, told_by
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.charts import Bar, Bars
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.backoffice.registry import Text, Tile
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.marketing_manager.insights import frame as framing
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import DEVICES, Frame, number, way

kinds = insights.kinds
DUE = dt.timedelta(days=7)
MOST = 40
REASONS: Mapping[str, Text] = {
    "cart_empty": gettext_lazy("The cart was emptied"),
    "price_on_request": gettext_lazy("An article has its price on request"),
    "line_not_for_sale": gettext_lazy("An article is no longer for sale"),
    "not_for_sale": gettext_lazy("An article is no longer for sale"),
    "insufficient_stock": gettext_lazy("The stock was gone"),
    "email_missing": gettext_lazy("No e-mail address yet"),
    "address_missing": gettext_lazy("No address yet"),
    "country_not_served": gettext_lazy("We do not deliver there"),
    "shipping_not_possible": gettext_lazy("No delivery fits the cart and the address"),
    "shipping_method_missing": gettext_lazy("No delivery chosen"),
    "shipping_method_unavailable": gettext_lazy("The chosen delivery is not there any more"),
    "pickup_point_missing": gettext_lazy("No place to collect chosen"),
    "pickup_point_unavailable": gettext_lazy("The chosen place cannot be used any more"),
    "pickup_point_not_needed": gettext_lazy("A place to collect was chosen that is not needed"),
    "gift_wrap_unavailable": gettext_lazy("Gifts are not wrapped any more"),
    "gift_message_too_long": gettext_lazy("The words for the gift are too long"),
    "not_paid": gettext_lazy("Only the payment was missing"),
    "payment_declined": gettext_lazy("The payment was declined"),
    "cart_changed": gettext_lazy("Price or goods changed while paying"),
    "requirements_unmet": gettext_lazy("Something was missing at the payment"),
    "invalid_contact": gettext_lazy("The contact was not accepted"),
    "email_invalid": gettext_lazy("The e-mail address was not accepted"),
    "phone_invalid": gettext_lazy("The telephone number was not accepted"),
    "name_invalid": gettext_lazy("The name was not accepted"),
    "street_invalid": gettext_lazy("The street was not accepted"),
    "postal_code_invalid": gettext_lazy("The post code was not accepted"),
    "city_invalid": gettext_lazy("The city was not accepted"),
    "region_invalid": gettext_lazy("The region was not accepted"),
    "country_invalid": gettext_lazy("The country was not accepted"),
}


def reason(code: str) -> str:
    """Return a reason in words; one that has none yet by its code."""
    return str(REASONS.get(code, code.replace("_", " ")))


register_writer("insights.reason", lambda facts: reason(facts["code"]))


def bars_of(shown: Frame) -> tuple[Bars, Bars]:
    """Return what carts lacked and what their checkouts refused, for the funnel; two queries."""
    where = {name: shown.own[name] for name in ("device", "way") if shown.own.get(name)}
    found = insights.counted("reason", shown.period, shown.among, by=("subject",), **where)
    before = (
        insights.counted("reason", shown.before, shown.among, by=("subject",), **where)
        if shown.before
        else {}
    )
    return (
        _bars(
            shown, found, before, kinds.STANDS, _("Where carts stopped"),
            _(
                "Carts that were begun in this time, came to the checkout and are not ordered, by what they "
                "lacked when they were seen last. Those of the last hours may go on."
            ),
        ),
        _bars(
            shown, found, before, kinds.HINDERED, _("What the checkout refused"),
            _("Carts to which it was said, once for each reason; they may have been ordered afterwards."),
        ),
    )  # fmt: skip


def _bars(
    shown: Frame,
    found: Mapping[tuple[str, ...], insights.Counts],
    before: Mapping[tuple[str, ...], insights.Counts],
    kind: str,
    title: str,
    about: str,
) -> Bars:
    counts = sorted(((each[kind], key[0]) for key, each in found.items() if each[kind] > 0), reverse=True)
    whole = sum(count for count, _code in counts)
    bars = []
    for count, code in counts[:MOST]:
        was = before.get((code,), insights.Counts({}))[kind]
        earlier = _("%(count)s before") % {"count": number(was)} if shown.before else ""
        url = f"{reverse('cart_reason', args=[code])}?{shown.query()}"
        bars.append(
            Bar(reason(code), number(count), round(100 * count / whole), percent(count, whole), earlier, url)
        )
    return Bars(title, bars, definition=about)


@workspace_page(permission="reports.read")
def cart_reason(request: HttpRequest, code: str) -> HttpResponse:
    """Show one reason: its trend, and on which devices, by which ways and in which shops it stood."""
    shown = framing.frame(request, own=("device", "way"))
    where = {name: shown.own[name] for name in ("device", "way") if shown.own[name]}
    asked = {"dimension": "reason", "subject": code, **where}
    now = insights.series(shown.period, shown.step, shown.among, **asked)
    before = insights.series(shown.before, shown.step, shown.among, **asked) if shown.before else []
    sums, earlier = (sum((counts for _day, counts in each), insights.Counts({})) for each in (now, before))
    if code not in REASONS and not (sums[kinds.STANDS] or sums[kinds.HINDERED]):
        raise Http404
    shops = {one.id: one.name for one in shown.among}
    context = {
        **shown.context(),
        "header_title": reason(code),
        "intro": _("A reason that stood in a cart's way in the checkout."),
        "back_url": f"{reverse('funnel')}?{shown.query()}",
        "back_label": _("From visit to order"),
        "pick": [
            (pgettext("filter", "Device"), "device", list(DEVICES.items())[:3], shown.own["device"]),
            (pgettext("filter", "Way in"), "way", list(framing.WAYS.items()), shown.own["way"]),
        ],
        "tiles": [
            _tile(_("Carts that stopped here"), sums, earlier, kinds.STANDS, shown),
            _tile(_("Carts to which it was said"), sums, earlier, kinds.HINDERED, shown),
        ],
        "charts": [
            framing.line(shown, _("Carts that stopped here"), lambda each: each[kinds.STANDS], now, before),
            framing.line(
                shown, _("Carts to which it was said"), lambda each: each[kinds.HINDERED], now, before
            ),
        ],
        "tables": [
            _by(shown, code, "device", _("By device"), lambda key: str(DEVICES.get(key, key))),
            _by(shown, code, "way", _("By way in"), way),
            _by(shown, code, "channel_id", _("By shop"), lambda key: shops.get(int(key), key)),
        ],
        "task": reverse("cart_reason_task", args=[code]) if request_actor(request).can("work.write") else "",
    }
    return framing.answer(request, context, template="marketing_manager/cart_reason.html")


def _tile(title: str, now: insights.Counts, before: insights.Counts, kind: str, shown: Frame) -> Tile:
    earlier = _("%(count)s before") % {"count": number(before[kind])} if shown.before else ""
    return Tile(title, number(now[kind]), earlier)


def _by(shown: Frame, code: str, column: str, title: str, said: Callable[[str], str]) -> Table:
    where = {name: shown.own[name] for name in ("device", "way") if shown.own[name]}
    found = insights.counted("reason", shown.period, shown.among, by=(column,), subject=code, **where)
    rows = sorted(found.items(), key=lambda pair: -pair[1][kinds.STANDS] - pair[1][kinds.HINDERED])
    return Table(
        title,
        (title, _("Carts that stopped here"), _("Carts to which it was said")),
        [(said(key[0]), counts[kinds.STANDS], counts[kinds.HINDERED]) for key, counts in rows],
        empty=framing.nothing(),
        kinds=("text", "number", "number"),
    )


@workspace_page(permission="work.write")
@require_POST
def as_task(request: HttpRequest, code: str) -> HttpResponse:
    """Make a task of a reason for whoever keeps the checkout; the same reason only once."""
    if code not in REASONS:
        raise Http404
    work.open_task(
        code="cart_reason",
        title=say("Carts are left: %(reason)s", reason=told_by("insights.reason", {"code": code})),
        detail=say("Find out what shoppers meet there, and what would let them go on."),
        owner_role="ecommerce_sme",
        url=reverse("cart_reason", args=[code]),
        due_at=clock.now() + DUE,
        dedupe_key=f"cart_reason:{code}",
        actor=request_actor(request),
        at=clock.now(),
    )
    messages.success(request, _("It is a task of the E-commerce SME now."))
    return redirect("cart_reason", code=code)
