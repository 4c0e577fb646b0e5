"""Paper for the printer, set by typst."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import segno

from storecrew.contexts.marketing.facts import PrintedArticle
from storecrew.contexts.marketing.providers.paper import colors
from storecrew.contexts.marketing.rules.paper import BLEED, Paper
from storecrew.kernel import printing

PIECE, LABELS = (Path(__file__).parent / name for name in ("piece.typ", "labels.typ"))


def draw(
    paper: Paper,
    *,
    labels: bool,
    shop: str,
    headline: str,
    text: str,
    promise: str,
    code: str,
    address: str,
    articles: Sequence[PrintedArticle],
    locale: str,
    day: dt.date,
    profile: str = "",
) -> bytes:
    """Return a PDF. ``promise`` is the promotion's sentence, ``address`` the one behind the QR code.

    Pictures are converted by the ICC file ``profile``, or plainly without one. Raises colors.NotForPrint.
    """
    there = urlsplit(address)
    data = {
        "width": paper.width,
        "height": paper.height,
        "bleed": BLEED,
        "columns": paper.columns,
        "shop": shop,
        "headline": headline,
        "text": text,
        "promise": promise,
        "code": code,
        "shown": f"{there.netloc}{there.path}".rstrip("/"),
        "qr": _qr(address),
        "lang": locale,
        "day": day.isoformat(),
        "articles": [
            {
                "title": each.title,
                "options": each.options,
                "sku": each.sku,
                "price": each.price,
                "strike": each.strike,
                "picture": list(colors.to_cmyk(each.picture, profile=profile)) if each.picture else [],
                "bars": _bars(each.sku) if labels else "",
            }
            for each in articles
        ],
    }
    return printing.pdf(LABELS if labels else PIECE, data)


def _bars(sku: str) -> str:
    return printing.bars_svg(printing.code128(sku)) if sku.isascii() and sku.isprintable() else ""


def _qr(address: str) -> str:
    out = io.BytesIO()
    # Level M still reads with 15 % of it torn or dirty.
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()
