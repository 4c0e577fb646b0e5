"""Addresses of the REST interface; what does not exist is answered as a problem too."""

from django.urls import path, re_path

from storecrew.surfaces.rest.v1.api import api
from storecrew.surfaces.rest.v1.problems import unknown_address

urlpatterns = [
    path("v1/", unknown_address),
    path("v1/", api.urls),
    re_path(r"^", unknown_address),
]
