"""The page of extensions says which run, which do not and why, and what each brings."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel.extensions import Extension, MenuItem, Right, standing
from storecrew.kernel.extensions.standing import Row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_before():
    rows = list(standing.standing())
    yield
    standing.write(rows)


def text(client, language: str = "en") -> str:
    client.force_login(make_staff("developer"))
    page = client.get(reverse("extensions"), headers={"accept-language": language})
    assert page.status_code == 200
    return page.content.decode()


def test_it_5_nobody_has_one_and_the_page_says_how(client):
    standing.write([])
    assert "docs/how-to/write-an-extension.md" in text(client)


def test_it_5_each_is_shown_with_state_reason_and_what_it_brings(client, tmp_path: Path):
    (tmp_path / "a.py").write_text("from storecrew.contexts.orders.models import Order\n")
    declared = Extension(
        name="acme-one", version="1.2", contract="1.x", title="Stars", pages="p", rest="r", templates="t",
        checks=("c",), permissions=(Right("acme_one.a", "A"),), menu=(MenuItem("A", "a", "acme_one.a"),),
    )  # fmt: skip
    running, broken = (
        Row("acme-one", "acme-one 1.2", declared, folder=str(tmp_path)),
        Row("acme-two", "acme-two 3"),
    )
    broken.leave_out("broken", "import", reason="<b>ValueError</b>")
    standing.write([running, broken])
    page = text(client)
    assert page.index("acme-two") < page.index("acme-one"), "what needs somebody comes first"
    assert "&lt;b&gt;ValueError" in page
    for words in ("1 right ·", "1 menu entry", "1 check", "/admin/ext/acme-one/", "/api/v1/ext/acme-one/"):
        assert words in page
    assert "a.py:1 storecrew.contexts.orders.models.Order" in page
