"""Pages and menus. They are Wagtail pages, so drafts, revisions and workflows come with them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from storecrew.contexts.content import images, rendering, rules
from storecrew.contexts.content.blocks import BodyBlock, check_link
from storecrew.kernel import revisions

CACHE_TAG = "content"
"""What the page cache calls everything that editors write."""


class ShopPage(Page):
    """What the pages of the shop share: blocks, shown by the storefront."""

    body = StreamField(BodyBlock(), verbose_name=_("blocks"), blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save, make the pictures' renditions (reading must not write), renew what shows the page."""
        result = super().save(*args, **kwargs)
        if self.live:
            heroes = (one.value for one in self.body if one.block_type == "hero")
            images.prepare(hero["image"] for hero in heroes if hero["image"])
        revisions.bump_on_commit(CACHE_TAG)
        return result

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete, and renew the pages that are kept ahead of us."""
        revisions.bump_on_commit(CACHE_TAG)
        return super().delete(*args, **kwargs)

    def get_url_parts(self, request: Any = None) -> Any:
        """Tell Wagtail the address under which the storefront shows this page."""
        sites = self._get_relevant_site_root_paths(request)
        if not sites or not self.url_path:
            return None
        return (
            sites[0].site_id,
            sites[0].root_url,
            rules.page_address(self.url_path, self.locale.language_code),
        )

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Hand the page to the surface that shows pages."""
        return rendering.render(request, self)

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """Show an unpublished state exactly as it would be shown live."""
        return rendering.render(request, self)


class HomePage(ShopPage):
    """The first page of the shop, one for each language."""

    parent_page_types = ("wagtailcore.Page",)
    subpage_types = ("content.ContentPage",)
    content_panels = (*Page.content_panels, FieldPanel("body"))

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class ContentPage(ShopPage):
    """A page of text and products: help, about us, a buying guide, legal texts."""

    intro = models.TextField(_("introduction"), blank=True, max_length=500)

    parent_page_types = ("content.HomePage", "content.ContentPage")
    subpage_types = ("content.ContentPage",)
    content_panels = (*Page.content_panels, FieldPanel("intro"), FieldPanel("body"))
    search_fields = (*Page.search_fields, index.SearchField("intro"), index.SearchField("body"))

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


@register_snippet
class Menu(ClusterableModel):
    """A list of links in one place of the shop and one language."""

    class Code(models.TextChoices):
        """Where the menu is shown."""

        MAIN = "main", _("Header, after the categories")
        SERVICE = "service", _("Footer: help")
        COMPANY = "company", _("Footer: about us")
        LEGAL = "legal", _("Footer: legal")

    code = models.CharField(_("place"), max_length=20, choices=Code.choices)
    locale = models.CharField(_("language"), max_length=12)

    panels = (FieldPanel("code"), FieldPanel("locale"), InlinePanel("items", label=_("links")))

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        ordering = ("code", "locale")
        constraints = (models.UniqueConstraint(fields=("code", "locale"), name="content_one_menu_per_place"),)

    def __str__(self) -> str:
        return f"{self.get_code_display()} ({self.locale})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and renew the pages that show the menu."""
        super().save(*args, **kwargs)
        revisions.bump_on_commit(CACHE_TAG)


class MenuItem(Orderable):
    """One link of a menu: to a page, or to a path or address."""

    menu = ParentalKey("content.Menu", on_delete=models.CASCADE, related_name="items")
    text = models.CharField(_("words"), max_length=60)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    link = models.CharField(_("or link"), max_length=500, blank=True, validators=[check_link])

    panels = (FieldPanel("text"), PageChooserPanel("page"), FieldPanel("link"))

    class Meta(Orderable.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Refuse a link that leads nowhere or to two places."""
        if bool(self.page_id) == bool(self.link):
            raise ValidationError(_("Choose a page or write a link, not both."))
