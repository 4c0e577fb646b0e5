"""Addresses of the pages about prices, taxes and shipping rates."""

from django.urls import path

from storecrew.surfaces.workspaces.ecommerce_sme.pricing import (
    bulk_views,
    class_views,
    cost_import,
    cost_views,
    grid_views,
    list_views,
    rate_views,
    shipping_views,
    tax_views,
    variant_views,
)

urlpatterns = [
    path("prices/", list_views.PriceListList.as_view(), name="price_lists_list"),
    path("prices/add/", list_views.edit_price_list, name="price_lists_add"),
    path("prices/changes/", bulk_views.PriceChangeList.as_view(), name="price_changes_list"),
    path("prices/changes/<int:operation_id>/", bulk_views.price_change, name="price_changes_record"),
    path("prices/changes/<int:operation_id>/undo/", bulk_views.undo_price_change, name="price_changes_undo"),
    path("prices/variants/<int:variant_id>/", variant_views.variant_prices, name="price_variant"),
    path("prices/lists/<slug:code>/", list_views.price_list, name="price_lists_record"),
    path("prices/lists/<slug:code>/edit/", list_views.edit_price_list, name="price_lists_edit"),
    path("prices/lists/<slug:code>/end/", list_views.end_price_list, name="price_lists_end"),
    path("prices/lists/<slug:code>/grid/", grid_views.price_grid, name="price_grid"),
    path("prices/lists/<slug:code>/bulk/", bulk_views.bulk_change, name="price_bulk"),
    path("costs/", cost_views.CostList.as_view(), name="costs_list"),
    path("costs/import/", cost_import.import_costs, name="costs_import"),
    path("costs/<int:variant_id>/", cost_views.cost, name="costs_record"),
    path("exchange-rates/", rate_views.RateList.as_view(), name="rates_list"),
    path("exchange-rates/add/", rate_views.add, name="rates_add"),
    path("exchange-rates/fetch/", rate_views.fetch, name="rates_fetch"),
    path("taxes/", tax_views.TaxRateList.as_view(), name="tax_rates_list"),
    path("taxes/add/", tax_views.set_tax_rate, name="tax_rates_add"),
    path("taxes/<int:rate_id>/", tax_views.set_tax_rate, name="tax_rates_set"),
    path("taxes/<int:rate_id>/remove/", tax_views.remove_tax_rate, name="tax_rates_remove"),
    path("taxes/classes/", class_views.TaxClassList.as_view(), name="tax_classes_list"),
    path("taxes/classes/add/", class_views.edit_tax_class, name="tax_classes_add"),
    path("taxes/classes/<slug:tax_class>/", class_views.edit_tax_class, name="tax_classes_edit"),
    path("taxes/registrations/", tax_views.TaxRegistrationList.as_view(), name="tax_registrations_list"),
    path("taxes/registrations/add/", tax_views.edit_registration, name="tax_registrations_add"),
    path(
        "taxes/registrations/<int:registration_id>/",
        tax_views.edit_registration,
        name="tax_registrations_edit",
    ),
    path("shipping-methods/", shipping_views.ShippingMethodList.as_view(), name="shipping_methods_list"),
    path("shipping-methods/add/", shipping_views.edit_shipping_method, name="shipping_methods_add"),
    path("shipping-methods/<slug:code>/", shipping_views.shipping_method, name="shipping_methods_record"),
    path(
        "shipping-methods/<slug:code>/edit/",
        shipping_views.edit_shipping_method,
        name="shipping_methods_edit",
    ),
    path(
        "shipping-methods/<slug:code>/switch/",
        shipping_views.switch_shipping_method,
        name="shipping_methods_switch",
    ),
]
