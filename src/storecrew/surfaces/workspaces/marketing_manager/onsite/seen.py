"""A page of the shop with one message in it, as the shop itself makes it, for the frames of the preview."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import OnsiteMessage
from storecrew.kernel import clock, shown
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.workspaces.marketing_manager.onsite.pages import find

# The page is looked at, and nothing in it may act.
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; font-src 'self'; "
    "form-action 'none'; frame-ancestors 'self'"
)


@workspace_page(permission="marketing.read")
def onsite_seen(request: HttpRequest, message_id: int) -> HttpResponse:
    """Answer with the page of the shop."""
    row = find(message_id)
    language = request.GET.get("language", "")
    locale = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    channel = _channel(row)
    query = urlencode({"onsite": marketing.onsite_preview(row.pk), "channel": channel.code})
    origin = f"{request.scheme}://{request.get_host()}"
    page = shown.show(f"{origin}/{locale}{_path(row, channel, locale)}?{query}")
    answer = HttpResponse(_still(page.text), status=page.status)
    answer["Content-Security-Policy"] = POLICY
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _still(page: str) -> str:
    """Leave out the scripts: the frame would refuse each of them and say so in the console."""
    kept, rest = [], page
    while rest:
        before, _begin, rest = rest.partition("<script")
        kept.append(before)
        rest = rest.partition("</script>")[2]
    return "".join(kept)


def _channel(row: OnsiteMessage) -> channels.ChannelFacts:
    return channels.facts(row.shop_channels[0]) if row.shop_channels else channels.facts()


def _path(row: OnsiteMessage, channel: channels.ChannelFacts, locale: str) -> str:
    """Return a page on which the message stands; the home page where there is no better one."""
    if row.placement == OnsiteMessage.Placement.CART:
        return "/cart/"
    if row.placement == OnsiteMessage.Placement.CATEGORY:
        path = row.category or next((node.url_path for node in catalog.category_tree(locale)), "")
        return f"/c/{path}/" if path else "/"
    if row.placement == OnsiteMessage.Placement.PRODUCT:
        query = discovery.ProductQuery(
            channel=channel, locale=locale, category=row.category, page_size=1, with_facets=False
        )
        first = next(iter(discovery.search(query, at=clock.now()).items), None)
        return f"/p/{first.slug}/" if first else "/"
    return "/"
