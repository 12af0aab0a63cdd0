"""Everything below `/desk/`: our pages, and the part of Wagtail's admin that a newsroom needs."""

from django.urls import include, path
from wagtail.admin import urls as wagtail_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from newswire.desk.access import guard
from newswire.desk.files import serve_file

urlpatterns = [
    path("media/<path:name>", serve_file, name="desk-media"),
    *decorate_urlpatterns([path("", include(wagtail_urls))], guard),
]
