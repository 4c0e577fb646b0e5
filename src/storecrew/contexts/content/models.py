"""Pages and menus. They are Wagtail pages, so drafts, revisions and workflows come with them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from storecrew.contexts.content import campaigns, images, rendering, rules
from storecrew.contexts.content.blocks import BodyBlock, LandingBlock, check_link
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
    subpage_types = ("content.ContentPage", "content.LandingPage")
    content_panels = (*Page.content_panels, FieldPanel("body"))

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class ContentPage(ShopPage):
    """A page of text and products: help, about us, a buying guide, legal texts."""

    intro = models.TextField(_("introduction"), blank=True, max_length=500)

    parent_page_types = ("content.HomePage", "content.ContentPage")
    subpage_types = ("content.ContentPage", "content.LandingPage")
    content_panels = (*Page.content_panels, FieldPanel("intro"), FieldPanel("body"))
    search_fields = (*Page.search_fields, index.SearchField("intro"), index.SearchField("body"))

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


class LandingForm(WagtailAdminPageForm):
    """The editor's form of a landing page, with the campaigns and promotions there are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("campaign_id", campaigns.campaign_choices),
            ("promotion_id", campaigns.promotion_choices),
        ):
            if name in self.fields:
                known = self.fields[name]
                self.fields[name] = forms.TypedChoiceField(
                    label=known.label, help_text=known.help_text, required=False, coerce=int,
                    empty_value=None, choices=[("", "–"), *choices()],
                )  # fmt: skip


class LandingPage(ShopPage):
    """A page for one campaign: it leads from mails, ads and paper to the goods, and ends with the campaign.

    ``ends_at`` is the end that editors wrote; without it the end of the campaign or promotion counts. After
    the end it leads to ``after_url``, or stays with a note where there is none; search engines drop it.
    """

    body = StreamField(LandingBlock(), verbose_name=_("blocks"), blank=True)
    intro = models.TextField(_("introduction"), blank=True, max_length=500)
    campaign_id = models.PositiveBigIntegerField(
        _("campaign"),
        null=True,
        blank=True,
        help_text=_("The campaign does not start before this page is published."),
    )
    promotion_id = models.PositiveBigIntegerField(
        _("promotion"),
        null=True,
        blank=True,
        help_text=_("While it is paused, the page says so."),
    )
    ends_at = models.DateTimeField(
        _("end"), null=True, blank=True, help_text=_("Empty: the end of the promotion or campaign.")
    )
    after_url = models.CharField(
        _("where it leads after the end"),
        max_length=300,
        blank=True,
        validators=[check_link],
        help_text=_("Such as /c/chairs/. Empty: the page stays and says that it is over."),
    )

    base_form_class = LandingForm
    parent_page_types = ("content.HomePage", "content.ContentPage")
    subpage_types = ()
    content_panels = (*Page.content_panels, FieldPanel("intro"), FieldPanel("body"))
    promote_panels = Page.promote_panels
    settings_panels = (
        MultiFieldPanel(
            [FieldPanel(name) for name in ("campaign_id", "promotion_id", "ends_at", "after_url")],
            heading=_("Campaign"),
        ),
        *Page.settings_panels,
    )

    class Meta:
        verbose_name = _("landing page")
        verbose_name_plural = _("landing pages")
        indexes = [models.Index(fields=["campaign_id"], name="content_landing_campaign")]


class MenuQuerySet(models.QuerySet["Menu"]):
    """Menus of which several may go at once, as a list removes those that were chosen in it."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete, and renew the pages that showed them."""
        revisions.bump_on_commit(CACHE_TAG)
        return super().delete()


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
    objects = MenuQuerySet.as_manager()

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

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete, and renew the pages that showed the menu."""
        revisions.bump_on_commit(CACHE_TAG)
        return super().delete(*args, **kwargs)


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


class Theme(models.Model):
    """One version of a channel's look: choices of ``theme_rules.ThemeChoices``. Versions never change."""

    channel = models.ForeignKey("channels.Channel", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(_("version"))
    choices = models.JSONField(_("choices"))
    note = models.CharField(_("what is new"), max_length=200, blank=True)
    live = models.BooleanField(_("shown to shoppers"), default=False)
    made_at = models.DateTimeField(_("made"))
    made_by = models.CharField(_("made by"), max_length=200)

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        ordering = ("channel", "-number")
        constraints = (
            models.UniqueConstraint(fields=("channel", "number"), name="content_theme_version_once"),
            models.UniqueConstraint(
                fields=("channel",), condition=models.Q(live=True), name="content_one_live_theme"
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel_id} / {self.number}"


class Wording(models.Model):
    """What editors say in the place of the product's own texts: those of a mail, or one message.

    ``mail`` and ``channel`` name the mail (``channel`` "" for all), ``key`` a message. ``texts`` are
    published, ``draft`` is not yet: ``{original: {"forms": [...], "plural": "..."}}``.
    """

    mail = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=40, blank=True)
    locale = models.CharField(max_length=12)
    key = models.CharField(max_length=64, blank=True)
    texts = models.JSONField(default=dict)
    draft = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=0)
    edits = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("mail", "channel", "locale", "key"), name="content_wording_once"),
        )

    def __str__(self) -> str:
        return f"{self.mail or self.key} {self.locale}"


class WordingVersion(models.Model):
    """The texts of a wording as they were published once."""

    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    texts = models.JSONField(default=dict)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=120)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("wording", "number"), name="content_wording_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.wording_id} v{self.number}"
