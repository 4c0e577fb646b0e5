"""Addresses of the REST interfaces; what does not exist is answered as a problem too."""

from django.urls import path, re_path

from storecrew.surfaces.rest import extending, reading
from storecrew.surfaces.rest.staff.api import api as staff
from storecrew.surfaces.rest.v1.api import api
from storecrew.surfaces.rest.v1.problems import unknown_address

urlpatterns = [
    path("v1/", unknown_address),
    path("v1/docs", reading.shop, name="rest_docs"),
    path("v1/staff/docs", reading.staff, name="rest_staff_docs"),
    path("v1/staff/", unknown_address),
    path("v1/staff/", staff.urls),
    *(path(f"v1/ext/{name}/", interface.urls) for name, interface in extending.mounted()),
    path("v1/", api.urls),
    re_path(r"^", unknown_address),
]
