"""What goods and customs add to the menu."""

from django.utils.translation import gettext_lazy

from storecrew.surfaces.ui.backoffice.registry import register_menu

register_menu(gettext_lazy("Goods for carriers"), "goods_list", "tag", "shipping.read", "shipping", order=16)
register_menu(
    gettext_lazy("Customs identity"),
    "customs_identities_list",
    "doc-full",
    "shipping.read",
    "shipping",
    order=18,
)
