"""Wagtail's choosers start themselves by an inline script; it gets the nonce of the answer that it is in.

Its date and time fields and its panels do the same by templates, which this app replaces
(`templates/wagtailadmin`).
"""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser

from storecrew.surfaces.ui.headers import nonce_of_this_answer


def render(
    self: BaseChooser, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
) -> SafeString:
    """Render a chooser as Wagtail does, with the nonce on its script."""
    if not attrs or "id" not in attrs:
        raise TypeError("a chooser cannot be rendered without an id")
    shown = self.get_value_data(value)
    # reviewed: Wagtail's own output, which it marks safe itself
    field = mark_safe(self.render_html(name, shown, attrs))
    # reviewed: Wagtail's own output as well, with its values escaped as JSON
    start = mark_safe(self.render_js_init(attrs["id"], name, shown))
    return format_html('{}<script nonce="{}">{}</script>', field, nonce_of_this_answer(), start)


def teach_the_choosers() -> None:
    """Replace the one method of Wagtail's that writes a script."""
    BaseChooser.render = render
