"""Reads of redirects and of addresses that are not there."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.seo.facts import Proposal, Way
from storecrew.contexts.seo.models import MissingPath, Redirect
from storecrew.contexts.seo.rules import paths
from storecrew.kernel import clock

NEAREST = 5
# Fewer visits than this are a typing error, not an old address.
ASKED_OFTEN = 10


def languages() -> tuple[str, ...]:
    """Return the languages that stand in front of addresses."""
    from django.conf import settings

    return tuple(code for code, _name in settings.LANGUAGES)


def way(path: str) -> Way | None:
    """Return where an address leads that no page answers; one query.

    An entry with the language in front wins over one for all languages.
    """
    full = paths.tidy(path)
    language, rest = paths.split_language(full, languages())
    found = {row.old_path: row for row in Redirect.objects.filter(old_path__in={full, rest})}
    row = found.get(full) or found.get(rest)
    if row is None:
        return None
    if row.status == Redirect.Status.GONE:
        return Way(row.pk, "", row.status)
    return Way(row.pk, paths.target_address(row.new_path, language or _own(), languages()), row.status)


def health_of_moves(*, since: dt.datetime) -> tuple[int, int]:
    """Return how many redirects lead nowhere, and how many addresses people ask for in vain lately."""
    missing = MissingPath.objects.filter(last_at__gte=since, people__gte=ASKED_OFTEN)
    return Redirect.objects.filter(is_dead=True).count(), missing.count()


def _own() -> str:
    """Return the language of the default channel where an address has none."""
    locale, known = channels.facts().locale, languages()
    return locale if locale in known else known[0]


def nearest(path: str) -> tuple[Proposal, ...]:
    """Return living addresses near to one that is not there: a moved one, categories, products."""
    moved = catalog.moved_path(path.strip("/"))
    found = [Proposal(f"/{moved.strip('/')}/", moved)] if moved else []
    words, locale = paths.words_of(path), _own()
    if len(words) < 2:
        return tuple(found)
    channel = channels.facts()
    for one in discovery.suggest(words, locale=locale, channel=channel):
        if one.kind == "category":
            _language, rest = paths.split_language(one.url, languages())
            found.append(Proposal(rest, one.text))
    query = discovery.ProductQuery(
        channel=channel, locale=locale, q=words, page_size=NEAREST, with_facets=False
    )
    found += [
        Proposal(f"/p/{card.slug}/", card.title) for card in discovery.search(query, at=clock.now()).items
    ]
    return tuple(dict.fromkeys(found))[:NEAREST]
