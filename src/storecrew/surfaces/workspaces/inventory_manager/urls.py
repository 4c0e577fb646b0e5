"""Addresses of the inventory manager's own pages."""

from django.urls import path

from storecrew.surfaces.workspaces.inventory_manager.bins import bin_list, bin_record
from storecrew.surfaces.workspaces.inventory_manager.codes import pool_list, pool_record
from storecrew.surfaces.workspaces.inventory_manager.counts import count_list, count_record
from storecrew.surfaces.workspaces.inventory_manager.phone import count, hub, put_away, receive
from storecrew.surfaces.workspaces.inventory_manager.places import place_list, place_record
from storecrew.surfaces.workspaces.inventory_manager.purchasing import (
    article_rules,
    contact_pages,
    order_list,
    order_record,
    order_steps,
    price_list_pages,
    proposal_list,
    quotation_list,
    quotation_pages,
    supplier_pages,
)
from storecrew.surfaces.workspaces.inventory_manager.receiving import receipt_list, receipt_record
from storecrew.surfaces.workspaces.inventory_manager.sheets import pages as sheet_pages
from storecrew.surfaces.workspaces.inventory_manager.sheets import sheet_list
from storecrew.surfaces.workspaces.inventory_manager.stock import (
    level_grid,
    level_list,
    level_record,
    wait_list,
    wished,
)
from storecrew.surfaces.workspaces.inventory_manager.transfers import transfer_list, transfer_record

urlpatterns = [
    path("stock/phone/", hub.hub, name="stock_phone"),
    path("stock/phone/receive/<int:receipt_id>/", receive.receive, name="stock_receive_phone"),
    path("stock/phone/receive/<int:receipt_id>/scan/", receive.receive_scan, name="stock_receive_scan"),
    path("stock/phone/put-away/<slug:location>/", put_away.put_away, name="stock_put_away"),
    path("stock/phone/put-away/<slug:location>/scan/", put_away.put_away_scan, name="stock_put_away_scan"),
    path("stock/phone/count/<slug:location>/", count.count, name="stock_count_phone"),
    path("stock/phone/count-scan/<int:task_id>/", count.count_scan, name="stock_count_scan"),
    path("stock/receiving/", receipt_list.ReceiptList.as_view(), name="stock_receipts"),
    path("stock/receiving/<int:receipt_id>/", receipt_record.receipt_record, name="stock_receipt"),
    path("stock/receiving/<int:receipt_id>/close/", receipt_record.close, name="stock_receipt_close"),
    path(
        "stock/receiving/<int:receipt_id>/inspect/<int:inspection_id>/",
        receipt_record.inspect,
        name="stock_inspect",
    ),
    path("stock/transfers/", transfer_list.TransferList.as_view(), name="stock_transfers"),
    path("stock/transfers/add/", transfer_record.add, name="stock_transfer_add"),
    path("stock/transfers/<int:transfer_id>/", transfer_record.transfer_record, name="stock_transfer"),
    path("stock/transfers/<int:transfer_id>/send/", transfer_record.send, name="stock_transfer_send"),
    path("stock/transfers/<int:transfer_id>/close/", transfer_record.close, name="stock_transfer_close"),
    path("stock/transfers/<int:transfer_id>/cancel/", transfer_record.cancel, name="stock_transfer_cancel"),
    path("stock/counts/", count_list.CountList.as_view(), name="stock_counts"),
    path("stock/counts/limits/<slug:location>/", count_record.policy, name="stock_count_policy"),
    path("stock/counts/<int:task_id>/", count_record.count_record, name="stock_count"),
    path("stock/counts/<int:task_id>/approve/", count_record.approve, name="stock_count_approve"),
    path("stock/counts/<int:task_id>/refuse/", count_record.refuse, name="stock_count_refuse"),
    path("stock/counts/<int:task_id>/cancel/", count_record.cancel, name="stock_count_cancel"),
    path("stock/places/", place_list.PlaceList.as_view(), name="stock_places"),
    path("stock/places/add/", place_record.add, name="stock_place_add"),
    path("stock/places/<slug:code>/", place_record.place, name="stock_place"),
    path("stock/places/<slug:code>/edit/", place_record.edit, name="stock_place_edit"),
    path("stock/places/<slug:code>/supply/", place_record.supply, name="stock_place_supply"),
    path("stock/bins/", bin_list.BinList.as_view(), name="stock_bins"),
    path("stock/bins/add/", bin_record.add, name="stock_bin_add"),
    path("stock/bins/<int:bin_id>/", bin_record.bin_record, name="stock_bin"),
    path("stock/bins/<int:bin_id>/edit/", bin_record.edit, name="stock_bin_edit"),
    path("stock/codes/", pool_list.PoolList.as_view(), name="stock_codes"),
    path("stock/codes/add/", pool_record.add, name="stock_code_add"),
    path("stock/codes/<int:pool_id>/", pool_record.pool_record, name="stock_code_pool"),
    path("stock/codes/<int:pool_id>/edit/", pool_record.edit, name="stock_code_edit"),
    path("stock/codes/<int:pool_id>/import/", pool_record.take_in, name="stock_code_import"),
    path("stock/grid/", level_grid.level_grid, name="stock_grid"),
    path("stock/waited-for/", wait_list.WaitList.as_view(), name="stock_wait_list"),
    path("stock/wished-for/", wished.WishedFor.as_view(), name="stock_wished"),
    path("stock/<path:sku>/kept/", bin_record.profile, name="stock_profile"),
    path("stock/<path:sku>/at/<slug:location>/count/", count_record.ask, name="stock_count_ask"),
    path("stock/", level_list.LevelList.as_view(), name="stock_list"),
    path("stock/<path:sku>/at/<slug:location>/", level_record.level_record, name="stock_record"),
    path("stock/<path:sku>/at/<slug:location>/adjust/", level_record.adjust, name="stock_adjust"),
    path("stock/<path:sku>/at/<slug:location>/move/", level_record.move, name="stock_move"),
    path("stock/<path:sku>/at/<slug:location>/receive/", level_record.receive, name="stock_receive"),
    path("sheets/", sheet_list.SheetList.as_view(), name="sheets_list"),
    path("sheets/add/<slug:kind>/", sheet_pages.add, name="sheets_add"),
    path("sheets/template/<slug:kind>/", sheet_pages.template, name="sheets_template"),
    path("sheets/<int:run_id>/", sheet_pages.record, name="sheets_record"),
    path("sheets/<int:run_id>/columns/", sheet_pages.columns, name="sheets_columns"),
    path("sheets/<int:run_id>/confirm/", sheet_pages.confirm, name="sheets_confirm"),
    path("sheets/<int:run_id>/undo/", sheet_pages.undo, name="sheets_undo"),
    path("sheets/<int:run_id>/remove/", sheet_pages.remove, name="sheets_remove"),
    path("sheets/<int:run_id>/rejected/", sheet_pages.rejected, name="sheets_rejected"),
    path("purchasing/proposals/", proposal_list.ProposalList.as_view(), name="purchasing_proposals"),
    path("purchasing/proposals/<int:proposal_id>/", proposal_list.proposal, name="purchasing_proposal"),
    path(
        "purchasing/proposals/<int:proposal_id>/order/", proposal_list.order, name="purchasing_proposal_order"
    ),
    path(
        "purchasing/proposals/<int:proposal_id>/change/",
        proposal_list.change,
        name="purchasing_proposal_change",
    ),
    path(
        "purchasing/proposals/<int:proposal_id>/put-aside/",
        proposal_list.snooze,
        name="purchasing_proposal_snooze",
    ),
    path(
        "purchasing/article-rules/", article_rules.ArticleRuleList.as_view(), name="purchasing_article_rules"
    ),
    path(
        "purchasing/article-rules/<path:sku>/at/<slug:location>/",
        article_rules.article_rule,
        name="purchasing_article_rule",
    ),
    path("purchasing/orders/", order_list.OrderList.as_view(), name="purchasing_orders"),
    path("purchasing/orders/add/", order_steps.add, name="purchasing_order_add"),
    path("purchasing/orders/<int:order_id>/", order_record.order_record, name="purchasing_order"),
    path("purchasing/orders/<int:order_id>/pdf/", order_steps.pdf, name="purchasing_order_pdf"),
    path("purchasing/orders/<int:order_id>/edit/", order_steps.edit, name="purchasing_order_edit"),
    path("purchasing/orders/<int:order_id>/refuse/", order_steps.refuse, name="purchasing_order_refuse"),
    path("purchasing/orders/<int:order_id>/cancel/", order_steps.cancel, name="purchasing_order_cancel"),
    path("purchasing/orders/<int:order_id>/close/", order_steps.close, name="purchasing_order_close"),
    path("purchasing/orders/<int:order_id>/cost/", order_steps.cost, name="purchasing_order_cost"),
    path("purchasing/orders/<int:order_id>/receive/", order_steps.receive, name="purchasing_order_receive"),
    path("purchasing/orders/<int:order_id>/invoice/", order_steps.invoice, name="purchasing_order_invoice"),
    path("purchasing/orders/<int:order_id>/submit/", order_steps.submit, name="purchasing_order_submit"),
    path("purchasing/orders/<int:order_id>/approve/", order_steps.approve, name="purchasing_order_approve"),
    path("purchasing/orders/<int:order_id>/send/", order_steps.send, name="purchasing_order_send"),
    path(
        "purchasing/invoices/<int:invoice_id>/release/",
        order_steps.release,
        name="purchasing_invoice_release",
    ),
    path(
        "purchasing/orders/differences/<int:discrepancy_id>/",
        order_steps.discrepancy,
        name="purchasing_discrepancy",
    ),
    path("purchasing/quotations/", quotation_list.QuotationList.as_view(), name="purchasing_quotations"),
    path("purchasing/quotations/add/", quotation_pages.add, name="purchasing_quotation_add"),
    path("purchasing/quotations/<int:request_id>/", quotation_pages.quotation, name="purchasing_quotation"),
    path(
        "purchasing/quotations/<int:request_id>/send/",
        quotation_pages.send,
        name="purchasing_quotation_send",
    ),
    path(
        "purchasing/quotations/<int:request_id>/close/",
        quotation_pages.close,
        name="purchasing_quotation_close",
    ),
    path(
        "purchasing/answers/<int:quotation_id>/", quotation_pages.answer, name="purchasing_quotation_answer"
    ),
    path(
        "purchasing/answers/<int:quotation_id>/decline/",
        quotation_pages.decline,
        name="purchasing_quotation_decline",
    ),
    path(
        "purchasing/answers/<int:quotation_id>/choose/",
        quotation_pages.choose,
        name="purchasing_quotation_choose",
    ),
    path("purchasing/suppliers/", supplier_pages.SupplierList.as_view(), name="purchasing_suppliers"),
    path("purchasing/suppliers/add/", supplier_pages.add, name="purchasing_supplier_add"),
    path("purchasing/suppliers/<slug:code>/", supplier_pages.supplier, name="purchasing_supplier"),
    path("purchasing/suppliers/<slug:code>/edit/", supplier_pages.edit, name="purchasing_supplier_edit"),
    path("purchasing/suppliers/<slug:code>/article/", supplier_pages.article, name="purchasing_article"),
    path("purchasing/suppliers/<slug:code>/prices/", price_list_pages.take, name="purchasing_prices"),
    path("purchasing/prices/<int:run_id>/", price_list_pages.run_record, name="purchasing_price_list"),
    path("purchasing/prices/<int:run_id>/undo/", price_list_pages.undo, name="purchasing_price_list_undo"),
    path("purchasing/suppliers/<slug:code>/contacts/add/", contact_pages.add, name="purchasing_contact_add"),
    path(
        "purchasing/suppliers/<slug:code>/contacts/<int:contact_id>/",
        contact_pages.edit,
        name="purchasing_contact",
    ),
]
