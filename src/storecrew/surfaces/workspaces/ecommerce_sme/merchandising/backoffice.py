"""What the pages about merchandising add to the menu."""

from django.utils.translation import gettext_lazy as _

from storecrew.surfaces.ui.backoffice.registry import register_menu

register_menu(_("Sort rules"), "sort_rules_list", "order", "catalog.read", "catalog", order=60)
register_menu(_("Synonyms"), "synonyms_list", "link", "catalog.read", "catalog", order=65)
register_menu(
    _("Searches without a result"), "missed_searches_list", "search", "catalog.read", "catalog", order=70
)
