"""Addresses of the inventory manager's own pages."""

from django.urls import path

from storecrew.surfaces.workspaces.inventory_manager.stock import level_list, level_record

urlpatterns = [
    path("stock/", level_list.LevelList.as_view(), name="stock_list"),
    path("stock/<path:sku>/at/<slug:location>/", level_record.level_record, name="stock_record"),
    path("stock/<path:sku>/at/<slug:location>/adjust/", level_record.adjust, name="stock_adjust"),
    path("stock/<path:sku>/at/<slug:location>/move/", level_record.move, name="stock_move"),
    path("stock/<path:sku>/at/<slug:location>/receive/", level_record.receive, name="stock_receive"),
]
