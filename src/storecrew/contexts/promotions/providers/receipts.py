"""A folder of receipts with campaigns, coupons and redemptions, as tables of CSV or CSV.GZ.

Five tables by name: ``campaign_descriptions`` (campaign_id, start_date, end_date), ``campaigns``
(campaign_id, household_id), ``coupons`` (coupon_upc, product_id, campaign_id), ``coupon_redemptions``
(household_id, coupon_upc, campaign_id, redemption_date) and ``transactions`` or ``transactions_sample``
(household_id, basket_id, product_id, quantity, sales_value, coupon_disc, coupon_match_disc,
transaction_timestamp). Amounts have two decimals.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from storecrew.contexts.promotions.errors import UnreadableReceipts
from storecrew.contexts.promotions.rules.replaying import Campaign, Past, Redemption, Sold

MOST_UNITS = 100
"""Above this a quantity is a weight or a volume of fuel, not pieces."""


def read_past(folder: Path) -> Past:
    """Read a folder. Raises UnreadableReceipts with the table or column that is missing or wrong."""
    left_out: Counter[str] = Counter()
    try:
        campaigns = tuple(
            Campaign(
                row["campaign_id"],
                dt.date.fromisoformat(row["start_date"]),
                dt.date.fromisoformat(row["end_date"]),
            )
            for row in _rows(folder, "campaign_descriptions")
        )
        known = {each.code for each in campaigns}
        sent: dict[str, set[str]] = defaultdict(set)
        for row in _rows(folder, "campaigns"):
            sent[row["campaign_id"]].add(row["household_id"])
        coupons: dict[tuple[str, str], set[int]] = defaultdict(set)
        for row in _rows(folder, "coupons"):
            if row["campaign_id"] in known:
                coupons[row["campaign_id"], row["coupon_upc"]].add(_product(row["product_id"]))
            else:
                left_out["coupons of unknown campaigns"] += 1
        redemptions = tuple(
            Redemption(
                row["household_id"],
                row["coupon_upc"],
                row["campaign_id"],
                dt.date.fromisoformat(row["redemption_date"]),
            )
            for row in _rows(folder, "coupon_redemptions")
        )
        sold = tuple(_sold(folder, left_out))
    except (KeyError, ValueError, InvalidOperation) as error:
        raise UnreadableReceipts(what=str(error)[:200]) from error
    return Past(
        campaigns,
        {key: frozenset(found) for key, found in sent.items()},
        {key: frozenset(found) for key, found in coupons.items()},
        redemptions,
        sold,
        dict(left_out),
    )


def _sold(folder: Path, left_out: Counter[str]) -> Iterator[Sold]:
    name = "transactions" if _path(folder, "transactions") else "transactions_sample"
    for row in _rows(folder, name):
        quantity = Decimal(row["quantity"])
        if quantity < 1 or quantity != int(quantity):
            left_out["lines without whole pieces"] += 1
            continue
        if quantity > MOST_UNITS:
            left_out["lines by weight or volume"] += 1
            continue
        yield Sold(
            row["household_id"],
            row["basket_id"],
            _product(row["product_id"]),
            int(quantity),
            _cents(row["sales_value"]),
            _cents(row["coupon_disc"]) + _cents(row["coupon_match_disc"]),
            dt.datetime.fromisoformat(row["transaction_timestamp"]).replace(tzinfo=dt.UTC),
        )


def _product(text: str) -> int:
    """Read an id that a spreadsheet may have written as 9e+05."""
    return int(Decimal(text))


def _cents(text: str) -> int:
    return int((Decimal(text) * 100).to_integral_value())


def _path(folder: Path, name: str) -> Path | None:
    return next((path for end in (".csv", ".csv.gz") if (path := folder / f"{name}{end}").is_file()), None)


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    path = _path(folder, name)
    if path is None:
        raise UnreadableReceipts(what=f"{name}.csv")
    with path.open("rb") as raw, gzip.open(raw) if path.suffix == ".gz" else raw as found:
        yield from csv.DictReader(io.TextIOWrapper(found, encoding="utf-8", newline=""))
