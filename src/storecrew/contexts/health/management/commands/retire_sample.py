"""``manage retire_sample``: show what taking the sample store away would do; ``--yes`` does it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from storecrew.contexts.health import public as health
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.kernel.errors import DomainError


class Command(BaseCommand):
    """Take the sample goods, open sample orders and public sign-ins out of the shop; books stay."""

    help = "Take the sample store out of the shop; without --yes only say what would go."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --yes."""
        parser.add_argument("--yes", action="store_true", help="do it")

    def handle(self, **options: Any) -> None:
        """Show or do."""
        preview = health.sample_preview(at=clock.now())
        if preview is None:
            raise CommandError(str(health.NoSample()))
        if not options["yes"]:
            self.stdout.write(
                f"Would take away {preview.products} products, {preview.promotions} promotions, "
                f"{preview.open_orders} open orders and {preview.sign_ins} sign-ins with the "
                "public password. Orders, payments, stock movements and the audit trail stay. "
                "Run it with --yes to do it."
            )
            return
        try:
            done = health.retire_sample(actor=system_actor("manage retire_sample"), at=clock.now())
        except DomainError as error:
            raise CommandError(str(error)) from error
        while outbox.drain(limit=500):
            pass
        self.stdout.write(
            f"Taken away: {done.products} products, {done.promotions} promotions, {done.orders} open orders "
            f"({done.orders_left} are with the warehouse and were left), {done.sign_ins} sign-ins."
        )
