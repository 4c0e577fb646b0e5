"""What campaigns brought after everything they cost; every term opens its rows (MKT-7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights import public as insights
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import MarketingChannel
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice import export
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.charts import Bar, Bars
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.backoffice.registry import Tile
from storecrew.surfaces.ui.numbers import number
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import locale

MOST = 200
PER_PAGE = 25
DAYS = dt.timedelta(days=90)
CHANNELS = dict(MarketingChannel.choices)
STATES = ("live", "paused", "stopped", "ended")


def terms() -> dict[str, str]:
    """Return the terms in words, in the order of the sum."""
    return {
        "revenue": _("Net revenue before discounts"),
        "discount": _("Discounts"),
        "goods": _("Goods"),
        "shipping": _("Shipping beyond what was paid"),
        "back": _("Money that went back"),
        "contacts": _("Contacts"),
        "media": _("Media, print and partners"),
        "seeding": _("Products for partners"),
    }


@workspace_page(permission="pricing.cost_read")
def returns(request: HttpRequest) -> HttpResponse:
    """Show the result of the campaigns that have run, a page at a time, the newest first."""
    known = marketing.campaigns(states=STATES)[::-1]
    page = Paginator(known, PER_PAGE).get_page(request.GET.get("page"))
    found = sorted((insights.campaign_return(one) for one in page), key=lambda one: -one.result)
    context = {
        "tiles": _efficiency(known, found) if page.number == 1 else [],
        "links": [
            *([(_("Newer campaigns"), f"?page={page.number - 1}")] if page.has_previous() else []),
            *([(_("Older campaigns"), f"?page={page.number + 1}")] if page.has_next() else []),
        ],
        "header_title": _("Return of campaigns"),
        "back_url": reverse("traffic"),
        "back_label": _("Traffic"),
        "note": _about(),
        "tables": [
            Table(
                _("Campaigns"),
                (
                    _("Campaign"), _("Orders"), _("Result"), _("Result per media cost"), roas(),
                    *terms().values(),
                ),
                [
                    (
                        one.name, len(one.orders), _money(one, one.result),
                        _ratio(one.ratio), _ratio(one.return_on_media),
                        *(_money(one, one.term(name)) for name in terms()),
                    )
                    for one in found
                ],
                empty=_("No campaign has run yet."),
                kinds=("text", *["number"] * (4 + len(terms()))),
                row_urls=[reverse("campaign_return", args=[one.campaign_id]) for one in found],
            )
        ],
    }  # fmt: skip
    return render(request, "marketing_manager/report.html", {**context, "plain": True})


def roas() -> str:
    """Return what revenue over media cost is called."""
    return _("Revenue per media cost (ROAS)")


def _efficiency(
    known: Sequence[marketing.CampaignFacts], found: Sequence[insights.CampaignReturn]
) -> list[Tile]:
    """Return what all orders were worth over what all media cost, per currency."""
    period = insights.Period((clock.now() - DAYS).date(), clock.now().date() + dt.timedelta(days=1))
    made = {each.campaign_id: each for each in found}
    ran = [one for one in known if one.ends_at is None or one.ends_at.date() >= period.since]
    returns_of = [(one, made.get(one.id) or insights.campaign_return(one)) for one in ran]
    media = insights.all_media(period, returns_of, codes={one.utm_campaign for one in known})
    only = (insights.kinds.ORDER, insights.kinds.BACK)
    worth = insights.total(period, channels.all_channels(), only=only).amounts(*only)
    return [
        Tile(
            _("All revenue per media cost (MER), %(currency)s") % {"currency": currency},
            _ratio(worth.get(currency, 0) / cost.amount),
            _("%(worth)s over %(cost)s in 90 days; %(loose)s of it for ads of no campaign")
            % {
                "worth": Money(worth.get(currency, 0), currency).format(locale()),
                "cost": Money(cost.amount, currency).format(locale()),
                "loose": Money(cost.loose_ads, currency).format(locale()),
            },
            definition=_(
                "What all orders of the last 90 days were worth without tax, over all media cost: the "
                "ads that platforms reported for these days, with a campaign or without, and the other media "
                "of all campaigns that ran in them. It needs no attribution, so it holds where the way of an "
                "order is not known."
            ),
        )
        for currency, cost in sorted(media.items())
    ]


def _ratio(value: float | None) -> str:  # not money: a ratio
    return number(value, "0.00") if value is not None else ""


def _about() -> str:
    return _(
        "Result = net revenue − discounts − goods − shipping − money that went back − contacts − media − "
        "products for partners. Goods that were canceled, or came back and can be sold again, are no cost. "
        "An order belongs to a campaign when the last visit before it came by its links, or one of its "
        "promotions applied. What people would have bought anyway is in it; only a group that gets nothing "
        "tells it apart."
    )


def _beside(found: insights.CampaignReturn) -> list[Tile]:
    """Return what is attributed beside what the group that got nothing says."""
    attributed = Tile(
        _("Attributed"),
        _money(found, found.result),
        _("orders: %(count)s") % {"count": len(found.orders)},
        definition=_about(),
    )
    earned = Tile(
        roas(), _ratio(found.return_on_media) or _("not known"), _("before goods, shipping and contacts")
    )
    about = _(
        "Mailings of the campaign leave a drawn group out. Its share of people who order within two weeks is "
        "compared with that of all who were to get a mail; the range holds nineteen times in twenty. Amounts "
        "are totals of first orders, before costs. It counts mails only, and orders by any way."
    )
    known = found.increment
    if known is None:
        words = _("Set a percentage of people who get nothing in its mailings.")
        return [attributed, earned, Tile(_("Increment"), _("not known"), words, definition=about)]
    groups = _("%(bought)s of %(treated)s with, %(without)s of %(held)s without") % {
        "bought": known.bought, "treated": known.treated, "without": known.bought_without,
        "held": known.held_out,
    }  # fmt: skip
    buyers = Tile(_("Increment, buyers"), _range(known.more_buyers, str), groups, definition=about)
    money = Tile(
        _("Increment, revenue"),
        _range(known.more_revenue, lambda amount: _money(found, amount)),
        _("more than chance") if known.lift and known.lift.is_clear else _("may be chance"),
        tone="good" if known.lift and known.lift.is_clear and known.lift.difference > 0 else "neutral",
        definition=about,
    )
    return [attributed, earned, buyers, money]


def _range(gain: Any, said: Callable[[int], str]) -> str:
    if gain is None:
        return _("too few people")
    words = {name: said(getattr(gain, name)) for name in ("expected", "least", "most")}
    return _("%(expected)s (%(least)s to %(most)s)") % words


@workspace_page(permission="pricing.cost_read")
def campaign_return(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show one campaign: the sum, and the rows of the term that is opened; as a file too."""
    found = insights.campaign_return(marketing.campaign(campaign_id), at=clock.now())
    term = request.GET.get("term", "")
    term = term if term in terms() else ""
    table = _opened(found, term, request_actor(request))
    if answer := _as_file(request, found, term, table):
        return answer
    here = reverse("campaign_return", args=[campaign_id])
    unknown = {name: count for name, count in found.unknown.items() if count}
    context = {
        "header_title": found.name,
        "intro": _("Return of the campaign, orders so far: %(count)s") % {"count": len(found.orders)},
        "back_url": reverse("campaign_returns"),
        "back_label": _("Return of campaigns"),
        "links": [
            (_("All terms"), here),
            (_("As a file"), f"{here}?term={term}&export=csv"),
        ],
        "note": " ".join([_about(), *_missing(found, unknown)]),
        "tiles": _beside(found),
        "bars": [_sum(found, here)],
        "tables": [table],
        "plain": True,
    }
    return render(request, "marketing_manager/report.html", context)


def _missing(found: insights.CampaignReturn, unknown: dict[str, int]) -> list[str]:
    said = [
        ngettext(
            "%(count)s order has no known cost of: %(term)s.",
            "%(count)s orders have no known cost of: %(term)s.",
            count,
        )
        % {"count": count, "term": terms()[name]}
        for name, count in unknown.items()
    ]
    if found.other_currencies:
        said.append(
            ngettext(
                "%(count)s order in another currency is left out.",
                "%(count)s orders in other currencies are left out.",
                found.other_currencies,
            )
            % {"count": found.other_currencies}
        )
    if any(not one.known for one in found.seeding):
        said.append(_("The cost of some products for partners, or of their labels, is not known."))
    if any(not one.known for one in found.media):
        said.append(_("Some media costs are planned, not billed yet."))
    return said


def _sum(found: insights.CampaignReturn, here: str, query: str = "") -> Bars:
    values = {name: found.term(name) for name in terms()}
    top = max((abs(value) for value in values.values()), default=0) or 1
    bars = [
        Bar(
            words,
            _money(found, values[name] if name == "revenue" else -values[name]),
            round(100 * abs(values[name]) / top),
            url=f"{here}?{query}term={name}",
            tone="" if name == "revenue" else "quiet",
        )
        for name, words in terms().items()
    ]
    bars.append(Bar(_("Result"), _money(found, found.result), min(100, round(100 * abs(found.result) / top)),
                    tone="bad" if found.result < 0 else ""))  # fmt: skip
    return Bars(_("The sum"), bars, definition=_("Each term opens the orders or activities it is made of."))


def _orders(found: insights.CampaignReturn, term: str, actor: Actor) -> Table:
    names = [term] if term else [name for name in terms() if name not in ("media", "seeding")]
    by = {
        "visit": _("visit"), "promotion": _("promotion"), "both": _("both"), "link": _("link"),
        "code": _("code"),
    }  # fmt: skip
    return Table(
        terms()[term] if term else _("Orders"),
        (_("Order"), _("Placed"), _("Tied by"), *(terms()[name] for name in names), _("Left before media")),
        [
            (
                one.number, one.placed_at, by[one.by],
                *(_known(found, getattr(one, name)) for name in names), _money(found, one.left),
            )
            for one in found.orders[:MOST]
        ],
        empty=_("No order belongs to this campaign yet."),
        kinds=("text", "datetime", "text", *["number"] * (len(names) + 1)),
        row_urls=[reverse("orders_record", args=[one.number]) for one in found.orders[:MOST]]
        if actor.can("orders.read")
        else (),
    )  # fmt: skip


def _media(found: insights.CampaignReturn) -> Table:
    return Table(
        terms()["media"],
        (_("Activity"), _("Channel"), _("Partner"), _("Cost"), _("State")),
        [
            (
                one.title, CHANNELS.get(one.channel, one.channel), one.partner, _money(found, one.amount),
                _("billed") if one.known else _("planned"),
            )
            for one in found.media
        ],
        kinds=("text", "text", "text", "number", "text"),
    )  # fmt: skip


def _seeding(found: insights.CampaignReturn, actor: Actor) -> Table:
    return Table(
        terms()["seeding"],
        (
            _("Order"), _("When"), _("Partner"), _("Campaign"), _("Cost center"), _("Goods at cost"),
            _("Label"),
        ),
        [
            (
                one.order_number, one.made_at, one.partner, one.campaign or "–", one.cost_center,
                _known(found, one.goods), _known(found, one.shipping),
            )
            for one in found.seeding
        ],
        empty=_("No products were sent."),
        kinds=("text", "datetime", "text", "text", "text", "number", "number"),
        row_urls=[reverse("orders_record", args=[one.order_number]) for one in found.seeding]
        if actor.can("orders.read")
        else (),
    )  # fmt: skip


def _opened(found: insights.CampaignReturn, term: str, actor: Actor) -> Table:
    if term == "media":
        return _media(found)
    return _seeding(found, actor) if term == "seeding" else _orders(found, term, actor)


def _as_file(
    request: HttpRequest, found: insights.CampaignReturn, term: str, table: Table
) -> HttpResponse | None:
    form = request.GET.get("export", "")
    if form not in export.FORMATS:
        return None
    name = f"return-{found.code or found.campaign_id}-{term or 'all'}-{clock.now():%Y-%m-%d}"
    keys = [str(header) for header in table.headers]
    return export.answer(form, name, keys, keys, table.rows)  # type: ignore[return-value]


@workspace_page(permission="pricing.cost_read")
def partner_return(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Show what a partner brought after everything they cost, in one currency; as a file too."""
    known = [each.currency for each in affiliates.balances(partner_id)]
    known += [each.currency for each in affiliates.seedings(partner_id=partner_id)]
    currencies = list(dict.fromkeys(known)) or [channels.facts().currency]
    currency = request.GET.get("currency", "")
    currency = currency if currency in currencies else currencies[0]
    found = insights.partner_return(partner_id, currency=currency)
    term = request.GET.get("term", "")
    term = term if term in terms() else ""
    table = _opened(found, term, request_actor(request))
    if answer := _as_file(request, found, term, table):
        return answer
    here = reverse("partner_return", args=[partner_id])
    unknown = {name: count for name, count in found.unknown.items() if count}
    context = {
        "header_title": found.name,
        "intro": _("What they brought, orders so far: %(count)s") % {"count": len(found.orders)},
        "back_url": reverse("partner", args=[partner_id]),
        "back_label": found.name,
        "links": [
            (_("All terms"), f"{here}?currency={currency}"),
            (_("As a file"), f"{here}?currency={currency}&term={term}&export=csv"),
            *((each, f"{here}?currency={each}") for each in currencies if each != currency),
        ],
        "note": " ".join([_about_partner(), *_missing(found, unknown)]),
        "tiles": [
            Tile(
                _("Result"), _money(found, found.result),
                _("orders: %(count)s") % {"count": len(found.orders)},
                tone="bad" if found.result < 0 else "neutral", definition=_about_partner(),
            ),
            Tile(
                _("Cost of the partner"), _money(found, found.term("media") + found.term("seeding")),
                _("commissions %(commission)s, products %(products)s")
                % {
                    "commission": _money(found, found.term("media")),
                    "products": _money(found, found.term("seeding")),
                },
            ),
        ],
        "bars": [_sum(found, here, f"currency={currency}&")],
        "tables": [table],
        "plain": True,
    }  # fmt: skip
    return render(request, "marketing_manager/report.html", context)


def _about_partner() -> str:
    return _(
        "Result = net revenue − discounts − goods − shipping − money that went back − contacts − commissions "
        "− products sent to the partner, at what they cost us, with their labels. Goods that were canceled, "
        "or came back and can be sold again, are no cost. An order belongs to a partner when it came by "
        "their link or code."
    )


def _money(found: insights.CampaignReturn, amount: int) -> str:
    return Money(amount, found.currency).format(locale())


def _known(found: insights.CampaignReturn, amount: Any) -> str:
    return _("not known") if amount is None else _money(found, amount)
