"""Texts with simple markup, edited in Wagtail's editor and kept as plain HTML.

The editor knows headings, lists, links and emphasis. HTML that holds more (a table of an imported catalogue)
would lose it there; such a text is edited as HTML, until it holds nothing that the editor does not know.
"""

from __future__ import annotations

import json
from functools import cache
from html.parser import HTMLParser
from typing import Any

from django.utils.functional import Promise
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.rich_text import expand_db_html

FEATURES = (
    "h2", "h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "blockquote",
    "strikethrough", "superscript", "subscript",
)  # fmt: skip
_SAME = {"b": "strong", "i": "em", "strike": "s", "del": "s"}
# what Wagtail's converter answers to markup or states that it cannot read
WRONG = (AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError)
_IGNORED = {"span", "p", "div"}
NOTHING = "null"
"""What the editor posts once it holds no text."""
_BREAK = ("break", "")


class RichText(DraftailRichTextArea):
    """The editor, for a form field that holds HTML; the label is its name for screen readers."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, label: str | Promise) -> None:
        super().__init__(attrs=attrs, features=list(FEATURES))
        self.options["ariaLabel"] = label

    def format_value(self, value: Any) -> Any:
        """Return the stored HTML in the editor's own format."""
        return super().format_value(_closed(value or ""))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the HTML of what was posted, which is the editor's own format or HTML already."""
        return as_html(data.get(name) or "")


@cache
def _converter() -> ContentstateConverter:
    return ContentstateConverter(list(FEATURES))


def as_html(posted: str) -> str:
    """Return what the editor posted as HTML with real addresses; HTML comes back as it is."""
    if posted == NOTHING:
        return ""
    if not posted.startswith("{"):
        return posted
    try:
        state = json.loads(posted)
    except ValueError:
        return posted
    if not isinstance(state, dict) or not isinstance(state.get("blocks"), list):
        return posted
    if not any(str(block.get("text", "")).strip() for block in state["blocks"]):
        return ""
    try:
        return str(expand_db_html(_converter().to_database_format(posted)))
    except WRONG:
        return posted


def kept_as_it_was(html: str, before: str) -> str:
    """Return the stored text when the other one says the same: a save without a change changes nothing."""
    return before if _said(html) == _said(before) else html


def fits(html: str) -> bool:
    """Say whether the editor would lose nothing of a text."""
    if not html:
        return True
    try:
        state = _converter().from_database_format(_closed(html))
    except WRONG:
        return False
    return _said(_converter().to_database_format(state)) == _said(html)


def _closed(html: str) -> str:
    """Return the HTML with its empty elements closed, as Wagtail's converter wants them."""
    return html.replace("<br>", "<br/>").replace("<hr>", "<hr/>")


def _said(html: str) -> list[tuple[str, str]]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.said()


class _Reader(HTMLParser):
    """Reads what HTML says: words, marks and blocks; not how it is spelled."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a mark or a block; of its attributes only those that readers notice."""
        if tag in ("p", "div"):
            self.found.append(_BREAK)
        if tag not in _IGNORED:
            seen = {name: value for name, value in attrs if name in ("href", "title", "colspan", "rowspan")}
            self.found.append((f"<{_SAME.get(tag, tag)}", json.dumps(seen, sort_keys=True) if seen else ""))

    def handle_endtag(self, tag: str) -> None:
        """Take note of its end."""
        if tag in ("p", "div"):
            self.found.append(_BREAK)
        elif tag not in _IGNORED and tag not in ("br", "hr"):
            self.found.append((f">{_SAME.get(tag, tag)}", ""))

    def handle_data(self, data: str) -> None:
        """Take note of words."""
        if data.strip():
            self.found.append(("text", data))

    def said(self) -> list[tuple[str, str]]:
        """Return the notes: paragraphs only where they part two texts, spaces as readers see them."""
        joined: list[tuple[str, str]] = []
        for kind, value in self.found:
            if (kind, value) == _BREAK:
                if joined and joined[-1][0] == "text":
                    joined.append(_BREAK)
            elif kind == "text" and joined and joined[-1][0] == "text":
                joined[-1] = ("text", joined[-1][1] + value)
            else:
                joined.append((kind, value))
        kept = [
            note
            for at, note in enumerate(joined)
            if note != _BREAK or (at + 1 < len(joined) and not _is_edge(joined[at + 1]))
        ]
        return [(kind, " ".join(value.split()) if kind == "text" else value) for kind, value in kept]


def _is_edge(note: tuple[str, str]) -> bool:
    """Say whether a block begins or ends here, so that a paragraph before it parts nothing."""
    tag = note[0][1:]
    return note[0] != "text" and (tag in ("ul", "ol", "li", "hr", "blockquote") or tag[:1] == "h")
