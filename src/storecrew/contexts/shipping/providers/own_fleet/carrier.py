"""The own fleet. It is a contract with tables that we made with ourselves; the fleet context drives."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.shipping.providers.rate_sheet import RateSheetCarrier


class OwnFleetCarrier(RateSheetCarrier):
    """See the module. Its zones are where vehicles go; its tables what a parcel costs inside the house."""

    kind = "own_fleet"
    name = _("Own vehicles")
    secret_fields: tuple[str, ...] = ()
    setting_fields: tuple[str, ...] = ("gs1_prefix", "timezone")
