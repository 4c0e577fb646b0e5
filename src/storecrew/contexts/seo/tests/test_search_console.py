"""The client of Search Console against a server that speaks its interface (MKT-14); no database."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from storecrew.contexts.seo.providers import search_console
from storecrew.contexts.seo.providers.inspector import NoQuota, NotAllowed, Silent
from storecrew.contexts.seo.providers.search_console import SearchConsole
from storecrew.contexts.seo.tests.console_server import call, serving

AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
URL = "https://shop.example/en/p/desk-lamp/"
MAIL = "shop@project.iam.gserviceaccount.com"


def pem(key) -> str:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


@pytest.fixture
def console(tmp_path):
    """Return (what Google keeps, a client that asks it, the file of its key)."""
    search_console._tokens.clear()
    with serving() as (google, address):
        file = tmp_path / "key.json"
        account = {"client_email": MAIL, "private_key_id": "k1", "private_key": pem(google.key)}
        file.write_text(json.dumps(account))
        client = SearchConsole(
            str(file), "sc-domain:shop.example",
            inspect=f"{address}/v1/urlInspection/index:inspect", token=f"{address}/token", call=call,
        )  # fmt: skip
        yield google, client, file
    search_console._tokens.clear()


def test_mkt_14_an_account_signs_in_and_asks_about_an_address(console):
    google, client, _file = console
    google.answers[URL] = {
        "verdict": "NEUTRAL", "coverageState": "Duplicate, Google chose different canonical than user",
        "robotsTxtState": "ALLOWED", "indexingState": "INDEXING_ALLOWED", "pageFetchState": "SUCCESSFUL",
        "lastCrawlTime": "2026-02-27T04:05:06Z", "googleCanonical": "https://shop.example/en/p/lamp/",
        "userCanonical": URL, "sitemap": ["https://shop.example/sitemap.xml"], "crawledAs": "MOBILE",
    }  # fmt: skip
    found = client.inspect(URL, at=AT)
    assert (found.reason, found.canonical) == ("other_canonical", "https://shop.example/en/p/lamp/")
    assert found.crawled_at == dt.datetime(2026, 2, 27, 4, 5, 6, tzinfo=dt.UTC)
    assert google.asked == [
        {"inspectionUrl": URL, "siteUrl": "sc-domain:shop.example", "languageCode": "en-US"}
    ]
    (signed,) = google.signed
    assert (signed["iss"], signed["alg"], signed["kid"]) == (MAIL, "RS256", "k1")
    assert (signed["scope"], signed["grant"]) == (search_console.SCOPE, search_console.GRANT)
    assert signed["exp"] - signed["iat"] == 3600
    client.inspect(URL, at=AT + dt.timedelta(minutes=50))
    assert len(google.signed) == 1, "the token is good for an hour"
    client.inspect(URL, at=AT + dt.timedelta(minutes=56))
    assert len(google.signed) == 2


@pytest.mark.parametrize(
    ("status", "error"),
    [(429, NoQuota), (400, NotAllowed), (401, NotAllowed), (403, NotAllowed), (404, NotAllowed),
     (500, Silent), (503, Silent)],
)  # fmt: skip
def test_mkt_14_a_refusal_says_what_it_means(console, status, error):
    google, client, _file = console
    google.status = status
    with pytest.raises(error):
        client.inspect(URL, at=AT)


def test_mkt_14_a_token_that_was_taken_back_is_not_used_again(console):
    google, client, _file = console
    google.status = 401
    with pytest.raises(NotAllowed):
        client.inspect(URL, at=AT)
    google.status = 200
    assert client.inspect(URL, at=AT).reason == "unknown"
    assert len(google.signed) == 2


@pytest.mark.parametrize("body", ["no json", {"inspectionResult": {}}, [], {"inspectionResult": None}])
def test_mkt_14_an_answer_that_cannot_be_read_is_none(console, body):
    google, client, _file = console
    google.body = body or "[]"
    with pytest.raises(Silent):
        client.inspect(URL, at=AT)


def test_mkt_14_a_key_file_that_is_none_is_refused(console):
    _google, client, file = console
    wrong = {"client_email": MAIL, "private_key_id": "k1", "private_key": "nothing"}
    other = wrong | {"private_key": pem(ec.generate_private_key(ec.SECP256R1()))}
    for content in ("no json", "{}", "[]", json.dumps(wrong), json.dumps(other)):
        file.write_text(content)
        with pytest.raises(NotAllowed):
            client.inspect(URL, at=AT)
    file.unlink()
    with pytest.raises(NotAllowed):
        client.inspect(URL, at=AT)


def test_mkt_14_nobody_at_the_other_end_is_silence(console, tmp_path):
    google, _client, file = console
    with serving() as (_other, address):
        pass
    alone = SearchConsole(str(file), "x", inspect=address, token=f"{address}/token", call=call)
    with pytest.raises(Silent):
        alone.inspect(URL, at=AT)
    assert google.asked == []
