"""Roughly where post codes lie: the middle of regions, in hundredths of a degree.

Enough to plan trips in an installation that has no table of its own; districts of Berlin, the regions of
Germany and the middle of some cities elsewhere. A shop adds its own places, which are asked first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from storecrew.contexts.fleet.rules.geography import Point

_BERLIN = """
101 52.530 13.390|102 52.513 13.452|103 52.508 13.500|104 52.540 13.422|105 52.528 13.332
106 52.508 13.308|107 52.494 13.320|108 52.484 13.350|109 52.496 13.408|120 52.474 13.432
121 52.452 13.350|122 52.428 13.328|123 52.414 13.420|124 52.452 13.520|125 52.446 13.582
126 52.536 13.588|130 52.566 13.468|131 52.600 13.442|133 52.553 13.360|134 52.586 13.330
135 52.538 13.198|136 52.542 13.262|140 52.516 13.270|141 52.446 13.248
"""
_GERMANY = """
01 51.05 13.74|02 51.15 14.80|03 51.75 14.33|04 51.34 12.37|06 51.48 11.97|07 50.88 11.80|08 50.70 12.48
09 50.83 12.92|10 52.52 13.40|11 52.52 13.38|12 52.45 13.45|13 52.57 13.36|14 52.42 13.05|15 52.35 14.30
16 52.85 13.50|17 53.60 13.30|18 54.09 12.13|19 53.63 11.41|20 53.55 10.00|21 53.45 10.00|22 53.58 10.02
23 53.87 10.69|24 54.32 10.12|25 54.00 9.20|26 53.30 7.90|27 53.40 8.80|28 53.08 8.80|29 52.75 10.30
30 52.37 9.73|31 52.15 9.95|32 52.10 8.70|33 51.95 8.60|34 51.31 9.49|35 50.58 8.68|36 50.60 9.70
37 51.53 9.93|38 52.26 10.52|39 52.13 11.63|40 51.23 6.78|41 51.20 6.44|42 51.25 7.15|44 51.51 7.47
45 51.46 7.01|46 51.60 6.70|47 51.43 6.76|48 51.96 7.63|49 52.28 8.05|50 50.94 6.96|51 50.98 7.05
52 50.78 6.08|53 50.73 7.10|54 49.76 6.64|55 50.00 8.27|56 50.36 7.59|57 50.90 8.03|58 51.36 7.47
59 51.66 7.90|60 50.11 8.68|61 50.25 8.65|63 50.05 9.05|64 49.87 8.65|65 50.10 8.24|66 49.30 7.00
67 49.45 8.30|68 49.49 8.47|69 49.40 8.69|70 48.78 9.18|71 48.80 9.10|72 48.50 9.05|73 48.75 9.60
74 49.15 9.22|75 48.89 8.70|76 49.01 8.40|77 48.47 7.95|78 48.00 8.60|79 48.00 7.85|80 48.14 11.57
81 48.12 11.60|82 48.05 11.30|83 47.85 12.20|84 48.50 12.30|85 48.35 11.70|86 48.37 10.90|87 47.75 10.40
88 47.85 9.60|89 48.40 9.99|90 49.45 11.08|91 49.50 10.90|92 49.45 12.00|93 49.02 12.10|94 48.65 13.10
95 50.10 11.60|96 50.10 10.90|97 49.80 10.00|98 50.60 10.60|99 50.98 11.03
"""
_ELSEWHERE = """
AT:1 48.21 16.37|AT:4 48.31 14.29|AT:5 47.80 13.05|AT:6 47.27 11.40|AT:8 47.07 15.44|BE:1 50.85 4.35
BE:2 51.22 4.40|BE:9 51.05 3.72|DK:1 55.68 12.57|DK:2 55.70 12.50|DK:8 56.16 10.20|FR:75 48.86 2.35
FR:69 45.76 4.84|FR:13 43.30 5.37|IT:00 41.90 12.50|IT:20 45.46 9.19|NL:10 52.37 4.90|NL:30 51.92 4.48
PT:1 38.72 -9.14|PT:2 38.80 -9.20|PT:4 41.15 -8.61|PT:41 41.16 -8.62|PT:42 41.16 -8.60|PT:43 41.15 -8.58
PT:44 41.13 -8.61|PT:45 41.17 -8.69|KR:0 37.56 126.98|KR:1 37.40 127.10|KR:2 37.46 126.70
KR:21 37.45 126.73|KR:22 37.47 126.68|KR:34 36.35 127.38|KR:4 35.87 128.60|KR:48 35.18 129.08
KR:6 35.16 126.85
"""


def _read(text: str, country: str = "") -> dict[tuple[str, str], Point]:
    found = {}
    for entry in text.replace("\n", "|").split("|"):
        if entry.strip():
            code, lat, lon = entry.split()
            where, _, prefix = code.rpartition(":")
            point = Point(round(float(lat) * 1_000_000), round(float(lon) * 1_000_000))
            found[where or country, prefix] = point
    return found


BUILT_IN: Mapping[tuple[str, str], Point] = _read(_BERLIN, "DE") | _read(_GERMANY, "DE") | _read(_ELSEWHERE)


def plain(postal_code: str) -> str:
    """Return a post code without what people put between its parts."""
    return "".join(each for each in postal_code.upper() if each.isalnum())


def locate(country: str, postal_code: str, own: Iterable[tuple[str, Point]] = ()) -> tuple[Point, str] | None:
    """Return where a post code lies, and by which table; None when nobody knows.

    ``own`` are the shop's (prefix, point) of the country: the longest prefix that fits counts.
    """
    code = plain(postal_code)
    mine = [(prefix, point) for prefix, point in own if code.startswith(plain(prefix))]
    if mine and code:
        return max(mine, key=lambda each: len(each[0]))[1], "own"
    for length in range(min(len(code), 5), 0, -1):
        point = BUILT_IN.get((country, code[:length]))
        if point is not None:
            return point, "region"
    return None
