"""Plain text, HTML and addresses: one normal form for each."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape

import nh3

_TAGS = {
    "a", "b", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "h2",
    "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p", "pre", "s", "small", "span", "strong",
    "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_GONE_WITH_CONTENT = {"script", "style", "iframe", "object", "embed", "svg", "math", "template"}
_MARKUP = re.compile(r"<[^<>]{0,5000}>")
_SPACES = re.compile(r"\s+")
_NOT_SLUG = re.compile(r"[^\w-]+")
_DASHES = re.compile(r"[-_]{2,}")


def clean_html(html: str) -> str:
    """The HTML with only harmless markup: no script, style, event handler, form or image.

    A top heading becomes a second one (the page has its own), links lose their referrer.
    Cleaning twice gives the same text.
    """
    if not html:
        return ""
    if "<" not in html and "&" not in html:
        return html.replace("\x00", "").strip()
    html = html.replace("\x00", "").replace("<h1", "<h2").replace("</h1", "</h2")
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags=_GONE_WITH_CONTENT,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    ).strip()


def plain_text(html: str) -> str:
    """The words of an HTML text, one space between them."""
    return clean_line(unescape(_MARKUP.sub(" ", html))) if html else ""


def clean_line(value: object) -> str:
    """One line of text: NFC, no control characters, single spaces, trimmed."""
    text = str(value)
    if text.isascii() and text.isprintable():
        return text.strip() if "  " not in text else _SPACES.sub(" ", text).strip()
    text = unicodedata.normalize("NFC", text)
    text = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"}
    )
    return _SPACES.sub(" ", text).strip()


def normalize_sku(value: object) -> str:
    """The stored form of a SKU: text with case and leading zeros kept, NFKC, trimmed.

    ``"01234"`` and ``"1234"`` stay two SKUs; full-width forms and their ASCII twins are one.
    """
    text = str(value)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return clean_line(text)


def slugify(value: object) -> str:
    """A readable address that keeps letters of any script, at most 120 characters."""
    return _slug(str(value))


@lru_cache(maxsize=8192)
def _slug(value: str) -> str:
    text = unicodedata.normalize("NFKC", value).casefold()
    text = _NOT_SLUG.sub("-", text.replace("'", "").replace("’", ""))
    return _DASHES.sub("-", text).strip("-_")[:120].strip("-_")


def attribute_code(name: object) -> str:
    """The code under which an option or a column of a file is kept: ``"Shoe size"`` → shoe_size."""
    return slugify(name).replace("-", "_")[:64]
