"""Findings in words, in the language of whoever looks: what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from storecrew.contexts.seo.rules import body_checks, head_checks  # noqa: F401 - they name themselves
from storecrew.contexts.seo.rules.indexing import ENGINE_CHECKS
from storecrew.contexts.seo.rules.seen import PAGE_CHECKS
from storecrew.contexts.seo.rules.site_checks import SITE_CHECKS

Text = str | Promise

WORDS: Mapping[str, tuple[Text, Text]] = {
    "not_found": (
        _("The sitemap names this page, and it is not there (%(status)s)."),
        _("Bring the page back, or send its address to the nearest one."),
    ),
    "fault": (
        _("The page answers with a fault (%(status)s)."),
        _("Tell the developer; the error list has the same moment."),
    ),
    "redirected": (
        _("The page of the sitemap leads to %(to)s."),
        _("Link the page where it lives now."),
    ),
    "heavy": (
        _("The page has %(kilobytes)s kB of text and markup."),
        _("Shorten the text or take blocks off the page."),
    ),
    "title_missing": (_("The page has no title."), _("Write one, or make a template for this kind of page.")),
    "title_long": (
        _("The title is %(pixels)s pixels wide; results show %(room)s."),
        _("Put what matters first and leave out the rest."),
    ),
    "title_short": (
        _("The title has only %(letters)s letters."),
        _("Say what it is and for whom; the brand or the kind of thing helps."),
    ),
    "title_doubled": (
        _("The page has more than one title."),
        _("Tell the developer: a page may have one title only."),
    ),
    "title_repeats": (
        _("The title says “%(word)s” three times."),
        _("Say it once; repeating is read as a trick."),
    ),
    "description_missing": (
        _("The page has no description."),
        _("Write one, or make a template for this kind of page."),
    ),
    "description_long": (
        _("The description is %(pixels)s pixels wide; results show about %(room)s."),
        _("Put what matters first; the end is cut off."),
    ),
    "description_short": (
        _("The description has only %(letters)s letters."),
        _("Say why somebody should open this page: what, for whom, from which price."),
    ),
    "description_doubled": (
        _("The page has more than one description."),
        _("Tell the developer: a page may have one description only."),
    ),
    "description_is_title": (
        _("The description only repeats the title."),
        _("Say more than the title does."),
    ),
    "noindex_in_sitemap": (
        _("The sitemap names this page, and the page says that it must not be listed."),
        _("Decide which of both is meant."),
    ),
    "nofollow": (
        _("The page tells search engines to follow none of its links."),
        _("Tell the developer: pages of the sitemap are to be followed."),
    ),
    "closed": (
        _("robots.txt closes this page, and the sitemap names it."),
        _("Tell the developer which of both is meant."),
    ),
    "canonical_missing": (
        _("The page does not say which address is its own (canonical)."),
        _("Tell the developer: every page of the sitemap names its own address."),
    ),
    "canonical_elsewhere": (
        _("The page says that its own address is %(to)s."),
        _("Leave it when the pages are the same; else the page needs an address of its own."),
    ),
    "canonical_doubled": (
        _("The page names two addresses as its own."),
        _("Tell the developer: search engines then believe neither."),
    ),
    "canonical_relative": (
        _("The page's own address is not whole: %(to)s."),
        _("Tell the developer: it begins with https://."),
    ),
    "lang_missing": (
        _("The page does not say in which language it is."),
        _("Tell the developer: the page needs its language."),
    ),
    "lang_differs": (
        _("The page says that its language is %(says)s, its address says %(address)s."),
        _("Tell the developer which of both is meant."),
    ),
    "hreflang_self": (
        _("Among its translations the page does not name itself."),
        _("Tell the developer: search engines then leave out all of them."),
    ),
    "hreflang_default": (
        _("The page does not say which language is for everybody else."),
        _("Tell the developer: one translation is the default."),
    ),
    "viewport": (
        _("The page is not made for phones."),
        _("Tell the developer: the page needs the width of the device."),
    ),
    "address_long": (
        _("The address has %(letters)s letters."),
        _("Give the page a shorter address; the old one leads on by itself."),
    ),
    "address_capitals": (
        _("The address has capital letters."),
        _("Write it in small letters; the old address leads on by itself."),
    ),
    "address_marks": (
        _("The address has underscores or spaces."),
        _("Write hyphens between the words; the old address leads on by itself."),
    ),
    "address_parameters": (
        _("The sitemap names an address with parameters."),
        _("Name the plain address."),
    ),
    "h1_missing": (_("The page has no heading."), _("Give the page a name.")),
    "h1_many": (_("The page has %(count)s main headings."), _("Make all but the first smaller.")),
    "h1_long": (_("The heading has %(letters)s letters."), _("Shorten the name of the page.")),
    "heading_empty": (_("A heading of the page is empty."), _("Write it, or remove it.")),
    "heading_skipped": (
        _("The heading “%(heading)s” skips a level (%(level)s)."),
        _("Use the next level, so that the outline can be read."),
    ),
    "thin": (
        _("The page says little: %(words)s words where %(wanted)s are usual."),
        _("Answer what people ask before they buy: material, size, care, use."),
    ),
    "alt_missing": (
        _("%(count)s pictures do not say what they show, such as %(picture)s."),
        _("Describe them; what is only decoration is marked so."),
    ),
    "alt_long": (_("A picture is described in %(letters)s letters."), _("Say it in one sentence.")),
    "picture_unsized": (
        _("%(count)s pictures do not say how large they are, such as %(picture)s."),
        _("Upload them anew; the page then keeps their place free."),
    ),
    "picture_heavy": (
        _("%(count)s pictures are heavy; %(picture)s has %(kilobytes)s kB."),
        _("Upload it again; smaller versions are made then."),
    ),
    "product_without_picture": (_("The product has no picture."), _("Upload one.")),
    "link_wordless": (_("%(count)s links have no words."), _("Write where they lead.")),
    "links_many": (_("The page has %(count)s links."), _("Shorten menus and lists.")),
    "link_plain_http": (
        _("%(count)s links leave without protection, such as %(link)s."),
        _("Write https:// where the other side has it."),
    ),
    "mixed": (
        _("The page fetches %(count)s things without protection, such as %(link)s."),
        _("Upload them to the shop or write https://."),
    ),
    "structured_broken": (
        _("Structured data of the page cannot be read."),
        _("Tell the developer: it is no JSON."),
    ),
    "structured_missing": (
        _("The page has no structured data of the kind %(type)s."),
        _("Tell the developer: rich results need it."),
    ),
    "product_incomplete": (
        _("What machines read about the product lacks: %(missing)s."),
        _("Fill in price, stock and text of the product."),
    ),
    "offer_price": (
        _("Machines read the price %(price)s, and it does not stand on the page."),
        _("Look at the price; search engines drop shops whose prices differ."),
    ),
    "share_price": (
        _("Machines read the price %(price)s, and who shares the page %(shared)s."),
        _("Tell the developer: both must be the same."),
    ),
    "identifier_missing": (
        _("The product has neither a barcode nor a brand."),
        _("Fill in one of them; search engines tell the same product by it."),
    ),
    "questions_incomplete": (
        _("%(count)s questions have no answer."),
        _("Write the answer, or remove the question."),
    ),
    "crumbs_incomplete": (
        _("The way to the page lacks a name or an address."),
        _("Name every category on the way."),
    ),
    "sold_out": (
        _("The sitemap names a product that is sold out."),
        _("Order it again, or end it and send its address to what replaces it."),
    ),
    "not_sold": (
        _("The sitemap names a product that has no price."),
        _("Give it a price, or take it out of the channel."),
    ),
    "share_missing": (
        _("Who shares the page shows nothing of it: %(missing)s."),
        _("Write a title and a description."),
    ),
    "share_picture": (
        _("Who shares the page shows no picture of it."),
        _("Upload a picture."),
    ),
    "title_same": (
        _("%(count)s other pages have the same title."),
        _("Say what is special about this one."),
    ),
    "description_same": (
        _("%(count)s other pages have the same description."),
        _("Say what is special about this one."),
    ),
    "h1_same": (
        _("%(count)s other pages have the same heading."),
        _("Give the page a name of its own."),
    ),
    "text_same": (
        _("%(count)s other pages have the same text."),
        _("Write a text of its own, or join the pages."),
    ),
    "canonical_broken": (
        _("The page names %(to)s as its own address, and that is not there."),
        _("Tell the developer."),
    ),
    "hreflang_broken": (
        _("The translation %(language)s is not there: %(to)s."),
        _("Publish the translation, or take it down as a translation of this page."),
    ),
    "hreflang_no_return": (
        _("The translation %(language)s does not name this page: %(to)s."),
        _("Both pages have to name each other, or search engines leave them out."),
    ),
    "link_broken": (
        _("%(count)s links lead nowhere, such as %(link)s."),
        _("Correct the link, or send the address to the nearest page."),
    ),
    "link_redirected": (
        _("%(count)s links lead to an address that moved, such as %(link)s."),
        _("Link the new address."),
    ),
    "link_chain": (
        _("%(count)s links are led on twice, such as %(link)s."),
        _("Send the first address straight to the last one."),
    ),
    "orphan": (
        _("No page links to this one."),
        _("Put it into a category, a menu or a text."),
    ),
    "deep": (
        _("The page lies %(clicks)s clicks from the home page."),
        _("Link it from a page that many open."),
    ),
    "engine_left_out": (
        _("Google does not list this page, and we want it to: %(said)s."),
        _("Say what no other page says, link it from pages that many open, then ask again."),
    ),
    "engine_canonical": (
        _("Google lists %(to)s instead of this page."),
        _("Make the text differ from that page, or name that page as its own address."),
    ),
    "engine_lists_noindex": (
        _("Google lists this page, and the page says that it must not be listed."),
        _("Decide which of both is meant; a page that robots.txt closes cannot be read and stays."),
    ),
}  # fmt: skip

CHECKS: Mapping[str, tuple[int, str]] = {
    **{code: (check.severity, check.cure) for code, check in PAGE_CHECKS.items()},
    **SITE_CHECKS,
    **ENGINE_CHECKS,
}
"""Severity and field of every check, by code."""


def finding_words(code: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Return what is wrong and what to do about it; a code that is not known any more is named."""
    if code not in WORDS:
        return code, ""
    wrong, cure = WORDS[code]
    return sentence(wrong, values), str(cure)


def finding_texts(code: str) -> tuple[str, str]:
    """Return both sentences as they stand in the catalog, for what is stored and written when it is shown."""
    wrong, cure = WORDS.get(code, (code, ""))
    with override(None):
        return str(wrong), str(cure)


def sentence(words: Text, values: Mapping[str, Any]) -> str:
    """Return a sentence with its values; what is missing is a dash."""
    return str(words) % _Lenient(values)


def cure_of(code: str) -> str:
    """Return the field that cures a finding, such as title, text, images, slug, menu or price."""
    return CHECKS[code][1] if code in CHECKS else "status"


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"
