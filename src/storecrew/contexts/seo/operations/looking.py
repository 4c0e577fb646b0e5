"""Looking at one page: made within the process, read once, judged by every check of a single page."""

from __future__ import annotations

import datetime as dt
import fnmatch
import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from storecrew.contexts.seo.models import Finding, Page
from storecrew.contexts.seo.providers.site import site
from storecrew.contexts.seo.rules import body_checks, head_checks  # noqa: F401 - they name themselves
from storecrew.contexts.seo.rules.seen import PAGE_CHECKS, Seen
from storecrew.kernel import shown

ANSWERS = frozenset({"not_found", "fault", "redirected", "closed"})
"""Checks that make sense where no page came."""
MOST_PICTURES = 12
MOST_LINKS = 500


def look(page: Page, *, run_id: int | None, closed: Collection[str], at: dt.datetime) -> None:
    """Make a page, judge it, keep its facts and findings. A page that fails is a finding, not a fault."""
    seen = _see(page, closed)
    wrong = {
        code: (check.severity, values)
        for code, check in PAGE_CHECKS.items()
        if (seen.status == 200 or code in ANSWERS) and (values := check.test(seen)) is not None
    }
    index, facts = index_of(seen), _facts(seen)
    changed = page.checked_at is not None and _says(page.index, page.facts) != _says(index, facts)
    with transaction.atomic():
        Page.objects.filter(pk=page.pk).update(
            status=seen.status,
            index=index,
            facts=facts,
            checked_at=at,
            **({"changed_at": at} if changed else {}),
            **({"seen_by_id": run_id} if run_id else {}),
        )
        settle(page.pk, wrong, among=PAGE_CHECKS, at=at)


def _says(index: str, facts: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what search engines would take note of when it changes."""
    return (index, *(facts.get(name) for name in ("title", "description", "h1", "canonical")))


def _see(page: Page, closed: Collection[str]) -> Seen:
    origin = settings.STORECREW_BASE_URL
    try:
        answer = shown.show(f"{origin}{page.path}")
    except Exception:  # noqa: BLE001 - any fault of a page is a finding
        # Whatever a page throws, a visitor would see our fault page; the audit must go on to the next.
        answer = shown.Shown(500)
    text = shown.read(answer.text) if answer.status == 200 else shown.PageText()
    urls = [one.url for one in text.pictures[:MOST_PICTURES]]
    weights = {url: size for url in urls if (size := site().weight(url)) is not None}
    return Seen(
        path=page.path,
        kind=page.kind,
        locale=page.locale,
        origin=origin,
        status=answer.status,
        location=answer.location,
        size=len(answer.text.encode()),
        text=text,
        closed=any(fnmatch.fnmatch(page.path, f"{one.rstrip('*')}*") for one in closed),
        weights=weights,
    )


def index_of(seen: Seen) -> str:
    """Return what a page says to search engines about itself."""
    if 300 <= seen.status < 400:
        return Page.Index.MOVED
    if seen.status != 200:
        return Page.Index.BROKEN
    if seen.closed:
        return Page.Index.BLOCKED
    if "noindex" in seen.text.robots:
        return Page.Index.NOINDEX
    named = seen.text.canonical
    return Page.Index.ELSEWHERE if named and seen.inside(named) != seen.path else Page.Index.OPEN


def _facts(seen: Seen) -> dict[str, Any]:
    text = seen.text
    links = (seen.inside(url) for url, _words in text.links if not url.startswith(("#", "mailto:", "tel:")))
    return {
        "title": text.title,
        "description": text.description,
        "h1": seen.headings[0] if seen.headings else "",
        "text": hashlib.blake2b(text.text.encode(), digest_size=12).hexdigest() if text.text else "",
        "words": text.words,
        "canonical": seen.inside(text.canonical) if text.canonical else "",
        "alternates": [[code, seen.inside(url)] for code, url in text.alternates if code != "x-default"],
        "links": [link for link in dict.fromkeys(links) if link][:MOST_LINKS],
    }


def settle(
    page_id: int,
    wrong: Mapping[str, tuple[int, Mapping[str, Any]]],
    *,
    among: Collection[str],
    at: dt.datetime,
) -> None:
    """Write down what is wrong with a page now; what was found before and is not any more is cured.

    ``wrong`` are (severity, values) by code, ``among`` the codes that were asked. What comes
    back begins anew.
    """
    known = {row.code: row for row in Finding.objects.filter(page_id=page_id, code__in=list(among))}
    changed = []
    for code, row in known.items():
        if code in wrong:
            if row.fixed_at is not None:
                row.first_at, row.fixed_at = at, None
            row.severity, row.values, row.last_at = wrong[code][0], dict(wrong[code][1]), at
            changed.append(row)
        elif row.fixed_at is None:
            row.fixed_at = at
            changed.append(row)
    Finding.objects.bulk_update(changed, ["severity", "values", "first_at", "last_at", "fixed_at"])
    Finding.objects.bulk_create(
        Finding(page_id=page_id, code=code, severity=severity, values=dict(values), first_at=at, last_at=at)
        for code, (severity, values) in wrong.items()
        if code not in known
    )
