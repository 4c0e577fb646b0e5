"""DHL Express, UPS and FedEx through the karrio SDK, an extra (``pip install storecrew[carriers]``)."""

from storecrew.contexts.shipping.providers.karrio_sdk.carrier import CARRIERS, KarrioCarrier

__all__ = ["CARRIERS", "KarrioCarrier"]
