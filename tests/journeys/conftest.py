"""A shop behind a real server and people with real browsers."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.people.models import User
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
    # A page lives for a second here: making its scripts fast costs more than it brings.
    "--js-flags=--no-opt --no-maglev",
)
# The shell is the same Chromium without the windows nobody sees, at less than half the processor time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PATIENCE = 15_000
"""Milliseconds that a page may take until it shows what it should; a busy machine needs many."""
expect.set_options(timeout=PATIENCE)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the machine; journeys are skipped where there is none."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(Path(path)), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the database in a file: in memory all threads of the server would share one transaction."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "storecrew.kernel.sqlite":
        pytest.skip("journeys start each from a copy of the shop, which they can make of SQLite's file")
    database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("journeys") / "shop.sqlite3")


@pytest.fixture(scope="session")
def shop(django_db_setup, django_db_blocker) -> TestShop:
    """One shop for all journeys of a process, really committed."""
    with django_db_blocker.unblock():
        return make_shop()


@pytest.fixture(scope="session")
def untouched(shop: TestShop, tmp_path_factory: pytest.TempPathFactory, django_db_blocker) -> Path:
    """A copy of the shop as nobody has used it yet."""
    path = tmp_path_factory.mktemp("untouched") / "shop.sqlite3"
    with django_db_blocker.unblock():
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
    return path


@pytest.fixture(autouse=True)
def _as_nobody_has_used_it(untouched: Path, django_db_blocker) -> None:
    """Begin each journey with the untouched shop and its lists: what the one before wrote was committed."""
    connection.close()
    with closing(sqlite3.connect(untouched)) as copy, closing(_database()) as used:
        copy.backup(used)
    cache.clear()
    with django_db_blocker.unblock():
        discovery.reindex()


def _database() -> sqlite3.Connection:
    return sqlite3.connect(connection.settings_dict["NAME"], timeout=30)


@pytest.fixture(scope="session")
def address(shop: TestShop, django_db_blocker) -> Iterator[str]:
    """Where the shop answers."""
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture
def visit(chromium: Browser, address: str, django_db_blocker) -> Iterator[Callable[..., Page]]:
    """Open a browser: ``visit("/en/", phone=True, javascript=False, dark=True)``.

    ``signed_in=person`` begins with a session of theirs; the sign-in has journeys of its own.
    """
    contexts = []

    def open_page(
        path: str,
        *,
        phone: bool = True,
        javascript: bool = True,
        dark: bool = False,
        signed_in: User | None = None,
    ) -> Page:
        context = chromium.new_context(
            base_url=address,
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            has_touch=phone,
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if signed_in is not None:
            context.add_cookies([_session_of(signed_in, address)])
        page = context.new_page()
        page.goto(path)
        return page

    with django_db_blocker.unblock():
        yield open_page
    for context in contexts:
        context.close()


def _session_of(person: User, address: str) -> dict[str, str]:
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}
