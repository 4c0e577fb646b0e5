"""``manage bootstrap_shop``: an empty but working shop with an owner."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from storecrew.config.bootstrap import open_homes, open_shop
from storecrew.contexts.discovery import public as discovery
from storecrew.kernel import clock, outbox


class Command(BaseCommand):
    """Open the shop and leave the owner's sign-in where only the installation's user can read it."""

    help = "Open one channel in euro, one location, flat-rate shipping, taxes and an owner account."

    def handle(self, **options: Any) -> None:
        """Open the shop and print the owner's sign-in."""
        owner = open_shop(at=clock.now())
        open_homes(at=clock.now())
        while outbox.drain():
            pass
        discovery.reindex()  # so that the first lists filter and sort
        if not owner.password:
            self.stdout.write(f"The shop is open; {owner.email} keeps the password it has.")
            return
        path = Path(settings.STORECREW_DATA) / "owner.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps({"email": owner.email, "password": owner.password}) + "\n")
        self.stdout.write(f"The shop is open. Owner: {owner.email}  password: {owner.password}")
