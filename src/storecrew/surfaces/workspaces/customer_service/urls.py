"""Addresses of customer service's own pages."""

from django.urls import path

from storecrew.surfaces.workspaces.customer_service.orders import order_actions, order_list, order_record

urlpatterns = [
    path("orders/", order_list.OrderList.as_view(), name="orders_list"),
    path("orders/<str:number>/", order_record.order_record, name="orders_record"),
    path("orders/<str:number>/ship/", order_actions.ship, name="orders_ship"),
    path("orders/<str:number>/cancel/", order_actions.cancel, name="orders_cancel"),
    path("orders/<str:number>/refund/", order_actions.refund, name="orders_refund"),
    path(
        "orders/<str:number>/payment-arrived/", order_actions.payment_arrived, name="orders_payment_arrived"
    ),
]
