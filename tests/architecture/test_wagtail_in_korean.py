"""Wagtail speaks Korean where it is reached; what we add to it stays true at upgrades (decision 0067)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import wagtail
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.test import Client
from wagtail.models import Collection, Locale, Page

from storecrew.contexts.content import public as content
from storecrew.contexts.people.tests.factories import AT, make_staff
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.ui import catalogs

HOME = Path(wagtail.__file__).parent
# the apps of Wagtail that are installed and have pages or words in the back office
APPS = (
    *("", "admin", "contrib/forms", "contrib/redirects", "contrib/settings", "contrib/table_block"),
    *("contrib/typed_table_block", "documents", "embeds", "images", "locales", "search", "sites"),
    *("snippets", "users"),
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
LETTERS = re.compile("[A-Za-z]{2}")
SAME = {"Wagtail", "Storecrew", "ID", "URL", "App", "OK"}
# written into templates of Wagtail without a mark for translation; no catalogue reaches them
HARD_CODED = {"Actions", "None"}

Key = tuple[str, str]


def key_of(message: Message) -> Key:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def read(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale="ko")


def texts(domain: str) -> dict[Key, Message]:
    """Return every English text of a domain."""
    found: dict[Key, Message] = {}
    for app in APPS:
        file = HOME / app / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        if file.exists():
            found |= {key_of(message): message for message in read(file) if message.id}
    return found


def translated(domain: str) -> set[Key]:
    """Return the texts that Wagtail itself has in Korean."""
    found: set[Key] = set()
    for app in APPS:
        file = HOME / app / "locale" / "ko" / "LC_MESSAGES" / f"{domain}.po"
        if file.exists():
            found |= {key_of(m) for m in read(file) if m.id and not m.fuzzy and all(_strings(m))}
    return found


def ours(domain: str) -> dict[Key, Message]:
    file = catalogs.SHELL / "ko" / "LC_MESSAGES" / f"{domain}.po"
    return {key_of(message): message for message in read(file) if message.id}


def _strings(message: Message) -> tuple[str, ...]:
    value = message.string
    return tuple(value) if isinstance(value, (list, tuple)) else (value or "",)


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_text_of_wagtail_has_its_korean(domain):
    missing = texts(domain).keys() - translated(domain) - ours(domain).keys()
    assert not missing, f"add to {catalogs.SHELL}: {sorted(missing)}"
    assert all(all(_strings(message)) for message in ours(domain).values())


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_what_wagtail_has_itself_or_dropped_is_not_kept_here(domain):
    own = ours(domain).keys()
    assert not own - texts(domain).keys(), "no longer in Wagtail: remove"
    assert not own & translated(domain), "translated by Wagtail now: remove"


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_our_korean_names_only_what_the_text_knows(domain):
    for message in ours(domain).values():
        known = " ".join([message.id] if isinstance(message.id, str) else message.id)
        wanted = set(PLACEHOLDER.findall(known))
        for text in _strings(message):
            assert set(PLACEHOLDER.findall(text)) <= wanted, text


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_file_is_the_readable_one(domain):
    file = catalogs.SHELL / "ko" / "LC_MESSAGES" / f"{domain}.po"
    assert file.with_suffix(".mo").read_bytes() == catalogs.compiled(read(file)), "run `translate`"


class Words(HTMLParser):
    """Collect what people read or hear on a page: texts, titles, labels and values of buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "template", "svg"):
            self._silent += 1
        for name, value in attrs:
            wanted = name in ("title", "aria-label", "placeholder", "alt")
            if value and (wanted or (name == "value" and tag == "button")):
                self.found.add(" ".join(value.split()))

    def handle_endtag(self, tag):
        if tag in ("script", "style", "template", "svg") and self._silent:
            self._silent -= 1

    def handle_data(self, data):
        if not self._silent and data.strip():
            self.found.add(" ".join(data.split()))


def english() -> set[str]:
    """Return the texts of Wagtail that would be seen as they are."""
    plain = (" ".join(text.split()) for _context, text in texts("django"))
    return {
        text for text in plain if LETTERS.search(text) and text not in SAME | HARD_CODED and "%" not in text
    }


def pages() -> Iterator[str]:
    """Return the addresses of Wagtail that roles reach from the menu and from there."""
    yield from (
        *("/admin/pages/", "/admin/images/", "/admin/images/add/", "/admin/documents/"),
        *("/admin/documents/multiple/add/", "/admin/redirects/", "/admin/redirects/add/"),
        *("/admin/redirects/import/", "/admin/reports/workflow/", "/admin/reports/workflow_tasks/"),
        *("/admin/reports/locked/", "/admin/reports/aging-pages/", "/admin/reports/site-history/"),
        *("/admin/reports/page-types-usage/", "/admin/workflows/list/", "/admin/workflows/tasks/index/"),
        *("/admin/collections/", "/admin/locales/", "/admin/sites/", "/admin/account/"),
        *("/admin/pages/search/", "/admin/choose-page/", "/admin/images/chooser/", "/admin/jsi18n/"),
    )
    for page in Page.objects.order_by("depth", "pk")[:3]:
        yield f"/admin/pages/{page.pk}/"
        yield f"/admin/pages/{page.pk}/edit/"
        yield f"/admin/pages/{page.pk}/history/"
        yield f"/admin/pages/{page.pk}/delete/"
        yield f"/admin/pages/{page.pk}/add_subpage/"


@pytest.mark.django_db
def test_u048_nobody_who_works_in_korean_meets_english_of_wagtail():
    for code in ("en", "ko"):
        Locale.objects.get_or_create(language_code=code)
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    content.install_starter(shop_name="Shop", actor=system_actor("tests"), at=AT)
    client = Client(headers={"accept-language": "ko"})
    client.force_login(make_staff("owner", name="Ina Kim"))
    titles = set(Page.objects.values_list("title", flat=True))
    known, wrong, reached = english() - titles, [], 0
    for address in pages():
        answer = client.get(address, follow=True)
        if answer.status_code != 200:
            continue
        reached += 1
        words = Words()
        words.feed(answer.content.decode())
        wrong += [f"{address}: {text}" for text in sorted(words.found & known)]
    assert not wrong, "\n".join(wrong)
    assert reached >= 20


@pytest.mark.django_db
def test_u048_the_scripts_of_wagtail_have_our_words_too():
    client = Client(headers={"accept-language": "ko"})
    client.force_login(make_staff("content_team"))
    answer = client.get("/admin/jsi18n/").content.decode()
    own = _strings(ours("djangojs")["", "Insert a block"])[0]
    assert json.dumps(own).strip('"') in answer
    assert json.dumps("이미지").strip('"') in answer, "Wagtail's own are there too"
