"""Which products of the shop the products of a file are, and names that do not collide with others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.imports.facts import Built, ProductDraft
from storecrew.contexts.imports.rules import names


@dataclass(slots=True)
class Known:
    """A product of the file with the product of the shop that it is, if there is one."""

    draft: ProductDraft
    built: Built
    identity: catalog.Identity | None = None
    source_key: str = ""


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
    found = []
    for built in batch:
        if built.draft is None:
            continue
        known = Known(built.draft, built, _match(built.draft, stored), built.draft.key)
        if known.identity is None and not built.draft.title:
            built.reject("title_missing", built.draft.row, rows=built.draft.rows, value=built.draft.slug)
            built.draft = None
            continue
        _settle_names(known, stored)
        found.append(known)
    return found


def _match(draft: ProductDraft, stored: catalog.Identities) -> catalog.Identity | None:
    if draft.key and draft.key in stored.by_source:
        return stored.by_source[draft.key]
    owners = {stored.by_sku[variant.sku].id for variant in draft.variants if variant.sku in stored.by_sku}
    same_address = stored.by_slug.get(draft.slug)
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
        if owner is None or (identity is not None and owner.id == identity.id):
            continue
        old = variant.sku
        variant.sku = names.other_sku(old, draft.slug, variant.options.values())
        known.built.warn(
            "sku_taken", variant.row, value=old, sku=variant.sku, product=draft.title, new=variant.sku
        )
