"""``replay_promotions DIR``: what our engine and stock gate would have said to a real past."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from storecrew.contexts.promotions.errors import UnreadableReceipts
from storecrew.contexts.promotions.providers.receipts import read_past
from storecrew.contexts.promotions.rules.replaying import replay
from storecrew.kernel.money import Money

UNREADABLE = 2


class Command(BaseCommand):
    """Exit status: 0, or 2 when the folder could not be read. Nothing is written anywhere."""

    help = "Rebuild the coupons of a folder of receipts, price its baskets, and ask the stock gate."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Folder, and how much stock the shop of the replay holds."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--cover-weeks", type=int, default=4, help="usual sales on the shelf; default: 4")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, replay and report."""
        started = time.perf_counter()
        try:
            past = read_past(options["folder"])
        except UnreadableReceipts as error:
            if options["json"]:
                self.stdout.write(json.dumps({"error": error.code, "what": error.details["what"]}))
            else:
                self.stderr.write(f"{error} ({error.details['what']})")
            sys.exit(UNREADABLE)
        report = replay(past, cover_weeks=options["cover_weeks"])
        report["seconds"] = round(time.perf_counter() - started, 1)
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=1))
        else:
            self._tell(report)

    def _tell(self, report: dict[str, Any]) -> None:
        baskets, asked, gate = report["baskets"], report["redemptions"], report["gate"]
        taken, real = (Money(baskets[name], "USD").format() for name in ("taken_off", "really_taken_off"))
        for line in (
            _("%(promotions)s coupons of %(campaigns)s campaigns for %(products)s products, rebuilt.")
            % report,
            _("%(count)s baskets: a coupon applies to %(touched)s, really %(really_with_coupon)s had one.")
            % baskets,
            _("Taken off: %(ours)s here, %(real)s then.") % {"ours": taken, "real": real},
            _("Why the others do not apply: %(why)s.")
            % {"why": ", ".join(f"{code} {count}" for code, count in baskets["why_not"].items()) or "–"},
            _(
                "%(count)s redemptions, %(ok)s in order; of %(seen)s with a receipt "
                "the engine agrees with %(yes)s."
            )
            % {
                "count": asked["count"],
                "ok": asked.get("in_order", 0),
                "seen": asked.get("with_receipt", 0),
                "yes": asked.get("engine_agrees", 0),
            },
            _(
                "Stock gate with %(cover_weeks)s weeks of cover: %(campaigns_refused)s campaigns held, "
                "for %(articles_refused)s of %(articles_asked)s articles."
            )
            % gate,
            _verdicts(gate["verdicts"]),
            _("If the most that is likely were planned, not what is expected:"),
            _verdicts(report["gate_careful"]["verdicts"]),
        ):
            self.stdout.write(str(line))


def _verdicts(found: dict[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in found.items())
