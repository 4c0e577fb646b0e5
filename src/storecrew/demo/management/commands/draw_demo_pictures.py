"""Draw the demo's pictures anew."""

from typing import Any

from django.core.management.base import BaseCommand

from storecrew.demo.pictures import album


class Command(BaseCommand):
    """Draw every picture of the demo's assortment into the package."""

    help = "Draw the demo's product pictures anew; needed after the assortment or the drawing changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw and count."""
        count = sum(1 for _ in album.draw_all())
        self.stdout.write(f"{count} pictures drawn into {album.FOLDER}")
