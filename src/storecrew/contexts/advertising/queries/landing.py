"""What an ad's landing page is, and whether it keeps what the ad promises."""

from __future__ import annotations

from urllib.parse import unquote

from storecrew.contexts.advertising.errors import UnknownAdGroup
from storecrew.contexts.advertising.facts import LandingCheck
from storecrew.contexts.advertising.models import AdGroup
from storecrew.contexts.advertising.queries.items import in_shop
from storecrew.contexts.advertising.rules import checking
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import shown


def find_group(group_id: int) -> AdGroup:
    """Return an ad group. Raises UnknownAdGroup."""
    row = AdGroup.objects.filter(pk=group_id).first()
    if row is None:
        raise UnknownAdGroup(ad_group=group_id)
    return row


def look_at_landing(group: AdGroup) -> LandingCheck:
    """Make the landing page and compare it with the group's keywords. Raises NotServed."""
    channel = channels.facts_by_id(group.channel_id)
    answer = shown.show(in_shop(channel, group.landing))
    page = shown.read(answer.text)
    wanted = list(group.keywords.filter(negative=False).values_list("text", flat=True))
    headings = [text for level, text in page.headings if level <= 2]
    missing = checking.landing_match(wanted, page.title, headings, page.text)
    product = page.of_type("Product")
    offer = (product or {}).get("offers") or {}
    availability = str(offer.get("availability", "")) if product is not None else None
    matched = len(wanted) - len(missing)
    return LandingCheck(
        status=answer.status,
        title=page.title,
        matched=matched,
        keywords=len(wanted),
        missing=tuple(missing),
        problems=checking.landing_problems(answer.status, page.robots, availability, matched, len(wanted)),
    )


def product_of(landing: str) -> int | None:
    """Return the product whose page a landing page is, or None for another page."""
    parts = unquote(landing.split("?", 1)[0]).strip("/").split("/")
    if len(parts) == 3 and parts[1] == "p":
        return catalog.product_id_by_slug(parts[2])
    return None


def buyable(group: AdGroup) -> bool | None:
    """Say whether anything on a group's landing page can be bought now; None where it is no product's."""
    product_id = product_of(group.landing)
    if product_id is None:
        return None
    ids = catalog.variant_ids_of_products([product_id]).get(product_id, ())
    sold = catalog.sellable_variants(ids, channel_id=group.channel_id)
    stock = inventory.available_to_promise(list(sold), channel_id=group.channel_id)
    return any(found.available > 0 for found in stock.values())
