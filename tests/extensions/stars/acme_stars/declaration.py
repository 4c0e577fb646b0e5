"""What the extension says of itself. Imports nothing but the kernel's module for it."""

from storecrew.kernel.extensions import Extension, MenuItem, Right

extension = Extension(
    name="acme-stars",
    version="1.4.0",
    contract="1.x",
    title="Stars",
    permissions=(
        Right("acme_stars.read", "See stars of products"),
        Right("acme_stars.write", "Give stars to products", sensitive=True),
    ),
    menu=(MenuItem("Stars", "board", "acme_stars.read", group="catalog"),),
    pages="acme_stars.pages.urlpatterns",
    rest="acme_stars.rest.router",
    templates="shop",
    checks=("acme_stars.checks.too_many",),
)
