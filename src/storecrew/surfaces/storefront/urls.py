"""Addresses of the storefront. Every page has its language in front; the root leads to the shop's own."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path

from storecrew.surfaces.storefront import closed, look
from storecrew.surfaces.storefront.account import order_views, returning, reviewing, voucher, withdrawing
from storecrew.surfaces.storefront.account import views as account
from storecrew.surfaces.storefront.account.again import again
from storecrew.surfaces.storefront.account.exchange_pay import pay as exchange_pay
from storecrew.surfaces.storefront.account.invoices import invoice, invoice_of_order, invoices
from storecrew.surfaces.storefront.account.order_address import order_address
from storecrew.surfaces.storefront.account.points import points, service
from storecrew.surfaces.storefront.account.proofs import proof_photo
from storecrew.surfaces.storefront.account.replacement import replacement
from storecrew.surfaces.storefront.browse import views as browse
from storecrew.surfaces.storefront.cart import present, saving
from storecrew.surfaces.storefront.cart import views as cart
from storecrew.surfaces.storefront.checkout import payment, pick_up, tender
from storecrew.surfaces.storefront.checkout import views as checkout
from storecrew.surfaces.storefront.compare import views as compare
from storecrew.surfaces.storefront.delivery.views import product_delivery
from storecrew.surfaces.storefront.feeds import views as feeds
from storecrew.surfaces.storefront.help import access_views, device, machines, vitals
from storecrew.surfaces.storefront.help import views as help_views
from storecrew.surfaces.storefront.mail import short
from storecrew.surfaces.storefront.mail import views as mail
from storecrew.surfaces.storefront.measuring import beacon
from storecrew.surfaces.storefront.onsite import views as onsite
from storecrew.surfaces.storefront.partners import views as partners
from storecrew.surfaces.storefront.pictures.views import customer_picture, post_picture
from storecrew.surfaces.storefront.product import views as product
from storecrew.surfaces.storefront.product import waiting
from storecrew.surfaces.storefront.reviews import views as reviews
from storecrew.surfaces.storefront.share import views as share
from storecrew.surfaces.storefront.shop import channel_of
from storecrew.surfaces.storefront.stores.views import stores
from storecrew.surfaces.storefront.wishes import views as wishes
from storecrew.surfaces.storefront.wishes.shared import shared as shared_wishes


def root(request: HttpRequest) -> HttpResponse:
    """Lead to the shop in its own language; nobody is sent elsewhere by what their browser says."""
    locale = channel_of(request).locale
    return HttpResponseRedirect(
        f"/{locale if locale in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE}/"
    )


pages = [
    path("", browse.home, name="home"),
    path("share.png", share.home, name="home_share"),
    path("categories/", browse.categories, name="categories"),
    path("c/<path:path>/share.png", share.category, name="category_share"),
    path("collections/<str:slug>/share.png", share.collection, name="collection_share"),
    path("p/<str:slug>/share.png", share.product, name="product_share"),
    path("c/<path:path>/", browse.category, name="category"),
    path("collections/<str:slug>/", browse.collection, name="collection"),
    path("search/", browse.search, name="search"),
    path("search/suggest/", browse.suggest, name="suggest"),
    path("search/missed/", browse.missed, name="search_missed"),
    path("p/<str:slug>/", product.product, name="product"),
    path("p/<str:slug>/delivery/", product_delivery, name="product_delivery"),
    path("p/<str:slug>/reviews/", reviews.product_reviews, name="product_reviews"),
    path("pictures/<int:picture_id>/", customer_picture, name="customer_picture"),
    path("reviews/<int:review_id>/photos/<int:photo_id>/", reviews.photo, name="review_photo"),
    path("reviews/<int:review_id>/report/", reviews.report, name="review_report"),
    path("p/<str:slug>/tell-me/", waiting.ask, name="product_wait"),
    path("waiting/<str:token>/", waiting.waiting, name="waiting"),
    path("waiting/<str:token>/stop/", waiting.stop, name="waiting_stop"),
    path("look/<str:link>/", closed.look, name="look_around"),
    path("mail/", mail.sign_up, name="mail_sign_up"),
    path("mail/<str:token>/", mail.preferences, name="mail_preferences"),
    path("mail/<str:token>/stop/<slug:topic>/", mail.stop, name="mail_stop"),
    path("me/", cart.me, name="me"),
    path("onsite/<slug:name>/", onsite.fragment, name="onsite"),
    path("cart/", cart.cart, name="cart"),
    path("cart/add/", cart.add, name="cart_add"),
    path("cart/code/", cart.code, name="cart_code"),
    path("cart/code/remove/", cart.remove_code, name="cart_code_remove"),
    path("cart/save/", saving.save, name="cart_save"),
    path("cart/saved/<str:link>/", saving.saved, name="cart_saved"),
    path("cart/delivery/", cart.delivery, name="cart_delivery"),
    path("cart/lines/<int:line_id>/", cart.change, name="cart_line"),
    path("cart/lines/<int:line_id>/present/", present.address, name="cart_present"),
    path("cart/lines/<int:line_id>/remove/", cart.remove, name="cart_remove"),
    path("wishes/", wishes.latest, name="wishes"),
    path("wishes/put/", wishes.put, name="wish_put"),
    path("wishes/new/", wishes.new, name="wish_list_new"),
    path("wishes/shared/<str:token>/", shared_wishes, name="shared_wishes"),
    path("wishes/<int:list_id>/", wishes.one, name="wish_list"),
    path("wishes/<int:list_id>/<int:wish_id>/", wishes.wish, name="wish"),
    path("compare/", compare.side_by_side, name="compare"),
    path("compare/put/", compare.put, name="compare_put"),
    path("channel/", cart.choose_channel, name="channel"),
    path("stores/", stores, name="stores"),
    path("checkout/", checkout.start, name="checkout"),
    path("checkout/return/", payment.comes_back, name="checkout_return"),
    path("checkout/tender/", tender.change, name="checkout_tender"),
    path("checkout/address-search/", checkout.address_search, name="address_search"),
    path("checkout/address-form/", checkout.address_part, name="address_form"),
    path("checkout/pick-up/", pick_up.pick_up, name="checkout_pick_up"),
    path("checkout/<slug:name>/", checkout.step, name="checkout_step"),
    path("order/<str:token>/", order_views.order, name="order"),
    path("order/<str:token>/pay/", exchange_pay, name="order_pay"),
    path("order/<str:token>/codes/", order_views.codes, name="order_codes"),
    path("order/<str:token>/again/", again, name="order_again"),
    path("order/<str:token>/packaging/", order_views.rate_packaging, name="order_rate_packaging"),
    path("order/<str:token>/proof/<int:proof_id>/", proof_photo, name="order_proof"),
    path("order/<str:token>/invoice/", invoice_of_order, name="order_invoice"),
    path("replacement/<str:token>/", replacement, name="replacement"),
    path("order/<str:token>/cancel/", order_views.cancel, name="order_cancel"),
    path("order/<str:token>/reviews/", reviewing.order_reviews, name="order_reviews"),
    path("order/<str:token>/reviews/<int:product_id>/", reviewing.order_review, name="order_review"),
    path(
        "order/<str:token>/reviews/<int:product_id>/photos/<int:photo_id>/",
        reviewing.photo,
        name="order_review_photo",
    ),
    path("order/<str:token>/reviews/<int:product_id>/back/", reviewing.take_back, name="order_review_back"),
    path("order/<str:token>/withdraw/", withdrawing.withdraw, name="order_withdraw"),
    path("withdraw/", withdrawing.link, name="withdrawal"),
    path("order/<str:token>/return/", returning.send_back, name="order_return"),
    path("order/<str:token>/return/<str:number>/", returning.paper, name="order_return_paper"),
    path(
        "order/<str:token>/return/<str:number>/photos/<int:photo_id>/",
        returning.photo,
        name="order_return_photo",
    ),
    path(
        "order/<str:token>/return/<str:number>/photos/",
        returning.add_photos,
        name="order_return_photos",
    ),
    path("order/<str:token>/return/<str:number>/label/", returning.label, name="order_return_label"),
    path("order/<str:token>/return/<str:number>/cancel/", returning.cancel, name="order_return_cancel"),
    path("order/<str:token>/address/", order_address, name="order_address"),
    path("account/", account.home, name="account"),
    path("voucher/", voucher.balance, name="voucher"),
    path("account/points/", points, name="account_points"),
    path("account/invoices/", invoices, name="account_invoices"),
    path("account/invoices/<int:item_id>/", invoice, name="account_invoice"),
    path("account/addresses/", account.addresses, name="account_addresses"),
    path("account/addresses/new/", account.address, name="account_address_new"),
    path("account/addresses/<int:address_id>/", account.address, name="account_address"),
    path("account/addresses/<int:address_id>/delete/", account.delete_address, name="account_address_delete"),
    path("account/profile/", account.profile, name="account_profile"),
    path("account/sign-in/<int:link_id>/remove/", account.unlink, name="account_unlink"),
    path("account/sessions/end/", account.end_sessions, name="account_sessions_end"),
    path("account/service/", service, name="account_service"),
    path("account/export/", account.export, name="account_export"),
    path("account/delete/", account.delete, name="account_delete"),
    path("manifest.webmanifest", device.manifest, name="manifest"),
    path("offline/", device.offline, name="offline"),
    path("partner/<str:token>/", partners.own_page, name="partner_own"),
    path("help/", help_views.help_page, name="help"),
    path("accessibility/", access_views.statement, name="accessibility"),
    path("accessibility/report/", access_views.report, name="barrier"),
    path("<path:path>/", help_views.content_page, name="page"),
]


urlpatterns = [
    path("", root, name="root"),
    path("robots.txt", machines.robots, name="robots"),
    path("llms.txt", machines.llms, name="llms"),
    path("worker.js", device.worker, name="worker"),
    path("social/<slug:key>.jpg", post_picture, name="social_picture"),
    path("vitals/", vitals.report, name="vitals"),
    path("seen/", beacon.seen, name="seen"),
    path("look/<int:channel_id>/<int:number>/<slug:digest>.css", look.stylesheet, name="look_css"),
    path("mail/click/<str:link>/", mail.click, name="mail_click"),
    path("go/<slug:word>/", short.follow, name="go"),
    path("mail/open/<str:link>.gif", mail.opened, name="mail_open"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", machines.sitemap, name="sitemap_part"),
    path("r/<slug:code>/", partners.follow, name="partner_follow"),
    path("feeds/<slug:code>.xml", feeds.feed, {"form": "xml"}, name="feed_xml"),
    path("feeds/<slug:code>.json", feeds.feed, {"form": "json"}, name="feed_json"),
    *i18n_patterns(path("", include((pages, "storefront")))),
]
if settings.DEBUG or settings.STORECREW_DEMO:
    urlpatterns.insert(0, path("gallery/", include("storecrew.surfaces.ui.gallery.urls")))
