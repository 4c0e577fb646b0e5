"""Where the demo sells and from where it ships: two channels, three warehouses, taxes, ways to ship."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.actor import Actor

EUROPE = ("DE", "AT", "NL", "BE", "LU", "FR", "IT", "ES", "PT", "IE", "DK", "SE", "FI", "PL", "CZ")

WAREHOUSES = {
    "berlin": AddressFacts(
        "Hearth & Loom, Berlin", "Example Street 12", "Berlin", "10115", "DE", phone="+49 30 0000001"
    ),
    "porto": AddressFacts(
        "Hearth & Loom, Porto", "Rua do Exemplo 8", "Porto", "4000-008", "PT", phone="+351 22 0000001"
    ),
    "incheon": AddressFacts(
        "허스앤룸 인천 센터", "예시로 45", "연수구", "21999", "KR", "인천광역시", phone="032-000-0001"
    ),
}
NAMES = {"berlin": "Berlin", "porto": "Porto", "incheon": "Incheon"}
SUPPLIED_BY = {"europe": ("berlin", "porto"), "korea": ("incheon",)}


def build(*, actor: Actor, at: dt.datetime) -> None:
    """Open both channels and connect them to their warehouses."""
    _channels(actor, at)
    for code, address in WAREHOUSES.items():
        inventory.save_location(
            code,
            name=NAMES[code],
            address=address.as_json(),
            is_default=code == "berlin",
            actor=actor,
            at=at,
        )
    for channel_code, codes in SUPPLIED_BY.items():
        channel = channels.facts(channel_code)
        for priority, code in enumerate(codes, start=1):
            inventory.connect_channel(code, channel.id, priority=priority * 10, actor=actor, at=at)
    pricing.seed_tax_rates(actor=actor, at=at)


def _channels(actor: Actor, at: dt.datetime) -> None:
    channels.ensure_channel(
        code="europe",
        name="Hearth & Loom Europe",
        market_code="eu",
        market_name="European Union",
        currency="EUR",
        countries=EUROPE,
        default_country="DE",
        tax_display="gross",
        locales=("en", "ko"),
        timezone="Europe/Berlin",
        is_default=True,
        legal={
            "trade_name": "Hearth & Loom (demo)",
            "address": "Example Street 1, 10115 Berlin, Germany",
            "email": "hello@storecrew.example",
            "phone": "+49 30 0000000",
        },
        actor=actor,
        at=at,
    )
    channels.ensure_channel(
        code="korea",
        name="Hearth & Loom 코리아",
        market_code="kr",
        market_name="Korea",
        currency="KRW",
        countries=("KR",),
        default_country="KR",
        tax_display="gross",
        locales=("ko", "en"),
        timezone="Asia/Seoul",
        legal={
            "trade_name": "허스앤룸 코리아 (데모)",
            "representative": "데모 대표",
            "address": "인천광역시 예시로 1 (22382)",
            "email": "hello-kr@storecrew.example",
            "phone": "032-000-0000",
            "registration_number": "000-00-00000",
            "mail_order_number": "제0000-인천예시-0000호",
            "mail_order_authority": "예시 구청",
            "privacy_officer": "데모 담당자 (privacy@storecrew.example)",
        },
        actor=actor,
        at=at,
    )
