"""Addresses of the e-commerce SME's own pages."""

from django.urls import include, path

from storecrew.surfaces.workspaces.ecommerce_sme import channel_views

urlpatterns = [
    path("", include("storecrew.surfaces.workspaces.ecommerce_sme.pricing.urls")),
    path("", include("storecrew.surfaces.workspaces.ecommerce_sme.imports.urls")),
    path("", include("storecrew.surfaces.workspaces.ecommerce_sme.products.urls")),
    path("", include("storecrew.surfaces.workspaces.ecommerce_sme.categories.urls")),
    path("", include("storecrew.surfaces.workspaces.ecommerce_sme.merchandising.urls")),
    path("channels/", channel_views.ChannelList.as_view(), name="channels_list"),
    path("channels/add/", channel_views.edit_channel, name="channels_add"),
    path("channels/<slug:code>/", channel_views.channel, name="channels_record"),
    path("channels/<slug:code>/edit/", channel_views.edit_channel, name="channels_edit"),
    path("channels/<slug:code>/returns/", channel_views.return_rules, name="channels_return_rules"),
    path("channels/<slug:code>/sourcing/", channel_views.sourcing, name="channels_sourcing"),
    path("channels/<slug:code>/gift-wrap/", channel_views.gift_wrap, name="channels_gift_wrap"),
    path("markets/", channel_views.MarketList.as_view(), name="markets_list"),
    path("markets/add/", channel_views.edit_market, name="markets_add"),
    path("markets/<slug:code>/", channel_views.edit_market, name="markets_edit"),
]
