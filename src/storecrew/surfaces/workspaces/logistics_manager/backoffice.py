"""What the logistics manager's workspace adds to the menu and the homes."""

from django.utils.translation import gettext_lazy

from storecrew.contexts.work import public as work
from storecrew.surfaces.ui.backoffice.registry import register_menu
from storecrew.surfaces.workspaces.logistics_manager import found as _found  # noqa: F401
from storecrew.surfaces.workspaces.logistics_manager import home as _home  # noqa: F401
from storecrew.surfaces.workspaces.logistics_manager import numbers as _numbers  # noqa: F401
from storecrew.surfaces.workspaces.logistics_manager.addresses import parts as _addresses  # noqa: F401
from storecrew.surfaces.workspaces.logistics_manager.carriers import parts as _carriers  # noqa: F401
from storecrew.surfaces.workspaces.logistics_manager.claims import parts as _claims  # noqa: F401
from storecrew.surfaces.workspaces.logistics_manager.customs import parts as _customs  # noqa: F401
from storecrew.surfaces.workspaces.logistics_manager.fleet import parts as _fleet  # noqa: F401
from storecrew.surfaces.workspaces.logistics_manager.manner import parts as _manner  # noqa: F401
from storecrew.surfaces.workspaces.logistics_manager.promises import parts as _promises  # noqa: F401
from storecrew.surfaces.workspaces.logistics_manager.quality import rates as _rates  # noqa: F401
from storecrew.surfaces.workspaces.logistics_manager.team.roster_dates import Rosters

work.register_calendar_source(Rosters())

register_menu(gettext_lazy("Queue"), "warehouse_list", "list-ul", "fulfillment.read", "warehouse", order=10)
register_menu(
    gettext_lazy("Next task"), "warehouse_next", "tasks", "fulfillment.write", "warehouse", order=15
)
register_menu(gettext_lazy("Pick"), "warehouse_pick", "pick", "fulfillment.write", "warehouse", order=20)
register_menu(gettext_lazy("Pack"), "warehouse_pack", "snippet", "fulfillment.write", "warehouse", order=30)
register_menu(
    gettext_lazy("Hand over"),
    "warehouse_hand_over",
    "arrow-right-full",
    "fulfillment.write",
    "warehouse",
    order=40,
)
register_menu(
    gettext_lazy("To be collected"),
    "warehouse_collections",
    "group",
    "fulfillment.read",
    "warehouse",
    order=41,
)
register_menu(
    gettext_lazy("Manifests"), "warehouse_manifests", "list-ol", "fulfillment.read", "warehouse", order=42
)
register_menu(
    gettext_lazy("Boxes"), "warehouse_boxes", "placeholder", "fulfillment.read", "warehouse", order=80
)
register_menu(
    gettext_lazy("Packing specifications"),
    "warehouse_specifications",
    "doc-full",
    "fulfillment.read",
    "warehouse",
    order=90,
)
register_menu(
    gettext_lazy("Routing"), "warehouse_routing", "order", "fulfillment.read", "warehouse", order=100
)
register_menu(
    gettext_lazy("Damages and mistakes"),
    "warehouse_damages",
    "warning",
    "fulfillment.read",
    "warehouse",
    order=60,
)
register_menu(
    gettext_lazy("Packaging audits"), "warehouse_audits", "check", "fulfillment.read", "warehouse", order=62
)
register_menu(
    gettext_lazy("Packaging changes"), "warehouse_changes", "edit", "fulfillment.read", "warehouse", order=64
)
