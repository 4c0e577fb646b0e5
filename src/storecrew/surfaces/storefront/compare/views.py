"""Up to four products side by side (U028)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from storecrew.surfaces.storefront.compare import chosen
from storecrew.surfaces.storefront.compare.table import compare
from storecrew.surfaces.storefront.shop import channel_of, page, shell
from storecrew.surfaces.ui.origin import same_origin_or_token
from storecrew.surfaces.ui.shell import PageMeta, Shell


@same_origin_or_token
@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """Take a product into the comparison or out of it; the fifth waits until one is taken out.

    ``p`` is the comparison that the form stands on; without it, it is this browser's own.
    """
    shop = shell(request)
    ids = chosen.parse(request.POST["p"]) if "p" in request.POST else chosen.in_browser(request)
    wanted = chosen.parse(request.POST.get("add", ""))[:1]
    gone = chosen.parse(request.POST.get("remove", ""))
    is_full = bool(wanted) and wanted[0] not in ids and len(ids) >= chosen.MOST
    if not is_full:
        ids = [each for each in dict.fromkeys([*ids, *wanted]) if each not in gone]
    url = address(shop, ids)
    if not request.headers.get("HX-Request"):
        return chosen.remember(redirect(f"{url}{'&' if ids else '?'}full=1" if is_full else url), ids)
    words = ngettext("%(num)s product to compare.", "%(num)s products to compare.", len(ids))
    text = _full() if is_full else words % {"num": len(ids)}
    answer = page(request, "compare/put.jinja", {"text": text, "url": url}, meta=PageMeta())
    return chosen.remember(answer, ids)


@require_safe
def side_by_side(request: HttpRequest) -> HttpResponse:
    """Show the products that the address names, or those of this browser."""
    shop = shell(request)
    ids = chosen.parse(request.GET["p"]) if "p" in request.GET else chosen.in_browser(request)
    found = compare(ids, channel_of(request), shop)
    ids = [column.card.id for column in found.columns]
    only = "differ" in request.GET
    context = {
        "columns": found.columns,
        "rows": found.shown(only_differences=only),
        "only": only,
        "p": chosen.as_text(ids),
        "other_url": address(shop, ids, only=not only),
        "alike": sum(not row.differs for row in found.rows),
        "notice": _full() if "full" in request.GET else "",
    }
    meta = PageMeta(
        title=_("Compare products"),
        robots="noindex",
        canonical=address(shop, ids) if ids else shop.url("compare"),
    )
    return page(request, "compare/page.jinja", context, meta=meta)


def address(shop: Shell, product_ids: list[int], *, only: bool = False) -> str:
    """Return the address of a comparison."""
    if not product_ids:
        return shop.url("compare")
    return f"{shop.url('compare')}?p={chosen.as_text(product_ids)}{'&differ=1' if only else ''}"


def _full() -> str:
    return _("Four products fit side by side. Take one out first.")
