"""How findings and pages are written, and where each finding is cured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.content import public as content
from storecrew.contexts.seo import public as seo
from storecrew.contexts.seo.models import Finding, HeadTemplate, IndexStatus, Page
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.listing import Status, Text

TONES = {1: "bad", 2: "warning", 3: "neutral"}
INDEX_TONES = {"open": "good", "moved": "warning", "elsewhere": "warning", "unseen": "neutral"}
KINDS: dict[str, Text] = {**dict(HeadTemplate.Kind.choices), "list": gettext_lazy("All categories")}
STATE_TONES = {"indexed": "good", "unknown": "neutral", "discovered": "neutral", "error": "bad"}
REASONS_AT_GOOGLE: tuple[tuple[str, Text], ...] = (
    ("crawled", gettext_lazy("Crawled - currently not indexed")),
    ("discovered", gettext_lazy("Discovered - currently not indexed")),
    ("duplicate", gettext_lazy("Duplicate without user-selected canonical")),
    ("other_canonical", gettext_lazy("Duplicate, Google chose different canonical than user")),
    ("alternate", gettext_lazy("Alternate page with proper canonical tag")),
    ("redirect", gettext_lazy("Page with redirect")),
    ("noindex", gettext_lazy("Excluded by ‘noindex’ tag")),
    ("robots", gettext_lazy("Blocked by robots.txt")),
    ("not_found", gettext_lazy("Not found (404)")),
    ("soft_404", gettext_lazy("Soft 404")),
    ("server_error", gettext_lazy("Server error (5xx)")),
    ("redirect_error", gettext_lazy("Redirect error")),
    ("unauthorized", gettext_lazy("Blocked due to unauthorized request (401)")),
    ("forbidden", gettext_lazy("Blocked due to access forbidden (403)")),
    ("refused", gettext_lazy("Blocked due to other 4xx issue")),
    ("indexed", gettext_lazy("Indexed pages")),
)
"""Reasons as the report of Search Console names them."""
LANGUAGES: dict[str, Text] = {"en": gettext_lazy("English"), "ko": gettext_lazy("Korean")}


def severity(row: Finding) -> Status:
    """Return how bad a finding is, or that it is cured or set aside."""
    if row.fixed_at:
        return Status(_("Cured"), "good")
    if row.ignored_at:
        return Status(_("Set aside"), "neutral")
    return Status(Finding.Severity(row.severity).label, TONES[row.severity])


def what(row: Finding) -> str:
    """Say what is wrong."""
    return seo.finding_words(row.code, row.values)[0]


def kind(row: Page) -> Text:
    """Return the kind of a page."""
    return KINDS.get(row.kind, row.kind)


def index(row: Page) -> Status:
    """Return whether search engines may list a page."""
    return Status(Page.Index(row.index).label, INDEX_TONES.get(row.index, "bad"))


def state(row: IndexStatus) -> Status:
    """Return where an address stands at the search engine."""
    return Status(IndexStatus.State(row.state).label, STATE_TONES.get(row.state, "warning"))


def why(row: IndexStatus) -> Text:
    """Say why an address stands where it stands."""
    return seo.REASON_WORDS.get(row.reason, row.reason)


def own(row: IndexStatus) -> Status:
    """Return what the page of an answer says of itself."""
    return index(row.page) if row.page else Status(_("Not in the sitemap"), "neutral")


def kind_of_answer(row: IndexStatus) -> Text:
    """Return the kind of page that an answer is about."""
    return kind(row.page) if row.page else _("Not in the sitemap")


def worth(row: Page) -> str:
    """Return the orders of visits that saw a page."""
    return Money(row.worth, row.currency).format(get_language() or "en") if row.currency else "–"


def cure_link(page: Page, code: str) -> tuple[str, Text] | None:
    """Return (address, words) of the field that cures a finding; None when only a developer can."""
    cure = seo.cure_of(code)
    if cure == "redirects":
        return reverse("redirects"), _("Open the redirects")
    if cure == "menu":
        return reverse("wagtailsnippets_content_menu:list"), _("Open the menus")
    found = _EDITORS[page.kind](page, cure) if page.kind in _EDITORS else None
    if found is None and cure in ("title", "description"):
        return reverse("seo_templates"), _("Open the templates of titles")
    return found


def may_cure(actor: Actor, page: Page, code: str) -> bool:
    """Say whether somebody may change the field that cures a finding."""
    cure = seo.cure_of(code)
    if cure == "redirects":
        return actor.can("marketing.write")
    if cure == "menu" or page.kind in ("page", "home"):
        return actor.can("content.write")
    if page.kind in ("product", "category") or (page.kind == "collection" and cure == "text"):
        return actor.can("catalog.write")
    return actor.can("marketing.write")


def whose(code: str) -> str:
    """Return the role whose work the cure is."""
    return {"status": "developer", "price": "ecommerce_sme", "stock": "ecommerce_sme"}.get(
        seo.cure_of(code), "content_team"
    )


def _product(page: Page, cure: str) -> tuple[str, Text] | None:
    key = page.record_id
    record, edit = reverse("products_record", args=[key]), reverse("products_edit", args=[key])
    prefix = "" if page.locale == "en" else f"{page.locale}-"
    anchors = {
        "title": f"{edit}#id_{prefix}seo_title",
        "description": f"{edit}#id_{prefix}seo_description",
        "text": f"{edit}#id_{prefix}description",
        "slug": f"{edit}#id_slug",
        "images": record,
        "price": record,
        "stock": record,
        "status": record,
    }
    return anchors[cure], _FIELDS.get(cure, _("Open the product"))


def _category(page: Page, cure: str) -> tuple[str, Text] | None:
    edit = reverse("categories_edit", args=[page.record_id])
    prefix = "" if page.locale == "en" else f"{page.locale}-"
    names = {"title": "seo_title", "description": "seo_description", "text": "description"}
    if cure in names:
        return f"{edit}#id_{prefix}{names[cure]}", _FIELDS[cure]
    if cure == "slug":
        return f"{edit}#id_slug", _FIELDS[cure]
    return reverse("categories_record", args=[page.record_id]), _("Open the category")


def _collection(page: Page, cure: str) -> tuple[str, Text] | None:
    if cure in ("title", "description"):
        return reverse("seo_templates"), _("Open the templates of titles")
    return reverse("collections_edit", args=[page.record_id]), _("Open the collection")


def _written(page: Page, cure: str) -> tuple[str, Text] | None:
    plain = page.path.strip("/").partition("/")[2]
    try:
        found = content.page_by_path(plain, page.locale) if plain else content.home_page(page.locale)
    except content.UnknownPage:
        return None
    if found is None:
        return None
    edit = reverse("wagtailadmin_pages:edit", args=[found.id])
    names = {"title": "id_seo_title", "description": "id_search_description", "slug": "id_slug"}
    anchor = f"#{names[cure]}" if cure in names else ""
    return f"{edit}{anchor}", _FIELDS.get(cure, _("Open the page"))


ROLES: dict[str, Text] = {
    "content_team": gettext_lazy("Ask the content team"),
    "ecommerce_sme": gettext_lazy("Ask the E-commerce SME"),
    "developer": gettext_lazy("Ask the developer"),
}
_FIELDS: dict[str, Text] = {
    "title": gettext_lazy("Write the title"),
    "description": gettext_lazy("Write the description"),
    "text": gettext_lazy("Write the text"),
    "slug": gettext_lazy("Change the address"),
    "images": gettext_lazy("Open the pictures"),
}
_EDITORS: dict[str, Callable[[Page, str], Any]] = {
    "product": _product,
    "category": _category,
    "collection": _collection,
    "page": _written,
    "home": _written,
}
