"""What banners and pop-ups a page shows at a moment, asked as the page is made (MKT-10, MKT-18)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.marketing.facts import OnsitePage, OnsiteShown
from storecrew.contexts.marketing.models import OnsiteMessage
from storecrew.contexts.marketing.queries.segments import is_member
from storecrew.contexts.marketing.rules import onsite as rules
from storecrew.contexts.marketing.rules.mailing import in_language
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel.kept import kept

TAG = "onsite"
"""What the page cache calls all on-site messages: bumped when one is written, moved, or its campaign is."""
PROMOTIONS = "promotions"


class Surroundings(NamedTuple):
    """What messages hang on: promotions by id, product and availability of articles by SKU.

    ``early`` are the promotions that the reader has before everybody else.
    """

    promotions: dict[int, promotions.Standing]
    products: dict[str, int]
    there: frozenset[str]
    early: frozenset[int] = frozenset()


def onsite_page(
    place: str, *, section: str = "", channel: channels.ChannelFacts, locale: str, at: dt.datetime
) -> OnsitePage:
    """Return what a page shows to everybody. No query while nothing is planned for it.

    ``place`` is "home", "category", "product", "cart" or "all"; ``section`` the path of its category.
    """
    mine = _of_page(place, section, channel)
    if not mine:
        return OnsitePage(tags=(TAG,))
    around = _surroundings(mine, [channel])
    shown = [
        row
        for row in mine
        if row.segment_id is None and _standing(row, channel, around, at).state == rules.RUNNING
    ]
    personal = any(
        (row.segment_id and _standing(row, channel, around, at).state in (rules.RUNNING, rules.HELD))
        or _is_early(row, channel, around, at)
        for row in mine
    )
    return _arranged(
        shown, locale, personal=personal, tags=_tags(mine, around), until=_until(mine, channel, around, at)
    )


def onsite_for(
    contact: customers.ContactFacts,
    place: str,
    *,
    section: str = "",
    channel: channels.ChannelFacts,
    locale: str,
    at: dt.datetime,
) -> OnsitePage:
    """Return what a page shows beyond that to somebody known: by their segments, or by what they have early.

    Nobody may keep it.
    """
    mine = [row for row in _of_page(place, section, channel) if row.segment_id or row.promotion_id]
    around = _surroundings(mine, [channel])
    buyer = promotions.Buyer(contact.customer_id, contact.email, channel.code, channel.timezone, locale)
    notes = {
        key: promotions.early_note(found, buyer)
        for key, found in around.promotions.items()
        if promotions.is_let_in_early(found, buyer, at)
    }
    mine = [row for row in mine if row.segment_id or row.promotion_id in notes]
    around = around._replace(early=frozenset(notes))
    running = [row for row in mine if _standing(row, channel, around, at).state == rules.RUNNING]
    segments = {row.segment_id for row in running if row.segment_id}
    in_them = {None} | {key for key in segments if is_member(contact.id, key, at=at)}
    return _arranged([row for row in running if row.segment_id in in_them], locale, notes=notes)


def onsite_shown(row: OnsiteMessage, locale: str, note: str = "") -> OnsiteShown:
    """Return a message in a language, whatever its state: for previews."""
    return OnsiteShown(
        id=row.pk,
        kind=row.kind,
        placement=row.placement,
        heading=in_language(row.headings, locale),
        text=in_language(row.texts, locale),
        button=in_language(row.buttons, locale),
        path=row.path,
        campaign=row.campaign.utm_campaign if row.campaign else "",
        picture_id=row.picture_id,
        trigger=row.trigger,
        trigger_after=row.trigger_after,
        cap_times=row.cap_times,
        cap_days=row.cap_days,
        note=note,
    )


def is_onsite(message_id: int) -> bool:
    """Say whether there is such a message that is not over; for counting."""
    return any(row.pk == message_id for row in _open())


def standings(rows: Sequence[OnsiteMessage], at: dt.datetime) -> dict[int, rules.Standing]:
    """Return how messages stand over all their shops, by id; goods that one of these shops has are there."""
    found = {}
    for codes, group in _by_shops(rows).items():
        shops = [each for each in channels.all_channels() if not codes or each.code in codes]
        around = _surroundings(group, shops)
        for row in group:
            bound = _bound(row, around, at, row.shop_channels)
            found[row.pk] = rules.standing(row.starts_at, row.ends_at, row.stopped, bound, at)
    return found


def _by_shops(rows: Sequence[OnsiteMessage]) -> dict[tuple[str, ...], list[OnsiteMessage]]:
    """Return messages by the shops that they are for; () is all of them."""
    found: dict[tuple[str, ...], list[OnsiteMessage]] = {}
    for row in rows:
        found.setdefault(tuple(sorted(row.shop_channels)), []).append(row)
    return found


@kept(TAG, "channels", in_transactions=True)
def _open() -> tuple[OnsiteMessage, ...]:
    """Return all messages that are not over, first the more important; rows that nobody changes."""
    rows = OnsiteMessage.objects.exclude(state=OnsiteMessage.State.ENDED).select_related("campaign")
    return tuple(rows.order_by("-priority", "-id"))


def _of_page(place: str, section: str, channel: channels.ChannelFacts) -> list[OnsiteMessage]:
    return [
        row
        for row in _open()
        if rules.is_for(row.kind, row.placement, row.category, place=place, section=section)
        and (not row.shop_channels or channel.code in row.shop_channels)
    ]


def _surroundings(rows: Iterable[OnsiteMessage], shops: Collection[channels.ChannelFacts]) -> Surroundings:
    """Read what messages hang on; nothing is asked of what none names."""
    named = {row.promotion_id for row in rows if row.promotion_id}
    skus = sorted({sku for row in rows for sku in row.skus})
    standing = promotions.standing(named) if named else {}
    variants = catalog.variant_ids_by_sku(skus) if skus else {}
    products = catalog.product_ids_of_variants(variants.values()) if variants else {}
    there: set[str] = set()
    for shop in shops if skus else ():
        sold = catalog.sellable_ids(skus, channel_id=shop.id)
        stock = inventory.available_to_promise(list(sold.values()), channel_id=shop.id)
        there |= {sku for sku, key in sold.items() if stock[key].available > 0}
    return Surroundings(standing, {sku: products[key] for sku, key in variants.items()}, frozenset(there))


def _bound(
    row: OnsiteMessage, around: Surroundings, at: dt.datetime, shop_codes: Collection[str]
) -> rules.Bound:
    """Say how what a message hangs on stands in at least one of these shops; none named are all."""
    promotion = ""
    if row.promotion_id:
        found = around.promotions.get(row.promotion_id)
        promotion = "over"
        if found is not None:
            in_them = any(found.holds_in(code, at) for code in shop_codes)
            holds = found.id in around.early or (in_them if shop_codes else found.holds(at))
            promotion = rules.promotion_word(found.state, found.pause_reason, holds=holds)
    return rules.Bound(
        campaign=row.campaign.state if row.campaign else "",
        promotion=promotion,
        goods=not row.skus or not around.there.isdisjoint(row.skus),
    )


def _is_early(
    row: OnsiteMessage, channel: channels.ChannelFacts, around: Surroundings, at: dt.datetime
) -> bool:
    """Say whether a message tells of what only some have now."""
    found = around.promotions.get(row.promotion_id or 0)
    return found is not None and found.is_early_in(channel.code, at)


def _standing(
    row: OnsiteMessage, channel: channels.ChannelFacts, around: Surroundings, at: dt.datetime
) -> rules.Standing:
    """Say how a message stands in one shop, by the clock on its wall."""
    start, end = rules.window(row.starts_local, row.ends_local, [channel.timezone])
    return rules.standing(start, end, row.stopped, _bound(row, around, at, [channel.code]), at)


def _until(
    rows: Iterable[OnsiteMessage], channel: channels.ChannelFacts, around: Surroundings, at: dt.datetime
) -> dt.datetime | None:
    """Return the next moment at which the clock alone changes what is shown."""
    moments: list[dt.datetime | None] = []
    for row in rows:
        moments += rules.window(row.starts_local, row.ends_local, [channel.timezone])
    for each in around.promotions.values():
        moments += (*each.windows.get(channel.code, ()), each.early.get(channel.code))
    return min((one for one in moments if one is not None and one > at), default=None)


def _tags(rows: Iterable[OnsiteMessage], around: Surroundings) -> tuple[str, ...]:
    found = [TAG, *(f"product:{key}" for key in sorted(set(around.products.values())))]
    return (*found, PROMOTIONS) if any(row.promotion_id for row in rows) else tuple(found)


def _arranged(
    rows: Iterable[OnsiteMessage],
    locale: str,
    *,
    notes: Mapping[int, str] = MappingProxyType({}),
    personal: bool = False,
    tags: tuple[str, ...] = (),
    until: dt.datetime | None = None,
) -> OnsitePage:
    """Put the first of each kind in its place: a page has one bar, one banner, one pop-up at most."""
    found: dict[str, OnsiteShown] = {}
    for row in rows:
        slot = "popup" if row.kind == "popup" else "bar" if row.placement == "all" else "banner"
        found.setdefault(slot, onsite_shown(row, locale, notes.get(row.promotion_id or 0, "")))
    return OnsitePage(
        bar=found.get("bar"), banner=found.get("banner"), popup=found.get("popup"),
        personal=personal, tags=tags, until=until,
    )  # fmt: skip
