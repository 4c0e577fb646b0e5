"""A shop that files can be imported into, and small files of our own making."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from wagtail.models import Collection

from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.imports.facts import Built, Setting
from storecrew.contexts.imports.providers.reading import Reading
from storecrew.contexts.inventory.tests.factories import make_location
from storecrew.contexts.pricing.tests.factories import seed_taxes
from storecrew.kernel.actor import Actor, system_actor

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ACTOR: Actor = system_actor("tests")
DATA = Path(__file__).parent / "data"
SETTING = Setting("EUR", 2, AT.date())


def make_shop(**changes: Any) -> channels.ChannelFacts:
    """One channel with one warehouse, and the root of the picture library."""
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    channel = make_channel(**changes)
    make_location("main", channels=[channel.id])
    seed_taxes()
    return channel


def table(
    rows: Iterable[Mapping[str, object]], *, delimiter: str = ",", header: list[str] | None = None
) -> str:
    """Rows as separated text; the header holds every key in order of appearance."""
    rows = list(rows)
    names = header or list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(path: Path, **more: Any) -> tuple[list[Built], Reading]:
    """All products of a file, and the reading with what it said about single rows."""
    setting = more.pop("setting", SETTING)
    with Reading(path, setting, **more) as reading:
        return list(reading.products()), reading


def run_import(path: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """The command's exit status and its JSON."""
    out = io.StringIO()
    status = 0
    try:
        call_command(
            "import_catalog", str(path), "--json", "--images", "none", *options, stdout=out, stderr=out
        )
    except SystemExit as end:
        status = int(end.code or 0)
    return status, json.loads(out.getvalue())
