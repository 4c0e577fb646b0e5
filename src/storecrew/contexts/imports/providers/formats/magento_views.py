"""Rows of Magento's CSV that change a product for one store view."""

from __future__ import annotations

from collections.abc import Sequence

from storecrew.contexts.imports.facts import Built, ProductDraft, Row
from storecrew.contexts.imports.providers.formats import magento_values as values
from storecrew.contexts.imports.providers.formats.protocol import Format


def apply_views(
    form: Format, draft: ProductDraft, built: Built, overrides: Sequence[Row], told: set[str]
) -> None:
    """A store view of another language translates; the default view, or one of our language, speaks
    for us.
    """
    for row in overrides:
        view = row.get("store_view_code")
        texts = {
            ours: row.get(theirs)
            for theirs, ours in (
                ("name", "title"),
                ("short_description", "subtitle"),
                ("description", "description"),
                ("meta_title", "seo_title"),
                ("meta_description", "seo_description"),
            )
            if row.get(theirs)
        }
        language = values.language(view)
        if language and language != form.setting.locale.split("-")[0]:
            draft.translations = draft.translations or {}
            draft.translations.setdefault(language, {}).update(texts)
        elif language or view.casefold() == "default":
            for name, text in texts.items():
                setattr(draft, name, text)
        elif view not in told:
            told.add(view)
            built.warn("view_not_taken", row.number, form.head("store_view_code"), view, sku=row.get("sku"))
        if any(row.get(name) for name in ("price", "special_price")):
            built.warn("view_price", row.number, form.head("price"), row.get("price"), sku=row.get("sku"))
