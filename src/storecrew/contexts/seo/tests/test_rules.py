"""Rules of being found, without a database (MKT-14)."""

from __future__ import annotations

import pytest

from storecrew.contexts.seo.rules import body_checks, head_checks, heads, paths
from storecrew.contexts.seo.rules.seen import PAGE_CHECKS, Seen
from storecrew.contexts.seo.rules.site_checks import Node, Web
from storecrew.kernel import shown

LANGUAGES = ("en", "ko")
ORIGIN = "https://shop.example"
GOOD = """<!doctype html><html lang="en"><head>
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Enamel mug in red – Storecrew</title>
<meta name="description" content="A mug that falls and does not break: enamel on steel, 30 cl, from stock.">
<link rel="canonical" href="https://shop.example/en/p/mug/">
<link rel="alternate" hreflang="en" href="https://shop.example/en/p/mug/">
<link rel="alternate" hreflang="ko" href="https://shop.example/ko/p/mug/">
<link rel="alternate" hreflang="x-default" href="https://shop.example/en/p/mug/">
<meta property="og:title" content="Mug"><meta property="og:type" content="product">
<meta property="og:url" content="https://shop.example/en/p/mug/">
<meta property="og:description" content="A mug">
<meta property="og:image" content="/share.png"><meta property="product:price:amount" content="1299.00">
<script type="application/ld+json">{"@type": "Product", "name": "Mug", "description": "A mug",
"image": ["/m.jpg"],
"brand": {"name": "Falcon"}, "offers": {"price": "1299.00", "priceCurrency": "EUR",
"availability": "https://schema.org/InStock"}}</script></head>
<body><h1>Enamel mug</h1><h2>Care</h2><p>%s</p><p>€1,299.00</p>
<img src="/m.jpg" alt="A red mug" width="4" height="4">
<a href="/en/">Home</a></body></html>""" % ("word " * 70)


TOGETHER = {
    "title_long": ("title_repeats",),
    "description_is_title": ("description_short",),
    "structured_broken": ("structured_missing",),
}
"""A planted fault that is another one as well."""
ELSEWHERE = {"crumbs_incomplete", "questions_incomplete", "not_sold"}
"""What a product page cannot be wrong in; see the tests of structured data and of links."""


def seen(html: str = GOOD, **changes) -> Seen:
    values = {"path": "/en/p/mug/", "kind": "product", "locale": "en", "origin": ORIGIN, "size": len(html)}
    return Seen(**(values | {"text": shown.read(html)} | changes))


def codes(page: Seen) -> set[str]:
    return {code for code, check in PAGE_CHECKS.items() if check.test(page) is not None}


def test_mkt_14_a_good_page_has_no_findings():
    assert codes(seen()) == set()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<title>Enamel mug in red – Storecrew</title>", "", "title_missing"),
        ("Enamel mug in red – Storecrew", "Enamel mug " * 9, "title_long"),
        ("Enamel mug in red – Storecrew", "Mug", "title_short"),
        ("</title>", "</title><title>Again</title>", "title_doubled"),
        ("Enamel mug in red – Storecrew", "Mug mug mug, the best one", "title_repeats"),
        ('<meta name="description"', '<meta name="x"', "description_missing"),
        ("A mug that falls", "A mug that falls " * 9, "description_long"),
        (
            "A mug that falls and does not break: enamel on steel, 30 cl, from stock.",
            "A mug",
            "description_short",
        ),
        (
            '<meta name="description"',
            '<meta name="description" content="x"><meta name="description"',
            "description_doubled",
        ),
        (
            "A mug that falls and does not break: enamel on steel, 30 cl, from stock.",
            "Enamel mug in red",
            "description_is_title",
        ),
        ("</head>", '<meta name="robots" content="noindex"></head>', "noindex_in_sitemap"),
        ("</head>", '<meta name="robots" content="nofollow"></head>', "nofollow"),
        ('<link rel="canonical"', '<link rel="x"', "canonical_missing"),
        (
            'canonical" href="https://shop.example/en/p/mug/"',
            'canonical" href="https://shop.example/en/p/cup/"',
            "canonical_elsewhere",
        ),
        ('canonical" href="https://shop.example/en', 'canonical" href="/en', "canonical_relative"),
        (
            "</head>",
            '<link rel="canonical" href="https://shop.example/en/p/mug/"></head>',
            "canonical_doubled",
        ),
        ('<html lang="en">', "<html>", "lang_missing"),
        ('<html lang="en">', '<html lang="ko">', "lang_differs"),
        ('hreflang="en"', 'hreflang="fr"', "hreflang_self"),
        ('hreflang="x-default"', 'hreflang="fr"', "hreflang_default"),
        ("width=device-width", "width=980", "viewport"),
        ("<h1>Enamel mug</h1>", "<p>Mug</p>", "h1_missing"),
        ("<h1>Enamel mug</h1>", "<h1>Enamel mug</h1><h1>Mug</h1>", "h1_many"),
        ("<h1>Enamel mug</h1>", f"<h1>{'Enamel ' * 20}</h1>", "h1_long"),
        ("<h2>Care</h2>", "<h2></h2>", "heading_empty"),
        ("<h2>Care</h2>", "<h4>Care</h4>", "heading_skipped"),
        ("word " * 60, "", "thin"),
        (' alt="A red mug"', "", "alt_missing"),
        ("A red mug", "A red mug " * 20, "alt_long"),
        (' width="4"', "", "picture_unsized"),
        ('"image": ["/m.jpg"]', '"image": []', "product_without_picture"),
        ('<a href="/en/">Home</a>', '<a href="/en/"></a><a href="/ko/"></a>', "link_wordless"),
        ('<a href="/en/">Home</a>', '<a href="/en/">Home</a>' * 401, "links_many"),
        ('href="/en/">Home', 'href="http://elsewhere.example/">Home', "link_plain_http"),
        ('src="/m.jpg"', 'src="http://pictures.example/m.jpg"', "mixed"),
        ('{"@type"', '{@type"', "structured_broken"),
        ('"@type": "Product"', '"@type": "Thing"', "structured_missing"),
        ('"priceCurrency": "EUR",', "", "product_incomplete"),
        ("€1,299.00", "€1,199.00", "offer_price"),
        ('amount" content="1299.00"', 'amount" content="1199.00"', "share_price"),
        ('"brand": {"name": "Falcon"},', "", "identifier_missing"),
        ("schema.org/InStock", "schema.org/OutOfStock", "sold_out"),
        ('<meta property="og:title" content="Mug">', "", "share_missing"),
        ('<meta property="og:image" content="/share.png">', "", "share_picture"),
    ],
)
def test_mkt_14_each_fault_of_a_page_is_found(old: str, new: str, code: str):
    assert old in GOOD
    assert codes(seen(GOOD.replace(old, new))) == {code, *TOGETHER.get(code, ())}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": 404}, "not_found"),
        ({"status": 500}, "fault"),
        ({"status": 301, "location": "/en/"}, "redirected"),
        ({"size": 500_000}, "heavy"),
        ({"closed": True}, "closed"),
        ({"path": f"/en/p/{'mug-' * 40}/"}, "address_long"),
        ({"path": "/en/p/Mug/"}, "address_capitals"),
        ({"path": "/en/p/red_mug/"}, "address_marks"),
        ({"path": "/en/p/mug/?a=1"}, "address_parameters"),
        ({"weights": {"/m.jpg": 900_000}}, "picture_heavy"),
    ],
)
def test_mkt_14_each_fault_of_an_answer_is_found(changes: dict, code: str):
    elsewhere = {"canonical_elsewhere", "hreflang_self"} if "path" in changes else set()
    assert codes(seen(**changes)) == {code} | elsewhere


def test_mkt_14_every_check_of_a_page_has_a_fault_that_is_planted():
    plants = (test_mkt_14_each_fault_of_a_page_is_found, test_mkt_14_each_fault_of_an_answer_is_found)
    planted = {case[-1] for test in plants for mark in test.pytestmark for case in mark.args[1]}
    assert set(PAGE_CHECKS) - planted == ELSEWHERE


def test_mkt_14_structured_data_is_looked_into():
    faq = '{"@type": "FAQPage", "mainEntity": [{"name": "Why?", "acceptedAnswer": {"text": ""}}]}'
    way = '{"@type": "BreadcrumbList", "itemListElement": [{"name": "", "item": "x"}]}'
    blocks = "".join(f'<script type="application/ld+json">{one}</script>' for one in (faq, way))
    found = codes(seen(GOOD.replace("</head>", f"{blocks}</head>")))
    assert {"questions_incomplete", "crumbs_incomplete"} <= found
    priceless = shown.read('<script type="application/ld+json">{"@type": "Product", "name": "x"}</script>')
    assert "not_sold" in codes(seen(text=priceless))


@pytest.mark.parametrize("written", ["€1,299.00", "1.299,00 €", "1 299,00", "1299", "₩1,299"])
def test_mkt_14_a_price_is_found_however_it_is_written(written: str):
    assert body_checks.stands_on("1299.00", f"Now {written} only")
    assert not body_checks.stands_on("1298.00", f"Now {written} only")


def node(path: str, **changes) -> Node:
    values = {"locale": "en", "status": 200, "open": True, "title": path, "links": ("/en/",)}
    return Node(path=path, **(values | changes))


def web(*nodes: Node, others: dict[str, tuple[int, str]] | None = None) -> Web:
    return Web.of(nodes, lambda path: (others or {}).get(path, (404, "")), {"/en/"})


def test_mkt_14_what_two_pages_share_is_found_once_per_language():
    pages = [node("/en/", links=("/en/a/", "/en/b/")), node("/en/a/", title="T"), node("/en/b/", title="T")]
    korean = node("/ko/a/", locale="ko", title="T", links=())
    woven = web(*pages, korean)
    assert woven.findings(pages[1]) == {"title_same": {"count": 1}}
    assert woven.findings(korean) == {"orphan": {}}


def test_mkt_14_links_that_lead_nowhere_or_on_are_found():
    home = node("/en/", links=("/en/gone/", "/en/old/", "/en/older/"))
    moved = {"/en/old/": (301, "/en/"), "/en/older/": (301, "/en/old/")}
    found = web(home, others=moved).findings(home)
    assert found["link_broken"] == {"count": 1, "link": "/en/gone/"}
    assert found["link_redirected"] == {"count": 2, "link": "/en/old/"}
    assert found["link_chain"] == {"count": 1, "link": "/en/older/"}


def test_mkt_14_translations_name_each_other():
    ours = node("/en/", alternates=(("en", "/en/"), ("ko", "/ko/"), ("fr", "/fr/")))
    theirs = node("/ko/", locale="ko", alternates=(("ko", "/ko/"),))
    found = web(ours, theirs).findings(ours)
    assert found["hreflang_no_return"] == {"language": "ko", "to": "/ko/"}
    assert found["hreflang_broken"] == {"language": "fr", "to": "/fr/"}


def test_mkt_14_pages_far_from_home_and_canonicals_that_are_not_there():
    row = [node("/en/", links=("/en/1/",))]
    row += [node(f"/en/{n}/", links=(f"/en/{n + 1}/",)) for n in range(1, 7)]
    woven = web(*row)
    assert woven.findings(row[5])["deep"] == {"clicks": 5}
    lost = node("/en/x/", canonical="/en/nowhere/", open=False)
    assert web(lost).findings(lost)["canonical_broken"] == {"to": "/en/nowhere/"}
    assert web(node("/en/x/", status=404)).findings(node("/en/x/", status=404)) == {}
    listed = node("/en/p/x/", listed=True)
    assert web(row[0], listed).findings(listed) == {}


def test_mkt_14_templates_leave_out_what_a_page_does_not_have():
    line = "{name} – {brand} | {store}"
    assert heads.fill(line, {"name": "Mug", "brand": "Falcon", "store": "Shop"}) == "Mug – Falcon | Shop"
    assert heads.fill(line, {"name": "Mug", "store": "Shop"}) == "Mug | Shop"
    assert heads.fill("{brand}: {name} - x", {"name": "Mug"}) == "Mug - x"
    assert heads.unknown("{name} {color}", "product") == "color"
    assert heads.unknown("{name}", "product") == ""
    assert heads.has_loose_brace("{name")
    assert not heads.has_loose_brace("{name}")


def test_mkt_14_wide_letters_take_more_room():
    assert heads.width("머그컵", 20) == 60
    assert heads.width("WWW", 20) > heads.width("iii", 20) * 3


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://x.example/a//b/?q=ann@example.com#x", "/a/b"), ("/c/lamps/", "/c/lamps"), ("/", "/"),
        ("/%ED%95%9C/", "/한"), ("lamps", ""), ("", ""), ("http://[", ""),
    ],
)  # fmt: skip
def test_mkt_14_addresses_are_kept_without_query(address: str, kept: str):
    assert paths.tidy(address) == kept


def test_mkt_14_addresses_that_may_name_a_person_are_not_kept():
    for path in ("/u/ann@example.com", "/order/01012345678", "/x/Ab3dEf6hIj9lMn2pQ", "/x/0123456789abcdef"):
        assert paths.names_a_person(path)
    assert not paths.names_a_person("/p/the-very-long-name-of-a-product-from-2024")


def test_mkt_14_targets_are_led_into_the_language_of_the_visitor():
    assert paths.target_address("/c/lamps/?a=1", "ko", LANGUAGES) == "/ko/c/lamps/?a=1"
    assert paths.target_address("/c/lamps", "ko", LANGUAGES) == "/ko/c/lamps/"
    assert paths.target_address("/en/c/lamps/", "ko", LANGUAGES) == "/en/c/lamps/"
    assert paths.is_ours("/c/lamps/")
    for bad in ("//evil.example", "https://evil.example", "/\\evil.example", ""):
        assert not paths.is_ours(bad)
    assert paths.words_of("/c/red-mugs.html") == "red mugs"


def test_mkt_14_every_check_is_of_a_known_kind():
    assert len(PAGE_CHECKS) >= 48
    assert head_checks.SHORT_TITLE
