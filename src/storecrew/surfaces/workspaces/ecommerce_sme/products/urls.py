"""Addresses of the pages about products."""

from django.urls import path

from storecrew.surfaces.workspaces.ecommerce_sme.products import (
    copy_views,
    edit_views,
    end_views,
    grid_views,
    image_views,
    life_views,
    place_views,
    product_list,
    product_record,
    variant_views,
)

urlpatterns = [
    path("products/", product_list.ProductList.as_view(), name="products_list"),
    path("products/add/", edit_views.add_product, name="products_add"),
    path("products/grid/", grid_views.grid, name="products_grid"),
    path("products/<int:product_id>/", product_record.product_record, name="products_record"),
    path("products/<int:product_id>/edit/", edit_views.edit_product, name="products_edit"),
    path("products/<int:product_id>/copy/", copy_views.copy_product, name="products_copy"),
    path("products/<int:product_id>/status/", life_views.set_status, name="products_status"),
    path("products/<int:product_id>/approval/", life_views.ask_approval, name="products_approval"),
    path("products/<int:product_id>/end/", end_views.plan_end, name="products_end"),
    path("products/<int:product_id>/keep/", end_views.keep, name="products_keep"),
    path("products/<int:product_id>/categories/", place_views.categories, name="products_categories"),
    path("products/<int:product_id>/listing/", place_views.set_listing, name="products_listing"),
    path("products/<int:product_id>/relations/", place_views.relations, name="products_relations"),
    path("products/<int:product_id>/images/add/", image_views.add_images, name="products_images_add"),
    path("products/<int:product_id>/images/order/", image_views.order_images, name="products_images_order"),
    path(
        "products/<int:product_id>/images/<int:image_id>/",
        image_views.edit_image,
        name="products_image",
    ),
    path(
        "products/<int:product_id>/images/<int:image_id>/remove/",
        image_views.remove_image,
        name="products_image_remove",
    ),
    path("products/<int:product_id>/variants/add/", variant_views.edit_variant, name="products_variant_add"),
    path(
        "products/<int:product_id>/variants/<int:variant_id>/",
        variant_views.edit_variant,
        name="products_variant",
    ),
]
