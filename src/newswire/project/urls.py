"""The addresses Django answers; `/`, `/v1` and the streams are answered before it (see asgi.py)."""

from django.urls import include, path

from newswire.portal.enquiry import contact

urlpatterns = [
    path("desk/", include("newswire.desk.urls")),
    path("portal/", include("newswire.portal.urls")),
    path("contact", contact, name="contact"),
]
