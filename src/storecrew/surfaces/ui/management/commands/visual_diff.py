"""Take pictures of the gallery and of key pages, and compare them with those that were kept.

``manage visual_diff`` asks a running shop (``--url``; in development or the demo, for the gallery) at 390
and 1440 pixels, writes ``DATA/visual/index.html`` and exits 1 when anything differs. The first pictures and
those of ``--accept``, become the baseline. It needs chromium and the development tools.
"""

from __future__ import annotations

import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from storecrew.surfaces.ui import visual
from storecrew.surfaces.ui.gallery.pages import PAGES

WIDTHS = (390, 1440)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
KEY_PAGES = {
    "shop-home": "/en/",
    "shop-search": "/en/search/",
    "shop-cart": "/en/cart/",
    "shop-help": "/en/help/",
}
COMPONENTS = {"components": "/gallery/components/", "components-ko": "/gallery/components/?lang=ko"}
PATIENCE = 30_000


class Command(BaseCommand):
    """See the module's docstring."""

    help = "Compare pictures of the gallery and of key pages with those that were kept."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="where the shop answers")
        parser.add_argument("--only", default="", help="only pages whose name begins like this")
        parser.add_argument("--accept", action="store_true", help="keep the new pictures as the baseline")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the pictures, compare them, write the report."""
        folder = Path(settings.STORECREW_DATA) / "visual"
        first = not any((folder / "baseline").glob("*.png"))
        shutil.rmtree(folder / "fresh", ignore_errors=True)
        shutil.rmtree(folder / "marked", ignore_errors=True)
        for name in ("baseline", "fresh"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        pages = {name: path for name, path in addresses().items() if name.startswith(options["only"])}
        names = self._take(options["url"].rstrip("/"), pages, folder / "fresh")
        results = [
            visual.compare(name, *(folder / part / f"{name}.png" for part in ("baseline", "fresh", "marked")))
            for name in names
        ]
        visual.report(results, folder / "index.html")
        self._say(results, folder, accepted=first or options["accept"])

    def _take(self, url: str, pages: dict[str, str], folder: Path) -> list[str]:
        path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
        try:
            playwright = import_module("playwright.sync_api")
        except ImportError as error:
            raise CommandError("The development tools are missing: ./dev test installs them.") from error
        if path is None:
            raise CommandError("There is no chromium on this machine.")
        taken = []
        with playwright.sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            for width in WIDTHS:
                window = browser.new_context(
                    viewport={"width": width, "height": 900}, reduced_motion="reduce", locale="en-US"
                )
                window.set_default_timeout(PATIENCE)
                page = window.new_page()
                for name, place in pages.items():
                    try:
                        answer = page.goto(f"{url}{place}", wait_until="networkidle")
                    except playwright.Error as error:
                        raise CommandError(
                            f"{url}{place} does not answer: start it with ./dev up."
                        ) from error
                    if answer is None or answer.status >= 500:
                        raise CommandError(f"{url}{place} answered with an error.")
                    taken.append(f"{name}-{width}")
                    page.screenshot(path=folder / f"{taken[-1]}.png", full_page=True, animations="disabled")
            browser.close()
        return taken

    def _say(self, results: list[visual.Result], folder: Path, *, accepted: bool) -> None:
        changed = [one for one in results if one.verdict != "same"]
        for one in changed:
            self.stdout.write(f"{one.name}: {one.verdict} {' '.join(str(area) for area in one.areas)}")
        self.stdout.write(f"{len(results)} pictures, {len(changed)} differ: {folder / 'index.html'}")
        if accepted:
            for one in results:
                shutil.copy(folder / "fresh" / f"{one.name}.png", folder / "baseline" / f"{one.name}.png")
            self.stdout.write("Kept as the baseline.")
        elif changed:
            raise SystemExit(1)


def addresses() -> dict[str, str]:
    """Return the path of each page that is compared, by the name of its pictures."""
    return COMPONENTS | KEY_PAGES | {f"gallery-{name}": f"/gallery/{name}/" for name in PAGES}
