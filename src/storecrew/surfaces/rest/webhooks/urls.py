"""Addresses of webhooks."""

from django.urls import path

from storecrew.surfaces.rest.webhooks.views import payment_webhook

urlpatterns = [path("payments/<slug:gateway>/", payment_webhook, name="payment_webhook")]
