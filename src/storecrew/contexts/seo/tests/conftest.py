"""The shop of the storefront's tests: what is audited is what it shows."""

from storecrew.surfaces.storefront.tests.conftest import _shop, browser, shop

__all__ = ["_shop", "browser", "shop"]
