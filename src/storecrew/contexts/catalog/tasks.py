"""Timed work of the catalog."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.catalog.operations.images import render_missing
from storecrew.kernel import schedule


@schedule.every(seconds=60, name="catalog.render_images")
def render_images(at: dt.datetime) -> None:
    """Make the AVIF (and lost WebP) renditions, a few pictures each minute."""
    render_missing(limit=40)
