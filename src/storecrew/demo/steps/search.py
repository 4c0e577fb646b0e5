"""How search engines see the shop: titles by template, old addresses, and the audit on its way."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.seo import public as seo
from storecrew.kernel.actor import Actor

TEMPLATES = (
    seo.TemplateContent("product", title="{name} – {brand} | {store}"),
    seo.TemplateContent("category", title="{name}: {parts} | {store}"),
    seo.TemplateContent("search", title="{words} – {store}"),
)
LOST = ("/lamps/table-lamps.html", "/shop/espresso-cup", "/blog/care-of-linen")


def build(*, actor: Actor, until: dt.datetime) -> None:
    """Write templates and redirects, count addresses that were not found, begin the audit."""
    for one in TEMPLATES:
        seo.save_template(one, actor=actor, at=until - dt.timedelta(days=40))
    first, *_rest = catalog.category_tree()
    for visits, (source, target, status) in enumerate(
        (
            ("/old-shop/index.html", f"/c/{first.url_path}/", 301),
            ("/summer", f"/c/{first.url_path}/", 302),
            ("/gift-cards-2024", "", 410),
        )
    ):
        row = seo.RedirectContent(source, target, status, "From the shop before this one")
        key = seo.save_redirect(row, actor=actor, at=until - dt.timedelta(days=40))
        for _visit in range(visits * 7):
            seo.note_hit(key)
    for number, path in enumerate(LOST, start=1):
        for _visit in range(number * 4):
            seo.note_missing(f"/en{path}", machine=False)
        seo.note_missing(f"/en{path}", machine=True)
    seo.write_counts()
    seo.start_audit(actor=actor, at=until)
    # The worker of the running shop goes on from here, so that nobody waits for all pages.
    seo.advance_audit(at=until)
    seo.ask_next(actor=actor, at=until)
