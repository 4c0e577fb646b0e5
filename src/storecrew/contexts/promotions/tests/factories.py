"""Promotions for tests of any context."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from storecrew.contexts.promotions.models import Coupon, Promotion
from storecrew.contexts.promotions.operations.activating import renew_active
from storecrew.contexts.promotions.rules import codes
from storecrew.contexts.promotions.rules.terms import LANES, lane_of, read_scope

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def make_promotion(
    kind: str = "percent_off",
    *,
    benefit: dict[str, Any] | None = None,
    scope: dict[str, Any] | None = None,
    needs: dict[str, Any] | None = None,
    state: str = "live",
    code: str = "",
    code_uses: int = 0,
    **fields: Any,
) -> Promotion:
    """A promotion as it stands in the table; ``code`` makes it need that one."""
    scope = scope or {}
    values: dict[str, Any] = {
        "name": fields.pop("name", kind),
        "lane": lane_of(kind, read_scope(scope)),
        "combines": list(LANES),
        "definition": {"benefit": benefit or {"percent_bp": 1000}, "scope": scope, "needs": needs or {}},
        "sentence": {"en": f"The {kind} promotion"},
        "by_code": bool(code),
        "created_at": AT,
        "updated_at": AT,
        "created_by": "tests",
    }
    row = Promotion.objects.create(kind=kind, state=state, **(values | fields))
    if code:
        make_coupon(row, code, uses_cap=code_uses)
    renew_active()
    return row


def make_coupon(promotion: Promotion, code: str, **fields: Any) -> Coupon:
    """A code of a promotion, made a while ago."""
    plain = codes.normalize(code)
    values = {"code": plain, "hint": plain[-4:], "created_at": AT - timedelta(days=30)} | fields
    return Coupon.objects.create(promotion=promotion, digest=codes.digest(plain), **values)
