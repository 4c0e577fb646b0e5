"""Addresses of developers' own pages."""

from django.urls import path

from storecrew.surfaces.workspaces.developer import api_keys, background, extensions, looks, speed, task_times
from storecrew.surfaces.workspaces.developer.api_key_list import ApiKeyList
from storecrew.surfaces.workspaces.developer.fields import pages as field_pages
from storecrew.surfaces.workspaces.developer.fields.field_list import FieldList
from storecrew.surfaces.workspaces.developer.webhooks import delivery_record, forms, guide, record
from storecrew.surfaces.workspaces.developer.webhooks.delivery_list import DeliveryList
from storecrew.surfaces.workspaces.developer.webhooks.subscription_list import WebhookList

urlpatterns = [
    path("background/", background.background, name="background"),
    path("speed/", speed.speed, name="speed"),
    path("background/try-again/", background.try_again, name="background_try_again"),
    path("task-times/", task_times.task_times, name="task_times"),
    path("looks/", looks.LookList.as_view(), name="look_list"),
    path("looks/<slug:code>/", looks.record, name="look_record"),
    path("looks/<slug:code>/add/", looks.edit, name="look_add"),
    path("looks/<slug:code>/publish/", looks.publish, name="look_publish"),
    path("looks/<slug:code>/<int:number>/", looks.version, name="look_version"),
    path("api-keys/", ApiKeyList.as_view(), name="api_key_list"),
    path("api-keys/add/", api_keys.add, name="api_key_add"),
    path("api-keys/<int:key_id>/", api_keys.record, name="api_key_record"),
    path("api-keys/<int:key_id>/revoke/", api_keys.revoke, name="api_key_revoke"),
    path("extensions/", extensions.extensions, name="extensions"),
    path("fields/", FieldList.as_view(), name="field_list"),
    path("fields/add/", field_pages.add, name="field_add"),
    path("fields/<int:field_id>/", field_pages.record, name="field_record"),
    path("fields/<int:field_id>/edit/", field_pages.edit, name="field_edit"),
    path("fields/<int:field_id>/delete/", field_pages.delete, name="field_delete"),
    path("webhooks/", WebhookList.as_view(), name="webhook_list"),
    path("webhooks/add/", forms.add, name="webhook_add"),
    path("webhooks/guide/", guide.guide, name="webhook_guide"),
    path("webhooks/deliveries/", DeliveryList.as_view(), name="webhook_deliveries"),
    path("webhooks/deliveries/<int:delivery_id>/", delivery_record.delivery, name="webhook_delivery"),
    path("webhooks/deliveries/<int:delivery_id>/again/", delivery_record.redeliver, name="webhook_redeliver"),
    path("webhooks/<int:webhook_id>/", record.record, name="webhook_record"),
    path("webhooks/<int:webhook_id>/edit/", forms.edit, name="webhook_edit"),
    path("webhooks/<int:webhook_id>/secret/", forms.rotate, name="webhook_rotate"),
    path("webhooks/<int:webhook_id>/test/", record.test, name="webhook_test"),
    path("webhooks/<int:webhook_id>/pause/", record.pause, name="webhook_pause"),
    path("webhooks/<int:webhook_id>/resume/", record.resume, name="webhook_resume"),
    path("webhooks/<int:webhook_id>/delete/", record.delete, name="webhook_delete"),
]
