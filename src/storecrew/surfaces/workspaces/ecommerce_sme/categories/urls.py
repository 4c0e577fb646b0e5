"""Addresses of the pages about categories, collections and product types."""

from django.urls import path

from storecrew.surfaces.workspaces.ecommerce_sme.categories import (
    category_views,
    collection_views,
    split_views,
    type_views,
)

urlpatterns = [
    path("categories/", category_views.category_tree, name="categories_list"),
    path("categories/add/", category_views.add_category, name="categories_add"),
    path("categories/<int:category_id>/", category_views.category_record, name="categories_record"),
    path("categories/<int:category_id>/edit/", category_views.edit_category, name="categories_edit"),
    path("categories/<int:category_id>/move/", category_views.move_category, name="categories_move"),
    path("categories/<int:category_id>/merge/", category_views.merge_category, name="categories_merge"),
    path("categories/<int:category_id>/split/", split_views.split_category, name="categories_split"),
    path("categories/<int:category_id>/order/", category_views.order_category, name="categories_order"),
    path("categories/<int:category_id>/remove/", category_views.remove_category, name="categories_remove"),
    path("collections/", collection_views.CollectionList.as_view(), name="collections_list"),
    path("collections/add/", collection_views.edit_collection, name="collections_add"),
    path("collections/<int:collection_id>/", collection_views.edit_collection, name="collections_edit"),
    path("product-types/", type_views.ProductTypeList.as_view(), name="product_types_list"),
    path("product-types/add/", type_views.edit_type, name="product_types_add"),
    path("product-types/<str:code>/", type_views.edit_type, name="product_types_edit"),
]
