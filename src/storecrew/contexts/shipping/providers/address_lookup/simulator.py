"""A few well-known addresses, for tests and the demo store."""

from __future__ import annotations

from storecrew.contexts.shipping.providers.address_lookup.protocol import FoundAddress

_PLACES = (
    ("서울특별시", "종로구", "사직로 161", "경복궁", "03045"),
    ("서울특별시", "중구", "세종대로 110", "서울특별시청", "04524"),
    ("서울특별시", "용산구", "남산공원길 105", "서울타워", "04340"),
    ("서울특별시", "강남구", "테헤란로 152", "강남파이낸스센터", "06236"),
    ("부산광역시", "연제구", "중앙대로 1001", "부산광역시청", "47545"),
    ("제주특별자치도", "제주시", "공항로 2", "제주국제공항", "63115"),
)


class SimulatedLookup:
    """Finds by any part of the address, the name of the building or the post code."""

    countries = frozenset({"KR"})

    def find(self, words: str, country: str) -> tuple[FoundAddress, ...]:
        """Return the places that hold every word."""
        wanted = words.split()
        rows = [(*row, " ".join((row[4], *row[:4]))) for row in _PLACES]
        return tuple(
            FoundAddress(f"{region} {city} {street} ({name})", street, city, region, code)
            for region, city, street, name, code, every in rows
            if all(word in every for word in wanted)
        )
