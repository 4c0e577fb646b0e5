"""What products lack to be sold, asked for many at once, and the ones of a file that are held back for it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from storecrew.contexts.catalog.models import Listing, Product, Variant
from storecrew.contexts.catalog.operations.common import tell_many
from storecrew.contexts.catalog.providers.readiness import SaleCheck, sale_checks
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def lacking_of(product_ids: Collection[int], *, at: dt.datetime) -> dict[int, list[str]]:
    """What products lack to be sold: "channel", and the codes of the sale checks; complete ones are left out.

    Products of the same channels are asked about together, so the number of queries is that of the checks
    and of the sets of channels, not of the products.
    """
    codes: dict[int, list[str]] = {product_id: [] for product_id in product_ids}
    listed = Listing.objects.filter(product_id__in=list(codes), published=True, channel__active=True)
    for product_id, code in listed.order_by("channel__code").values_list("product_id", "channel__code"):
        codes[product_id].append(code)
    variants: dict[int, list[int]] = defaultdict(list)
    active = Variant.objects.filter(product_id__in=list(codes), active=True).order_by("pk")
    for product_id, variant_id in active.values_list("product_id", "pk"):
        variants[product_id].append(variant_id)
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for product_id, found in codes.items():
        alike[tuple(found)].append(product_id)
    missing: dict[int, list[str]] = {product_id: [] for product_id in codes}
    for channel_codes, ids in alike.items():
        own = {product_id: variants[product_id] for product_id in ids}
        if not channel_codes:
            for product_id in ids:
                missing[product_id].append("channel")
        for check in sale_checks():
            for product_id in _failing(check, own, channel_codes, at):
                missing[product_id].append(check.code)
    return {product_id: lacks for product_id, lacks in missing.items() if lacks}


def _failing(
    check: SaleCheck, own: Mapping[int, list[int]], codes: Collection[str], at: dt.datetime
) -> list[int]:
    if check.which is None:
        return [product_id for product_id, ids in own.items() if check.lacks(ids, codes, at)]
    if not codes:
        return [product_id for product_id, ids in own.items() if check.lacks(ids, codes, at)]
    bad = check.which([one for ids in own.values() for one in ids], codes, at)
    return [product_id for product_id, ids in own.items() if not bad.isdisjoint(ids)]


def words_of(codes: Collection[str]) -> list[str]:
    """Return what is missing in the reader's language."""
    words = {"channel": _("A channel"), **{check.code: str(check.label) for check in sale_checks()}}
    return [words[code] for code in codes]


def not_sellable(product_ids: Collection[int], *, at: dt.datetime) -> dict[int, dict[str, str]]:
    """Return what those of products that are not live lack to be sold: words by code of what is missing."""
    rows = Product.objects.filter(pk__in=list(product_ids)).exclude(status=Product.Status.LIVE)
    lacking = lacking_of(list(rows.values_list("pk", flat=True)), at=at)
    return {
        product_id: dict(zip(lacks, words_of(lacks), strict=True)) for product_id, lacks in lacking.items()
    }


def hold_back(product_ids: Collection[int], *, actor: Actor, at: dt.datetime) -> dict[int, list[str]]:
    """Make drafts of the live ones of products that cannot be sold; return what those lack, in words.

    For products that a file sets live: its prices are known only after its products. Raises Denied.
    """
    actor.require("catalog.import" if actor.can("catalog.import") else "catalog.write")
    live = Product.objects.filter(pk__in=list(product_ids), status=Product.Status.LIVE)
    lacking = lacking_of(list(live.values_list("pk", flat=True)), at=at)
    if not lacking:
        return {}
    with transaction.atomic():
        Product.objects.filter(pk__in=list(lacking), status=Product.Status.LIVE).update(
            status=Product.Status.DRAFT, version=F("version") + 1, updated_at=at
        )
        audit.record_many(
            [
                audit.Change("catalog.product_status_set", "catalog.product", product_id,
                             {"status": "live"}, {"status": "draft"}, ", ".join(words_of(lacks)))
                for product_id, lacks in lacking.items()
            ],
            actor=actor,
            at=at,
        )  # fmt: skip
        tell_many(lacking)
    return {product_id: words_of(lacks) for product_id, lacks in lacking.items()}
