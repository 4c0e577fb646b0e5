"""The blocks that editors build pages from. What a block shows is decided by the surface."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.content import rules
from storecrew.contexts.content.errors import UnsafeLink

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]


def check_link(value: str) -> None:
    """Refuse links that run script or leave by plain http."""
    if not rules.is_safe_link(value):
        raise ValidationError(str(UnsafeLink()), code=UnsafeLink.code)


def category_choices() -> list[tuple[str, str]]:
    """List the categories that a product grid can show, indented by depth."""
    found: list[tuple[str, str]] = []

    def walk(nodes: Iterable[catalog.CategoryNode], depth: int) -> None:
        for node in nodes:
            found.append((node.url_path, "— " * depth + node.name))
            walk(node.children, depth + 1)

    walk(catalog.category_tree(get_language() or "en"), 0)
    return found


class LinkBlock(blocks.StructBlock):
    """Words and where they lead."""

    text = blocks.CharBlock(label=_("words"), required=False, max_length=60)
    url = blocks.CharBlock(
        label=_("link"),
        required=False,
        max_length=500,
        validators=[check_link],
        help_text=_("A path of this shop such as /c/chairs/, or an address that starts with https://."),
    )


class HeroBlock(blocks.StructBlock):
    """The first thing on the page: one picture, one sentence, one way on."""

    image = ImageChooserBlock(label=_("picture"), required=False)
    alt = blocks.CharBlock(
        label=_("what the picture shows"),
        required=False,
        max_length=200,
        help_text=_("Leave empty when the picture is only decoration."),
    )
    heading = blocks.CharBlock(label=_("heading"), max_length=80)
    text = blocks.TextBlock(label=_("text"), required=False, max_length=300)
    link = LinkBlock(label=_("button"), required=False)

    class Meta:
        icon = "image"
        label = _("Hero")


class ProductGridBlock(blocks.StructBlock):
    """Products of a category or collection, with live prices and stock."""

    heading = blocks.CharBlock(label=_("heading"), max_length=80)
    category = blocks.ChoiceBlock(label=_("category"), choices=category_choices, required=False)
    collection = blocks.CharBlock(
        label=_("or collection"),
        required=False,
        max_length=200,
        help_text=_("The collection's address name, such as gifts."),
    )
    count = blocks.IntegerBlock(label=_("how many"), default=8, min_value=2, max_value=24)

    class Meta:
        icon = "grip"
        label = _("Product grid")

    def clean(self, value: Any) -> Any:
        """Want exactly one source, and one that exists."""
        cleaned = super().clean(value)
        category, collection = cleaned.get("category"), cleaned.get("collection")
        if bool(category) == bool(collection):
            raise blocks.StructBlockValidationError(
                non_block_errors=[ValidationError(_("Choose a category or write a collection, not both."))]
            )
        if collection:
            try:
                catalog.collection_by_slug(collection)
            except catalog.CollectionNotFound as error:
                raise blocks.StructBlockValidationError(
                    {"collection": ValidationError(str(error.message))}
                ) from None
        return cleaned


class QuestionBlock(blocks.StructBlock):
    """One question of an FAQ."""

    question = blocks.CharBlock(label=_("question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("answer"), features=["bold", "italic", "ol", "ul", "link"])


class FaqBlock(blocks.StructBlock):
    """Questions and answers."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=80)
    questions = blocks.ListBlock(QuestionBlock(), label=_("questions"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")


class BannerBlock(blocks.StructBlock):
    """A sentence that stands out, with a way on."""

    heading = blocks.CharBlock(label=_("heading"), max_length=100)
    text = blocks.TextBlock(label=_("text"), required=False, max_length=300)
    link = LinkBlock(label=_("button"), required=False)

    class Meta:
        icon = "pick"
        label = _("Banner")


class BodyBlock(blocks.StreamBlock):
    """The blocks of a page, in the editor's order."""

    hero = HeroBlock()
    rich_text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT_FEATURES, icon="pilcrow")
    product_grid = ProductGridBlock()
    faq = FaqBlock()
    banner = BannerBlock()


class ProductRowBlock(blocks.StructBlock):
    """Chosen articles in a row, with live prices and stock."""

    heading = blocks.CharBlock(label=_("heading"), max_length=80)
    skus = blocks.TextBlock(
        label=_("articles (SKUs)"), max_length=600, help_text=_("With commas between them, in this order.")
    )

    class Meta:
        icon = "list-ul"
        label = _("Chosen products")

    def clean(self, value: Any) -> Any:
        """Want SKUs that exist."""
        cleaned = super().clean(value)
        wanted = rules.listed(cleaned["skus"])
        known = catalog.variant_ids_by_sku(wanted)
        unknown = [sku for sku in wanted if sku not in known]
        if unknown or not wanted:
            words = _("%(names)s: there is no such article.") % {"names": ", ".join(unknown) or "–"}
            raise blocks.StructBlockValidationError({"skus": ValidationError(words)})
        return cleaned


class CountdownBlock(blocks.StructBlock):
    """How long it lasts: the time until the end of the page's campaign or promotion."""

    heading = blocks.CharBlock(label=_("heading"), max_length=80)

    class Meta:
        icon = "time"
        label = _("Countdown")


class LandingBlock(BodyBlock):
    """The blocks of a landing page: those of every page, chosen products and a countdown."""

    product_row = ProductRowBlock()
    countdown = CountdownBlock()
