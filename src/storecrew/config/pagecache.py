"""Puts the page cache ahead of Django, and on several machines keeps it informed of the others."""

from __future__ import annotations

from django.conf import settings

from storecrew.kernel.pagecache.wsgi import Application, PageCache
from storecrew.kernel.revisions import revisions


def wrapped(application: Application) -> Application:
    """Return the application behind the page cache, or itself when the cache is switched off."""
    if not getattr(settings, "STORECREW_PAGE_CACHE", True):
        return application
    if settings.REDIS_URL:
        from storecrew.kernel.revisions_link import connect

        connect(settings.REDIS_URL, revisions()).start()
    return PageCache(application, revisions=revisions(), healthy=revisions().healthy)
