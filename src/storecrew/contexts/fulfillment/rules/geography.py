"""How far two addresses are apart, roughly: by coordinates, else by post code and country.

A small table of our own: the middle of each country, and of each first digit of the post code where a country
is wide and numbers its regions that way. Good for choosing a warehouse, not for a route.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

Point = tuple[float, float]
"""(latitude, longitude) in degrees"""

COUNTRIES: dict[str, Point] = {
    "AT": (47.6, 14.1), "AU": (-25.6, 134.4), "BE": (50.6, 4.7), "BG": (42.8, 25.2), "BR": (-10.8, -53.1),
    "CA": (56.1, -106.3), "CH": (46.8, 8.2), "CN": (35.9, 104.2), "CY": (35.0, 33.2), "CZ": (49.8, 15.5),
    "DE": (51.2, 10.4), "DK": (56.0, 10.0), "EE": (58.7, 25.5), "ES": (40.2, -3.6), "FI": (64.5, 26.3),
    "FR": (46.6, 2.4), "GB": (54.1, -2.9), "GR": (39.1, 22.9), "HR": (45.1, 16.4), "HU": (47.2, 19.4),
    "IE": (53.2, -8.1), "IN": (22.9, 79.6), "IS": (65.0, -18.6), "IT": (42.8, 12.1), "JP": (37.6, 138.0),
    "KR": (36.4, 127.9), "LT": (55.3, 23.9), "LU": (49.8, 6.1), "LV": (56.9, 24.9), "MT": (35.9, 14.4),
    "MX": (23.9, -102.5), "NL": (52.2, 5.6), "NO": (64.5, 13.0), "NZ": (-41.8, 171.5), "PL": (52.1, 19.4),
    "PT": (39.6, -8.5), "RO": (45.9, 25.0), "SE": (62.8, 16.7), "SG": (1.35, 103.8), "SI": (46.1, 14.8),
    "SK": (48.7, 19.5), "TR": (39.1, 35.2), "TW": (23.8, 121.0), "US": (39.8, -98.6),
}  # fmt: skip
REGIONS: dict[str, dict[str, Point]] = {
    "DE": {
        "0": (51.1, 13.0), "1": (52.8, 13.2), "2": (53.6, 9.8), "3": (51.8, 10.0), "4": (51.6, 7.3),
        "5": (50.4, 7.2), "6": (49.7, 8.3), "7": (48.5, 8.9), "8": (48.0, 11.5), "9": (49.7, 11.3),
    },
    "IT": {
        "0": (41.8, 12.6), "1": (44.7, 7.9), "2": (45.5, 9.4), "3": (45.7, 11.9), "4": (44.5, 11.2),
        "5": (43.4, 11.0), "6": (43.0, 13.4), "7": (41.0, 16.4), "8": (40.0, 15.7), "9": (37.6, 14.2),
    },
    "KR": {
        "0": (37.6, 127.0), "1": (37.5, 127.2), "2": (37.6, 128.0), "3": (36.4, 127.2), "4": (36.0, 128.6),
        "5": (35.5, 127.0), "6": (34.2, 126.7),
    },
    "PT": {
        "1": (38.7, -9.2), "2": (39.2, -8.8), "3": (40.3, -8.3), "4": (41.3, -8.4), "5": (41.4, -7.4),
        "6": (40.2, -7.4), "7": (38.3, -7.9), "8": (37.2, -8.2), "9": (32.7, -17.0),
    },
}  # fmt: skip
EARTH_KM = 6371.0


def point_of(address: Mapping[str, Any]) -> Point | None:
    """Return where an address lies: its own ``latitude`` and ``longitude``, its region, or its country."""
    latitude, longitude = address.get("latitude"), address.get("longitude")
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return float(latitude), float(longitude)
    country = str(address.get("country") or "").upper()
    region = str(address.get("postal_code") or "").strip()[:1]
    return REGIONS.get(country, {}).get(region) or COUNTRIES.get(country)


def kilometers(here: Point | None, there: Point | None) -> int | None:
    """Return the distance on the globe in whole kilometers; None when a place is unknown."""
    if here is None or there is None:
        return None
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(math.radians, point)) for point in (here, there))
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return round(2 * EARTH_KM * math.asin(math.sqrt(half)))


def on_earth(latitude: float | None, longitude: float | None) -> bool:
    """Say whether coordinates are both missing, or a point in degrees."""
    if latitude is None or longitude is None:
        return latitude is longitude
    return abs(latitude) <= 90 and abs(longitude) <= 180
