"""Addresses of customer service's own pages."""

from django.urls import path

from storecrew.surfaces.workspaces.customer_service import mails
from storecrew.surfaces.workspaces.customer_service.credit import grant_pages, item_pages
from storecrew.surfaces.workspaces.customer_service.customers import goodwill, serving
from storecrew.surfaces.workspaces.customer_service.customers import pages as customer_pages
from storecrew.surfaces.workspaces.customer_service.disputes import pages as dispute_pages
from storecrew.surfaces.workspaces.customer_service.orders import (
    order_actions,
    order_list,
    order_record,
    refunding,
    warehouse,
)
from storecrew.surfaces.workspaces.customer_service.payouts import pages as payout_pages
from storecrew.surfaces.workspaces.customer_service.promotions import why
from storecrew.surfaces.workspaces.customer_service.refunds import pages as refund_pages
from storecrew.surfaces.workspaces.customer_service.returns import pages as return_pages

urlpatterns = [
    *return_pages.urlpatterns,
    *dispute_pages.urlpatterns,
    *refund_pages.urlpatterns,
    *payout_pages.urlpatterns,
    *item_pages.urlpatterns,
    *grant_pages.urlpatterns,
    path("promotions/why/", why.why, name="promotions_why"),
    path("promotions/why/<str:number>/", why.grant, name="promotions_grant"),
    path("orders/", order_list.OrderList.as_view(), name="orders_list"),
    path("orders/incident/", warehouse.incident, name="orders_incident"),
    path("orders/<str:number>/", order_record.order_record, name="orders_record"),
    path("orders/<str:number>/invoice.pdf", item_pages.pdf_of_order, name="orders_invoice"),
    path("orders/<str:number>/ship/", order_actions.ship, name="orders_ship"),
    path("orders/<str:number>/codes/", order_actions.resend_codes, name="orders_resend_codes"),
    path("orders/<str:number>/hold/", warehouse.hold, name="orders_hold"),
    path("orders/<str:number>/resume/", warehouse.resume, name="orders_resume"),
    path("orders/<str:number>/address/", warehouse.address, name="orders_address"),
    path("orders/<str:number>/ask/", warehouse.ask, name="orders_ask"),
    path("orders/<str:number>/cancel/", order_actions.cancel, name="orders_cancel"),
    path("orders/<str:number>/refund/", refunding.refund, name="orders_refund"),
    path(
        "orders/<str:number>/refund/<int:refund_id>/rest/",
        order_actions.refund_rest,
        name="orders_refund_rest",
    ),
    path(
        "orders/<str:number>/payment-arrived/", order_actions.payment_arrived, name="orders_payment_arrived"
    ),
    path("mails/", mails.MailList.as_view(), name="mails_list"),
    path("mails/<int:mail_id>/", mails.mail_record, name="mails_record"),
    path("customers/", customer_pages.CustomerList.as_view(), name="customers_list"),
    path("customers/<int:customer_id>/", customer_pages.customer_record, name="customers_record"),
    path("customers/<int:customer_id>/service/", serving.serve, name="customers_service"),
    path("customers/<int:customer_id>/goodwill/", goodwill.give, name="customers_goodwill"),
    path("orders/<str:number>/goodwill/", goodwill.give_to_guest, name="orders_goodwill"),
]
