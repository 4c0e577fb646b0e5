"""What a page's title and description are where nobody wrote them."""

from __future__ import annotations

from collections.abc import Mapping

from storecrew.contexts.seo.facts import HeadWords, TemplateContent
from storecrew.contexts.seo.models import HeadTemplate
from storecrew.contexts.seo.rules import heads
from storecrew.kernel.kept import kept

TAG = "seo"


@kept(TAG, in_transactions=True)
def templates() -> dict[tuple[str, str, str], HeadWords]:
    """Return all templates by (kind, language, channel); one query, or kept."""
    rows = HeadTemplate.objects.values_list("kind", "locale", "channel", "title", "description")
    return {(kind, locale, channel): HeadWords(*words) for kind, locale, channel, *words in rows}


def head(kind: str, locale: str, channel: str, values: Mapping[str, str]) -> HeadWords:
    """Return what the templates say of a page.

    The nearest one wins, for title and description each by itself: language and channel, then the language,
    then the channel, then all.
    """
    known = templates()
    if not known:
        return HeadWords()
    near = [
        known[key]
        for key in ((kind, locale, channel), (kind, locale, ""), (kind, "", channel), (kind, "", ""))
        if key in known
    ]
    title = next((one.title for one in near if one.title), "")
    description = next((one.description for one in near if one.description), "")
    return HeadWords(heads.fill(title, values), heads.fill(description, values)[: heads.DESCRIPTION_MOST])


def content_of(row: HeadTemplate) -> TemplateContent:
    """Return a template as it was entered."""
    return TemplateContent(row.kind, row.locale, row.channel, row.title, row.description)
