"""Reading SPF, DKIM and DMARC, without a name server (MKT-8)."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from storecrew.contexts.marketing.rules import sender

SHOP = "shop.example"


def key(bits: int) -> str:
    public = generate_private_key(65537, bits).public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("Shop <shop@Example.com>", "example.com"),
        ("shop@example.com.", "example.com"),
        ("shop@bücher.example", "xn--bcher-kva.example"),
        ("shop@localhost", ""),
        ("nobody", ""),
        ("a@" + "x" * 70 + ".example", ""),
    ],
)
def test_the_domain_of_a_sender(text, domain):
    assert sender.domain_of(text) == domain


@pytest.mark.parametrize(
    ("texts", "state", "code"),
    [
        ([], "bad", "missing"),
        (["google-site-verification=x", "v=spf10 -all"], "bad", "missing"),
        (["v=spf1 -all"], "good", "good"),
        (["V=SPF1 ip4:192.0.2.1 ~ALL"], "good", "good"),
        (["v=spf1 -all", "v=spf1 ~all"], "bad", "several"),
        (["v=spf1 +all"], "bad", "open"),
        (["v=spf1 all"], "bad", "open"),
        (["v=spf1 ip4:192.0.2.1"], "weak", "no_end"),
        (["v=spf1 ip4:192.0.2.1 ?all"], "weak", "no_end"),
    ],
)
def test_mkt_8_spf(texts, state, code):
    found = sender.spf(SHOP, lambda _name: texts)
    assert (found.state, found.code) == (state, code)


def test_mkt_8_spf_counts_the_questions_of_what_it_includes():
    texts = {SHOP: "v=spf1 a mx:mail.example include:one.example include:two.example -all"}
    texts |= {"one.example": "v=spf1 exists:x.example a/24 ~all", "two.example": "v=spf1 include:one.example"}
    found = sender.spf(SHOP, lambda name: [texts[name]] if name in texts else [])
    assert (found.state, found.value) == ("good", 4 + 2 + 1 + 2)
    texts["two.example"] += " include:three.example"
    texts["three.example"] = "v=spf1 a"
    found = sender.spf(SHOP, lambda name: [texts[name]] if name in texts else [])
    assert (found.code, found.value) == ("too_many_lookups", 11)


def test_mkt_8_spf_follows_a_redirect_and_no_circle():
    texts = {SHOP: "v=spf1 redirect=one.example", "one.example": "v=spf1 ip4:192.0.2.1 -all"}
    assert sender.spf(SHOP, lambda name: [texts[name]]).state == "good"
    texts["one.example"] = "v=spf1 redirect=shop.example"
    assert sender.spf(SHOP, lambda name: [texts[name]]).code == "too_many_lookups"
    texts["one.example"] = "v=spf1 include:one.example -all"
    assert sender.spf(SHOP, lambda name: [texts[name]]).code == "too_many_lookups"


@pytest.mark.parametrize(
    ("record", "state", "code"),
    [
        ("v=DKIM1; k=rsa; p=", "bad", "revoked"),
        ("v=DKIM1; k=rsa; p=MIIBI", "bad", "unreadable"),
        ("v=DKIM1; k=ed25519; p=YWJj", "bad", "unreadable"),
        ("something else", "bad", "missing"),
    ],
)
def test_mkt_8_dkim_that_cannot_be_used(record, state, code):
    found = sender.dkim(SHOP, "mail", lambda _name: [record])
    assert (found.name, found.state, found.code) == ("mail._domainkey.shop.example", state, code)


def test_mkt_8_dkim_says_how_long_the_key_is():
    def judge(record: str):
        found = sender.dkim(SHOP, "mail", lambda _name: [record])
        return found.state, found.code, found.value

    assert judge(f"v=DKIM1; p={key(2048)}") == ("good", "good", 2048)
    assert judge(f"v=DKIM1; p={key(1024)}") == ("weak", "short", 1024)
    assert judge(f"v=DKIM1; t=y:s; p={key(2048)}") == ("weak", "testing", 2048)
    raw = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert judge(f"v=DKIM1; k=ed25519; p={base64.b64encode(raw).decode()}") == ("good", "good", 256)


@pytest.mark.parametrize(
    ("texts", "state", "code"),
    [
        ([], "bad", "missing"),
        (["v=DMARC1; p=none"], "weak", "watching"),
        (["v=DMARC1; p=quarantine; pct=20"], "weak", "partly"),
        (["v=DMARC1; p=quarantine"], "good", "good"),
        (["v=dmarc1 ; p = reject ; rua=mailto:a@example.com"], "good", "good"),
        (["v=DMARC1; rua=mailto:a@example.com"], "bad", "unreadable"),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], "bad", "several"),
    ],
)
def test_mkt_8_dmarc(texts, state, code):
    found = sender.dmarc(SHOP, lambda name: texts if name == "_dmarc.shop.example" else [])
    assert (found.state, found.code) == (state, code)


def test_a_sender_is_as_good_as_its_worst_record():
    good, weak, bad = (sender.Verdict("spf", SHOP, state, "x") for state in ("good", "weak", "bad"))
    assert sender.worst([good, weak]) == "weak"
    assert sender.worst([weak, bad, good]) == "bad"
    assert sender.worst([]) == "bad"
