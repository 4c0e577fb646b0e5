"""The pictures of a row of Magento's CSV."""

from __future__ import annotations

from storecrew.contexts.imports.facts import ImageDraft, Row


def images_of(row: Row, sku: str) -> list[ImageDraft]:
    """The main picture first, then the additional ones that are not hidden; those of a child show its
    variant.
    """
    alts = row.get("additional_image_labels").split(",")
    hidden = {source.strip() for source in row.get("hide_from_product_page").split(",")}
    found = {row.get("base_image"): row.get("base_image_label")} if row.get("base_image") else {}
    for index, source in enumerate(row.get("additional_images").split(",")):
        if source.strip() and source.strip() not in hidden:
            label = alts[index].strip() if index < len(alts) else ""
            found.setdefault(source.strip(), label)
    plain = {"image", "bild"}
    return [
        ImageDraft(
            source, "" if alt.casefold() in plain else alt, sku=sku if number == 0 else "", row=row.number
        )
        for number, (source, alt) in enumerate(found.items())
        if source != "no_selection"
    ]
