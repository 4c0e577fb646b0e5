"""The storefront as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StorefrontConfig(AppConfig):
    """The shop that shoppers see."""

    name = "storecrew.surfaces.storefront"
    label = "storefront"
    verbose_name = _("Storefront")

    def ready(self) -> None:
        """Show the pages that editors write, make pages for audits, and follow sign-ins with the cart."""
        from storecrew.contexts.content import public as content
        from storecrew.contexts.seo import public as seo
        from storecrew.kernel import shown
        from storecrew.surfaces.storefront.account import sign_in  # noqa: F401 - connects itself
        from storecrew.surfaces.storefront.audited import AuditedShop
        from storecrew.surfaces.storefront.help.preview import show_page
        from storecrew.surfaces.storefront.reading import show

        content.register_renderer(show_page)
        shown.register(show)
        seo.register_site(AuditedShop())
