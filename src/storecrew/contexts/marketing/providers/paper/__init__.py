"""Paper for the printer, set by typst."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import segno

from storecrew.contexts.marketing.facts import PrintedArticle
from storecrew.contexts.marketing.providers.paper import colors
from storecrew.contexts.marketing.rules.paper import BLEED, Paper
from storecrew.kernel import printing

_CODABLE = re.compile(r"[ -~]+")
_HANGUL = re.compile(r"(?<!\S)(?=\S*[가-힣])\S{2,9}(?!\S)")
_LONG = re.compile(r"\S{20,}")
_PART = re.compile(r".{1,12}")
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
        "headline": _breakable(headline),
        "text": _breakable(text),
        "promise": _breakable(promise),
        "code": code,
        "shown": f"{there.netloc}{there.path}".rstrip("/"),
        "qr": _qr(address),
        "lang": locale,
        "day": day.isoformat(),
        "articles": [_article(each, labels=labels, profile=profile) for each in articles],
    }
    return printing.pdf(LABELS if labels else PIECE, data)


def _article(article: PrintedArticle, *, labels: bool, profile: str) -> dict[str, Any]:
    widths = printing.code128(article.sku) if labels and _CODABLE.fullmatch(article.sku) else ()
    return {
        "title": _breakable(article.title),
        "options": _breakable(article.options),
        "sku": article.sku,
        "price": article.price,
        "strike": article.strike,
        "picture": list(colors.to_cmyk(article.picture, profile=profile)) if article.picture else [],
        "bars": printing.bars_svg(widths) if widths else "",
        # With the quiet zones, so that no bar becomes finer than scanners see while there is room.
        "modules": sum(widths) + 2 * printing.QUIET,
    }


def _breakable(text: str) -> str:
    """Return text whose longest words may go on in the next line, and whose Korean words may not."""
    whole = _HANGUL.sub(lambda found: "\u2060".join(found[0]), text)
    return _LONG.sub(lambda found: "\u200b".join(_PART.findall(found[0])), whole)


def _qr(address: str) -> str:
    out = io.BytesIO()
    # Level M still reads with 15 % of it torn or dirty.
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()
