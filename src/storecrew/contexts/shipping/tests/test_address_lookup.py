"""U010: an address by a few words: who is asked, in which protocol, and what happens without an answer."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.providers.address_lookup.juso import Juso
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import guest_actor

GUEST = guest_actor("", ip="203.0.113.7")
ROW = {
    "roadAddr": "서울특별시 강남구 테헤란로 152 (역삼동, 강남파이낸스센터)",
    "roadAddrPart1": "서울특별시 강남구 테헤란로 152",
    "roadAddrPart2": "(역삼동, 강남파이낸스센터)",
    "zipNo": "06236",
    "siNm": "서울특별시",
    "sggNm": "강남구",
}
SEJONG = {
    "roadAddrPart1": "세종특별자치시 한누리대로 2130",
    "roadAddrPart2": "(보람동)",
    "zipNo": "30151",
    "siNm": "세종특별자치시",
    "sggNm": "",
}


class Service(http.server.BaseHTTPRequestHandler):
    """Answers as the ministry's service does."""

    answer: bytes = b""
    status = 200
    asked: dict[str, list[str]] = {}

    def do_GET(self) -> None:
        type(self).asked = parse_qs(urlsplit(self.path).query)
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def juso() -> Iterator[Juso]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/addrlink/addrLinkApi.do"

    def get(url: str) -> bytes:
        with urlopen(url, timeout=5) as answer:
            return answer.read()

    Service.status = 200
    yield Juso("key-1", address=address, get=get)
    server.shutdown()
    server.server_close()


def says(code: str, *rows: dict[str, str]) -> None:
    common = {"errorCode": code, "errorMessage": "", "totalCount": str(len(rows))}
    Service.answer = json.dumps({"results": {"common": common, "juso": list(rows)}}).encode()


def test_u010_korean_road_addresses_fit_the_fields_of_the_form(juso):
    says("0", ROW, SEJONG, {"roadAddrPart1": "half a row"})
    first, second = juso.find("테헤란로 152 %<>", "KR")
    assert first == (
        "서울특별시 강남구 테헤란로 152 (역삼동, 강남파이낸스센터)",
        "테헤란로 152 (역삼동, 강남파이낸스센터)",
        "강남구",
        "서울특별시",
        "06236",
    )
    assert (second.street, second.city, second.region) == (
        "한누리대로 2130 (보람동)",
        "세종특별자치시",
        "세종특별자치시",
    )
    asked = {name: values[0] for name, values in Service.asked.items()}
    assert asked == {
        "confmKey": "key-1",
        "currentPage": "1",
        "countPerPage": "10",
        "keyword": "테헤란로 152",
        "resultType": "json",
    }
    typed = {**first._asdict(), "name": "박민아", "country": "KR", "phone": "010-1234-5678"}
    typed.pop("line")
    clean = shipping.clean_address(typed, "ko")
    assert (clean.postal_code, clean.city) == ("06236", "강남구")


def test_words_that_are_too_general_find_nothing(juso):
    says("E0006")
    assert juso.find("서울", "KR") == ()
    assert juso.find("<>", "KR") == ()


@pytest.mark.parametrize("answer", [b"<html>", b"{}", b'{"results": null}', None])
def test_flt_11_a_service_that_is_broken_says_so_and_nothing_else(juso, answer):
    says("E0001")
    if answer is not None:
        Service.answer = answer
    with pytest.raises(shipping.LookupSilent):
        juso.find("테헤란로", "KR")
    Service.status = 500
    with pytest.raises(shipping.LookupSilent):
        juso.find("테헤란로", "KR")


@pytest.mark.django_db
def test_u010_who_is_asked_follows_from_the_country_and_the_settings(settings):
    assert [one.postal_code for one in shipping.find_addresses("테헤란로", "KR", actor=GUEST)] == ["06236"]
    assert shipping.find_addresses("x", "KR", actor=GUEST) == ()
    assert shipping.find_addresses("Unter den Linden", "DE", actor=GUEST) == ()
    settings.STORECREW_DEMO = False
    assert not shipping.can_find_addresses("KR")
    settings.STORECREW_JUSO_KEY = "key-1"
    assert shipping.can_find_addresses("KR")


@pytest.mark.django_db
def test_abu_07_nobody_reads_the_whole_country(settings):
    with pytest.raises(ratelimit.Refused):
        for _ in range(121):
            shipping.find_addresses("세종대로", "KR", actor=GUEST)
