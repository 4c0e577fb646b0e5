"""Which products of the shop the products of a file are, and names that do not collide with others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.imports.facts import Built, ProductDraft
from storecrew.contexts.imports.operations.gathering import find_children
from storecrew.contexts.imports.rules import names

_OF_PRODUCTS = (
    "subtitle", "description", "brand", "status", "published", "channels", "tags", "attributes", "categories",
    "seo_title", "seo_description", "translations", "custom", "links",
)  # fmt: skip


@dataclass(slots=True)
class Known:
    """A product of the file with the product of the shop that it is, if there is one."""

    draft: ProductDraft
    built: Built
    identity: catalog.Identity | None = None
    source_key: str = ""
    gathers: dict[str, catalog.LoneVariant] = field(default_factory=dict)  # variants that move to it, by SKU


def recognize(batch: Sequence[Built]) -> list[Known]:
    """Match each product by its key at the source, then by address, then by SKU; four queries a batch.

    A product without a title that the shop does not know is rejected here. SKUs and addresses that belong to
    another product get a name of their own, always the same for the same file.
    """
    drafts = [built.draft for built in batch if built.draft is not None]
    stored = catalog.identities(
        source_keys=[draft.key for draft in drafts],
        slugs=[draft.slug for draft in drafts],
        skus=[variant.sku for draft in drafts for variant in draft.variants],
    )
    found: list[Known] = []
    parts: list[Known] = []
    for built in batch:
        if built.draft is None:
            continue
        draft = built.draft
        known = Known(draft, built, None, draft.key)
        # Without a title the SKU alone speaks; with one, what the product is at its source comes first.
        by_key = stored.by_source.get(draft.key) if draft.key else None
        if draft.title or by_key or _whole_of(draft, stored) is None:
            known.identity = _match(draft, stored)
        if known.identity is None and (whole := _whole_of(draft, stored)) is not None:
            _keep_variants_only(known, whole)
            parts.append(known)
            continue
        _settle_what_is_new(known, stored)
        if known.identity is None and (draft.changes_only or not draft.title):
            code, column = ("variant_unknown", "sku") if draft.sku_is_key else ("title_missing", "Title")
            if draft.changes_only:
                code, column = "base_row_missing", "store_view_code"
            sku = draft.variants[0].sku if draft.variants else ""
            built.reject(code, draft.row, column, sku, rows=draft.rows, product=draft.slug)
            built.draft = None
            continue
        found.append(known)
    _join(parts, found)
    find_children([known for known in found if known.draft.option_titles is not None], stored)
    found = [known for known in found if known.built.draft is not None]
    for known in found:
        _settle_names(known, stored)
    return found


def _whole_of(draft: ProductDraft, stored: catalog.Identities) -> catalog.Identity | None:
    """The product of which the file's row is one variant, where a SKU says so."""
    if not draft.sku_is_key or len(draft.variants) != 1 or draft.option_titles is not None:
        return None
    return stored.by_sku.get(draft.variants[0].sku)


def _keep_variants_only(known: Known, whole: catalog.Identity) -> None:
    """The row of a single variant says nothing about its product: only prices, stock and sizes count."""
    draft = known.draft
    known.identity = whole
    for name in _OF_PRODUCTS:
        setattr(draft, name, None)
    draft.title = draft.product_type = ""
    draft.images = []
    known.built.warnings = [each for each in known.built.warnings if each.code != "not_visible"]


def _join(parts: Sequence[Known], found: list[Known]) -> None:
    """Add variants in rows of their own to their product, or to the first of them: it is written once."""
    wholes = {known.identity.id: known for known in found if known.identity is not None}
    for part in parts:
        whole = wholes.setdefault(part.identity.id if part.identity else 0, part)
        if whole is part:
            found.append(part)
            continue
        whole.draft.variants += part.draft.variants
        whole.draft.rows += part.draft.rows
        whole.built.rejections += part.built.rejections
        whole.built.warnings += part.built.warnings


def _settle_what_is_new(known: Known, stored: catalog.Identities) -> None:
    """What is said of new products only: their stand-in for a title, their first variant, and that there is
    nothing to buy.
    """
    draft, built = known.draft, known.built
    if known.identity is None and not draft.title and draft.stand_in:
        draft.title = draft.stand_in
        built.warn("title_from_sku", draft.row, "name", sku=draft.stand_in)
    alone = draft.variants[0] if len(draft.variants) == 1 and not draft.variants[0].options else None
    if known.identity is not None and draft.kind_unsaid and alone and alone.sku not in stored.by_sku:
        draft.variants = []  # the SKU is that of a product whose variants have SKUs of their own
        built.warnings = [each for each in built.warnings if each.code != "price_missing"]
    if known.identity is not None and draft.nothing_to_buy:
        draft.status = None
        built.warnings = [each for each in built.warnings if each.code != "no_variants"]


def _match(draft: ProductDraft, stored: catalog.Identities) -> catalog.Identity | None:
    if draft.key and draft.key in stored.by_source:
        return stored.by_source[draft.key]
    owners = {stored.by_sku[variant.sku].id for variant in draft.variants if variant.sku in stored.by_sku}
    same_address = stored.by_slug.get(draft.slug)
    if same_address and draft.sku_is_key and owners and same_address.id not in owners:
        same_address = None  # its SKU is sold elsewhere: the address alone says less
    if same_address and (not draft.key or not same_address.source_key or owners == {same_address.id}):
        return same_address
    if len(owners) == 1:
        owner = next(stored.by_sku[variant.sku] for variant in draft.variants if variant.sku in stored.by_sku)
        if _platform(owner.source_key) != _platform(draft.key):
            return owner
    return None


def _platform(key: str) -> str:
    return key.partition(":")[0]


def _settle_names(known: Known, stored: catalog.Identities) -> None:
    draft, identity = known.draft, known.identity
    if identity is not None:
        draft.title = draft.title or identity.title
        draft.slug = identity.slug  # an address that people may have linked to does not move by an import
        if identity.source_key and identity.source_key != draft.key:
            known.source_key = identity.source_key
    elif draft.slug in stored.by_slug:
        old = draft.slug
        draft.slug = f"{old[:100]}-{names.short_hash(draft.key)}"
        known.built.warn("slug_repeated", draft.row, value=old, product=draft.title, new=draft.slug)
    for variant in draft.variants:
        owner = stored.by_sku.get(variant.sku)
        if owner is None or (identity and owner.id == identity.id) or variant.sku in known.gathers:
            continue
        old = variant.sku
        variant.sku = names.other_sku(old, draft.slug, variant.options.values())
        known.built.warn(
            "sku_taken", variant.row, value=old, sku=variant.sku, product=draft.title, new=variant.sku
        )
