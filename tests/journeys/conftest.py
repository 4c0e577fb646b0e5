"""A shop behind a real server and people with real browsers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from storecrew.surfaces.storefront.tests.factories import TestShop, make_shop

# Playwright's synchronous interface runs an event loop in this thread, which Django would refuse to share.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the machine; journeys are skipped where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(Path(path)), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def shop(django_db_setup, django_db_blocker) -> Iterator[TestShop]:
    """One shop for the journeys of a file, really committed."""
    with django_db_blocker.unblock():
        yield make_shop()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def address(shop: TestShop, django_db_blocker) -> Iterator[str]:
    """Where the shop answers."""
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture
def visit(chromium: Browser, address: str, django_db_blocker) -> Iterator[Callable[..., Page]]:
    """Open a browser: ``visit("/en/", phone=True, javascript=False, dark=True)``."""
    contexts = []

    def open_page(path: str, *, phone: bool = True, javascript: bool = True, dark: bool = False) -> Page:
        context = chromium.new_context(
            base_url=address,
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            has_touch=phone,
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    with django_db_blocker.unblock():
        yield open_page
    for context in contexts:
        context.close()
