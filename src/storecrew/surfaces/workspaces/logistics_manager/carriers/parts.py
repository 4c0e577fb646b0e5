"""What carriers add to the home of the Logistics Manager and to the menu."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.shipping.models import AddressHold, DamageClaim, Label
from storecrew.surfaces.ui.backoffice.parts import count_tone, counted_together, link, many, queue
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    Queue,
    QueueItem,
    Tile,
    register_menu,
    register_queue,
    register_tile,
)
from storecrew.surfaces.workspaces.logistics_manager.addresses.hold_list import visible as visible_holds
from storecrew.surfaces.workspaces.logistics_manager.carriers.label_list import in_trouble
from storecrew.surfaces.workspaces.logistics_manager.carriers.words import reason_of, status_of

ROLES = ("logistics_manager", "customer_service")


def _tiles(look: Look) -> list[Tile]:
    """Count what a person has to settle, all in one query."""
    counts = counted_together(
        {
            "trouble": in_trouble(Label.objects.all()),
            "claims": DamageClaim.objects.filter(state="open"),
            "holds": visible_holds(look.actor).filter(state__in=AddressHold.WAITING),
        }
    )
    return [
        Tile(
            _("Parcels in trouble"),
            many(counts["trouble"]),
            _("stopped, not delivered or coming back"),
            link("labels_list", query="f.trouble=yes&sort=since"),
            count_tone(counts["trouble"]),
        ),
        Tile(
            _("Claims to file"),
            many(counts["claims"]),
            _("against carriers, each with its deadline"),
            link("claims_list", query="f.state=open&sort=file_by"),
            count_tone(counts["claims"]),
        ),
        Tile(
            _("Addresses to check"),
            many(counts["holds"]),
            _("orders wait for them"),
            link("address_holds_list", query="f.state=open&f.state=asked&sort=opened"),
            count_tone(counts["holds"]),
        ),
    ]


def _trouble(look: Look) -> Queue:
    def item(row: Label) -> QueueItem:
        words = " · ".join(
            part for part in (str(status_of(row).label), reason_of(row), row.account.name) if part
        )
        return QueueItem(row.order_ref or row.key, link("labels_record", row.pk), words, row.status_at, "bad")

    rows = in_trouble(Label.objects.select_related("account")).order_by("status_at", "pk")
    return queue(
        _("Parcels in trouble"),
        rows,
        item,
        url=link("labels_list", query="f.trouble=yes&sort=since"),
        empty=_("Every parcel is on its way as it should be."),
    )


def _silent(look: Look) -> Queue:
    def item(row: Label) -> QueueItem:
        return QueueItem(
            row.order_ref or row.key,
            link("labels_record", row.pk),
            row.account.name,
            row.requested_at,
            "warning",
        )

    rows = Label.objects.select_related("account").filter(state__in=("unknown", "voiding"))
    return queue(
        _("Labels without an answer"),
        rows.order_by("requested_at"),
        item,
        url=link("labels_list", query="f.state=unknown&f.state=voiding"),
        empty=_("Every carrier has answered."),
    )


register_menu(
    gettext_lazy("Labels and parcels"), "labels_list", "mail", "shipping.read", "shipping", order=10
)
register_menu(gettext_lazy("Carriers"), "carriers_list", "globe", "shipping.read", "shipping", order=20)
register_menu(gettext_lazy("Rest days"), "rest_days_list", "date", "shipping.read", "shipping", order=22)
register_tile("customer_service", _tiles, permission="shipping.read", order=50)
register_queue(ROLES, _trouble, permission="shipping.read", order=50)
register_queue("logistics_manager", _silent, permission="shipping.read", order=60)
