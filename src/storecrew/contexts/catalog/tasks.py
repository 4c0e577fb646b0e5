"""Timed work of the catalog."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.catalog.operations.ending import end_due
from storecrew.contexts.catalog.operations.images import render_missing
from storecrew.kernel import schedule
from storecrew.kernel.actor import system_actor


@schedule.every(seconds=60, name="catalog.render_images")
def render_images(at: dt.datetime) -> None:
    """Make the AVIF (and lost WebP) renditions, a few pictures each minute."""
    render_missing(limit=40)


@schedule.every(seconds=900, name="catalog.end_products")
def end_products(at: dt.datetime) -> None:
    """End the products that sold off, or are past their last day."""
    end_due(actor=system_actor("catalog.end_products"), at=at)
