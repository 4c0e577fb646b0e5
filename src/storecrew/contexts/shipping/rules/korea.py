"""The provinces and metropolitan cities of Korea: present names, older and shorter ones, and their post
codes.

Post codes have had five digits since August 2015; the first two say the province. Gangwon and Jeonbuk
became special self-governing provinces in 2023 and 2024, which address libraries do not know yet.
"""

from __future__ import annotations

from typing import NamedTuple


class Province(NamedTuple):
    """A first-level region; ``codes`` are the first and last two digits of its post codes."""

    name: str
    latin: str
    others: tuple[str, ...]
    codes: tuple[int, int]


PROVINCES: tuple[Province, ...] = (
    Province("서울특별시", "Seoul", ("서울", "서울시"), (1, 9)),
    Province("경기도", "Gyeonggi-do", ("경기", "Gyeonggi"), (10, 20)),
    Province("인천광역시", "Incheon", ("인천", "인천시"), (21, 23)),
    Province("강원특별자치도", "Gangwon", ("강원", "강원도", "Gangwon-do"), (24, 26)),
    Province("충청북도", "Chungcheongbuk-do", ("충북", "Chungbuk"), (27, 29)),
    Province("세종특별자치시", "Sejong", ("세종", "세종시"), (30, 30)),
    Province("충청남도", "Chungcheongnam-do", ("충남", "Chungnam"), (31, 33)),
    Province("대전광역시", "Daejeon", ("대전", "대전시"), (34, 35)),
    Province("경상북도", "Gyeongsangbuk-do", ("경북", "Gyeongbuk"), (36, 40)),
    Province("대구광역시", "Daegu", ("대구", "대구시"), (41, 43)),
    Province("울산광역시", "Ulsan", ("울산", "울산시"), (44, 45)),
    Province("부산광역시", "Busan", ("부산", "부산시"), (46, 49)),
    Province("경상남도", "Gyeongsangnam-do", ("경남", "Gyeongnam"), (50, 53)),
    Province("전북특별자치도", "Jeonbuk", ("전북", "전라북도", "Jeollabuk-do"), (54, 56)),
    Province("전라남도", "Jeollanam-do", ("전남", "Jeonnam"), (57, 60)),
    Province("광주광역시", "Gwangju", ("광주", "광주시"), (61, 62)),
    Province("제주특별자치도", "Jeju", ("제주", "제주도", "Jeju-do"), (63, 63)),
)


def province_of(postal_code: str) -> str:
    """Return the province of a five-digit post code; empty for an impossible one."""
    if len(postal_code) != 5 or not postal_code.isdigit():
        return ""
    number = int(postal_code[:2])
    return next((each.name for each in PROVINCES if each.codes[0] <= number <= each.codes[1]), "")


def is_old_code(postal_code: str) -> bool:
    """Say whether this is one of the six-digit codes that ended in 2015, such as 135-080."""
    digits = postal_code.replace("-", "").replace(" ", "")
    return len(digits) == 6 and digits.isdigit()
