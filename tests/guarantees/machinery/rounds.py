"""Going through a built demo store as its people do: `python -m tests.guarantees.machinery.rounds`.

A process of its own, since the demo is built by processes and not within a test's transaction. Writes what is
not as it should be to its standard output, one finding in a line.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import django

WRITES = (302, 405)
"""What addresses answer that only lead on or only write."""
EMPTY = "sc-empty-title"
STOCKED = (
    "warehouse/", "stock/", "purchasing/", "sheets/", "fleet/", "carriers/", "service-rules/", "rest-days/",
    "claims/", "addresses/", "goods/", "customs/", "labels/", "parcels/", "exchange-rates/", "late/",
)  # fmt: skip
"""Where a list of the warehouse and of logistics begins."""
EARNED = {"stock/doubts/"}
"""Lists that are empty as long as everything is well."""
OF_A_RECORD = {"/admin/custom-fields/edit/", "/admin/files/add/"}
"""Pages whose record is named by the query; without one they say so."""
SHOP = ("", "categories/", "search/", "search/?q=lamp", "help/", "delivery/", "accessibility/", "cart/",
        "p/weaving-at-home/", "p/gift-voucher/", "voucher/", "c/textiles/", "c/lighting/",
        "account/")  # fmt: skip


def main() -> int:
    """Walk and tell; return how many findings there are."""
    django.setup()
    from tests.guarantees.machinery.held import not_held

    found = [*homes(), *lists(), *shop(), *not_held()]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return min(len(found), 100)


def homes() -> Iterator[str]:
    """Yield each role whose home does not open."""
    from storecrew.contexts.people import public as people
    from storecrew.demo.steps.organization import email_of

    for role in people.ROLES:
        answer = client(email_of(role.code)).get("/admin/")
        if answer.status_code != 200:
            yield f"the home of {role.code}: {answer.status_code}"


def lists() -> Iterator[str]:
    """Yield each page of the back office without an argument that fails, and each list that shows nothing."""
    from storecrew.surfaces.workspaces.urls import urlpatterns
    from tests.guarantees.machinery.town import routes

    owner = client("owner@storecrew.example")
    opened = 0
    for path in routes(urlpatterns):
        if "<" in path or path in OF_A_RECORD:
            continue
        answer = owner.get(path)
        opened += answer.status_code == 200
        if answer.status_code not in (200, *WRITES):
            yield f"{path}: {answer.status_code}"
        elif answer.status_code == 200 and not answer.streaming:
            yield from looked_at(owner, path, answer.content.decode(errors="replace"))
    if opened < 150:
        yield f"only {opened} pages of the back office were opened"


def looked_at(owner, path: str, page: str) -> Iterator[str]:
    """Yield a list that is empty and should not be, and its first record when that fails."""
    short = path.removeprefix("/admin/")
    if EMPTY in page and short.startswith(STOCKED) and short not in EARNED:
        yield f"{path}: the list is empty"
    first = re.search(r'<tbody.*?<a [^>]*href="(/admin/[^"?#]+)"', page, re.S)
    if first:
        record = owner.get(first[1])
        if record.status_code != 200:
            yield f"{first[1]}, from {path}: {record.status_code}"


def shop() -> Iterator[str]:
    """Yield each main page of the shop that fails, in both languages."""
    visitor = client("")
    for locale in ("en", "ko"):
        for path in SHOP:
            answer = visitor.get(f"/{locale}/{path}", follow=True)
            if answer.status_code != 200:
                yield f"/{locale}/{path}: {answer.status_code}"


def client(email: str):
    """Return a browser, of the person with this address if there is one."""
    from django.test import Client

    from storecrew.contexts.people.models import User

    browser = Client(SERVER_NAME="127.0.0.1", SERVER_PORT="8000", raise_request_exception=False)
    if email:
        browser.force_login(User.objects.get(email=email))
    return browser


if __name__ == "__main__":
    sys.exit(main())
