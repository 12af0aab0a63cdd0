"""The portal's addresses as the project mounts them."""

from django.urls import include, path

from newswire.portal.enquiry import contact

urlpatterns = [
    path("portal/", include("newswire.portal.urls")),
    path("contact", contact, name="contact"),
]
