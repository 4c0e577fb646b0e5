"""Products of a file in the shape that the catalog takes."""

from __future__ import annotations

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.imports.facts import ProductDraft
from storecrew.contexts.imports.operations.recognize import Known


def to_row(item: Known, channel: channels.ChannelFacts) -> catalog.ProductRow:
    """The product as the catalog takes it."""
    draft = item.draft
    return catalog.ProductRow(
        slug=draft.slug,
        title=draft.title,
        source_key=item.source_key,
        product_type=draft.product_type,
        subtitle=draft.subtitle,
        description=draft.description,
        brand=draft.brand,
        status=draft.status,  # type: ignore[arg-type]
        tags=draft.tags,
        attributes=draft.attributes,
        categories=draft.categories,
        images=tuple(catalog.ImageRow(image.source, image.alt, image.sku) for image in draft.images),
        seo_title=draft.seo_title,
        seo_description=draft.seo_description,
        translations=draft.translations,
        gathers=frozenset(item.gathers),
        channels=_channels(draft, channel, is_new=item.identity is None),
        variants=tuple(
            catalog.VariantRow(
                sku=variant.sku,
                options=variant.options or None,
                barcode=variant.barcode,
                attributes=variant.attributes,
                weight_g=variant.weight_g,
                length_mm=variant.length_mm,
                width_mm=variant.width_mm,
                height_mm=variant.height_mm,
                tax_class=variant.tax_class,
                active=variant.active,
            )
            for variant in draft.variants
        ),
    )


def _channels(draft: ProductDraft, channel: channels.ChannelFacts, *, is_new: bool) -> tuple[str, ...]:
    if draft.channels is not None:
        return draft.channels
    if draft.published or (draft.published is None and is_new):
        return (channel.code,)
    return ()
