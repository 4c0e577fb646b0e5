"""The shop is complete in Korean."""

from __future__ import annotations

import pytest
from django.utils import translation

from storecrew.surfaces.ui import catalogs

FOLDERS = ("surfaces/storefront", "surfaces/ui/templates", "surfaces/ui/jinja", "contexts/content")


@pytest.fixture(scope="module")
def korean():
    return catalogs.merged("ko", catalogs.collect())


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_text_of_the_storefront_is_in_korean(korean, folder):
    assert catalogs.untranslated(korean, folder) == []


def test_the_compiled_catalogue_holds_the_same_texts(korean):
    compiled = (catalogs.PACKAGE / "locale/ko/LC_MESSAGES/django.mo").read_bytes()
    assert compiled == catalogs.compiled(korean)
    with translation.override("ko"):
        assert translation.gettext("Add to cart") == "장바구니 담기"
        assert translation.ngettext("%(num)s product", "%(num)s products", 3) % {"num": 3} == "상품 3개"


def test_a_translation_takes_the_same_values_as_its_source(korean):
    import re

    for message in korean:
        if not message.id or not message.string:
            continue
        sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        allowed = set().union(*(re.findall(r"%\(\w+\)[sdr]", text) for text in sources))
        for text in filter(None, strings):
            assert set(re.findall(r"%\(\w+\)[sdr]", text)) <= allowed, text
            if allowed or "%" not in "".join(sources):
                assert "%" not in re.sub(r"%\(\w+\)[sdr]|%%", "", text), text
