"""Exports of advertising cost as Google Ads, Meta Ads Manager, TikTok and Naver write them; plain Python."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence

from storecrew.contexts.advertising.facts import SpendLine
from storecrew.kernel.money import UnknownCurrency, exponent

MOST_ROWS = 100_000
MOST_PREAMBLE = 10
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "google": {
        "day": ("day", "date", "일", "날짜"),
        "campaign": ("campaign", "캠페인"),
        "group": ("ad group", "광고그룹", "광고 그룹"),
        "currency": ("currency code", "currency", "통화 코드", "통화"),
        "amount": ("cost", "비용"),
        "clicks": ("clicks", "클릭수", "클릭 수"),
        "impressions": ("impr.", "impressions", "노출수", "노출 수"),
    },
    "meta": {
        "day": ("day", "reporting starts", "date", "일", "보고 시작"),
        "until": ("reporting ends", "보고 종료"),
        "campaign": ("campaign name", "캠페인 이름"),
        "group": ("ad set name", "광고 세트 이름"),
        "currency": ("currency", "통화"),
        "amount": ("amount spent", "지출 금액"),
        "clicks": ("link clicks", "clicks (all)", "clicks", "링크 클릭", "클릭(전체)"),
        "impressions": ("impressions", "노출"),
    },
    "tiktok": {
        "day": ("by day", "date", "day", "일별", "날짜"),
        "campaign": ("campaign name", "캠페인 이름"),
        "group": ("ad group name", "광고 그룹 이름"),
        "currency": ("currency", "통화"),
        "amount": ("cost", "spend", "total cost", "비용"),
        "clicks": ("clicks (destination)", "clicks", "clicks (all)", "클릭수(대상)", "클릭수"),
        "impressions": ("impressions", "impression", "노출수", "노출"),
    },
    "naver": {
        "day": ("일별",),
        "campaign": ("캠페인",),
        "group": ("광고그룹",),
        "amount": ("총비용(vat포함,원)",),
        "clicks": ("클릭수",),
        "impressions": ("노출수",),
    },
}
"""The columns of each platform by our names, in English and Korean; the first name that is there counts."""
TAXED = {"naver": ("KRW", 10)}
"""Whose costs are in one currency with so many percent of tax in them; they are kept without it."""
NEEDED = ("day", "campaign", "amount")
_CODE = re.compile(r"\[([\w.-]{1,80})\]")
_IN_HEADER = re.compile(r"^(amount spent|지출 금액|cost|비용) \(([A-Za-z]{3})\)$")
_SPANS = ("reporting starts", "보고 시작")
"""What the first of several days is called, where a row may be of more than one."""
_TOTALS = ("total", "results from", "합계", "총계", "전체 ")
"""How the first words of a row of sums begin, wherever it stands."""
_KOREAN_DAY = re.compile(r"(\d{4})(?:년|\.)\s*(\d{1,2})(?:월|\.)\s*(\d{1,2})(?:일|\.)?")
_GROUPED = re.compile(r"-?[1-9]\d{0,2}([.,]\d{3})+")

Places = dict[str, int]
AmountOf = Callable[[str, str], "int | None"]


class NotAnExport(ValueError):
    """No row of the file has the columns of a known export; ``columns`` are those of its first row."""

    def __init__(self, columns: Sequence[str] = ()) -> None:
        super().__init__()
        self.columns = tuple(columns)


def campaign_code(name: str) -> str:
    """Return the code of a campaign: what stands in brackets in its name, else the name itself as a code.

    "Spring sale [spring-26]" is spring-26, "Spring sale" is spring-sale.
    """
    found = _CODE.search(name)
    if found:
        return found[1].lower()
    return re.sub(r"[^\w.]+", "-", name.casefold()).strip("-_")[:80]


def read(text: str, amount_of: AmountOf, *, currency: str, today: dt.date) -> tuple[str, list[SpendLine]]:
    """Return the platform of an export and its rows.

    Lines above the header are left out; rows that add others up have the problem "sum".
    ``amount_of(text, currency)`` reads an amount into minor units, None for what is no amount; ``currency``
    counts where the file names none. Raises NotAnExport.
    """
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise NotAnExport from error
    platform, header, places, named = _header(rows)
    lines: list[SpendLine] = []
    seen: set[tuple[object, ...]] = set()
    for number, cells in enumerate(rows[header + 1 :], start=header + 2):
        if len(lines) >= MOST_ROWS:
            lines.append(SpendLine(number, None, "", "", currency, 0, 0, 0, "too_many"))
            break
        if not any(cell.strip() for cell in cells):
            continue
        line = _line(number, cells, places, named or currency, amount_of, today)
        line = line._replace(amount=_untaxed(line.amount, platform))
        if _is_sum(cells, places):
            line = line._replace(problem="sum")
        if not line.problem:
            key = (line.day, line.campaign, line.group, line.currency)
            line = line._replace(problem="repeated") if key in seen else line
            seen.add(key)
        lines.append(line)
    return platform, _with_sums(lines)


def _is_sum(cells: Sequence[str], places: Places) -> bool:
    """Say whether a row adds others up: it says so where it begins, or is of no campaign and no one day."""
    words = next((cell.strip().casefold() for cell in cells if cell.strip()), "")
    day, until, campaign = (_cell(cells, places, name) for name in ("day", "until", "campaign"))
    says_so = any(name.casefold().startswith(_TOTALS) and _day(cells[0]) is None for name in (day, campaign))
    return words.startswith(_TOTALS) or says_so or (not campaign and (not day or _spans(day, until)))


def _spans(day: str, until: str) -> bool:
    """Say whether a row is of several days."""
    last = _day(until)
    return last is not None and last != _day(day)


def _with_sums(lines: Sequence[SpendLine]) -> list[SpendLine]:
    """Return rows, those marked as sums that name no campaign and cost what all cost, or all of their day."""
    sums: Counter[tuple[str, dt.date | None]] = Counter()
    for line in lines:
        if line.problem in ("", "later"):
            sums[line.currency, None] += line.amount
            sums[line.currency, line.day] += line.amount
    return [
        line._replace(problem="sum")
        if line.problem == "no_campaign"
        and line.amount
        and line.amount in (sums[line.currency, None], sums[line.currency, line.day])
        else line
        for line in lines
    ]


def _cell(cells: Sequence[str], places: Places, name: str) -> str:
    place = places.get(name)
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _untaxed(amount: int, platform: str) -> int:
    _currency, percent = TAXED.get(platform, ("", 0))
    return (200 * amount + 100 + percent) // (2 * (100 + percent))


def _delimiter(text: str) -> str:
    lines = text.split("\n", MOST_PREAMBLE)[:MOST_PREAMBLE]
    return max("\t;,", key=lambda sign: max((line.count(sign) for line in lines), default=0))


def _header(rows: Sequence[Sequence[str]]) -> tuple[str, int, Places, str]:
    """Return platform, number of the header's last row, places of the columns, and a currency that it names.

    Where a header goes on in a second row, a column is named by what stands in the first of them.
    """
    for number, cells in enumerate(rows[:MOST_PREAMBLE]):
        below = rows[number + 1] if number + 1 < len(rows) else ()
        number, cells = (number + 1, _joined(cells, below)) if _goes_on(cells, below) else (number, cells)
        names = [cell.strip().casefold() for cell in cells]
        named = ""
        for place, name in enumerate(names):
            match = _IN_HEADER.match(name)
            if match:
                names[place], named = match[1], match[2].upper()
        for platform in ("meta", "tiktok", "google", "naver"):
            places = _places(names, COLUMNS[platform])
            if all(needed in places for needed in NEEDED):
                if names[places["day"]] not in _SPANS:
                    places.pop("until", None)
                return platform, number, places, TAXED[platform][0] if platform in TAXED else named
    raise NotAnExport([name for name in rows[0] if name.strip()][:20] if rows else ())


def _goes_on(cells: Sequence[str], below: Sequence[str]) -> bool:
    """Say whether a header has columns that are named in the row below it."""
    known = {name for columns in COLUMNS.values() for names in columns.values() for name in names}
    named = {cell.strip().casefold() for cell in cells}
    free = [place for place in range(len(below)) if place >= len(cells) or not cells[place].strip()]
    more = {below[place].strip().casefold() for place in free}
    return bool(known & named) and bool(known & more)


def _joined(cells: Sequence[str], below: Sequence[str]) -> list[str]:
    size = max(len(cells), len(below))
    first, second = (list(each) + [""] * (size - len(each)) for each in (cells, below))
    return [one if one.strip() else other for one, other in zip(first, second, strict=True)]


def _places(names: list[str], columns: dict[str, tuple[str, ...]]) -> Places:
    found = {}
    for column, known in columns.items():
        place = next((names.index(name) for name in known if name in names), None)
        if place is not None:
            found[column] = place
    return found


def _line(
    number: int, cells: Sequence[str], places: Places, currency: str, amount_of: AmountOf, today: dt.date
) -> SpendLine:
    def cell(name: str) -> str:
        return _cell(cells, places, name)

    code = cell("currency").upper() or currency
    amount = amount_of(cell("amount") or "0", code)
    day = _day(cell("day"))
    campaign = cell("campaign")[:200]
    clicks, impressions = _count(cell("clicks")), _count(cell("impressions"))
    problem = ""
    if day is None:
        problem = "no_day"
    elif day > today:
        problem = "later"
    elif not campaign or not campaign_code(campaign):
        problem = "no_campaign"
    elif _spans(cell("day"), cell("until")):
        problem = "several_days"
    elif not _is_currency(code):
        problem = "no_currency"
    elif amount is None or amount < 0:
        problem = "no_amount"
    elif clicks is None or impressions is None:
        problem = "no_count"
    return SpendLine(
        number, day, campaign, cell("group")[:200], code, amount or 0, clicks or 0, impressions or 0, problem
    )


def _is_currency(code: str) -> bool:
    try:
        exponent(code)
    except UnknownCurrency:
        return False
    return True


def _day(text: str) -> dt.date | None:
    korean = _KOREAN_DAY.fullmatch(text)
    text = "-".join(korean.groups()) if korean else text.removesuffix(" 00:00:00")
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y.%m.%d.", "%b %d, %Y", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None


def _count(text: str) -> int | None:
    plain = re.sub(r"[\s,.]", "", text)
    if plain in ("", "--", "-"):
        return 0
    return int(plain) if plain.isdecimal() else None


def plain_decimal(text: str) -> str:
    """Return an amount as a plain decimal: "1,234.56" and "1.234,56" are 1234.56, "--" is 0.

    One sign with exactly three digits behind it groups thousands, but not in "0.375" or "1234.567".
    """
    text = re.sub(r"[^\d.,-]", "", text)
    if text.strip("-") == "":
        return "0"
    dot, comma = text.rfind("."), text.rfind(",")
    mark = max(dot, comma)
    if mark < 0 or (min(dot, comma) < 0 and (_GROUPED.fullmatch(text) or text.count(text[mark]) > 1)):
        return text.replace(",", "").replace(".", "")
    return text[:mark].replace(",", "").replace(".", "") + "." + text[mark + 1 :]
